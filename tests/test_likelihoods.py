"""The probability of what happened, and its logarithm."""

import math

import mpmath
import numpy as np
import oracles
import pytest
from oracles import exactly, ulps

from xent_lib.losses import (
    bernoulli_likelihood,
    bernoulli_log_likelihood,
    binary_cross_entropy,
    categorical_cross_entropy,
    categorical_likelihood,
    categorical_log_likelihood,
    probability_of_exactly_one_head,
)


def coin_factors(label, output):
    p = map(oracles.number, output)
    return [one if heads else 1 - one for heads, one in zip(label, p, strict=True)]


def die_factors(label, output):
    return [oracles.number(row[face]) for face, row in zip(label, output, strict=True)]


def test_the_likelihood_is_the_product_of_the_factors(rng):
    label, output = rng.integers(2, size=(50, 20)), rng.random((50, 20))
    exact = [mpmath.fprod(factors) for factors in exactly(coin_factors, label, output)]
    assert ulps(bernoulli_likelihood(label=label, output=output), exact).max() <= 20
    label, output = rng.integers(6, size=(50, 20)), rng.dirichlet(np.ones(6), (50, 20))
    exact = [mpmath.fprod(factors) for factors in exactly(die_factors, label, output)]
    assert ulps(categorical_likelihood(label=label, output=output), exact).max() <= 20


def test_the_log_likelihood_is_the_sum_of_the_logs(rng):
    label, output = rng.integers(2, size=(300, 3)), oracles.probabilities(rng, (300, 3))
    exact = [-sum(exactly(oracles.binary, *tosses)) for tosses in zip(label, output, strict=True)]
    assert ulps(bernoulli_log_likelihood(label=label, output=output), exact).max() <= 4
    label, output = rng.integers(6, size=(300, 3)), oracles.distributions(rng, 900, 6)
    output = output.reshape(300, 3, 6)
    exact = [sum(map(oracles.log, factors)) for factors in exactly(die_factors, label, output)]
    assert ulps(categorical_log_likelihood(label=label, output=output), exact).max() <= 4


def test_the_log_likelihood_is_the_logarithm_of_the_likelihood(rng):
    coin = {"label": rng.integers(2, size=(9, 30)), "output": rng.random((9, 30))}
    die = {"label": rng.integers(6, size=(9, 30)), "output": rng.dirichlet(np.ones(6), (9, 30))}
    for given, likelihood, log_likelihood in [
        (coin, bernoulli_likelihood, bernoulli_log_likelihood),
        (die, categorical_likelihood, categorical_log_likelihood),
    ]:
        np.testing.assert_allclose(np.log(likelihood(**given)), log_likelihood(**given), rtol=1e-13)


def test_the_summed_loss_is_the_negative_log_likelihood(rng):
    label, output = rng.integers(2, size=90), rng.random(90)
    assert binary_cross_entropy(label=label, output=output, reduction="sum") == pytest.approx(
        -bernoulli_log_likelihood(label=label, output=output), rel=1e-14
    )
    label, output = rng.integers(6, size=90), rng.dirichlet(np.ones(6), 90)
    assert categorical_cross_entropy(label=label, output=output, reduction="sum") == pytest.approx(
        -categorical_log_likelihood(label=label, output=output), rel=1e-14
    )


def test_seven_heads_and_three_tails_in_any_spelling():
    exact = mpmath.mpf(0.7) ** 7 * (1 - mpmath.mpf(0.7)) ** 3
    tosses = {"label": [1] * 7 + [0] * 3, "output": 0.7}
    counted = {"label": [True, False], "output": 0.7, "count": [7, 3]}
    faces = {"label": [1, 0], "output": [[0.3, 0.7]], "count": [7, 3]}
    for likelihood in [
        bernoulli_likelihood(**tosses),
        bernoulli_likelihood(**counted),
        categorical_likelihood(**faces),
    ]:
        assert likelihood == pytest.approx(float(exact), rel=1e-14)
    for log_likelihood in [
        bernoulli_log_likelihood(**tosses),
        bernoulli_log_likelihood(**counted),
        categorical_log_likelihood(**faces),
    ]:
        assert log_likelihood == pytest.approx(float(mpmath.log(exact)), rel=1e-14)


@pytest.mark.parametrize("of", [bool, int, float])
def test_one_hot_rows_are_rolls_and_not_indices(rng, of):
    """With two classes a one-hot row holds legal indices, too: the number of axes decides."""
    rows = {"label": np.array([[1, 0], [0, 1]], of), "output": [[0.3, 0.7], [0.1, 0.9]]}
    assert categorical_likelihood(**rows) == pytest.approx(0.3 * 0.9, rel=1e-15)
    assert categorical_log_likelihood(**rows) == pytest.approx(math.log(0.3 * 0.9), rel=1e-15)
    label, output = rng.integers(6, size=(9, 20)), rng.dirichlet(np.ones(6), (9, 20))
    exact = [mpmath.fprod(factors) for factors in exactly(die_factors, label, output)]
    one_hot = np.eye(6)[label].astype(of)
    assert ulps(categorical_likelihood(label=one_hot, output=output), exact).max() <= 20
    one_die = categorical_likelihood(label=one_hot[0], output=output[:1, 0], count=np.arange(20))
    assert one_die == pytest.approx(math.prod(output[0, 0, label[0]] ** np.arange(20)), rel=1e-13)


def test_what_never_happened_costs_nothing_and_what_could_not_happen_everything():
    impossible = {"label": [1, 0], "output": [0.0, 0.5]}
    assert bernoulli_likelihood(**impossible) == 0
    assert bernoulli_log_likelihood(**impossible) == -np.inf
    assert bernoulli_likelihood(**impossible, count=[0, 2]) == 0.25
    assert bernoulli_log_likelihood(**impossible, count=[0, 2]) == 2 * math.log(0.5)
    rolls = {"label": [0, 1], "output": [[0.0, 1.0]]}
    assert categorical_log_likelihood(**rolls) == -np.inf
    assert categorical_log_likelihood(**rolls, count=[0, 9]) == 0


def test_certainty_confirmed_is_a_plain_zero():
    coin, die = {"label": 0, "output": 0.0}, {"label": 0, "output": [1.0, 0.0]}
    for zero in [
        bernoulli_log_likelihood(**coin),
        categorical_log_likelihood(**die),
        binary_cross_entropy(**coin, reduction="none"),
        categorical_cross_entropy(**die, reduction="none"),
    ]:
        assert str(zero) == "0.0"


@pytest.mark.parametrize("of, tosses", [(np.float64, 1075), (np.float32, 150)])
def test_a_fair_coin_underflows(of, tosses):
    half = of(0.5)
    assert bernoulli_likelihood(label=np.ones(tosses, int), output=half) == 0
    assert bernoulli_likelihood(label=np.ones(tosses - 1, int), output=half) > 0
    assert bernoulli_likelihood(label=1, output=half, count=tosses) == 0
    assert bernoulli_likelihood(label=1, output=half, count=tosses - 1) > 0
    log_likelihood = bernoulli_log_likelihood(label=1, output=half, count=tosses)
    assert log_likelihood == pytest.approx(-tosses * math.log(2))
    assert log_likelihood.dtype == of


def test_a_fair_die_underflows_at_416_rolls():
    fair = np.full((1, 6), 1 / 6)
    assert categorical_likelihood(label=np.zeros(416, int), output=fair) == 0
    assert categorical_likelihood(label=np.zeros(415, int), output=fair) > 0


def test_a_factor_of_seven_tenths_sticks_at_the_smallest_number():
    assert bernoulli_likelihood(label=np.ones(10_000, int), output=0.7) == 5e-324


def test_a_likelihood_does_not_integrate_to_one():
    q = np.linspace(0, 1, 10_001)[:, None]
    area = bernoulli_likelihood(label=[1, 0], output=q, count=[7, 3]).mean()
    assert area == pytest.approx(
        math.factorial(7) * math.factorial(3) / math.factorial(11), rel=1e-3
    )
    assert area == pytest.approx(0.00076, abs=5e-6)


def test_a_count_that_float16_cannot_hold_is_counted():
    for likelihood, given in [
        (bernoulli_log_likelihood, {"label": [1], "output": np.float16([0.5])}),
        (categorical_log_likelihood, {"label": [1], "output": np.float16([[0.5, 0.5]])}),
    ]:
        actual = likelihood(**given, count=350_757)
        assert actual.dtype == np.float32
        assert actual == pytest.approx(-350_757 * math.log(2), rel=1e-7)
    sure = bernoulli_log_likelihood(label=[1], output=np.float16([1.0]), count=350_757)
    assert str(sure) == "0.0"


def test_the_real_coin_is_41_6_nats_better_than_a_fair_one():
    heads, flips = 178_079, 350_757
    tosses = {"label": [1, 0], "count": [heads, flips - heads]}
    gain = bernoulli_log_likelihood(**tosses, output=heads / flips)
    gain -= bernoulli_log_likelihood(**tosses, output=0.5)
    assert gain == pytest.approx(41.6, abs=0.05)
    assert gain / flips == pytest.approx(0.00012, abs=5e-6)


def test_exactly_one_head_adds_up_over_all_tosses_of_k_coins(rng):
    for output in [rng.random(4), np.array([0.0, 1.0, 0.3]), np.array([1e-20, 1e-300, 0.0])]:
        k = len(output)
        p = [mpmath.mpf(float(value)) for value in output]
        exact = sum(
            mpmath.fprod(p[i] if bits >> i & 1 else 1 - p[i] for i in range(k))
            for bits in range(2**k)
            if bits.bit_count() == 1
        )
        assert ulps(probability_of_exactly_one_head(output), [exact]) <= 2 * k


@pytest.mark.parametrize("k, mass", [(2, 0.5), (3, 0.444), (4, 0.422), (6, 0.402), (10, 0.387)])
def test_k_fair_coins_spend_less_than_half_on_one_hot_labels(k, mass):
    actual = probability_of_exactly_one_head(np.full(k, 1 / k))
    assert actual == pytest.approx((1 - 1 / k) ** (k - 1), rel=1e-14)
    assert actual == pytest.approx(mass, abs=5e-4)


def test_the_mass_on_one_hot_labels_tends_to_one_in_e():
    assert probability_of_exactly_one_head(np.full(10**4, 1e-4)) == pytest.approx(
        1 / math.e, rel=1e-4
    )
