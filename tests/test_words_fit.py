"""In every language, no word leaves its picture, and nothing lies over one."""

from itertools import combinations

import pytest
from every_explorer import EXPLORERS, places, sliders
from matplotlib.text import Text

from xent_lib import language
from xent_lib.explorers.coin import CoinExplorer

SLACK = 2  # device pixels


@pytest.fixture(params=language.languages())
def spoken(request):
    language.use(request.param)
    yield
    language.use("en")


def words(figure, monkeypatch, moving=True):
    """Every text that is to be seen, with its box in device pixels; `moving` ones or not."""
    renderer = figure.canvas.get_renderer()
    seen = [text for text in figure.findobj(Text) if text.get_animated() and text.get_visible()]
    seen = seen if moving else []
    with monkeypatch.context() as watched:  # ticks out of view are asked to draw nothing
        draw = Text.draw
        watched.setattr(Text, "draw", lambda text, *how: (seen.append(text), draw(text, *how)))
        figure.draw_without_rendering()
    for text in seen:
        said = text.get_text()
        if text.get_visible() and said.strip():
            left, low, right, high = text.get_window_extent(renderer).extents
            blank = 1 - len(said.rstrip().split("\n")) / len(said.split("\n"))
            yield said, (left, low + blank * (high - low), right, high)


def laps(one, other):
    """Whether two boxes share more than the air that a line of text has above and below."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > SLACK and high > 0.3 * min(one[3] - one[1], other[3] - other[1])


def faults(figure, monkeypatch):
    """What is cut off, and which two lie over each other."""
    seen = list(words(figure, monkeypatch))
    width, height = figure.bbox.size
    for said, (left, low, right, high) in seen:
        if min(left, low, width - right, height - high) < -SLACK:
            yield f"{said!r} is cut off"
    for (one, its), (other, others) in combinations(seen, 2):
        if laps(its, others):
            yield f"{one!r} and {other!r} share a place"


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_words_have_room_whatever_is_chosen(kind, spoken, monkeypatch):
    explorer = kind()
    figure = explorer.picture.canvas.figure
    found = set(faults(figure, monkeypatch))
    for control in explorer.controls.values():
        for _words, key in getattr(control, "options", ())[-3:]:
            control.value = key
            found |= set(faults(figure, monkeypatch))
    assert not found


def still_words(picture, monkeypatch):
    """Words of the static part, with the pixels of each, its line's air apart."""
    for said, box in words(picture.figure, monkeypatch, moving=False):
        left, low, right, high = map(round, box)
        air = (high - low) // 4
        if any(map(str.isalpha, said)):  # numbers on a map may be covered
            yield said, (slice(low + air, high - air), slice(left + SLACK, right - SLACK))
    picture.pixels()[:] = picture.base  # measuring wiped it


def crossed(explorer, monkeypatch):
    """Still words that are crossed where a slider is at an end or in the middle."""
    picture, base = explorer.picture, None
    for control, value in whatever_is_chosen(explorer):
        control.value = value
        if base is not picture.base:
            base, still = picture.base, list(still_words(picture, monkeypatch))
            picture.show(explorer.state)
        changed = (picture.pixels() != base)[::-1]  # the lowest row first
        yield from (said for said, place in still if changed[place].any())


def whatever_is_chosen(explorer):
    """Each slider at its ends and in the middle, with each choice, one after the other."""
    yield from ends(explorer)
    for control in explorer.controls.values():
        for _words, key in getattr(control, "options", ())[1:]:
            yield control, key
            yield from ends(explorer)


def ends(explorer):
    for slider in sliders(explorer).values():
        yield from ((slider, value) for value in (*places(slider, 3), slider.value))


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_nothing_that_moves_crosses_words_that_stand_still(kind, spoken, monkeypatch):
    assert set(crossed(kind(), monkeypatch)) == set()


def test_words_that_are_crossed_are_seen(monkeypatch):
    explorer = CoinExplorer(q=0.5)
    explorer.picture.loss.axes.text(0.4, 15, "in the way")
    assert set(crossed(explorer, monkeypatch)) == {"in the way"}


def test_words_without_room_are_seen(monkeypatch):
    picture = EXPLORERS[0]().picture
    figure = picture.canvas.figure
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "over another")
    figure.text(0.99, 0.3, "cut off")
    assert {"'cut off' is cut off", "'one' and 'over another' share a place"} <= set(
        faults(figure, monkeypatch)
    )
