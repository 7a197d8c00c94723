"""What is sent ahead is what would be shown, bit for bit, or it is not sent."""

import asyncio
import time
import zlib
from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import pytest
from every_explorer import EXPLORERS, lent, names_of_sliders
from frames_ahead import overlay, sent_ahead
from hands import press

from xent_lib import ahead
from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.coins import CoinsExplorer


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No hand moves here, and nobody waits."""
    monkeypatch.setattr(ahead, "QUIET", 0)
    monkeypatch.setattr(ahead, "SHY", 0)
    monkeypatch.setattr(ahead, "EACH_WAY", 2)


@pytest.mark.parametrize("kind", [kind for kind in EXPLORERS if names_of_sliders(kind)])
def test_each_frame_is_told_as_the_move_itself_would_be(kind, undrawn):
    explorer, twin = kind(), lent(kind)
    start = twin.state
    for name in names_of_sliders(kind):
        frames = sent_ahead(explorer, name)
        assert len(frames) >= 3
        for told, _data in frames:
            twin.change(**{name: told["value"]})
            assert getattr(twin.state, name) == told["value"]
            assert told["status"] == twin.state.readout
            assert told["handles"] == twin.view.handles
        twin.state = start
    assert explorer.state == start  # nothing was changed by looking


def test_the_nearest_come_first_and_none_lies_beyond_the_end():
    q = CoinExplorer(q=0.99).controls["q"]
    assert list(ahead.positions(q, 0.5))[:5] == [
        (0, 0.5),
        (1, 0.51),
        (-1, 0.49),
        (1, 0.52),
        (-1, 0.48),
    ]
    assert [value for _way, value in ahead.positions(q, 0.99)] == [0.99, 1.0, 0.98, 0.97]


def test_pictures_are_put_back_before_anybody_looks():
    explorer = CoinExplorer()
    before, png = overlay(explorer), explorer.picture.png()
    sent_ahead(explorer, "q")
    assert explorer.picture.png() == png
    assert overlay(explorer) == before


def test_what_goes_wrong_during_a_glimpse_leaves_the_marks_where_they_were(undrawn):
    explorer = CoinExplorer()
    before = explorer.told(explorer.state)
    other = replace(explorer.state, q=0.9)
    with pytest.raises(ZeroDivisionError), explorer.picture.glimpse(other, explorer.state):
        raise ZeroDivisionError
    assert explorer.told(explorer.state) == before


def test_a_move_of_the_same_slider_leaves_what_was_sent_in_force(undrawn):
    explorer = CoinExplorer()
    sent_ahead(explorer, "q")
    version = explorer.view.version
    explorer.change(q=0.6)
    assert explorer.view.version == version


@pytest.mark.parametrize("change", [{"heads": 3}, {"reduction": "mean"}, {"q": 0.3, "heads": 2}])
def test_any_other_change_makes_void_what_was_sent(change, undrawn):
    explorer = CoinExplorer()
    sent_ahead(explorer, "q")
    version = explorer.view.version
    explorer.change(**change)
    assert explorer.view.version > version


def test_another_change_ends_the_sending_at_once(undrawn):
    explorer = CoinExplorer()

    def meanwhile(frames):
        if len(frames) == 2:
            explorer.state = replace(explorer.state, heads=1)

    assert len(sent_ahead(explorer, "q", meanwhile)) == 2


def test_nothing_is_sent_ahead_while_a_cell_runs_or_for_what_is_no_slider(monkeypatch, undrawn):
    explorer = CoinExplorer()
    assert sent_ahead(explorer, "reduction", lambda frames: None) == []
    assert sent_ahead(explorer, "no such control") == []
    monkeypatch.setitem(ahead._CELLS, "running", True)
    assert sent_ahead(explorer, "q") == []


def test_no_more_is_under_way_than_a_page_has_room_for(monkeypatch):
    monkeypatch.setattr(ahead, "GIVE_UP", 0.05)
    explorer = CoinExplorer()
    frames = []
    explorer.view.send = lambda content, buffers: frames.append(len(buffers[0]))
    monkeypatch.setattr(ahead, "UNDER_WAY", 10_000)

    async def rest():
        explorer.ahead.start("q")
        await explorer.ahead._task

    asyncio.run(rest())
    assert sum(frames[:-1]) < 10_000 <= sum(frames)


def test_what_comes_next_is_the_difference_from_its_neighbour():
    explorer = CoinExplorer()
    (center, first), (up, second), *_others = sent_ahead(explorer, "q")
    assert (center["way"], up["way"]) == (0, 1)
    assert zlib.decompress(first) == overlay(CoinExplorer())
    whole = overlay(CoinExplorer(q=up["value"]))
    assert 0 < len(zlib.decompress(second)) < len(whole)


def test_where_others_want_the_processor_frames_wait_for_them(monkeypatch, undrawn):
    explorer, pauses, may = CoinExplorer(), [], ahead.Ahead._may
    monkeypatch.setattr(ahead, "SHY", 10)
    # By the clock each call comes 5 ms after the last, of which the processor was ours for none.
    clock = count(step=0.005)
    fake = SimpleNamespace(
        monotonic=time.monotonic, perf_counter=lambda: next(clock), thread_time=lambda: 0.0
    )
    monkeypatch.setattr(ahead, "time", fake)

    async def noted(self, pause):
        pauses.append(pause)
        return await may(self, 0)

    monkeypatch.setattr(ahead.Ahead, "_may", noted)
    sent_ahead(explorer, "q")
    assert pauses == [0, *[pytest.approx(0.05)] * 4]


def test_a_rest_that_is_asked_for_again_goes_on_and_another_page_has_its_own(undrawn):
    explorer = CoinExplorer()

    def again(frames):
        if len(frames) == 2:
            explorer.ahead.start("q", ["page", 1])

    frames = sent_ahead(explorer, "q", again, ["page", 1])
    assert [told["way"] for told, _data in frames].count(0) == 1
    assert [told["number"] for told, _data in frames] == list(range(1, len(frames) + 1))
    assert all(told["asker"] == ["page", 1] for told, _data in frames)


def test_a_move_that_brings_the_same_with_it_at_every_step_has_its_frames():
    explorer, twin = CoinsExplorer(), CoinsExplorer()
    for trained in (explorer, twin):
        press(trained, "20 steps")
    frames = sent_ahead(explorer, "w")
    assert len(frames) == 5
    for told, _data in frames[1:]:
        twin.change(w=told["value"])
        assert told["status"] == twin.state.readout
    version = explorer.ahead.version
    explorer.change(w=frames[1][0]["value"])
    assert explorer.ahead.version == version
