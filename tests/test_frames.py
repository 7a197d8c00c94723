"""What was shown is kept for a hand that comes back, within bounds, and is what would be drawn."""

import pytest
from every_explorer import EXPLORERS, lent
from frames_ahead import sent_ahead
from test_picture import moves

from xent_lib import ahead, frames
from xent_lib.explorers.coin import CoinExplorer
from xent_lib.frames import Frames
from xent_lib.picture import Picture
from xent_lib.pixels import deflated, packed


@pytest.fixture
def drawn(monkeypatch):
    """States that a picture was drawn for."""
    states, show = [], Picture.show

    def noted(picture, state):
        states.append(state)
        return show(picture, state)

    monkeypatch.setattr(Picture, "show", noted)
    return states


def test_a_place_that_a_hand_comes_back_to_is_not_drawn_again(drawn):
    explorer = CoinExplorer(q=0.5)
    explorer.change(q=0.6)
    drawn.clear()
    sent = []
    explorer.view.observe(sent.append, "overlay")
    explorer.change(q=0.5)
    assert not drawn and len(sent) == 1
    assert explorer.picture.fill.get_height() == 0.5  # what can be gripped is where it is seen
    explorer.picture.png()
    assert drawn == [explorer.state]


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_what_is_kept_is_what_would_be_drawn(kind, near):
    explorer = lent(kind)
    explorer.view.near = near
    explorer.state = explorer.state  # sent as to such a page
    drawn = [(explorer.state, sent(explorer)) for _move in moves(explorer)]
    for state, first in drawn:
        explorer.state = state
        assert sent(explorer) == first
        changes = packed(explorer.picture.changes())
        assert explorer.view.overlay == (changes if near else deflated(changes))


def sent(explorer):
    """What a page has of it."""
    return explorer.view.overlay, explorer.view.status, explorer.view.handles


def test_what_was_kept_for_another_static_part_comes_with_that(drawn):
    explorer = CoinExplorer(q=0.5)
    before = explorer.view.base
    explorer.change(heads=1, tails=1)
    drawn.clear()
    explorer.change(heads=7, tails=3)
    assert drawn == [explorer.state] and explorer.view.base == before


def test_a_page_that_becomes_near_is_sent_what_it_can_read():
    explorer = CoinExplorer(q=0.5)
    explorer.view.near = True
    explorer.change(q=0.6)
    explorer.change(q=0.5)
    assert not explorer.view.deflated
    assert explorer.view.overlay == packed(explorer.picture.changes())


def test_the_oldest_goes_where_there_is_no_room(monkeypatch):
    monkeypatch.setattr(frames, "AT_MOST", 10)
    kept = Frames()
    kept.keep("a", b"1234", "A")
    kept.keep("b", b"1234", "B")
    assert kept.get("a") == (b"1234", "A")
    kept.keep("c", b"1234", "C")
    assert kept.get("b") is None and kept.get("a") and kept.get("c")
    kept.keep("a", b"12345678", "A")  # takes its own old place first
    assert kept.get("c") is None and kept.get("a") == (b"12345678", "A")
    kept.keep("d", 11 * b".", "too large for all of it")
    assert kept.get("d") is None and kept.get("a") is None
    kept.keep("e", b"1", "E")
    kept.clear()
    assert kept.get("e") is None


def test_an_explorer_keeps_no_more_than_there_is_room_for():
    explorer, sent = CoinExplorer(), 0
    explorer.view.near = True
    for step in range(100):
        explorer.change(q=step / 100)
        sent += len(explorer.view.overlay)
    kept = sum(len(data) for data, _told in explorer.frames._kept.values())
    assert kept <= frames.AT_MOST < sent


def test_what_was_kept_is_sent_ahead_without_being_drawn_again(drawn, monkeypatch):
    monkeypatch.setattr(ahead, "QUIET", 0)
    monkeypatch.setattr(ahead, "EACH_WAY", 2)
    explorer = CoinExplorer(q=0.5)
    first = [data for _told, data in sent_ahead(explorer, "q")]
    drawn.clear()
    assert [data for _told, data in sent_ahead(explorer, "q")] == first
    assert len(first) == 5 and not drawn
