"""A learner's plots and our pictures share one Matplotlib, and nothing of each other's style."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import rcParams, rcParamsDefault, style

from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.gap import GapExplorer
from xent_lib.picture import Picture
from xent_lib.style import STYLE, worn

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


@pytest.mark.parametrize("kind", [CoinExplorer, GapExplorer])
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_a_notebook_sets_changes_no_picture(kind, when):
    expected = kind()
    moved = {"q": 0.3} if kind is CoinExplorer else {"p": 0.3}
    expected.state = replace(expected.state, **moved)
    if when == "after":
        explorer = kind()
    rcParams.update(THEIRS)
    style.use("dark_background")
    if when == "before":
        explorer = kind()
    explorer.state = replace(explorer.state, **moved)
    np.testing.assert_array_equal(seen(explorer), seen(expected))


def test_a_picture_changes_no_setting():
    rcParams.update(THEIRS)
    before = dict(rcParams)
    CoinExplorer().change(q=0.2)
    assert dict(rcParams) == before


def test_plots_of_the_notebook_and_scenes_of_ours_do_not_meet_on_two_threads():
    explorer, states = CoinExplorer(), []
    alone, done = {}, Event()
    for heads in (3, 5, 8):
        explorer.change(heads=heads)
        alone[heads] = seen(explorer)

    def keep_changing():
        while not done.is_set():
            for heads in (3, 5, 8):  # each draws its static part anew
                explorer.change(heads=heads)
                states.append((seen(explorer) == alone[heads]).all())

    with ThreadPoolExecutor(1) as other:
        changing = other.submit(keep_changing)
        while not states:
            changing.done() and changing.result()
        size = 10
        while len(states) < 9:
            size = size % 40 + 1
            rcParams["font.size"] = size
            figure, axes = plt.subplots()
            assert axes.xaxis.label.get_size() == size
            assert figure.get_size_inches().tolist() == rcParamsDefault["figure.figsize"]
            assert rcParams["font.size"] == size
            plt.close(figure)
        done.set()
        changing.result()
    assert all(states)


def test_a_style_is_worn_inside_only_and_taken_off_after_an_error():
    with pytest.raises(ZeroDivisionError), worn(STYLE):
        assert rcParams["font.size"] == STYLE["font.size"] == 12
        with worn({"font.size": 30}):
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
