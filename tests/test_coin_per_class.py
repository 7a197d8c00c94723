"""The article's formula for the die, which is K coins: with its class index, and as printed."""

import itertools
import math

import numpy as np
import pytest

from xent_lib.losses import (
    binary_cross_entropy,
    categorical_cross_entropy,
    categorical_cross_entropy_gradient,
    probability_of_exactly_one_head,
    softmax,
)
from xent_lib.mistakes import (
    coin_per_class,
    coin_per_class_gradient,
    coin_per_class_without_index,
)


def test_a_coin_per_class_costs_between_once_and_twice_as_much(rng):
    for k in (2, 3, 10):
        output, label = rng.dirichlet(np.full(k, 0.5), 500), rng.integers(k, size=500)
        right = categorical_cross_entropy(label=label, output=output, reduction="none")
        wrong = coin_per_class(label=label, output=output, reduction="none")
        others = 1 - output[np.arange(500), label]
        assert (right + others <= wrong * (1 + 1e-9)).all()
        assert (wrong <= 2 * right * (1 + 1e-9)).all()


def test_a_coin_per_class_costs_exactly_twice_where_one_rival_has_all_the_rest():
    output = [[0.3, 0.7, 0.0], [0.3, 0.0, 0.7]]
    wrong = coin_per_class(label=[0, 0], output=output, reduction="none")
    assert wrong == pytest.approx([-2 * math.log(0.3)] * 2, rel=1e-15)


def test_categorical_does_not_care_how_the_wrong_mass_is_split_and_coins_do():
    split = [[0.3, 0.7, 0.0], [0.3, 0.35, 0.35]]
    right = categorical_cross_entropy(label=[0, 0], output=split, reduction="none")
    wrong = coin_per_class(label=[0, 0], output=split, reduction="none")
    assert right[0] == right[1]
    assert wrong[0] > wrong[1]


def test_a_coin_per_class_spends_the_rest_of_its_probability_on_other_labels(rng):
    output = rng.dirichlet(np.ones(4))
    each = coin_per_class(label=np.arange(4), output=[output] * 4, reduction="none")
    assert np.exp(-each).sum() == pytest.approx(probability_of_exactly_one_head(output))
    every = np.array(list(itertools.product([0, 1], repeat=4)))
    costs = binary_cross_entropy(label=every, output=output, reduction="none").sum(axis=-1)
    assert np.exp(-costs).sum() == pytest.approx(1)


def test_a_coin_per_class_pushes_a_wrong_class_up():
    logit = np.log([0.1, 0.8, 0.1])
    right = categorical_cross_entropy_gradient(label=0, logit=logit)
    wrong = coin_per_class_gradient(label=0, logit=logit)
    assert right == pytest.approx([-0.900, 0.800, 0.100], abs=5e-4)
    assert wrong == pytest.approx([-1.311, 1.511, -0.200], abs=5e-4)


def test_the_slope_of_a_coin_per_class_is_the_slope_on_paper(rng):
    logit = rng.normal(scale=2, size=5)
    p, true = softmax(logit), 2
    odds = p / (1 - p)
    total = odds.sum() - odds[true]
    on_paper = odds + p - p * total
    on_paper[true] = -(1 - p[true]) - p[true] * total
    np.testing.assert_allclose(coin_per_class_gradient(label=true, logit=logit), on_paper)


def test_a_coin_per_class_has_a_slope_at_logits_of_a_thousand():
    slope = coin_per_class_gradient(label=1, logit=[1000, 0, 0])
    assert slope == pytest.approx([2, -1.5, -0.5])
    assert coin_per_class_gradient(label=1, logit=[0, -np.inf]) == pytest.approx([2, -2])


def test_one_class_alone_is_never_pushed():
    for word in ("none", "sum", "mean"):
        slope = coin_per_class_gradient(label=[0, 0], logit=[[3.0], [-1000.0]], reduction=word)
        np.testing.assert_array_equal(slope, [[0], [0]])
    with pytest.raises(ValueError, match=r"logit\[0\] has the largest entry -inf"):
        coin_per_class_gradient(label=[0], logit=[[-np.inf]])


def test_two_classes_cost_and_pull_exactly_twice(rng):
    logit, label = rng.normal(scale=3, size=(50, 2)), rng.integers(2, size=50)
    given = {"label": label, "output": softmax(logit)}
    np.testing.assert_allclose(
        coin_per_class(**given, reduction="none"),
        2 * categorical_cross_entropy(**given, reduction="none"),
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        coin_per_class_gradient(label=label, logit=logit),
        2 * categorical_cross_entropy_gradient(label=label, logit=logit),
        rtol=1e-12,
    )


@pytest.mark.parametrize("k", [2, 3, 7])
def test_at_even_odds_both_pull_the_same_way_and_at_a_perfect_prediction_not_at_all(k):
    right = categorical_cross_entropy_gradient(label=0, logit=np.zeros(k))
    wrong = coin_per_class_gradient(label=0, logit=np.zeros(k))
    np.testing.assert_allclose(wrong / right, wrong[0] / right[0], rtol=1e-14)
    sure = np.r_[1000, np.zeros(k - 1)]
    assert coin_per_class(label=0, output=softmax(sure)) == 0
    np.testing.assert_array_equal(coin_per_class_gradient(label=0, logit=sure), 0)


def test_a_coin_per_class_still_finds_the_truth(rng):
    p, *guesses = rng.dirichlet(np.ones(4), 1000)
    slope = coin_per_class_gradient(label=p, logit=np.log(p))
    np.testing.assert_allclose(slope, 0, atol=1e-15)
    costs = coin_per_class(label=[p], output=guesses, reduction="none")
    assert (costs > coin_per_class(label=p, output=p)).all()


@pytest.mark.parametrize("k", [2, 3, 6])
def test_without_an_index_the_label_cannot_be_seen(rng, k):
    d = rng.random(k)
    expected = -np.log(d * (1 - d) ** (k - 1))
    for shift in range(k):
        label = np.roll(np.eye(k), shift, axis=0)
        each = coin_per_class_without_index(label=label, output=d, reduction="none")
        np.testing.assert_allclose(each, expected, rtol=1e-14)
    soft = rng.dirichlet(np.ones(k), k)
    np.testing.assert_allclose(
        coin_per_class_without_index(label=soft, output=d, reduction="none"), expected, rtol=1e-14
    )


def test_without_an_index_one_output_a_class_is_refused():
    with pytest.raises(ValueError, match="one number a sample"):
        coin_per_class_without_index(label=np.eye(3), output=np.full((3, 3), 1 / 3))
