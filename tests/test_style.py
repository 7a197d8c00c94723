"""A learner's plots and our pictures share one Matplotlib, and nothing of each other's style."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Event

import matplotlib.pyplot as plt
import numpy as np
import pytest
from every_explorer import EXPLORERS, lent
from matplotlib import rcParams, rcParamsDefault, style
from matplotlib.text import Text

from xent_lib.explorers.coin import CoinExplorer
from xent_lib.picture import Picture
from xent_lib.style import SMALLEST, STYLE, complete, wearing

THEIRS = {
    "font.sans-serif": ["DejaVu Serif"],
    "font.family": ["DejaVu Serif"],
    "font.size": 20,
    "hatch.linewidth": 5,
    "lines.linewidth": 7,
    "axes.unicode_minus": False,
    "text.hinting": "none",
}


@pytest.fixture(autouse=True)
def plain():
    before = dict(dict.items(rcParams))
    yield
    dict.update(rcParams, before)


def seen(explorer):
    return explorer.picture.pixels().copy()


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_what_a_notebook_sets_changes_no_picture(kind):
    older = lent(kind)
    expected = seen(older)
    rcParams.update(THEIRS)
    style.use("dark_background")
    np.testing.assert_array_equal(seen(kind()), expected)
    older.picture.base = None  # its static part is drawn anew
    older.state = older.state
    np.testing.assert_array_equal(seen(older), expected)


def test_a_picture_changes_no_setting():
    rcParams.update(THEIRS)
    before = dict(rcParams)
    CoinExplorer().change(q=0.2)
    assert dict(rcParams) == before


class Small(Picture):
    """Small enough to be drawn many times; its scene is its state, so each is a new static part."""

    width, height = 120, 90

    def scene(self, state):
        return state

    def draw(self, state):
        axes = self.figure.subplots()
        axes.plot([0, state], label="-1")
        axes.bar([0], [state], hatch="/")
        axes.legend()


def test_plots_of_the_notebook_and_scenes_of_ours_do_not_meet_on_two_threads():
    picture, alone, same, done = Small(), {}, [], Event()
    for state in (1, 2):
        picture.show(state)
        alone[state] = picture.pixels().copy()

    def keep_changing():
        while not done.is_set():
            for state in (1, 2):
                assert picture.show(state)  # the static part is drawn anew
                same.append((picture.pixels() == alone[state]).all())

    with ThreadPoolExecutor(1) as other:
        changing = other.submit(keep_changing)
        for size in cycle(range(10, 40)):
            if len(same) > 5 or changing.done():
                break
            rcParams["font.size"] = size
            figure, axes = plt.subplots()
            assert axes.xaxis.label.get_size() == size
            assert figure.get_size_inches().tolist() == rcParamsDefault["figure.figsize"]
            assert rcParams["font.size"] == size
            plt.close(figure)
        done.set()
        changing.result()
    assert all(same)


def test_a_style_is_worn_inside_only_and_taken_off_after_an_error():
    with pytest.raises(ZeroDivisionError), wearing(complete(STYLE)):
        assert rcParams["font.size"] == STYLE["font.size"] == 12
        with wearing(complete({"font.size": 30})):
            assert rcParams["font.size"] == 30
        assert rcParams["font.size"] == 12
        _ = 1 / 0
    assert rcParams["font.size"] == rcParamsDefault["font.size"] == 10


def test_whoever_draws_wears_it():
    asked = []

    class Asking(Picture):
        def draw(self, state):
            asked.append(rcParams["axes.titlesize"])

        def move(self, state):
            asked.append(rcParams["axes.titlesize"])

    Asking().show(())
    assert asked == 2 * [STYLE["axes.titlesize"]]


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_no_word_of_a_picture_is_smaller_than_the_style_sheets_count_on(kind, undrawn):
    words = [text for text in kind().picture.figure.findobj(Text) if text.get_text().strip()]
    assert min(text.get_fontsize() for text in words) >= SMALLEST
