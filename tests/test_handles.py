"""A handle lies on what it grips: where a formula says, and where something is to be seen."""

from dataclasses import replace

import numpy as np
import pytest
from every_explorer import EXPLORERS, lent
from what_is_shown import SHOWN, shown

from xent_lib.picture import SHARPNESS

WITHIN = 8  # page pixels
SURE = dict.fromkeys([f"answer_{n}" for n in range(1, 7)], 99)
# What each explorer is held at: in the middle, at an end, and where a mark waits at its edge.
HELD = {
    "BetExplorer": [{}, {"answer_1": 80, "answer_6": 1}, SURE | {"revealed": True}],
    "CoinExplorer": [
        {"q": 0.3},
        {"q": 0},
        {"q": 1, "reduction": "mean"},
        {"q": 0.51, "heads": 178_079, "tails": 172_678},
    ],
    "CoinsExplorer": [{}, {"w": 4}, {"w": -2, "b": 9}],
    "CoinsToDieExplorer": [{}, {"z1": 3, "z2": -3, "only_one": True}],
    "DescentExplorer": [{"start": 0.2, "step": 9}, {"start": 0.99}],
    "DetectiveBoard": [{}],
    "DieExplorer": [{"w6": 2.0}, {"w1": 10, "w2": 0}, {"data": "photos", "w4": 3}],
    "GapExplorer": [{"q": 0.3, "label": 1}, {"q": 1, "label": 0}],
    "LogitsExplorer": [{}, {"dog": -9.0, "label": 0, "form": "stable"}, {"shift": 1000}],
    "PenguinsExplorer": [{}],
    "RivalsExplorer": [{"split": 2 / 3}, {"q": 0, "formula": "coins"}, {"formula": "printed"}],
    "RoomExplorer": [{"at_0": 3, "at_60": 7, "at_100": 200}],
    "SwapExplorer": [{"output": 0.2}, {"output": 1, "eps": 0.0}, {"output": 0, "label": 0.1}],
    "TruthGuessExplorer": [{"a": 0.9, "b": 0.6}, {"a": 0, "b": 1}],
}


@pytest.fixture(params=EXPLORERS, ids=lambda kind: kind.__name__)
def explorer(request, undrawn):
    return lent(request.param)


def test_every_explorer_has_formulas():
    assert {kind.__name__ for kind in EXPLORERS} == set(SHOWN) == set(HELD)


def test_a_handle_is_where_the_formula_says(explorer):
    for fields in HELD[type(explorer).__name__]:
        explorer.state = explorer.State(**fields)
        at = [handle.at for handle in explorer.picture.handles(explorer.state)]
        np.testing.assert_allclose(at, shown(explorer).grips(), atol=1e-9, err_msg=str(fields))


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_at_every_handle_something_is_seen_to_move(kind):
    explorer = lent(kind)
    picture = explorer.picture
    rows, columns = np.nonzero(picture.pixels() != picture.base)
    for handle in picture.handles(explorer.state):
        x, y = picture.on_page(handle.axes, handle.at)
        away = np.hypot(
            columns / SHARPNESS - x * picture.width, rows / SHARPNESS - y * picture.height
        )
        assert away.min() < WITHIN


def test_a_hand_that_takes_hold_of_a_handle_moves_nothing(explorer):
    for fields in HELD[type(explorer).__name__]:
        explorer.state = state = explorer.State(**fields)
        places = [handle.at for handle in explorer.picture.handles(state)]
        for number, at in enumerate(places):
            handle = explorer.picture.handles(explorer.state)[number]
            explorer.state = replace(explorer.state, **handle.sets(*at))
            there = explorer.picture.handles(explorer.state)[number].at
            assert there == pytest.approx(at, abs=1e-6), fields
