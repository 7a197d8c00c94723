"""PenguinsExplorer: training that can be watched, stopped anywhere, gone on with, and told."""

import asyncio
import math

import numpy as np
import pytest
from every_explorer import lent
from matplotlib.colors import to_rgb

from tests.hands import press
from xent_lib.datasets import penguins
from xent_lib.explorers.penguins import (
    LAST_STEP,
    NONE,
    SPECIES,
    TINTS,
    PenguinsExplorer,
    PenguinsState,
)
from xent_lib.network import Network


@pytest.fixture
def explorer():
    return lent(PenguinsExplorer)


def flocks():
    """Bills in mm and species of the birds trained on and of those kept back, drawn anew."""
    birds = penguins()
    mm = np.column_stack([birds.bill_length_mm, birds.bill_depth_mm])
    known = np.isfinite(mm).all(axis=1)
    mm, label = mm[known], birds.label[known]
    order = np.random.default_rng(0).permutation(342)
    return [(mm[chosen], label[chosen]) for chosen in (order[:228], order[228:])]


def standardised():
    """The same on the scale of the birds that are trained on."""
    (seen, _label), _unseen = both = flocks()
    return [((mm - seen.mean(0)) / seen.std(0), label) for mm, label in both]


def softmax_regression(steps, rate):
    """Plain gradient descent, and at every step loss and accuracy on either flock."""
    (x, label), unseen = standardised()
    w, b, happened, history = np.zeros((2, 3)), np.zeros(3), np.eye(3)[label], []
    for _step in range(steps + 1):
        row = []
        for inputs, labels in ((x, label), unseen):
            e = np.exp(inputs @ w + b)
            p = e / e.sum(axis=1, keepdims=True)
            named = p.argmax(axis=1) == labels
            cost = -np.log(p[np.arange(len(labels)), labels]).mean()
            row += [cost, named.mean()]
            if inputs is x:
                slope = (p - happened) / len(x)
        history.append(row)
        w, b = w - rate * x.T @ slope, b - rate * slope.sum(axis=0)
    return np.array(history)


def test_it_starts_at_ln_3_with_one_bird_in_three_right_by_lot():
    for hidden in (False, True):
        state = PenguinsState(hidden=hidden)
        for now in (state.now, state.unseen):
            assert now.loss == pytest.approx(math.log(3))
            assert now.accuracy == pytest.approx(1 / 3)
        assert not state.wrong.any() and state.sure == pytest.approx(1 / 3)
    assert "76 are right (accuracy 0.333)" in state.readout  # 228 / 3
    assert "one bird in three is right" in state.readout


def test_a_network_that_knows_nothing_takes_no_bill_for_any_species(explorer):
    assert (explorer.picture.regions.species == NONE).all()
    axes, pixels = explorer.picture.regions.axes, explorer.picture.pixels()
    x, y = np.round(axes.transData.transform((58, 21))).astype(int)
    assert pixels[-1 - y, x : x + 1].view(np.uint8)[:3].tolist() == [255, 255, 255]


def test_it_learns_what_softmax_regression_written_out_learns():
    state = PenguinsState(learning_rate=16).train(60)
    history = softmax_regression(60, 16)
    (_steps, *seen), (_steps, *unseen) = state.curves, state.unseen_curves
    assert np.array(seen + unseen)[:, 1:].T == pytest.approx(history[1:], rel=1e-9)


def test_the_hidden_layer_learns_the_seen_birds_by_heart_and_the_unseen_pay():
    state = PenguinsState(hidden=True, learning_rate=8).train(10)
    assert f"{state.now.loss:.4f} {state.unseen.loss:.4f}" == "0.0829 0.1342"
    state = state.train(990)
    assert f"{state.now.loss:.4f} {state.unseen.loss:.4f}" == "0.0140 0.3339"
    assert state.now.accuracy == pytest.approx(227 / 228)
    assert state.unseen.accuracy == pytest.approx(110 / 114)
    assert state.sure == pytest.approx(0.9921, abs=5e-5)
    assert state.wrong.sum() == 1 + 4
    for number in ("0.0140", "227 are", "0.3339", "110 are", "(0.965)", "0.992 sure"):
        assert number in state.readout


@pytest.mark.parametrize("hidden", [False, True])
def test_training_piece_by_piece_is_training_in_one_go(hidden):
    whole = PenguinsState(hidden=hidden, learning_rate=8).train(30)
    pieces = PenguinsState(hidden=hidden, learning_rate=8).train(7).train(1).train(22)
    assert pieces.history == whole.history and pieces.training.unseen == whole.training.unseen
    network, (seen, unseen) = Network(2, 3, hidden=8 if hidden else ()), standardised()
    for now in network.descend(*seen, steps=30, learning_rate=8):
        assert now == whole.history[now.step]
        assert network.progress(*unseen) == whole.training.unseen[now.step]


def test_a_state_is_never_changed_by_training_on():
    state = PenguinsState(learning_rate=8).train(5)
    before = [array.copy() for array in state.training.network.weights]
    state.train(20)
    assert state.now.step == 5
    assert all(map(np.array_equal, before, state.training.network.weights))
    with pytest.raises(ValueError, match="read-only"):
        state.training.network.weights[0][0, 0] = 1


@pytest.mark.parametrize("fields", [{}, {"hidden": True, "learning_rate": 8}])
def test_there_are_steps_at_which_loss_and_accuracy_disagree(fields):
    state = PenguinsState(**fields).train(100)
    assert state.both_fell and (state.both_rose or not state.hidden)
    at = state.history
    for steps, sign in ((state.both_fell, -1), (state.both_rose, 1)):
        expected = [
            step
            for step in range(1, 101)
            if sign * (at[step].loss - at[step - 1].loss) > 0
            and sign * (at[step].accuracy - at[step - 1].accuracy) > 0
        ]
        assert list(steps) == expected


def test_the_picture_and_the_readout_point_at_those_steps(explorer):
    explorer.state = explorer.state.train(50)
    fell = ", ".join(map(str, explorer.state.both_fell))
    assert f"both fell ▼ at steps {fell}, both rose ▲ at no step" in explorer.view.status
    for _line, _end, fell, rose in explorer.picture.curves:
        assert tuple(fell.get_xdata()) == explorer.state.both_fell
        assert len(rose.get_xdata()) == 0


def test_the_curves_are_the_two_histories(explorer):
    explorer.state = explorer.state.train(12)
    training = explorer.state.training
    for place, name in enumerate(("loss", "accuracy")):
        for curves, history in (
            (explorer.picture.curves, training.seen),
            (explorer.picture.unseen, training.unseen),
        ):
            line, end, *_marks = curves[place]
            values = [getattr(at, name) for at in history]
            assert line.get_ydata().tolist() == values
            assert line.get_xdata().tolist() == list(range(13))
            assert end.get_ydata()[0] == values[-1]


def test_wrong_birds_of_both_flocks_are_ringed_where_they_stand(explorer):
    explorer.state = explorer.state.train(100)
    ringed = {tuple(place) for place in np.array(explorer.picture.wrong.get_data()).T}
    expected = set()
    for mm, label in flocks():
        expected |= set(map(tuple, mm[explorer.state.species_at(mm) != label]))
    assert ringed == expected and len(expected) > 5


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
    for bird, kind in [((32.1, 15.5), 0), ((54.2, 20.8), 1), ((55.9, 17.0), 2)]:
        assert color_at(bird) == pytest.approx(np.array(to_rgb(SPECIES[kind][0])), abs=0.01)


def test_each_species_has_a_shape_of_its_own_filled_if_trained_on(explorer):
    lines = explorer.picture.regions.axes.lines
    drawn = {}
    for line in lines[:9]:
        inside = "hollow" if line.get_markerfacecolor() == "white" else "filled"
        drawn[line.get_marker(), inside] = len(line.get_xdata())
    (_mm, seen), (_mm, unseen) = flocks()
    for kind, (_color, shape) in enumerate(SPECIES):
        assert drawn[shape, "filled"] == (seen == kind).sum()
        assert drawn[shape, "hollow"] == (unseen == kind).sum()


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
        assert not explorer.playing
        await asyncio.sleep(0.15)
        assert explorer.state.now.step == 0

    asyncio.run(lesson())


def test_at_the_last_step_training_starts_again(explorer):
    async def lesson():
        explorer.state = PenguinsState(learning_rate=16).train(LAST_STEP - 1)
        press(explorer, "Train")
        while explorer.playing:
            await asyncio.sleep(0.01)
        assert explorer.state.now.step == LAST_STEP
        press(explorer, "Train")
        while explorer.state.now.step in (0, LAST_STEP):
            await asyncio.sleep(0.01)
        assert 0 < explorer.state.now.step < LAST_STEP and explorer.playing
        press(explorer, "Stop")

    asyncio.run(lesson())


def test_a_rate_that_is_not_offered_is_refused(explorer):
    explorer.change(learning_rate=3)
    assert "learning_rate is 3, but expected one of 1, 8, 16" in explorer.problem.value
    with pytest.raises(ValueError, match="learning_rate is 0"):
        PenguinsState(learning_rate=0)


def test_the_record_says_the_state(explorer):
    explorer.state = PenguinsState(hidden=True, learning_rate=16).train(1)
    assert repr(explorer).startswith("PenguinsExplorer(step=1, hidden=8, rate=16, loss=")
    assert len(repr(explorer)) < 110
