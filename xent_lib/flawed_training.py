"""Six training runs, each with one flaw, and beside each the same run without it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from xent_lib import mistakes
from xent_lib.datasets import penguins
from xent_lib.losses import binary_cross_entropy_gradient, sigmoid, softmax
from xent_lib.network import BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY, Loss, Network

EPOCHS = 60
EPS = 1e-7
LETTERS = "ABCDEF"


def _of_output(loss, activation):
    """A loss of outputs as a mean loss of logits."""

    def value(*, label, logit):
        return float(loss(label=label, output=activation(logit)))

    return value


def _swapped(**given):
    return mistakes.swapped(**given, eps=EPS)


def _swapped_gradient(**given):
    return mistakes.swapped_gradient(**given, eps=EPS)


def _sigmoid_in_float32(logit):
    return sigmoid(logit).astype(np.float32)


SWAPPED = Loss(_of_output(_swapped, sigmoid), _swapped_gradient)
NO_RULE_FOR_ZERO = Loss(
    _of_output(mistakes.zero_times_log_zero, _sigmoid_in_float32), binary_cross_entropy_gradient
)
TWICE = Loss(_of_output(mistakes.softmax_twice, softmax), mistakes.softmax_twice_gradient)
COINS = Loss(_of_output(mistakes.coin_per_class, softmax), mistakes.coin_per_class_gradient)
NO_LOGARITHM = Loss(
    _of_output(mistakes.minus_the_probability, softmax), mistakes.minus_the_probability_gradient
)


class Log(NamedTuple):
    """Loss before the first epoch and after each, beside a run that has no flaw."""

    cause: str
    loss: tuple[float, ...]
    sound: tuple[float, ...]

    @property
    def last(self):
        return self.loss[-1]


def _trained(network, x, label, learning_rate):
    start = network.loss(x, label)
    taken = network.descend(x, label, steps=EPOCHS, learning_rate=learning_rate)
    return (start, *(at.loss for at in taken))


def _two_groups():
    rng = np.random.default_rng(0)
    label = np.arange(40) % 2
    return (2 * label - 1) * (1 + rng.exponential(1.5, 40)), label


def _ten_groups():
    rng = np.random.default_rng(0)
    label = np.arange(100) % 10
    return 3 * np.eye(10)[label] + rng.normal(scale=0.3, size=(100, 10)), label


def _measures(birds, *names):
    x = np.column_stack([getattr(birds, name) for name in names])
    return (x - x.mean(0)) / x.std(0), birds.label


def _run_swapped():
    x, label = _two_groups()
    # Weights of a network that learnt the two classes numbered the other way round.
    other = Network(1, 1)
    for _progress in other.descend(x, 1 - label, steps=500, learning_rate=50):
        pass
    runs = []
    for loss in (SWAPPED, BINARY_CROSS_ENTROPY):
        network = Network(1, 1, loss=loss)
        network.weights, network.biases = other.weights, other.biases
        runs.append(_trained(network, x, label, learning_rate=1))
    return runs


def _run_zeros():
    x, label = _ten_groups()
    return [_trained(Network(10, 10), inputs, label, learning_rate=1) for inputs in (0 * x, x)]


def _run_twice():
    x, label = _ten_groups()
    return (
        _trained(Network(10, 10, loss=TWICE), x, label, learning_rate=300),
        _trained(Network(10, 10), x, label, learning_rate=1),
    )


def _run_zero_times_log_zero():
    x, label = _two_groups()
    return [
        _trained(Network(1, 1, loss=loss), x, label, learning_rate=0.3)
        for loss in (NO_RULE_FOR_ZERO, BINARY_CROSS_ENTROPY)
    ]


def _run_no_logarithm():
    birds = penguins().measured("bill_length_mm", "bill_depth_mm")
    x, label = _measures(birds, "bill_length_mm", "bill_depth_mm")
    return [
        _trained(Network(2, 3, loss=loss), x, label, learning_rate=6)
        for loss in (NO_LOGARITHM, CATEGORICAL_CROSS_ENTROPY)
    ]


def _run_coins():
    birds = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    x, label = _measures(birds, "body_mass_g")
    # Two coins pull twice as hard as a die: half the rate makes the same steps.
    return (
        _trained(Network(1, 2, loss=COINS), x, label, learning_rate=2),
        _trained(Network(1, 2), x, label, learning_rate=4),
    )


@lru_cache(maxsize=1)
def logs():
    """The six logs by their letters, trained once."""
    runs = {
        "A": ("zeros", _run_zeros),
        "B": ("no logarithm", _run_no_logarithm),
        "C": ("swapped", _run_swapped),
        "D": ("coins", _run_coins),
        "E": ("twice", _run_twice),
        "F": ("0 log 0", _run_zero_times_log_zero),
    }
    return {letter: Log(cause, *run()) for letter, (cause, run) in runs.items()}
