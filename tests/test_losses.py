"""Every loss against the textbook's formula at sixty digits."""

import math

import numpy as np
import oracles
import pytest
from oracles import EDGES, exactly, ulps

from xent_lib.losses import (
    absolute_error,
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    log_softmax,
    sigmoid,
    softmax,
    squared_error,
    zero_one_error,
)

LOGITS = [0, 1e-300, 0.1, 1, 16.7, 36.8, 40, 600, 700, 745, 1000, 1e308, np.inf]
LOGITS = np.array([-z for z in LOGITS[:0:-1]] + LOGITS)
LABELS = [0.0, 1.0, 0.5, 0.9, 1e-17, 5e-324, 1 - 1e-16]


@pytest.mark.parametrize("of", [float, np.float32])
@pytest.mark.parametrize("name", ["binary", "squared"])
def test_four_ulp_at_every_edge(name, of):
    loss = {"binary": binary_cross_entropy, "squared": squared_error}[name]
    label, output = np.array(np.meshgrid(EDGES, EDGES), dtype=of).reshape(2, -1)
    exact = exactly(getattr(oracles, name), label, output)
    actual = loss(label=label, output=output, reduction="none")
    assert actual.dtype == of
    assert ulps(actual, exact).max() <= 4


@pytest.mark.parametrize("name", ["binary", "squared"])
@pytest.mark.parametrize("labels", ["hard", "soft"])
def test_four_ulp_at_random(rng, name, labels):
    loss = {"binary": binary_cross_entropy, "squared": squared_error}[name]
    output = oracles.probabilities(rng, 3000)
    label = oracles.probabilities(rng, 3000) if labels == "soft" else rng.integers(2, size=3000)
    exact = exactly(getattr(oracles, name), label, output)
    assert ulps(loss(label=label, output=output, reduction="none"), exact).max() <= 4


@pytest.mark.parametrize("of", [float, np.float32])
def test_binary_logits_of_any_size_cost_four_ulp_at_most(rng, of):
    logit = np.concatenate([LOGITS, rng.normal(scale=3, size=300), rng.uniform(-750, 750, 300)])
    with np.errstate(over="ignore"):
        label, logit = (a.ravel() for a in np.meshgrid(np.array(LABELS, of), logit.astype(of)))
    exact = exactly(oracles.binary_from_logits, label, logit)
    actual = binary_cross_entropy_from_logits(label=label, logit=logit, reduction="none")
    assert actual.dtype == of
    assert ulps(actual, exact).max() <= 4


def test_the_sigmoid_to_four_ulp(rng):
    logit = np.concatenate([LOGITS, rng.normal(scale=20, size=1000)])
    assert ulps(sigmoid(logit), exactly(oracles.sigmoid, logit)).max() <= 4


def test_the_sigmoid_reaches_one_where_rounding_begins():
    assert sigmoid(36.7) < 1 == sigmoid(36.75)
    assert sigmoid(np.float32(16.6)) < 1 == sigmoid(np.float32(16.65))


@pytest.mark.parametrize("classes", [1, 2, 3, 6, 20])
@pytest.mark.parametrize("labels", ["index", "one-hot", "soft"])
def test_categorical_to_four_ulp(rng, classes, labels):
    output = oracles.distributions(rng, 200, classes)
    index = rng.integers(classes, size=200)
    rows = oracles.distributions(rng, 200, classes) if labels == "soft" else np.eye(classes)[index]
    actual = categorical_cross_entropy(
        label=index if labels == "index" else rows, output=output, reduction="none"
    )
    assert actual.shape == (200,)
    assert ulps(actual, exactly(oracles.categorical, rows, output)).max() <= 4


@pytest.mark.parametrize("scale", [0, 1e-9, 1, 30, 700, 1e5])
@pytest.mark.parametrize("classes", [1, 2, 3, 6, 20])
def test_softmax_forms_to_four_ulp_and_one_a_unit_of_logit(rng, classes, scale):
    logit = rng.uniform(-scale, scale, (24, classes))
    logit[0, 0], logit[1:3] = -np.inf if classes > 1 else 0, scale
    index, soft = rng.integers(classes, size=24), oracles.distributions(rng, 24, classes)
    allowed = 4 + logit.max(axis=-1) - logit.min(axis=-1, where=np.isfinite(logit), initial=scale)
    each = np.broadcast_to(allowed[:, None], logit.shape)
    assert (ulps(softmax(logit), exactly(oracles.softmax, logit)) <= each).all()
    assert (ulps(log_softmax(logit), exactly(oracles.log_softmax, logit)) <= each).all()
    for label, rows in [(index, np.eye(classes)[index]), (soft, soft)]:
        exact = exactly(oracles.categorical_from_logits, rows, logit)
        actual = categorical_cross_entropy_from_logits(label=label, logit=logit, reduction="none")
        assert (ulps(actual, exact) <= allowed).all()


@pytest.mark.parametrize("sure", [20, 36.875, 40, 100, 700, 740])
def test_a_nearly_certain_right_answer_still_costs_something(sure):
    exact = oracles.binary_from_logits(1, sure)
    for actual in [
        binary_cross_entropy_from_logits(label=1, logit=sure),
        categorical_cross_entropy_from_logits(label=0, logit=[sure, 0]),
        categorical_cross_entropy_from_logits(label=[1, 0], logit=[1000 + sure, 1000]),
    ]:
        assert actual > 0
        assert ulps(actual, [exact]) <= 4 + sure


def test_a_common_shift_of_a_thousand_changes_nothing(rng):
    logit = rng.integers(-9, 9, (20, 4)).astype(float)
    np.testing.assert_array_equal(softmax(logit), softmax(logit + 1000))
    np.testing.assert_array_equal(log_softmax(logit), log_softmax(logit - 1000))


def test_the_probe_costs_5108_and_8256():
    label, output = [1, 0, 1, 1], [0.9, 0.2, 0.6, 0.3]
    exact = -(math.log(0.9) + math.log(0.8) + math.log(0.6) + math.log(0.3)) / 4
    assert binary_cross_entropy(label=label, output=output) == pytest.approx(exact, rel=1e-15)
    assert exact == pytest.approx(0.5108, abs=5e-5)
    label, output = [1, 0, 2], [[0.1, 0.3, 0.6], [0.7, 0.2, 0.1], [0.25, 0.35, 0.4]]
    exact = -(math.log(0.3) + math.log(0.7) + math.log(0.4)) / 3
    assert categorical_cross_entropy(label=label, output=output) == pytest.approx(exact, rel=1e-15)
    assert exact == pytest.approx(0.8256, abs=5e-5)


def test_sure_and_wrong_costs_4_605_and_no_idea_costs_693():
    assert binary_cross_entropy(label=0, output=0.99) == pytest.approx(4.605, abs=5e-4)
    assert binary_cross_entropy(label=1, output=0.5) == math.log(2)


def test_two_classes_cost_what_the_coin_costs(rng):
    p, label = oracles.probabilities(rng, 1000), rng.integers(2, size=1000)
    two = categorical_cross_entropy(
        label=label, output=np.stack([1 - p, p], axis=-1), reduction="none"
    )
    # 1 - p in the row is rounded: there the coin has the better digits.
    one = binary_cross_entropy(label=label, output=p, reduction="none")
    np.testing.assert_array_equal(two[label == 1], one[label == 1])
    logit = rng.normal(scale=9, size=1000)
    np.testing.assert_allclose(
        categorical_cross_entropy_from_logits(
            label=label, logit=np.stack([0 * logit, logit], axis=-1), reduction="none"
        ),
        binary_cross_entropy_from_logits(label=label, logit=logit, reduction="none"),
        rtol=1e-14,
    )


def test_logits_cost_what_their_probabilities_cost(rng):
    label, logit = rng.random(100), rng.normal(size=100)
    assert binary_cross_entropy_from_logits(label=label, logit=logit) == pytest.approx(
        binary_cross_entropy(label=label, output=sigmoid(logit)), rel=1e-14
    )
    label, logit = rng.dirichlet(np.ones(4), 100), rng.normal(size=(100, 4))
    assert categorical_cross_entropy_from_logits(label=label, logit=logit) == pytest.approx(
        categorical_cross_entropy(label=label, output=softmax(logit)), rel=1e-14
    )


@pytest.mark.parametrize("loss", [binary_cross_entropy, squared_error])
def test_the_sum_is_the_number_of_samples_times_the_mean(rng, loss):
    label, output = rng.random((2, 7, 50))
    each, total, mean = (
        loss(label=label, output=output, reduction=word) for word in ("none", "sum", "mean")
    )
    assert each.shape == (7, 50)
    assert total == pytest.approx(math.fsum(each.ravel()), rel=1e-14)
    assert total == pytest.approx(350 * mean, rel=1e-14)


def test_classes_are_summed_whatever_the_reduction(rng):
    label, output = rng.integers(3, size=50), rng.dirichlet(np.ones(3), 50)
    logit = np.log(output)
    for loss, given in [
        (categorical_cross_entropy, {"output": output}),
        (categorical_cross_entropy_from_logits, {"logit": logit}),
    ]:
        each, total, mean = (
            loss(label=label, **given, reduction=word) for word in ("none", "sum", "mean")
        )
        assert each.shape == (50,)
        assert total == pytest.approx(math.fsum(each), rel=1e-14)
        assert total == pytest.approx(50 * mean, rel=1e-14)


def test_absolute_and_zero_one_error_at_every_edge():
    label, output = np.meshgrid(EDGES, EDGES)
    exact = [
        abs(oracles.number(y) - oracles.number(p))
        for y, p in zip(label.flat, output.flat, strict=True)
    ]
    assert ulps(absolute_error(label=label, output=output, reduction="none"), exact).max() <= 1
    wrong = zero_one_error(label=[1, 1, 1, 0, 0, 0], output=[0.4, 0.5, 0.6] * 2, reduction="none")
    np.testing.assert_array_equal(wrong, [1, 0.5, 0, 0, 0.5, 1])
    assert zero_one_error(label=[1, 0, 1, 1], output=[0.9, 0.2, 0.6, 0.3]) == 0.25


def test_a_million_samples_cost_a_thousand_times_a_thousand(rng):
    output, label = oracles.probabilities(rng, 1000), rng.random(1000)
    output = np.clip(output, 1e-300, 1 - 1e-15)
    exact = sum(exactly(oracles.binary, label, output)) / 1000
    million = binary_cross_entropy(label=np.tile(label, 1000), output=np.tile(output, 1000))
    assert million == pytest.approx(float(exact), rel=1e-13)
    output, label = rng.dirichlet(np.ones(5), 1000), rng.integers(5, size=1000)
    exact = sum(exactly(oracles.categorical, np.eye(5)[label], output)) / 1000
    million = categorical_cross_entropy(
        label=np.tile(label, 1000), output=np.tile(output, (1000, 1))
    )
    assert million == pytest.approx(float(exact), rel=1e-13)
