"""A coin for every bird: the state against closed forms, the picture against the state."""

from math import log

import numpy as np
import pytest
from every_explorer import lent

from tests.hands import drag, press
from xent_lib import language
from xent_lib.datasets import penguins
from xent_lib.explorers.coins import (
    CROSS_ENTROPY,
    HEAVIEST,
    HIGHEST,
    LIGHTEST,
    MOST_STEPS,
    SQUARED,
    CoinsExplorer,
    CoinsState,
    named,
)
from xent_lib.training import two_species as birds


@pytest.fixture
def explorer():
    return lent(CoinsExplorer)


def plainly(state):
    """Cost of each bird, written down from scratch."""
    p = 1 / (1 + np.exp(-(state.w * birds().x + state.b)))
    y = birds().label
    if state.trained_on == SQUARED:
        return (y - p) ** 2
    return -np.where(y == 1, np.log(p), np.log(1 - p))


def test_there_are_274_birds_with_a_mass_of_two_species():
    all_birds = penguins()
    known = np.isfinite(all_birds.body_mass_g) & (all_birds.species != "Chinstrap")
    assert len(birds().measured) == known.sum() == 274
    assert birds().label.sum() == (all_birds.species[known] == "Gentoo").sum()
    assert birds().x.mean() == pytest.approx(0, abs=1e-12)
    assert birds().x.std() == pytest.approx(1)


@pytest.mark.parametrize("trained_on", [CROSS_ENTROPY, SQUARED])
@pytest.mark.parametrize(("w", "b"), [(0, 0), (2.5, -1), (-3, 0.4)])
def test_a_bird_costs_what_its_own_coin_says(w, b, trained_on):
    state = CoinsState(w, b, trained_on)
    assert state.costs == pytest.approx(plainly(state))
    assert state.loss == pytest.approx(plainly(state).mean())


def test_without_a_slope_every_bird_has_the_same_fair_coin():
    state = CoinsState()
    assert state.output(np.array([3000, 6000])) == pytest.approx(0.5)
    assert state.loss == pytest.approx(log(2))
    assert state.right == 137  # neither label is the likelier one: by lot, 274 / 2
    assert "137 of 274 have the likelier label. 274 coins are fair" in state.readout
    assert "fair" not in CoinsState(1.0, 0.1).readout


@pytest.mark.parametrize("trained_on", [CROSS_ENTROPY, SQUARED])
def test_one_common_coin_bends_to_the_share_of_gentoos(trained_on):
    share = birds().label.mean()
    floor = CoinsState(trained_on=trained_on).one_common_coin
    best = {
        CROSS_ENTROPY: -share * log(share) - (1 - share) * log(1 - share),
        SQUARED: share * (1 - share),
    }
    assert floor == pytest.approx(best[trained_on])
    # No shift of one coin for all does better.
    losses = [CoinsState(0, b, trained_on).loss for b in np.linspace(-1, 1, 41)]
    assert min(losses) >= floor


def test_coins_that_depend_on_the_mass_reach_1863_where_one_coin_stops_at_6879():
    state = CoinsState().descended(100)
    assert round(state.one_common_coin, 4) == 0.6879
    assert round(state.loss, 4) == 0.1863
    assert state.right == 249 and state.right / 274 == pytest.approx(0.909, abs=5e-4)


@pytest.mark.parametrize("trained_on", [CROSS_ENTROPY, SQUARED])
def test_a_step_goes_downhill_along_the_slope(trained_on):
    state, h = CoinsState(0.5, -0.2, trained_on), 1e-6
    slope = [
        (plainly(CoinsState(0.5 + dw, -0.2 + db, trained_on)).mean() - plainly(state).mean()) / h
        for dw, db in ((h, 0), (0, h))
    ]
    after = state.descended(1)
    assert (0.5 - after.w) / (-0.2 - after.b) == pytest.approx(slope[0] / slope[1], rel=1e-3)
    assert after.loss < state.loss


def test_twenty_steps_are_twenty_times_one_step():
    once = CoinsState().descended(20)
    again = CoinsState()
    for _ in range(20):
        again = again.descended(1)
    assert again == once
    assert len(once.trace) == 20 and once.trace[0] == pytest.approx(log(2))


def test_squared_error_hardly_moves_from_where_cross_entropy_runs():
    wrong = {"w": -9.0, "b": 0.0}
    moved = {
        name: CoinsState(**wrong, trained_on=name).descended(1).w - wrong["w"]
        for name in (CROSS_ENTROPY, SQUARED)
    }
    assert moved[CROSS_ENTROPY] > 10 * moved[SQUARED] > 0


def test_the_costliest_birds_are_those_on_the_far_side_of_the_curve():
    state = CoinsState().descended(60)
    costs = plainly(state)
    mass, label, cost = state.costliest[0]
    assert cost == pytest.approx(costs.max())
    assert (mass, label) == (3950, 1) and birds().measured[birds().label == 1].min() == 3950
    assert [c for *_, c in state.costliest] == sorted((c for *_, c in state.costliest))[::-1]
    assert named(state.costliest[0]) in state.readout and "3,950 g Gentoo" in state.readout


def test_curve_coins_and_table_follow_the_sliders(explorer):
    explorer.controls["w"].value = 3
    explorer.controls["b"].value = -1
    state, picture = explorer.state, explorer.picture
    assert (state.w, state.b) == (3, -1)
    x, y = picture.bend.get_data()
    p = 1 / (1 + np.exp(1 - 3 * (x - birds().measured.mean()) / birds().measured.std()))
    assert y == pytest.approx(p)
    assert picture.value.get_text() == f"{plainly(state).mean():.4f}"
    assert [line.get_text() for line in picture.table] == [named(b) for b in state.costliest]
    heights = [fill.get_height() / 380 for fill in picture.fills]
    assert heights == sorted(heights) and 0 < heights[0] < heights[-1] < 1


def test_green_lines_run_from_a_costly_birds_label_to_its_coin(explorer):
    explorer.state = explorer.state.descended(20)
    mass, label, _cost = explorer.state.costliest[0]
    x, y = explorer.picture.dearest.get_data()
    assert list(x[:2]) == [mass, mass]
    assert y[0] == label and y[1] == pytest.approx(float(explorer.state.output(mass)))


def test_buttons_take_steps_and_the_trace_keeps_them(explorer):
    press(explorer, "1 step")
    press(explorer, "20 steps")
    assert explorer.state.steps == 21
    assert len(explorer.picture.trace.get_xdata()) == 22
    assert explorer.picture.mark.line.get_xdata()[0] == 21
    assert explorer.controls["w"].value == pytest.approx(explorer.state.w, abs=0.051)
    press(explorer, "Start over")
    assert explorer.state == CoinsState()


def test_more_steps_than_fit_are_refused_beside_the_controls(explorer):
    for _ in range(MOST_STEPS // 20 + 1):
        press(explorer, "20 steps")
    assert explorer.state.steps == MOST_STEPS
    assert "Start over" in explorer.problem.value


def test_the_last_steps_are_those_that_still_fit(explorer):
    press(explorer, "1 step")
    for _ in range(MOST_STEPS // 20):
        press(explorer, "20 steps")
    assert explorer.state.steps == MOST_STEPS and explorer.problem.value == ""


def test_a_hand_on_a_weight_starts_another_run(explorer):
    press(explorer, "20 steps")
    explorer.controls["w"].value = 1
    assert explorer.state.steps == 0
    press(explorer, "1 step")
    explorer.controls["trained_on"].value = SQUARED
    assert explorer.state.steps == 0
    assert "(squared error)" in explorer.view.status


def test_the_point_on_the_curve_drags_the_fair_coin_to_another_mass(explorer):
    explorer.controls["w"].value = 4
    (handle,) = explorer.picture.handles(explorer.state)
    assert handle.at == (pytest.approx(birds().measured.mean()), 0.5)
    wanted = birds().measured.mean() + birds().measured.std() / 2
    drag(explorer, wanted, 0.5)
    assert explorer.state.b == pytest.approx(-4 * 0.5)
    assert explorer.state.half == pytest.approx(wanted)


@pytest.mark.parametrize(("b", "edge", "marker"), [(10, LIGHTEST, "<"), (-10, HEAVIEST, ">")])
def test_beyond_the_axis_the_grip_waits_at_its_edge(explorer, b, edge, marker):
    explorer.controls["w"].value = 2
    explorer.controls["b"].value = b
    (handle,) = explorer.picture.handles(explorer.state)
    assert handle.at == (edge, 0.5)
    assert explorer.picture.grip.line.get_marker() == marker
    assert explorer.picture.grip.line.get_xdata() == [edge]
    drag(explorer, 4000, 0.5)
    assert explorer.picture.grip.line.get_marker() == "o"


def test_a_flat_curve_has_nothing_to_drag(explorer):
    assert explorer.picture.handles(explorer.state) == []
    assert explorer.state.half is None


def test_a_loss_beyond_the_axis_waits_as_an_arrow(explorer):
    explorer.controls["w"].value = -10
    assert explorer.state.loss > HIGHEST
    assert explorer.picture.mark.line.get_marker() == "^"
    assert explorer.picture.mark.line.get_ydata()[0] == HIGHEST


@pytest.mark.parametrize("fields", [{"w": float("inf")}, {"b": float("nan")}, {"trained_on": "x"}])
def test_a_state_out_of_range_is_refused_with_its_name(fields):
    with pytest.raises(ValueError, match=next(iter(fields))):
        CoinsState(**fields)


def test_the_record_of_a_notebook_tells_weights_steps_and_loss(explorer):
    assert repr(explorer) == (
        f"CoinsExplorer(w=0.00, b=0.00, trained_on=cross-entropy, steps=0, loss={log(2):.4f})"
    )
    explorer.state = CoinsState(-10, -10, CROSS_ENTROPY).descended(MOST_STEPS)
    assert len(repr(explorer)) < 110


def test_where_all_birds_cost_the_same_none_is_named(explorer):
    assert explorer.state.costliest == []
    assert "all cost the same" in explorer.view.status
    assert [line.get_text() for line in explorer.picture.table] == ["", "", ""]
    assert len(explorer.picture.dearest.get_xdata()) == 0


def test_what_is_sent_of_a_move_makes_the_whole_picture(explorer):
    for w in (0.3, 6, -9):
        explorer.controls["w"].value = w
        page = explorer.picture.base.copy()
        colors, starts, lengths, counts = explorer.picture.changes()
        rows = np.repeat(np.arange(len(page)), counts)
        for row, start, length, color in zip(rows, starts, lengths, colors, strict=True):
            page[row, start : start + length] = color
        assert (page == explorer.picture.pixels()).all()
        assert not (page == explorer.picture.base).all()


@pytest.mark.parametrize("spoken", language.languages())
def test_the_words_over_the_coins_keep_clear_of_them(spoken):
    language.use(spoken)
    try:
        picture = CoinsExplorer().picture
    finally:
        language.use("en")
    picture.canvas.draw()
    [rims] = [axes for axes in picture.figure.axes if len(axes.patches) > 7]
    [words] = rims.texts
    top = max(rim.get_window_extent().y1 for rim in rims.patches)
    assert words.get_window_extent().y0 > top + 4
