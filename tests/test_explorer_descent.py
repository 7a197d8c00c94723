"""DescentExplorer: the same weight sent downhill on cross-entropy and on squared error."""

import asyncio
from math import exp, log

import pytest
from every_explorer import lent

from tests.hands import drag, handle, press
from xent_lib.explorers.descent import STEPS, DescentExplorer, DescentState


@pytest.fixture
def explorer(undrawn):
    return lent(DescentExplorer)


def test_both_start_confidently_wrong_with_the_slopes_of_the_textbook():
    p = 0.01
    state = DescentState(start=p)
    assert state.weights == pytest.approx([log(p / (1 - p))] * 2)
    assert state.slopes == pytest.approx([p - 1, 2 * (p - 1) * p * (1 - p)])
    assert state.slopes == pytest.approx([-0.99, -0.019602])


def test_a_step_goes_down_by_the_learning_rate_times_the_slope():
    state = DescentState(start=0.2, learning_rate=1.5)
    expected = state.weights - 1.5 * state.slopes
    assert state.next().weights == pytest.approx(expected)


def test_a_run_agrees_with_descent_written_out():
    weights = [log(1 / 99), log(1 / 99)]
    for _ in range(12):
        p, q = (1 / (1 + exp(-w)) for w in weights)
        weights = [weights[0] - 0.7 * (p - 1), weights[1] - 0.7 * 2 * (q - 1) * q * (1 - q)]
    state = DescentState(start=0.01, learning_rate=0.7, step=12)
    assert state.weights == pytest.approx(weights)


def test_cross_entropy_runs_where_squared_error_hardly_moves():
    cross_entropy, squared_error = DescentState(start=0.01, step=10).outputs[:, -1]
    assert cross_entropy > 0.8 and squared_error < 0.02


def test_squared_error_is_fine_where_the_start_is_not_confidently_wrong():
    assert (DescentState(start=0.5, step=40).outputs[:, -1] > 0.8).all()


def test_steps_move_both_balls_and_grow_both_lines(explorer):
    press(explorer, "Step")
    press(explorer, "Step")
    picture, state = explorer.picture, explorer.state
    assert state.step == 2
    assert [ball.line.get_xdata()[0] for ball in picture.balls] == pytest.approx(
        list(state.weights)
    )
    assert [len(line.get_xdata()) for line in picture.lines] == [3, 3]
    assert picture.slopes[0].get_text() == f"slope −{abs(state.slopes[0]):.4f}"


def test_a_tangent_is_as_steep_as_the_slope_says(explorer):
    for line, slope in zip(explorer.picture.tangents, explorer.state.slopes, strict=True):
        (x0, x1), (y0, y1) = line.get_data()
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)


def test_reset_goes_back_to_the_start(explorer):
    press(explorer, "Step")
    press(explorer, "Reset")
    assert explorer.state == DescentState()


def test_no_step_goes_beyond_the_last(explorer):
    explorer.state = DescentState(step=STEPS)
    press(explorer, "Step")
    assert explorer.state.step == STEPS


def test_the_sliders_set_start_and_learning_rate(explorer):
    explorer.controls["start"].value = 0.3
    explorer.controls["learning_rate"].value = 2.5
    assert (explorer.state.start, explorer.state.learning_rate) == (0.3, 2.5)


@pytest.mark.parametrize(("index", "cost"), [(0, -log(0.3)), (1, (1 - 0.3) ** 2)])
def test_the_hollow_mark_stays_at_the_start_on_its_hill_and_is_what_is_gripped(
    explorer, index, cost
):
    explorer.state = DescentState(start=0.3, learning_rate=2.5, step=7)
    (hollow,) = explorer.picture.starts[index].line.get_xydata()
    (ball,) = explorer.picture.balls[index].line.get_xydata()
    assert hollow == pytest.approx([log(0.3 / 0.7), cost])
    assert ball[0] > hollow[0] and ball[1] < hollow[1]
    assert handle(explorer, index).at == pytest.approx(tuple(hollow))
    assert handle(explorer, index).axes is explorer.picture.hills[index]


def test_a_weight_beyond_the_axis_waits_at_its_edge(explorer):
    explorer.state = DescentState(start=0.99, learning_rate=8, step=STEPS)
    low, high = explorer.picture.hills[0].get_xlim()
    assert all(low <= ball.line.get_xdata()[0] <= high for ball in explorer.picture.balls)


@pytest.mark.parametrize("index", [0, 1])
def test_the_start_can_be_dragged_on_either_hill(explorer, index):
    drag(explorer, 0.0, None, index)
    assert explorer.controls["start"].value == explorer.state.start == 0.5
    drag(explorer, 6.4, None, index)
    assert explorer.state.start == 0.99


def test_play_runs_to_the_end_and_the_button_follows(explorer):
    async def watched():
        explorer.state = DescentState(step=STEPS - 3)
        press(explorer, "Play")
        assert explorer.playing and explorer.play_button.description == "Pause"
        while explorer.playing:
            await asyncio.sleep(0.01)

    asyncio.run(watched())
    assert explorer.state.step == STEPS and explorer.play_button.description == "Play"


def test_pause_keeps_what_was_reached_and_play_goes_on_from_there(explorer):
    async def watched():
        press(explorer, "Play")
        while explorer.state.step < 3:
            await asyncio.sleep(0.01)
        press(explorer, "Play")  # which now says Pause
        reached = explorer.state.step
        await asyncio.sleep(0.2)
        assert explorer.state.step == reached and not explorer.playing
        press(explorer, "Play")
        await asyncio.sleep(0.2)
        assert explorer.state.step > reached
        press(explorer, "Reset")
        assert explorer.state.step == 0 and not explorer.playing

    asyncio.run(watched())


def test_play_at_the_end_starts_over(explorer):
    async def watched():
        explorer.state = DescentState(step=STEPS)
        press(explorer, "Play")
        await asyncio.sleep(0.05)
        assert 0 < explorer.state.step < STEPS
        explorer.stop()

    asyncio.run(watched())


def test_a_move_does_not_draw_the_static_part_again(explorer):
    base = explorer.picture.base
    explorer.controls["start"].value = 0.4
    press(explorer, "Step")
    assert explorer.picture.base is base


def test_the_record_and_the_readout_say_what_is_shown(undrawn):
    explorer = DescentExplorer(start=0.99, learning_rate=8, step=STEPS)
    assert len(repr(explorer)) < 110
    explorer = DescentExplorer()
    assert "start=0.01, learning_rate=1.0, step=0" in repr(explorer)
    assert "0.010 with cross-entropy (slope −0.9900)" in explorer.state.readout


@pytest.mark.parametrize(
    "fields", [{"start": 0}, {"start": 1.0}, {"learning_rate": 0}, {"step": 99}, {"step": -1}]
)
def test_a_state_that_cannot_be_is_refused_with_a_sentence(explorer, fields):
    before = explorer.state
    explorer.change(**fields)
    assert explorer.state == before and next(iter(fields)) in explorer.problem.value
