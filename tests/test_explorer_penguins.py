"""PenguinsExplorer: training that can be watched, stopped anywhere, gone on with, and told."""

import asyncio
import math

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from xent_lib.datasets import penguins
from xent_lib.explorers.penguins import (
    LAST_STEP,
    SPECIES,
    TINTS,
    PenguinsExplorer,
    PenguinsState,
    birds,
)
from xent_lib.network import Network


@pytest.fixture
def explorer():
    return PenguinsExplorer()


def press(explorer, name):
    buttons = [child for line in explorer.children[:-2] for child in line.children]
    (button,) = [child for child in buttons if child.description == name]
    button.click()


def samples():
    measured = penguins().measured("bill_length_mm", "bill_depth_mm")
    x = np.column_stack([measured.bill_length_mm, measured.bill_depth_mm])
    return (x - x.mean(0)) / x.std(0), measured.label


def test_it_starts_at_ln_3_with_one_bird_in_three_right_by_lot():
    for hidden in (False, True):
        state = PenguinsState(hidden=hidden)
        assert state.now.loss == pytest.approx(math.log(3))
        assert state.now.accuracy == pytest.approx(1 / 3)
        assert state.wrong.sum() == 342 - 151


def test_it_learns_what_softmax_regression_can():
    state = PenguinsState(learning_rate=16).train(750)
    assert f"{state.now.loss:.4f} {state.now.accuracy:.3f}" == "0.0700 0.965"
    assert state.wrong.sum() == round(342 * (1 - state.now.accuracy))


@pytest.mark.parametrize("hidden", [False, True])
def test_training_piece_by_piece_is_training_in_one_go(hidden):
    whole = PenguinsState(hidden=hidden, learning_rate=8).train(30)
    pieces = PenguinsState(hidden=hidden, learning_rate=8).train(7).train(1).train(22)
    assert pieces.history == whole.history
    network = Network(2, 3, hidden=8 if hidden else ())
    taken = list(network.descend(*samples(), steps=30, learning_rate=8))
    assert list(whole.history[1:]) == taken


def test_a_state_is_never_changed_by_training_on():
    state = PenguinsState(learning_rate=8).train(5)
    before = [array.copy() for array in state.training.weights]
    state.train(20)
    assert state.now.step == 5
    assert all(map(np.array_equal, before, state.training.weights))
    with pytest.raises(ValueError, match="read-only"):
        state.training.weights[0][0, 0] = 1


@pytest.mark.parametrize(
    ("fields", "fell", "rose"),
    [
        ({"learning_rate": 1}, {8, 15, 21}, set()),
        ({"hidden": True, "learning_rate": 8}, None, {3, 46}),
    ],
)
def test_there_are_steps_at_which_loss_and_accuracy_disagree(fields, fell, rose):
    state = PenguinsState(**fields).train(50)
    assert set(state.both_rose) == rose
    for steps, sign in ((state.both_fell, -1), (state.both_rose, 1)):
        for step in steps:
            before, after = state.history[step - 1 : step + 1]
            assert sign * (after.loss - before.loss) > 0
            assert sign * (after.accuracy - before.accuracy) > 0
    assert fell is None or set(state.both_fell) == fell


def test_the_picture_and_the_readout_point_at_those_steps(explorer):
    assert "both fell ▼ at no step" in explorer.view.status
    explorer.state = explorer.state.train(50)
    assert "both fell ▼ at steps 8, 15, 21, both rose ▲ at no step" in explorer.view.status
    for _line, _end, fell, rose in explorer.picture.curves:
        assert list(fell.get_xdata()) == [8, 15, 21]
        assert len(rose.get_xdata()) == 0


def test_the_curves_are_the_history(explorer):
    explorer.state = explorer.state.train(12)
    for name, (line, end, *_marks) in zip(
        ("loss", "accuracy"), explorer.picture.curves, strict=True
    ):
        values = [getattr(at, name) for at in explorer.state.history]
        assert line.get_ydata().tolist() == values
        assert line.get_xdata().tolist() == list(range(13))
        assert end.get_ydata()[0] == values[-1]


def test_wrong_birds_are_ringed_where_they_stand(explorer):
    explorer.state = explorer.state.train(100)
    mm = birds().mm[explorer.state.species_at(birds().mm) != birds().label]
    assert len(mm) == round(342 * (1 - explorer.state.now.accuracy))
    np.testing.assert_array_equal(np.array(explorer.picture.wrong.get_data()).T, mm)


def test_the_regions_are_what_the_network_says_of_a_bill_there(explorer):
    explorer.state = explorer.state.train(200)
    # Far inside each species' cloud, in millimetres: Adelie, Chinstrap, Gentoo.
    assert explorer.state.species_at(np.array([[37, 18.5], [51, 19], [47, 14.5]])).tolist() == [
        0,
        1,
        2,
    ]
    grid = explorer.picture.regions.species
    column, row = int((37 - 31) / 30 * 120), int((18.5 - 12.5) / 10 * 100)
    assert grid.shape == (100, 120) and grid[row, column] == 0


def test_each_place_has_the_tint_of_its_species_and_each_bird_its_colour(explorer):
    explorer.state = explorer.state.train(200)
    axes, pixels = explorer.picture.regions.axes, explorer.picture.pixels()

    def color_at(mm):
        x, y = np.round(axes.transData.transform(mm)).astype(int)
        return pixels[-1 - y, x : x + 1].view(np.uint8)[:3] / 255

    places = np.array([[32, 21.8], [59, 21.8], [59, 13], [45, 13]])  # where no bird is
    species = explorer.state.species_at(places)
    assert species.tolist() == [0, 1, 2, 2]
    for place, kind in zip(places, species, strict=True):
        tint = 1 - TINTS[kind] * (1 - np.array(to_rgb(SPECIES[kind][0])))
        assert color_at(place) == pytest.approx(tint, abs=0.01)
    for bird, kind in [((35.9, 19.2), 0), ((58.0, 17.8), 1), ((59.6, 17.0), 2)]:
        assert color_at(bird) == pytest.approx(np.array(to_rgb(SPECIES[kind][0])), abs=0.01)


def test_each_species_has_a_shape_of_its_own(explorer):
    axes = explorer.picture.regions.axes
    shapes = {line.get_marker(): len(line.get_xdata()) for line in axes.lines[:3]}
    assert sorted(shapes.values()) == [68, 123, 151]


def test_both_networks_keep_what_they_learnt(explorer):
    press(explorer, "One step")
    plain = explorer.state.now
    explorer.controls["hidden"].value = True
    assert explorer.state.now.step == 0
    explorer.state = explorer.state.train(3)
    explorer.controls["hidden"].value = False
    assert explorer.state.now == plain
    press(explorer, "Start again")
    assert explorer.state.now.step == 0
    explorer.controls["hidden"].value = True
    assert explorer.state.now.step == 3


def test_the_rate_can_change_without_losing_what_was_learnt(explorer):
    press(explorer, "One step")
    explorer.controls["learning_rate"].value = 8
    press(explorer, "One step")
    assert [at.step for at in explorer.state.history] == [0, 1, 2]
    assert explorer.progress.value == 2


def test_going_on_ends_at_the_last_step():
    state, pictures = PenguinsState(learning_rate=16).train(LAST_STEP - 30), 0
    while (further := state.go_on()) is not None:
        state, pictures = further, pictures + 1
    assert (state.now.step, pictures) == (LAST_STEP, 1)
    assert state.train(1).now.step == LAST_STEP
    assert [PenguinsState().train(n).go_on().now.step for n in (0, 20, 100)] == [1, 21, 104]


def test_training_is_stopped_at_once_and_goes_on_where_it_was(explorer):
    async def lesson():
        press(explorer, "Train")
        await asyncio.sleep(0.2)
        press(explorer, "Stop")
        stopped = explorer.state
        assert stopped.now.step > 0 and not explorer.playing
        await asyncio.sleep(0.15)
        assert explorer.state is stopped
        press(explorer, "Train")
        assert explorer.playing
        await asyncio.sleep(0.2)
        press(explorer, "Stop")
        assert explorer.state.history[: len(stopped.history)] == stopped.history
        assert explorer.state.now.step > stopped.now.step

    asyncio.run(lesson())


def test_starting_again_stops_the_training(explorer):
    async def lesson():
        press(explorer, "Train")
        await asyncio.sleep(0.2)
        press(explorer, "Start again")
        assert not explorer.playing and not explorer.train.disabled
        await asyncio.sleep(0.15)
        assert explorer.state.now.step == 0

    asyncio.run(lesson())


def test_the_buttons_say_what_can_be_done(explorer):
    async def lesson():
        assert not explorer.train.disabled and explorer.halt.disabled
        press(explorer, "Train")
        await asyncio.sleep(0.1)
        assert explorer.train.disabled and not explorer.halt.disabled
        press(explorer, "Stop")
        assert not explorer.train.disabled and explorer.halt.disabled
        explorer.state = explorer.state.train(LAST_STEP - explorer.state.now.step - 1)
        press(explorer, "Train")
        await asyncio.sleep(0.3)
        assert explorer.state.now.step == LAST_STEP
        assert explorer.train.disabled and explorer.halt.disabled
        press(explorer, "Start again")
        assert not explorer.train.disabled

    asyncio.run(lesson())


def test_a_rate_that_is_not_offered_is_refused(explorer):
    explorer.change(learning_rate=3)
    assert "learning_rate is 3; expected one of 1, 8, 16" in explorer.problem.value
    with pytest.raises(ValueError, match="learning_rate is 0"):
        PenguinsState(learning_rate=0)


def test_the_record_says_the_state(explorer):
    explorer.state = PenguinsState(hidden=True, learning_rate=16).train(1)
    assert repr(explorer).startswith("PenguinsExplorer(step=1, hidden=8, rate=16, loss=")
    assert len(repr(explorer)) < 110
