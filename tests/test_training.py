"""The logs are what training really gave, and each flaw leaves the trace that it is known by."""

import math

import numpy as np
import pytest

from xent_lib.datasets import penguins
from xent_lib.losses import categorical_cross_entropy_from_logits
from xent_lib.network import BINARY_CROSS_ENTROPY, Network
from xent_lib.training import (
    COINS,
    EPOCHS,
    NO_LOGARITHM,
    NO_RULE_FOR_ZERO,
    SWAPPED,
    TWICE,
    Training,
    best_temperature,
    coin_run,
    confidence,
    descent,
    logs,
    pulls_less,
    swapped_loss,
    three_species,
)


def log_of(cause):
    (log,) = [log for log in logs().values() if log.cause == cause]
    return log


def test_swapped_and_clipped_a_sure_and_wrong_network_is_stuck_at_minus_log_eps():
    loss = np.array(log_of("swapped").loss)
    np.testing.assert_allclose(loss, -math.log(1e-7), rtol=1e-5)
    assert log_of("swapped").sound[-1] < 0.1 < 16 < log_of("swapped").sound[0]


def test_without_inputs_ten_classes_cost_ln_10_for_ever():
    np.testing.assert_allclose(log_of("zeros").loss, math.log(10), rtol=1e-12)


def test_softmax_twice_stops_at_its_floor():
    floor, loss = math.log(1 + 9 / math.e), log_of("twice").loss
    assert loss[0] == pytest.approx(math.log(10))
    assert min(loss) >= floor
    assert loss[-1] == pytest.approx(floor, abs=5e-5)


def test_zero_times_log_zero_breaks_the_log_off_at_its_best_epoch():
    loss = np.array(log_of("0 log 0").loss)
    last = np.flatnonzero(np.isfinite(loss))[-1]
    assert 5 < last < EPOCHS and np.isnan(loss[last + 1 :]).all()
    assert loss[last] == min(loss[: last + 1]) < 0.1
    np.testing.assert_allclose(loss[: last + 1], log_of("0 log 0").sound[: last + 1], rtol=1e-4)


def test_without_the_logarithm_the_loss_runs_from_minus_one_third_towards_minus_one():
    loss = log_of("no logarithm").loss
    assert loss[0] == pytest.approx(-1 / 3)
    assert all(-1 < value < 0 for value in loss)
    assert f"{loss[-1]:.2f}" == "-0.93"


def test_two_coins_cost_twice_a_die_at_every_epoch():
    log = log_of("coins")
    np.testing.assert_allclose(log.loss, 2 * np.array(log.sound), rtol=1e-10)
    assert f"{log.sound[-1]:.4f}" == "0.1863"


def test_the_slopes_that_are_trained_on_are_the_slopes_of_the_flaws(rng):
    of_dice = [(TWICE, 4), (COINS, 2), (NO_LOGARITHM, 3)]
    for loss, classes in [*of_dice, (SWAPPED, None), (NO_RULE_FOR_ZERO, None)]:
        logit = rng.normal(size=(5, classes) if classes else 5)
        label = rng.integers(classes or 2, size=5)
        slope, step = loss.gradient(label=label, logit=logit), 1e-2
        for place in np.ndindex(logit.shape):
            nudge = np.zeros_like(logit)
            nudge[place] = step
            up, down = (loss.value(label=label, logit=logit + s * nudge) for s in (1, -1))
            assert slope[place] == pytest.approx((up - down) / (2 * step), rel=1e-2, abs=2e-4)


def masses():
    """Standardised body mass and label of the 274 birds, from the columns themselves."""
    birds = penguins()
    chosen = np.isfinite(birds.body_mass_g) & (birds.species != "Chinstrap")
    mass = birds.body_mass_g[chosen]
    return (mass - mass.mean()) / mass.std(), (birds.species[chosen] == "Gentoo").astype(int)


@pytest.mark.parametrize(
    ("swapped", "smoothing", "eps"),
    [(False, 0, 0), (False, 0.1, 0), (True, 0, 1e-7), (True, 0, 1e-15), (True, 0.1, 0)],
)
def test_a_run_of_coins_is_the_descent_of_a_network(swapped, smoothing, eps):
    x, happened = masses()
    label = np.where(happened == 1, 1 - smoothing, smoothing)
    loss = swapped_loss(eps) if swapped else BINARY_CROSS_ENTROPY
    network = Network(1, 1, loss=loss).with_weights([[[-6.0]]])
    run, ruler = coin_run(swapped, smoothing, eps), Network(1, 1)
    for now in network.descend(x, label, steps=200, learning_rate=1):
        if now.step in run.steps:
            place = run.steps.index(now.step)
            scored = ruler.with_weights(network.weights, network.biases).progress(x, label)
            assert run.losses[place] == pytest.approx(scored.loss, rel=1e-9)
            assert run.right[place] == pytest.approx(274 * scored.accuracy)
            p = network.output(x)
            assert run.sure[place] == pytest.approx(np.where(p > 0.5, p, 1 - p).mean())


def test_the_swap_grows_ever_surer_and_the_right_way_stays():
    swapped, right = coin_run(True, eps=1e-7, start=0.0), coin_run(False, start=0.0)
    told = [f"{swapped.at(step):.3f}" for step in (10, 100, 1000, 5000)]
    assert told == ["0.187", "0.230", "0.352", "0.581"]
    after = swapped.steps.index(10)
    assert {round(birds) for birds in swapped.right[after:]} == {249, 250, 251}
    assert f"{right.at(1000):.4f} {right.at(5000):.4f}" == "0.1863 0.1863"
    # The right way says 92.2 % and is right 90.9 %; swapped it says 98.8 % and is right 91.6 %.
    assert (round(right.sure[-1], 3), round(swapped.sure[-1], 3)) == (0.922, 0.988)


def test_sure_and_wrong_the_swap_starts_late_where_it_is_clipped_less_deep():
    assert round(coin_run(True, eps=1e-7).at(100), 3) == 2.369
    assert round(coin_run(True, eps=1e-7).at(150), 3) == 0.210
    assert round(coin_run(True, eps=1e-15).at(100), 3) == 0.233


def test_label_one_the_swap_pulls_less_below_one_over_its_factor():
    assert pulls_less(1.0, 1e-7) == pytest.approx((0, 1 / -math.log(1e-7)), rel=1e-5)
    assert pulls_less(0.0, 1e-7) == pytest.approx((1 - 1 / -math.log(1e-7), 1), rel=1e-5)
    assert pulls_less(1.0, 0.0) is None


def test_a_run_without_a_first_step_ends_at_the_start():
    assert coin_run(True, 0.0, 0.0).steps == (0,)


def test_confidence_is_what_the_named_class_is_called():
    assert confidence([0.9, 0.2, 0.5]) == pytest.approx((0.9 + 0.8 + 0.5) / 3)
    assert confidence([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]]) == pytest.approx(0.75)


def test_the_best_temperature_is_the_cheapest_of_a_grid(rng):
    label = rng.integers(3, size=60)
    logit = 5 * (np.eye(3)[label] + rng.normal(size=(60, 3)))
    best, cost = best_temperature(label=label, logit=logit), categorical_cross_entropy_from_logits
    grid = [float(cost(label=label, logit=logit / t)) for t in np.geomspace(0.1, 100, 500)]
    assert cost(label=label, logit=logit / best) <= min(grid) + 1e-12
    assert best_temperature(label=label, logit=7 * logit) == pytest.approx(7 * best)


def test_where_all_is_right_or_worse_than_nothing_no_temperature_is_best():
    logit = np.array([[3.0, 0.0], [0.0, 2.0]])
    with pytest.raises(ValueError, match="the surer, the cheaper"):
        best_temperature(label=[0, 1], logit=logit)
    with pytest.raises(ValueError, match="to say nothing costs no more"):
        best_temperature(label=[1, 0], logit=logit)
    with pytest.raises(ValueError, match="to say nothing costs no more"):  # nothing is said
        best_temperature(label=[1, 0], logit=np.ones((2, 2)))


def test_on_unseen_birds_a_network_is_surer_than_right_and_temperature_mends_it():
    _seen, unseen = three_species()
    training = Training.start(hidden=8).descend(1000, learning_rate=8)
    logit = training.network.logits(unseen.x)
    best = best_temperature(label=unseen.label, logit=logit)
    cost = categorical_cross_entropy_from_logits(label=unseen.label, logit=logit / best)
    assert f"{training.seen[-1].loss:.4f} {training.unseen[-1].loss:.4f}" == "0.0140 0.3339"
    assert f"{confidence(training.network.output(unseen.x)):.3f}" == "0.992"
    assert f"{training.unseen[-1].accuracy:.3f} {best:.2f} {cost:.4f}" == "0.965 4.19 0.1214"


def test_no_bird_is_both_trained_on_and_kept_back():
    seen, unseen = three_species()
    assert (len(seen.label), len(unseen.label)) == (228, 114)
    assert seen.x.mean(axis=0) == pytest.approx(0, abs=1e-12)
    both = [(*mm, kind) for flock in (seen, unseen) for mm, kind in zip(*flock[::2], strict=True)]
    birds = penguins()
    columns = zip(birds.bill_length_mm, birds.bill_depth_mm, birds.label, strict=True)
    assert sorted(both) == sorted(bird for bird in columns if np.isfinite(bird[0]))


def test_a_descent_of_one_weight_is_the_formula_step_by_step():
    slopes = (lambda p: p - 1), (lambda p: 2 * (p - 1) * p * (1 - p))
    for run, slope in zip(descent(0.2, 1.5, 4), slopes, strict=True):
        w = math.log(0.2 / 0.8)
        for seen in run:
            s = slope(1 / (1 + math.exp(-w)))
            assert seen == pytest.approx((w, s))
            w -= 1.5 * s
