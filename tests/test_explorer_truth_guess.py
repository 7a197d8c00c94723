"""TruthGuessExplorer: cross-entropy held against the demands on a distance."""

from itertools import product
from math import inf, log

import numpy as np
import pytest
from every_explorer import lent
from hands import drag, handle, press

from xent_lib.explorers.truth_guess import (
    GRID,
    TruthGuessExplorer,
    TruthGuessState,
    landscape,
)


def cost(a, b):
    return -a * log(b) - (1 - a) * log(1 - b)


@pytest.fixture
def explorer():
    return lent(TruthGuessExplorer, a=0.9, b=0.6)


def holds(state):
    return [lamp.holds for lamp in state.lamps]


@pytest.mark.parametrize(("a", "b"), [(0.9, 0.6), (0.6, 0.9), (0.5, 0.5), (0.03, 0.98)])
def test_the_cost_is_the_floor_and_what_the_guess_adds(a, b):
    state = TruthGuessState(a, b)
    assert state.cost == pytest.approx(cost(a, b))
    assert state.mirrored == pytest.approx(cost(b, a))
    assert state.floor == pytest.approx(cost(a, a))
    assert state.floor + state.extra == pytest.approx(state.cost)


def test_the_lamps_of_an_uncertain_truth():
    equal, both_ways, detour = TruthGuessState(0.9, 0.6).lamps
    assert not equal.holds and f"{cost(0.9, 0.9):.3f}" in equal.evidence
    assert not both_ways.holds and "0.551 and 0.984" in both_ways.evidence
    assert detour.holds


@pytest.mark.parametrize("b", [0.2, 0.9])
@pytest.mark.parametrize("a", [0, 1])
def test_a_certain_truth_has_the_floor_zero_and_keeps_the_first_lamp(a, b):
    state = TruthGuessState(a, b)
    assert state.floor == 0
    assert state.cost == pytest.approx(-log(b if a else 1 - b))
    assert holds(state)[:2] == [True, False]


def test_the_triangle_breaks_at_a_certain_truth_and_a_surely_wrong_guess():
    state = TruthGuessState(1, 0.01)
    c, by = state.detour
    assert not holds(state)[2]
    assert by == pytest.approx(-log(c) + cost(c, 0.01))
    assert by <= -log(0.5) + cost(0.5, 0.01) < state.cost == pytest.approx(log(100))


@pytest.mark.parametrize("a", [0, 0.07, 0.5, 0.88, 1])
@pytest.mark.parametrize("b", [1e-9, 0.02, 0.27, 0.5, 0.73, 0.97])
def test_no_stop_makes_a_shorter_detour(a, b):
    c, by = TruthGuessState(a, b).detour
    ways = np.linspace(0.0002, 0.9998, 4999)
    assert by <= min(-a * np.log(ways) - (1 - a) * np.log(1 - ways) + cost(ways, b)) + 1e-12
    if 0 < c < 1:
        assert by == pytest.approx(cost(a, c) + cost(c, b))


def test_a_detour_that_is_shorter_by_a_hair_puts_the_third_lamp_out():
    lamp = TruthGuessState(0.15, 0.87).lamps[2]  # no c of two decimals shows it
    assert not lamp.holds and lamp.evidence.startswith("1.75508 > 1.75506 ")


@pytest.mark.parametrize("a", [0, 0.4, 1])
@pytest.mark.parametrize("b", [0, 1])
def test_the_only_way_to_a_guess_without_doubt_is_the_direct_one(a, b):
    state = TruthGuessState(a, b)
    assert state.detour == (b, state.cost) and holds(state)[2]


@pytest.mark.parametrize("p", [0, 0.3, 0.5, 1])
def test_both_ways_cost_the_same_where_truth_and_guess_agree(p):
    assert holds(TruthGuessState(p, p))[1]


def test_both_ways_cost_the_same_across_the_other_diagonal():
    # H(a, 1 - a) = H(1 - a, a): heads and tails exchange their names.
    assert holds(TruthGuessState(0.3, 0.7))[1]


def test_a_ruled_out_truth_costs_infinity(explorer):
    for a, b in ((1, 0), (0, 1), (0.5, 0), (0.5, 1)):
        explorer.state = TruthGuessState(a, b)
        assert explorer.state.cost == inf and "∞" in explorer.state.readout
        assert len(explorer.picture.beyond.get_xdata()) == 1
        assert explorer.picture.extra.get_x() + explorer.picture.extra.get_width() <= 5
        assert len(repr(explorer)) < 110


def test_the_map_has_a_truth_a_column_and_a_guess_a_row():
    assert landscape()[60, 90] == pytest.approx(cost(0.9, 0.6))


def test_the_point_and_its_mirror_image_follow_the_sliders(explorer):
    explorer.controls["a"].value = 0.25
    explorer.controls["b"].value = 0.8
    assert explorer.picture.point.get_data() == ([0.25], [0.8])
    assert explorer.picture.mirror.get_data() == ([0.8], [0.25])
    assert explorer.picture.floor.get_width() == pytest.approx(cost(0.25, 0.25))
    assert explorer.picture.extra.get_x() == explorer.picture.floor.get_width()
    right = explorer.picture.extra.get_x() + explorer.picture.extra.get_width()
    assert right == pytest.approx(cost(0.25, 0.8))


def test_two_costs_that_differ_are_never_shown_as_the_same_number():
    for a, b in product(GRID, repeat=2):
        _equal, both_ways, detour = TruthGuessState(a, b).lamps
        one, other = both_ways.evidence.split(" and ")
        assert (one == other) == both_ways.holds, (a, b)
        if not detour.holds:
            one, other = detour.evidence.split(" by ")[0].split(" > ")
            assert one != other, (a, b)


def test_a_lamp_is_told_apart_by_shape_and_word(explorer):
    marks = [mark.get_text() for mark in explorer.picture.marks]
    words = [words.get_text().partition(":")[0] for words in explorer.picture.evidence]
    assert marks == ["✗", "✗", "✓"] and words == ["no", "no", "yes"]


def test_the_swap_button_exchanges_truth_and_guess(explorer):
    press(explorer, "Swap a and b")
    assert (explorer.state.a, explorer.state.b) == (0.6, 0.9)
    assert [control.value for control in explorer.controls.values()] == [0.6, 0.9]


@pytest.mark.parametrize(
    ("number", "state"), [(0, TruthGuessState(0.7, 0.2)), (1, TruthGuessState(0.2, 0.7))]
)
def test_mirror_image_and_point_can_be_dragged_both_ways(explorer, number, state):
    assert handle(explorer, number).cursor == "grab"
    drag(explorer, 0.2, 0.7, number)
    assert explorer.state == state


def test_the_record_and_the_readout_say_what_is_shown(explorer):
    assert repr(explorer) == (
        "TruthGuessExplorer(a=0.90, b=0.60, cost=0.5514, H(a)=0.3251, KL=0.2263, ✗✗✓)"
    )
    for words in ("a = 0.90", "b = 0.60", "H(a, b) = 0.551", "H(a) 0.325", "KL 0.226", "yes", "no"):
        assert words in explorer.state.readout


@pytest.mark.parametrize("fields", [{"a": 1.1}, {"b": -0.1}, {"a": np.nan}])
def test_a_state_that_cannot_be_is_refused_with_a_sentence(explorer, fields):
    before = explorer.state
    explorer.change(**fields)
    assert explorer.state == before and str(next(iter(fields.values()))) in explorer.problem.value


@pytest.mark.parametrize(("a", "b"), [(0.9, 0.6), (1, 0.01), (0.02, 0.99), (0.5, 0)])
def test_the_evidence_of_every_lamp_stays_in_the_picture(explorer, a, b):
    explorer.state = TruthGuessState(a, b)
    columns = explorer.picture.base.shape[1]
    assert all(words.get_window_extent().x1 < columns for words in explorer.picture.evidence)
