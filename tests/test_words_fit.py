"""In every language, no word leaves its picture, and nothing lies over one."""

from itertools import combinations

import pytest
from every_explorer import EXPLORERS, places, sliders
from ipywidgets import Checkbox
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from xent_lib import language
from xent_lib.explorers.coin import CoinExplorer

SLACK = 2  # device pixels


@pytest.fixture(params=language.languages())
def spoken(request):
    language.use(request.param)
    yield
    language.use("en")


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """Of each figure, the texts that its last drawing drew: ticks out of view draw nothing."""
    found, draw_all, draw = {}, FigureCanvasAgg.draw, Text.draw

    def noted(canvas):
        seen = found[canvas.figure] = []
        with monkeypatch.context() as watched:
            watched.setattr(Text, "draw", lambda text, *how: (seen.append(text), draw(text, *how)))
            draw_all(canvas)

    monkeypatch.setattr(FigureCanvasAgg, "draw", noted)
    return found


def boxes(texts, figure):
    """Every text that is to be seen, with its box in device pixels."""
    renderer = figure.canvas.get_renderer()
    for text in texts:
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


def faults(figure, still):
    """What is cut off, and which two lie over each other."""
    moving = [text for text in figure.findobj(Text) if text.get_animated()]
    seen = list(boxes([*moving, *still[figure]], figure))
    width, height = figure.bbox.size
    for said, (left, low, right, high) in seen:
        if min(left, low, width - right, height - high) < -SLACK:
            yield f"{said!r} is cut off"
    for (one, its), (other, others) in combinations(seen, 2):
        if laps(its, others):
            yield f"{one!r} and {other!r} share a place"


def still_words(figure, still):
    """Words of the static part, with the pixels of each, its line's air apart."""
    for said, box in boxes(still[figure], figure):
        left, low, right, high = map(round, box)
        air = (high - low) // 4
        if any(map(str.isalpha, said)):  # numbers on a map may be covered
            yield said, (slice(low + air, high - air), slice(left + SLACK, right - SLACK))


def crossed(explorer, still):
    """Still words that are crossed where a slider is at an end or in the middle."""
    picture, base = explorer.picture, None
    for slider in sliders(explorer).values():
        first = slider.value
        for value in (*places(slider, 3), first):
            slider.value = value
            if base is not picture.base:
                base, words = picture.base, list(still_words(picture.figure, still))
            changed = (picture.pixels() != base)[::-1]  # the lowest row first
            yield from (said for said, place in words if changed[place].any())


def looks(explorer):
    """The explorer as it is at first, then with each other choice made and each box ticked."""
    first = explorer.state
    yield explorer
    for name, control in explorer.controls.items():
        others = [key for _words, key in getattr(control, "options", ()) if key != control.value]
        if isinstance(control, Checkbox):
            others = [not control.value]
        for value in others:
            explorer.controls[name].value = value
            yield explorer
        explorer.state = first


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_words_have_room_whatever_is_chosen_and_nothing_that_moves_crosses_them(
    kind, spoken, still
):
    scenes = []  # of each, the words that stand still are others
    for explorer in looks(kind()):
        shown, scene = repr(explorer), explorer.picture.scene(explorer.state)
        assert set(faults(explorer.picture.figure, still)) == set(), shown
        if scene not in scenes:
            assert set(crossed(explorer, still)) == set(), shown
            scenes.append(scene)


def test_words_that_are_crossed_are_seen(still):
    explorer = CoinExplorer(q=0.5)
    picture = explorer.picture
    picture.loss.axes.text(0.4, 15, "in the way")
    picture.canvas.draw()
    picture.base = picture.pixels().copy()
    assert set(crossed(explorer, still)) == {"in the way"}


def test_words_without_room_are_seen(still):
    figure = EXPLORERS[0]().picture.figure
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "over another")
    figure.text(0.99, 0.3, "cut off")
    figure.canvas.draw()
    assert {"'cut off' is cut off", "'one' and 'over another' share a place"} <= set(
        faults(figure, still)
    )
