"""The swap: costs and slopes against closed forms, runs against a loop, picture against state."""

from itertools import product
from math import exp, inf, isnan, log

import numpy as np
import pytest

from xent_lib.explorers.coins import birds
from xent_lib.explorers.swap import (
    HIGHEST,
    START,
    STEPS,
    SwapExplorer,
    SwapState,
    cost_as_text,
    numeral,
    trained,
)


@pytest.fixture
def explorer():
    return SwapExplorer()


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


@pytest.mark.parametrize(("swapped", "smoothing"), [(False, 0), (False, 0.1), (True, 0.1)])
def test_a_run_is_plain_gradient_descent(swapped, smoothing):
    x, happened = birds().x, birds().label
    y = np.where(happened == 1, 1 - smoothing, smoothing)
    w, b, seen = START, 0.0, []
    for _step in range(STEPS + 1):
        p = 1 / (1 + np.exp(-(w * x + b)))
        seen.append(-np.log(np.where(happened == 1, p, 1 - p)).mean())
        slope = -np.log(y / (1 - y)) * p * (1 - p) if swapped else p - y
        w, b = w - (slope * x).mean(), b - slope.mean()
    assert trained(swapped, smoothing).losses == pytest.approx(seen)


def test_clipped_the_swapped_run_hangs_where_the_right_way_has_learned():
    right, swapped = SwapState(label=1.0, eps=1e-7).runs
    assert right.steps == swapped.steps == STEPS
    assert right.losses[20] < 0.3 < 3 < swapped.losses[50]
    assert (right.right, swapped.right) == (249, 151)


def test_unclipped_the_swapped_run_takes_no_first_step():
    right, swapped = SwapState(label=1.0, eps=0.0).runs
    assert swapped.steps == 0 and swapped.losses[0] == right.losses[0]
    assert "no run" in SwapState(label=1.0, eps=0.0).readout


def test_marks_and_numbers_follow_the_slider(explorer):
    explorer.controls["output"].value = 0.25
    places = [mark.get_data() for mark in explorer.picture.marks]
    assert [x[0] for x, _ in places] == [0.25, 0.25]
    assert [y[0] for _, y in places] == pytest.approx([log(4), -log(1e-7) * 0.75])
    shown = [[text.get_text() for text in line] for line in explorer.picture.numbers]
    right_slope, swapped_slope = 0.25 - 1, log(1e-7) * 0.25 * 0.75
    assert shown[0] == [f"{log(4):.4f}", f"−{-right_slope:.4f}"]
    assert shown[1] == [f"{-log(1e-7) * 0.75:.4f}", f"−{-swapped_slope:.4f}"]
    assert shown[0][0] in explorer.view.status and shown[1][0] in explorer.view.status


@pytest.mark.parametrize("eps", [0.0, 1e-15, 1e-7])
def test_every_button_and_both_ends_of_the_slider_have_a_picture(explorer, eps):
    explorer.controls["eps"].value = eps
    for label, output in product([0.0, 0.1, 0.9, 1.0], [0, 1]):
        explorer.controls["label"].value = label
        explorer.controls["output"].value = output
        state = explorer.state
        assert (state.output, state.label, state.eps) == (output, label, eps)
        shown = [line[0].get_text() for line in explorer.picture.numbers]
        assert shown == [cost_as_text(c).split(" ")[0] for c in state.costs]
        for mark, cost in zip(explorer.picture.marks, state.costs, strict=True):
            assert (mark.get_marker() == "^") == (cost > explorer.picture.top)


@pytest.mark.parametrize(
    ("label", "both"), [(1.0, "0 and 1"), (0.0, "0 and 1"), (0.9, "0.1 and 0.9")]
)
def test_the_training_runs_say_on_which_labels(label, both):
    titles = [axes.get_title("left") for axes in SwapExplorer(label=label).picture.figure.axes]
    assert f"two trainings, labels {both}" in titles


def test_axes_stay_where_they_are_while_the_output_moves(explorer):
    base = explorer.picture.base
    for output in (0, 0.3, 1):
        explorer.controls["output"].value = output
    assert explorer.picture.base is base


def test_no_training_run_leaves_its_axis():
    for label in (0.1, 1.0):
        for eps in (0.0, 1e-15, 1e-7):
            for run in SwapState(label=label, eps=eps).runs:
                assert max(run.losses) < HIGHEST


def test_either_mark_drags_the_output(explorer):
    for number, handle in enumerate(explorer.picture.handles(explorer.state)):
        pixel = handle.axes.transData.transform((0.8, 1)) / explorer.picture.base.shape[::-1]
        explorer.controls["output"].value = 0.5
        explorer.view.drag = {"handle": number, "x": pixel[0], "y": 0.5}
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
