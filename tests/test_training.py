"""The logs are what training really gave, and each flaw leaves the trace that it is known by."""

import math

import numpy as np
import pytest

from xent_lib.training import (
    COINS,
    EPOCHS,
    NO_LOGARITHM,
    NO_RULE_FOR_ZERO,
    SWAPPED,
    TWICE,
    logs,
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
