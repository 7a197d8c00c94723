"""The swap: costs and slopes against closed forms, runs against a loop, picture against state."""

from itertools import product
from math import exp, inf, isnan, log

import numpy as np
import pytest
from every_explorer import lent

from tests.hands import drag, handle, put
from xent_lib.explorers.swap import (
    HIGHEST,
    SwapExplorer,
    SwapState,
    cost_as_text,
)
from xent_lib.numerals import numeral
from xent_lib.training import SWAP_STEPS, coin_run, two_species


@pytest.fixture
def explorer(undrawn):
    return lent(SwapExplorer)


@pytest.mark.parametrize("label", [0.0, 1.0])
@pytest.mark.parametrize("output", [0.02, 0.5, 0.93])
def test_unclipped_every_output_but_the_perfect_one_costs_infinity(label, output):
    right, swapped = SwapState(output, label, eps=0.0).costs
    assert right == pytest.approx(-log(output if label else 1 - output))
    assert swapped == inf


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_unclipped_a_perfect_prediction_costs_no_number(label):
    assert isnan(SwapState(label, label, eps=0.0).costs[1])
    assert SwapState(label, label, eps=0.0).costs[0] == 0


@pytest.mark.parametrize(("eps", "factor"), [(1e-7, 16.118), (1e-15, 34.539)])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_clipped_it_is_a_straight_line_of_the_absolute_error(eps, factor, label):
    p = np.linspace(0, 1, 21)
    assert round(-log(eps), 3) == factor
    assert SwapState(0.5, label, eps).swapped(p) == pytest.approx(
        -log(eps) * np.abs(label - p), abs=-2 * eps * log(eps)
    )


def test_with_a_smoothed_label_the_swap_drives_p_to_1_and_the_right_way_to_the_label():
    state, p = SwapState(label=0.9), np.linspace(0, 1, 1001)
    assert p[np.argmin(state.right(p))] == pytest.approx(0.9)
    assert p[np.argmin(state.swapped(p))] == 1
    assert np.diff(state.swapped(p), 2) == pytest.approx(0, abs=1e-12)  # a straight line


def test_it_stops_learning_where_it_is_most_wrong():
    p = 1 / (1 + exp(6))  # the logit -6, label 1
    right, swapped = SwapState(output=p, label=1.0, eps=1e-7).slopes
    assert right == pytest.approx(p - 1)
    assert swapped == pytest.approx(log(1e-7) * p * (1 - p), rel=1e-6)
    assert (round(right, 3), round(swapped, 4)) == (-0.998, -0.0398)


def test_slopes_are_those_of_the_costs():
    h, z = 1e-5, 0.7
    for label, eps in ((1.0, 1e-7), (0.0, 1e-15), (0.9, 0.0)):
        near = [SwapState(1 / (1 + exp(-z - d)), label, eps).costs for d in (-h, h)]
        slopes = SwapState(1 / (1 + exp(-z)), label, eps).slopes
        assert slopes == pytest.approx(np.diff(near, axis=0)[0] / (2 * h), rel=1e-5)


@pytest.mark.parametrize("label", [0.0, 0.1, 0.9, 1.0])
@pytest.mark.parametrize("eps", [0.0, 1e-15, 1e-7])
def test_it_says_from_where_on_the_swap_pulls_less(label, eps, undrawn):
    state = SwapState(0.5, label, eps)
    if state.pulls_less is None:
        assert label in (0, 1) and eps == 0
        assert "its slope is infinite wherever 0 < q < 1" in state.readout
        return
    (low, high), up = state.pulls_less, label > 0.5
    edge, outward = (high, -1e-6) if up else (low, 1e-6)
    at = [SwapState(edge + d * outward, label, eps).slopes for d in (1, -1)]
    (right, swapped), (right_inside, swapped_inside) = np.abs(at)
    assert swapped < right and swapped_inside > right_inside
    way, where, toward = ("up", "below", 1) if up else ("down", "above", -1)
    for q in (0.01, 0.03, 0.2, 0.5, 0.7, 0.93, 0.98):  # beyond a soft label, too
        right, swapped = -toward * np.array(SwapState(q, label, eps).slopes)
        assert (swapped < right) == (low < q < high)
    assert f"pulls {way} less {where} q = {edge:.3f}" in state.readout
    said = [text.get_text() for text in SwapExplorer(label=label, eps=eps).picture.cost.texts]
    assert any(f"q {'<' if up else '>'} {edge:.3f}" in words for words in said)


@pytest.mark.parametrize(("label", "eps"), [(1.0, 1e-7), (1.0, 1e-15), (0.9, 0.0), (0.1, 1e-7)])
def test_at_every_setting_the_swap_trains_and_grows_ever_surer(label, eps):
    state = SwapState(0.5, label, eps)
    right, swapped = state.runs
    assert right.steps == swapped.steps and right.steps[-1] == SWAP_STEPS
    assert min(right.losses) == pytest.approx(right.losses[-1], rel=1e-12)
    assert right.losses[-1] == pytest.approx(right.losses[-2], abs=1e-6)
    late = slice(swapped.steps.index(1000), None)
    assert (np.diff(swapped.losses[late]) > 0).all() and (np.diff(swapped.sure[late]) > 0).all()
    assert min(swapped.right[late]) >= 249 and swapped.losses[-1] > 2 * right.losses[-1]
    assert "ever surer" in state.readout
    assert f"{right.losses[-1]:.3f}" in state.readout
    assert f"{swapped.losses[-1]:.3f}" in state.readout


@pytest.mark.parametrize("label", [0.1, 0.9, 0.0, 1.0])
def test_the_runs_are_those_of_the_chosen_labels(label, undrawn):
    explorer = SwapExplorer(label=label, eps=1e-7)
    smoothing = min(label, round(1 - label, 12))
    expected = coin_run(False, smoothing), coin_run(True, smoothing, 0.0 if smoothing else 1e-7)
    drawn = [line for line in explorer.picture.figure.axes[1].lines if len(line.get_xdata()) > 9]
    for line, run in zip(drawn, expected, strict=True):
        assert line.get_ydata() == pytest.approx(run.losses)
    # One ruler: the right way round with the run's own labels, which the first loss tells apart.
    y, p = np.abs(two_species().label - smoothing), 1 / (1 + np.exp(6 * two_species().x))
    first = -(y * np.log(p) + (1 - y) * np.log1p(-p)).mean()
    assert [run.losses[0] for run in expected] == pytest.approx([first, first])


def test_unclipped_the_swapped_run_takes_no_first_step():
    right, swapped = SwapState(label=1.0, eps=0.0).runs
    assert swapped.steps == (0,) and swapped.losses[0] == right.losses[0]
    assert "there is no first step" in SwapState(label=1.0, eps=0.0).readout


def test_marks_and_numbers_follow_the_slider(explorer):
    put(explorer, output=0.25)
    places = [mark.line.get_xydata()[0] for mark in explorer.picture.marks]
    assert np.array(places) == pytest.approx(
        np.array([[0.25, log(4)], [0.25, -log(1e-7) * 0.75]]), rel=1e-6
    )
    shown = [[text.get_text() for text in line] for line in explorer.picture.numbers]
    right_slope, swapped_slope = 0.25 - 1, log(1e-7) * 0.25 * 0.75
    assert shown[0] == [f"{log(4):.4f}", f"−{-right_slope:.4f}"]
    assert shown[1] == [f"{-log(1e-7) * 0.75:.4f}", f"−{-swapped_slope:.4f}"]
    assert shown[0][0] in explorer.view.status and shown[1][0] in explorer.view.status


@pytest.mark.parametrize("eps", [0.0, 1e-15, 1e-7])
def test_every_button_and_both_ends_of_the_slider_have_a_picture(eps):
    explorer = lent(SwapExplorer)
    explorer.controls["eps"].value = eps
    for label, output in product([0.0, 0.1, 0.9, 1.0], [0, 1]):
        explorer.controls["label"].value = label
        explorer.controls["output"].value = output
        state = explorer.state
        assert (state.output, state.label, state.eps) == (output, label, eps)
        shown = [line[0].get_text() for line in explorer.picture.numbers]
        assert shown == [cost_as_text(c).split(" ")[0] for c in state.costs]
        for mark, cost in zip(explorer.picture.marks, state.costs, strict=True):
            assert (mark.line.get_marker() == "^") == (cost > explorer.picture.top)


@pytest.mark.parametrize(
    ("label", "both"), [(1.0, "0 and 1"), (0.0, "0 and 1"), (0.9, "0.1 and 0.9")]
)
def test_the_training_runs_say_on_which_labels(label, both, undrawn):
    titles = [axes.get_title("left") for axes in SwapExplorer(label=label).picture.figure.axes]
    assert f"two trainings, labels {both}" in titles


def test_no_training_run_leaves_its_axis():
    for label in (0.1, 1.0):
        for eps in (0.0, 1e-15, 1e-7):
            for run in SwapState(label=label, eps=eps).runs:
                assert max(run.losses) < HIGHEST


@pytest.mark.parametrize("number", [0, 1])
def test_either_mark_drags_the_output(explorer, number):
    mark = explorer.picture.marks[number]
    assert handle(explorer, number).at == tuple(mark.line.get_xydata()[0])
    drag(explorer, 0.8, None, number)
    assert explorer.state.output == explorer.controls["output"].value == pytest.approx(0.8)


def test_a_handle_stays_under_the_hand_where_a_cost_is_no_number(explorer):
    explorer.state = SwapState(output=0.9, label=1.0, eps=0.0)
    before = explorer.picture.handles(explorer.state)
    explorer.controls["output"].value = 1
    assert isnan(explorer.state.costs[1])
    after = explorer.picture.handles(explorer.state)
    assert len(before) == len(after) == 2
    assert np.isfinite([handle.at for handle in after]).all()


@pytest.mark.parametrize("fields", [{"output": 1.2}, {"label": 0.3}, {"eps": 1e-3}])
def test_a_state_out_of_range_is_refused_with_its_name(fields):
    with pytest.raises(ValueError, match=next(iter(fields))):
        SwapState(**fields)


def test_the_record_of_a_notebook_tells_both_costs(explorer):
    half = -log(1e-7) / 2
    assert repr(explorer) == (
        f"SwapExplorer(output=0.50, label=1, eps=1e-07, right={log(2):.4f}, swapped={half:.4f})"
    )
    explorer.state = SwapState(output=1.0, label=0.0, eps=1e-15)
    assert len(repr(explorer)) < 110


def test_costs_and_slopes_that_are_no_numbers_are_told_in_words():
    assert [cost_as_text(c) for c in (0.5, inf)] == ["0.5000", "∞"]
    assert "0·log 0" in cost_as_text(float("nan"))
    assert [numeral(s) for s in (-inf, inf, -0.25, 0.25)] == ["−∞", "∞", "−0.2500", "0.2500"]
