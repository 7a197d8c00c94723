"""Every slope against differences of the textbook's loss at sixty digits."""

import numpy as np
import oracles
import pytest
from oracles import exactly, ulps

from xent_lib.losses import (
    absolute_error_slope,
    binary_cross_entropy_gradient,
    binary_cross_entropy_slope,
    categorical_cross_entropy_gradient,
    squared_error_gradient,
    squared_error_slope,
    zero_one_error_slope,
)

LOGITS = [-1000, -745, -700, -40, -6, -0.1, 0, 1e-9, 3, 36.875, 100, 700, 745, 1000]


def binary_slope(label, logit):
    """The derivative worked by hand; `oracles.slope` confirms it below."""
    y, z = oracles.number(label), oracles.number(logit)
    return (1 - y) * oracles.sigmoid(z) - y * oracles.sigmoid(-z)


def squared_slope(label, logit):
    p, complement = oracles.sigmoid(logit), oracles.sigmoid(-oracles.number(logit))
    return 2 * binary_slope(label, logit) * p * complement


def categorical_slope(label, logit):
    p = oracles.softmax(logit)
    complement = [sum(p[:k] + p[k + 1 :]) for k in range(len(p))]
    return [
        one * (1 - oracles.number(y)) - oracles.number(y) * rest
        for y, one, rest in zip(label, p, complement, strict=True)
    ]


def squared_from_logits(label, logit):
    return oracles.squared(label, oracles.sigmoid(logit))


@pytest.mark.parametrize(
    "by_hand, loss",
    [(binary_slope, oracles.binary_from_logits), (squared_slope, squared_from_logits)],
)
@pytest.mark.parametrize("label", [0, 1, 0.3])
def test_the_slope_by_hand_is_the_slope_by_differences(by_hand, loss, label):
    for logit in [-40, -6, -0.1, 0, 3, 36.875]:
        by_differences = oracles.slope(lambda row: loss(label, row[0]), [logit], 0)
        assert by_hand(label, logit) == pytest.approx(by_differences, rel=1e-15)


@pytest.mark.parametrize("label", [[1, 0, 0], [0, 0, 1], [0.2, 0.5, 0.3]])
def test_the_categorical_slope_by_hand_is_the_slope_by_differences(label):
    for logit in [[0, 0, 0], [1, 2, -3], [40, 0, 1]]:
        by_hand = categorical_slope(label, logit)
        for k in range(3):
            by_differences = oracles.slope(
                lambda row: oracles.categorical_from_logits(label, row), logit, k
            )
            assert by_hand[k] == pytest.approx(by_differences, rel=1e-15)


@pytest.mark.parametrize("of", [float, np.float32])
@pytest.mark.parametrize("label", [0, 1])
def test_slopes_of_a_toss_to_four_ulp(rng, label, of):
    logit = np.concatenate([LOGITS, rng.normal(scale=20, size=500)]).astype(of)
    labels = np.full(len(logit), label)
    for gradient, exact in [
        (binary_cross_entropy_gradient, binary_slope),
        (squared_error_gradient, squared_slope),
    ]:
        actual = gradient(label=label, logit=logit, reduction="none")
        assert actual.dtype == of
        off = ulps(actual, exactly(exact, labels, logit))
        assert off.max() <= (4 if gradient is binary_cross_entropy_gradient else 8)


def test_soft_slopes_are_rounded_like_their_two_parts(rng):
    label, logit = rng.random(500), rng.normal(scale=9, size=500)
    actual = binary_cross_entropy_gradient(label=label, logit=logit, reduction="none")
    p = 1 / (1 + np.exp(-logit))
    exact = np.array(exactly(binary_slope, label, logit), float)
    assert (np.abs(actual - exact) <= 1e-15 * ((1 - label) * p + label * (1 - p))).all()


@pytest.mark.parametrize("scale", [0, 1, 30, 700])
@pytest.mark.parametrize("classes", [2, 3, 20])
def test_slopes_of_a_roll_to_four_ulp_and_one_a_unit_of_logit(rng, classes, scale):
    logit = rng.uniform(-scale, scale, (50, classes))
    logit[0], logit[1, :2], logit[2, 0] = 0, scale, -np.inf
    label = rng.integers(classes, size=50)
    rows = np.eye(classes)[label]
    allowed = 6 + logit.max(axis=-1) - logit.min(axis=-1, where=np.isfinite(logit), initial=scale)
    exact = exactly(categorical_slope, rows, logit)
    for spelling in (label, rows):
        actual = categorical_cross_entropy_gradient(label=spelling, logit=logit, reduction="none")
        assert (ulps(actual, exact) <= allowed[:, None]).all()


@pytest.mark.parametrize("sure", [20, 36.875, 40, 100, 700])
def test_a_nearly_certain_right_answer_still_has_a_slope(sure):
    exact = binary_slope(1, sure)
    coin = binary_cross_entropy_gradient(label=1, logit=sure)
    die = categorical_cross_entropy_gradient(label=0, logit=[sure, 0])
    assert coin < 0
    assert ulps([coin, *die], [exact, exact, -exact]).max() <= 4 + sure


def test_the_slopes_over_the_classes_cancel(rng):
    label, logit = rng.dirichlet(np.ones(5), 100), rng.normal(scale=5, size=(100, 5))
    slope = categorical_cross_entropy_gradient(label=label, logit=logit, reduction="none")
    np.testing.assert_allclose(slope.sum(axis=-1), 0, atol=1e-15)


def test_the_slope_is_zero_where_the_output_is_the_label():
    label = np.array([0.5, 0.25, 0.25])
    slope = categorical_cross_entropy_gradient(label=label, logit=np.log(label), reduction="none")
    np.testing.assert_allclose(slope, 0, atol=1e-16)
    assert binary_cross_entropy_gradient(label=0.5, logit=0) == 0


def test_squared_error_hardly_moves_where_cross_entropy_runs():
    logit = np.log(0.01 / 0.99)
    assert squared_error_gradient(label=1, logit=logit) == pytest.approx(-0.0196, abs=5e-5)
    assert binary_cross_entropy_gradient(label=1, logit=logit) == pytest.approx(-0.99, abs=1e-12)


@pytest.mark.parametrize("gradient", [binary_cross_entropy_gradient, squared_error_gradient])
def test_the_mean_divides_the_slopes_by_the_number_of_samples(rng, gradient):
    label, logit = rng.random(7), rng.normal(size=(4, 7))
    each = gradient(label=label, logit=logit, reduction="none")
    assert each.shape == (4, 7)
    np.testing.assert_array_equal(gradient(label=label, logit=logit, reduction="sum"), each)
    np.testing.assert_allclose(gradient(label=label, logit=logit), each / 28, rtol=1e-15)


def test_seventy_thousand_half_precision_samples_still_have_a_slope():
    logit, label = np.zeros(70_000, np.float16), np.ones(70_000, int)
    for gradient, slope in [(binary_cross_entropy_gradient, -0.5), (squared_error_gradient, -0.25)]:
        mean = gradient(label=label, logit=logit)
        np.testing.assert_allclose(mean, np.full(70_000, slope / 70_000), rtol=1e-6)
    mean = categorical_cross_entropy_gradient(label=label, logit=np.stack([logit, logit], axis=-1))
    np.testing.assert_allclose(mean, [[0.5 / 70_000, -0.5 / 70_000]] * 70_000, rtol=1e-6)


def test_the_mean_divides_by_samples_and_not_by_classes(rng):
    label, logit = rng.integers(3, size=8), rng.normal(size=(8, 3))
    each = categorical_cross_entropy_gradient(label=label, logit=logit, reduction="none")
    mean = categorical_cross_entropy_gradient(label=label, logit=logit)
    total = categorical_cross_entropy_gradient(label=label, logit=logit, reduction="sum")
    np.testing.assert_array_equal(total, each)
    np.testing.assert_allclose(mean, each / 8, rtol=1e-15)


def test_one_logit_wide_open_pulls_with_slope_one():
    np.testing.assert_array_equal(
        binary_cross_entropy_gradient(label=[1, 0], logit=[-np.inf, np.inf], reduction="none"),
        [-1, 1],
    )
    np.testing.assert_array_equal(
        categorical_cross_entropy_gradient(label=1, logit=[0, -np.inf], reduction="none"), [1, -1]
    )


@pytest.mark.parametrize("label", [0, 1, 0.3])
@pytest.mark.parametrize("output", [1e-9, 0.1, 0.7, 1 - 1e-16])
def test_slopes_in_the_output_are_slopes_by_differences(label, output):
    p = oracles.number(output)
    step = p / 10**25
    for slope, loss in [
        (binary_cross_entropy_slope, oracles.binary),
        (squared_error_slope, oracles.squared),
        (absolute_error_slope, lambda y, p: abs(oracles.number(y) - p)),
        (zero_one_error_slope, lambda y, p: (p >= 0.5) != (y >= 0.5)),
    ]:
        exact = (loss(label, p + step) - loss(label, p - step)) / (2 * step)
        assert slope(label=label, output=output) == pytest.approx(float(exact), rel=1e-14)


def test_slopes_in_the_output_at_the_ends_the_corner_and_the_jump():
    ends = {"label": [1, 1, 0, 0], "output": [0.0, 1.0, 1.0, 0.0]}
    np.testing.assert_array_equal(binary_cross_entropy_slope(**ends), [-np.inf, -1, np.inf, 1])
    np.testing.assert_array_equal(squared_error_slope(**ends), [-2, 0, 2, 0])
    np.testing.assert_array_equal(absolute_error_slope(**ends), [-1, -1, 1, 1])
    assert np.isnan(absolute_error_slope(label=0.3, output=0.3))
    assert np.isnan(zero_one_error_slope(label=1, output=0.5))
