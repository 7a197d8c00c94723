"""The wrong losses are wrong in exactly the way that the lessons say."""

import inspect
import math

import mpmath
import numpy as np
import oracles
import pytest

from xent_lib import losses, mistakes
from xent_lib.losses import (
    binary_cross_entropy,
    sigmoid,
)
from xent_lib.mistakes import (
    braces_missing,
    coin_per_class,
    coin_per_class_gradient,
    minus_the_probability,
    minus_the_probability_gradient,
    softmax_twice,
    softmax_twice_gradient,
    swapped,
    swapped_categorical,
    swapped_gradient,
    zero_times_log_zero,
)

COIN = {"label": [1, 0, 1, 1], "output": [0.9, 0.2, 0.6, 0.3]}
DIE = {"label": [1, 0, 2], "output": [[0.1, 0.3, 0.6], [0.7, 0.2, 0.1], [0.25, 0.35, 0.4]]}
PUBLIC = {
    name: function
    for name, function in vars(mistakes).items()
    if getattr(function, "__module__", "") == "xent_lib.mistakes" and not name.startswith("_")
}
COINS = ("swapped", "swapped_gradient", "braces_missing", "zero_times_log_zero")


# Oracles: the same mistakes made at sixty digits


def wrong_coin_per_class(label, output):
    return sum(oracles.exactly(oracles.binary, label, output))


def wrong_softmax_twice(label, output):
    return oracles.categorical_from_logits(label, output)


def wrong_minus_the_probability(label, output):
    return -sum(oracles.number(y) * oracles.number(p) for y, p in zip(label, output, strict=True))


def wrong_swap(label, output, eps):
    y, p = min(max(oracles.number(label), eps), 1 - eps), oracles.number(output)
    return -p * mpmath.log(y) - (1 - p) * mpmath.log(1 - y)


# Values


@pytest.mark.parametrize(
    "mistake, given, value",
    [
        (swapped, COIN | {"eps": 1e-7}, 5.6413),
        (braces_missing, COIN, 0.3993),
        (coin_per_class, DIE, 1.5152),
        (softmax_twice, DIE, 0.9850),
    ],
)
def test_the_probe_values(mistake, given, value):
    assert mistake(**given) == pytest.approx(value, abs=5e-5)
    each = mistake(**given, reduction="none")
    assert mistake(**given) == pytest.approx(each.mean(), rel=1e-15)
    assert mistake(**given, reduction="sum") == pytest.approx(each.sum(), rel=1e-15)


def test_each_mistake_as_made_by_hand():
    log = math.log
    assert braces_missing(**COIN, reduction="none") == pytest.approx(
        [-log(0.9), log(0.8), -log(0.6), -log(0.3)], rel=1e-15
    )
    exact = [wrong_swap(y, p, mpmath.mpf(1e-7)) for y, p in zip(*COIN.values(), strict=True)]
    assert swapped(**COIN, eps=1e-7, reduction="none") == pytest.approx(list(map(float, exact)))
    rows = np.eye(3)[DIE["label"]]
    for mistake, wrong in [
        (coin_per_class, wrong_coin_per_class),
        (softmax_twice, wrong_softmax_twice),
    ]:
        exact = [float(value) for value in oracles.exactly(wrong, rows, DIE["output"])]
        assert mistake(**DIE, reduction="none") == pytest.approx(exact, rel=1e-15)
        np.testing.assert_array_equal(mistake(label=rows, output=DIE["output"]), mistake(**DIE))


# The swap


def test_swapped_raw_costs_everything_whatever_the_output(rng):
    label, output = rng.integers(2, size=100), rng.uniform(0.001, 0.999, 100)
    assert (swapped(label=label, output=output, reduction="none") == np.inf).all()
    assert (swapped_gradient(label=1, logit=[-6, 0, 6]) == -np.inf).all()
    rows = rng.dirichlet(np.ones(3), 100)
    each = swapped_categorical(label=rng.integers(3, size=100), output=rows, reduction="none")
    assert (each == np.inf).all()


def test_swapped_raw_is_nan_at_a_perfect_prediction():
    assert np.isnan(swapped(label=[1, 0], output=[1.0, 0.0], reduction="none")).all()
    assert np.isnan(swapped_categorical(label=[2], output=[[0.0, 0.0, 1.0]]))
    assert swapped(label=1, output=0.0) == np.inf


@pytest.mark.parametrize("eps, factor", [(1e-7, 16.118), (1e-12, 27.631), (1e-15, 34.539)])
def test_swapped_and_clipped_is_a_scaled_absolute_error(rng, eps, factor):
    label, output = rng.integers(2, size=100), rng.random(100)
    each = swapped(label=label, output=output, eps=eps, reduction="none")
    np.testing.assert_allclose(each, -math.log(eps) * abs(label - output), atol=2 * eps)
    assert -math.log(eps) == pytest.approx(factor, abs=5e-4)
    assert swapped(label=1, output=0.0, eps=eps) == pytest.approx(factor, abs=5e-4)
    rows = np.stack([1 - output, output], axis=-1)
    die = swapped_categorical(label=label, output=rows, eps=eps, reduction="none")
    np.testing.assert_allclose(die, each, rtol=1e-12)


def test_swapped_stops_learning_where_it_is_most_wrong():
    assert swapped_gradient(label=1, logit=-6, eps=1e-7) == pytest.approx(-0.0398, abs=5e-5)
    assert losses.binary_cross_entropy_gradient(label=1, logit=-6) == pytest.approx(
        -0.998, abs=5e-4
    )


@pytest.mark.parametrize("label", [0, 0.1, 0.9, 1])
def test_the_slope_of_the_swap_by_differences(label):
    for logit in [-6, -0.3, 0, 2]:
        by_differences = oracles.slope(
            lambda row: wrong_swap(label, oracles.sigmoid(row[0]), mpmath.mpf(1e-7)), [logit], 0
        )
        actual = swapped_gradient(label=label, logit=logit, eps=1e-7)
        assert actual == pytest.approx(float(by_differences), rel=1e-9)


def test_a_smoothed_label_does_not_save_the_swap():
    p = np.linspace(0, 1, 101)
    wrong = swapped(label=0.9, output=p, reduction="none")
    np.testing.assert_allclose(np.diff(wrong, n=2), 0, atol=1e-13)
    assert p[wrong.argmin()] == 1
    right = binary_cross_entropy(label=0.9, output=p, reduction="none")
    assert p[right.argmin()] == pytest.approx(0.9)


@pytest.mark.parametrize("eps", [-1e-7, 0.5, 1])
def test_an_eps_that_clips_nothing_or_everything_is_refused(eps):
    with pytest.raises(ValueError, match=f"eps is {eps}, but it must be 0 or more"):
        swapped(label=1, output=0.5, eps=eps)


@pytest.mark.parametrize(
    "eps, sentence",
    [
        (float("nan"), "eps is nan"),
        ("a", "eps must hold numbers, but it is 'a'"),
        (None, "eps must hold numbers, but it is None"),
        ([0.1, 0.2], r"eps is \[0.1, 0.2\], but it must be a single number"),
    ],
)
def test_an_eps_that_is_no_number_is_refused(eps, sentence):
    for mistake, given in [
        (swapped, {"label": 1, "output": 0.5}),
        (swapped_gradient, {"label": 1, "logit": 0.5}),
        (swapped_categorical, {"label": 1, "output": [0.5, 0.5]}),
    ]:
        with pytest.raises(ValueError, match=sentence):
            mistake(**given, eps=eps)


def test_an_eps_of_any_type_does_not_widen_float32():
    given = {"label": [1, 0], "output": np.float32([0.3, 0.7])}
    assert swapped(**given, eps=np.array(1e-7)).dtype == np.float32
    assert swapped(**given, eps=np.float64(1e-7)) == swapped(**given, eps=1e-7)


def test_without_braces_sure_and_wrong_is_a_reward():
    assert braces_missing(label=0, output=0.99) == pytest.approx(math.log(0.01))
    assert braces_missing(label=[1, 0], output=[1.0, 0.0]) == 0


def test_without_its_rule_zero_times_log_zero_breaks_only_perfect_predictions(rng):
    label, output = rng.integers(2, size=100), rng.uniform(0.001, 0.999, 100)
    given = {"label": label, "output": output, "reduction": "none"}
    np.testing.assert_allclose(
        zero_times_log_zero(**given), binary_cross_entropy(**given), rtol=1e-12
    )
    sure = {"label": [1, 0, 1, 0], "output": [1.0, 0.0, 0.0, 1.0], "reduction": "none"}
    np.testing.assert_array_equal(zero_times_log_zero(**sure), [np.nan, np.nan, np.inf, np.inf])


def test_without_the_logarithm_a_loss_lies_between_minus_one_and_nothing():
    each = minus_the_probability(**DIE, reduction="none")
    assert each == pytest.approx([-0.3, -0.7, -0.4], rel=1e-15)
    assert minus_the_probability(label=[[0.8, 0.2]], output=[[0.5, 0.5]]) == pytest.approx(-0.5)
    assert minus_the_probability(label=0, output=[0.0, 1.0]) == 0


# Softmax twice


@pytest.mark.parametrize("k, floor", [(3, 0.5514), (4, 0.7437), (10, 1.4612)])
def test_softmax_twice_has_a_floor(rng, k, floor):
    perfect = softmax_twice(label=0, output=np.eye(k)[0])
    assert perfect == pytest.approx(math.log(1 + (k - 1) / math.e), rel=1e-15)
    assert perfect == pytest.approx(floor, abs=5e-5)
    output = rng.dirichlet(np.full(k, 0.1), 1000)
    assert (
        softmax_twice(label=np.zeros(1000, int), output=output, reduction="none") >= perfect
    ).all()
    assert softmax_twice(label=0, output=np.full(k, 1 / k)) == pytest.approx(math.log(k))


@pytest.mark.parametrize(
    "gradient, wrong",
    [
        (coin_per_class_gradient, wrong_coin_per_class),
        (softmax_twice_gradient, wrong_softmax_twice),
        (minus_the_probability_gradient, wrong_minus_the_probability),
    ],
)
@pytest.mark.parametrize("label", [[0, 1, 0], [1, 0, 0], [0.2, 0.3, 0.5]])
def test_slopes_over_classes_by_differences(gradient, wrong, label):
    for logit in [[0, 0, 0], [1, -2, 3], [9, 0, 1]]:
        exact = [
            oracles.slope(lambda row: wrong(label, oracles.softmax(row)), logit, k)
            for k in range(3)
        ]
        actual = gradient(label=label, logit=logit)
        assert actual == pytest.approx(list(map(float, exact)), rel=1e-12, abs=1e-15)


def test_softmax_twice_takes_one_index_for_all_outputs():
    output = np.array([[0.5, 0.5], [1.0, 0.0]])
    each = softmax_twice(label=0, output=output, reduction="none")
    assert each == pytest.approx([math.log(2), math.log(1 + 1 / math.e)], rel=1e-15)


# All of them


@pytest.mark.parametrize("name", PUBLIC)
def test_every_mistake_says_in_its_first_line_what_it_mixes_up(name):
    first, *_ = inspect.getdoc(PUBLIC[name]).splitlines()
    assert first.startswith(("Mixes up", "Leaves out", "Slope of"))
    assert first.endswith(".")


@pytest.mark.parametrize("name", [name for name in PUBLIC if "gradient" in name])
def test_the_mean_divides_the_slopes_by_the_number_of_samples(rng, name):
    label, logit = rng.integers(3, size=8), rng.normal(size=(8, 3))
    given = {"label": label, "logit": logit}
    if name == "swapped_gradient":
        given = {"label": label[:3] / 3, "logit": logit}
    samples = 24 if name == "swapped_gradient" else 8
    each, total, mean = (PUBLIC[name](**given, reduction=word) for word in ("none", "sum", "mean"))
    np.testing.assert_array_equal(total, each)
    np.testing.assert_allclose(mean, each / samples, rtol=1e-14)


@pytest.mark.parametrize("name", PUBLIC)
def test_mistakes_are_silent_and_leave_their_arguments_alone(name):
    die = name not in COINS
    label, other = np.array([1, 0]), np.array([[0.2, 0.8], [0.0, 1.0]] if die else [0.0, 1.0])
    if name == "coin_per_class_without_index":
        label, other = np.eye(2), other[0]
    label.flags.writeable = other.flags.writeable = False
    word = "logit" if "gradient" in name else "output"
    with np.errstate(all="raise"):
        wide = PUBLIC[name](label=label, **{word: other})
        narrow = PUBLIC[name](label=label.astype(int), **{word: other.astype(np.float32)})
    assert wide.dtype == np.float64
    assert narrow.dtype == np.float32


@pytest.mark.parametrize("name", PUBLIC)
def test_mistakes_of_every_label_beside_every_output_are_never_reduced(name):
    word = "logit" if "gradient" in name else "output"
    label, column = [1, 0], np.array([[0.2], [0.6]])
    if name == "coin_per_class_without_index":
        label = [np.eye(2)]
    elif name not in COINS:
        column = np.stack([column, 1 - column], axis=-1)
    given = {"label": label, word: column}
    assert PUBLIC[name](**given, reduction="none").shape[:2] == (2, 2)
    for reduction in ("mean", "sum"):
        with pytest.raises(ValueError, match=f"4 pairs, every label with every {word}"):
            PUBLIC[name](**given, reduction=reduction)


def test_mistakes_check_what_they_are_given_like_the_losses():
    with pytest.raises(ValueError, match="are the two swapped"):
        swapped(label=[0.9, 0.2], output=[1, 0])
    with pytest.raises(ValueError, match=r"output\[0\] is 2"):
        coin_per_class(label=0, output=[2, 0])
    with pytest.raises(ValueError, match="output sums to 0.9"):
        softmax_twice(label=0, output=[0.5, 0.4])
    with pytest.raises(ValueError, match=r"label\[0\] is 3"):
        swapped_categorical(label=[3], output=[[0.5, 0.5]])


def test_sigmoid_and_swap_fit_together():
    assert swapped(label=1, output=sigmoid(-6), eps=1e-7) == pytest.approx(
        -math.log(1e-7) / (1 + math.exp(-6)), rel=1e-6
    )
