"""What lessons and explorers train, and how sure of itself what was trained is."""

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import NamedTuple

import numpy as np

from xent_lib import losses, mistakes
from xent_lib.arguments import (
    clipping,
    instance,
    number,
    numbers,
    positive,
    probabilities,
    quiet,
    whole,
)
from xent_lib.datasets import Penguins, Scale, penguins
from xent_lib.language import _
from xent_lib.losses import binary_cross_entropy_gradient, sigmoid, softmax
from xent_lib.network import (
    BINARY_CROSS_ENTROPY,
    CATEGORICAL_CROSS_ENTROPY,
    Loss,
    Network,
    Progress,
)

EPOCHS = 60  # of the flawed runs
EPS = 1e-7  # where Keras clips
LETTERS = "ABCDEF"
MASS = ("body_mass_g",)
BILL = ("bill_length_mm", "bill_depth_mm")
UNSEEN = 114  # of the 342 birds with a bill: one in three is kept back

# Birds ------------------------------------------------------------------------------------------


class Samples(NamedTuple):
    """Birds as a network is given them."""

    measured: np.ndarray  # grams or millimetres, shape (N,) or (N, M)
    x: np.ndarray  # the same, standardised by `scale`
    label: np.ndarray
    scale: Scale


def samples(birds, *measures, like=None):
    """Some birds with these measures, on the scale of the birds `like`, or else on their own."""
    instance("birds", birds, Penguins, _("some penguins, such as penguins().of(…)"))
    if like is not None:
        instance("like", like, Penguins, _("some penguins, such as penguins().of(…)"))
    scale = (like or birds).scale(*measures)
    measured = birds.table(*measures)
    return Samples(measured, scale.standardised(measured), birds.label, scale)


@cache
def two_species():
    """The 274 Adélie (0) and Gentoo (1) penguins whose body mass is known."""
    return samples(penguins().of("Adelie", "Gentoo").measured(*MASS), *MASS)


@cache
def three_species():
    """The 342 birds whose bill was measured: 228 to train on, and 114 that are kept back."""
    seen, unseen = penguins().measured(*BILL).split(unseen=UNSEEN)
    return samples(seen, *BILL), samples(unseen, *BILL, like=seen)


# Losses to train on -----------------------------------------------------------------------------


def _of_output(loss, activation):
    """A loss of outputs as a mean loss of logits."""

    def value(*, label, logit):
        return float(loss(label=label, output=activation(logit)))

    return value


def swapped_loss(eps=EPS):
    """Binary cross-entropy with label and output swapped, as a network takes it.

    Parameters
    ----------
    eps : float
        What the logarithm gets is clipped to [eps, 1 - eps]; 0 clips nothing.
    """
    eps = clipping("eps", eps)
    value = _of_output(partial(mistakes.swapped, eps=eps), sigmoid)
    return Loss(value, partial(mistakes.swapped_gradient, eps=eps))


def _sigmoid_in_float32(logit):
    return sigmoid(logit).astype(np.float32)


SWAPPED = swapped_loss()
NO_RULE_FOR_ZERO = Loss(
    _of_output(mistakes.zero_times_log_zero, _sigmoid_in_float32), binary_cross_entropy_gradient
)
TWICE = Loss(_of_output(mistakes.softmax_twice, softmax), mistakes.softmax_twice_gradient)
COINS = Loss(_of_output(mistakes.coin_per_class, softmax), mistakes.coin_per_class_gradient)
NO_LOGARITHM = Loss(
    _of_output(mistakes.minus_the_probability, softmax), mistakes.minus_the_probability_gradient
)

# One weight, two losses -------------------------------------------------------------------------

SLOPES = losses.binary_cross_entropy_gradient, losses.squared_error_gradient


MOST_STEPS = 1_000_000


def descent(start, learning_rate, steps):
    """One weight sent downhill on cross-entropy and on squared error; input and label are 1.

    Parameters
    ----------
    start : float
        Output that both begin at, between 0 and 1: sigmoid of the weight.
    learning_rate : float
        Above 0.
    steps : int

    Returns
    -------
    array, shape (2, steps + 1, 2)
        By loss and step, the weight and the slope there. It is cached: read it only.
    """
    start = number("start", start)
    if not 0 < start < 1:
        sentence = _("start is {value}, but an output to start from lies between 0 and 1.")
        raise ValueError(sentence.format(value=f"{start!s:.60}"))
    steps = whole("steps", steps, least=0, most=MOST_STEPS)
    return _descent(float(start), float(positive("learning_rate", learning_rate)), steps)


@lru_cache(maxsize=500)
def _descent(start, learning_rate, steps):
    path = np.empty((2, steps + 1, 2))
    for run, slope_of in zip(path, SLOPES, strict=True):
        weight = np.log(start) - np.log1p(-start)
        for step in range(steps + 1):
            slope = slope_of(label=1, logit=weight)
            run[step] = weight, slope
            weight = weight - learning_rate * slope
    path.setflags(write=False)
    return path


# A coin for every bird, the right way round and swapped -----------------------------------------

SURE_AND_WRONG = -6.0  # the weight that these runs begin at
MOST_WEIGHT = 100
SWAP_STEPS = 5000
# Few enough to draw, and close enough together to see each turn; they are even on a log scale.
SEEN_AT = sorted({*(np.geomspace(1, SWAP_STEPS + 1, 140).astype(int) - 1), 100, 150, 1000})
_LOOKED_AT = frozenset(SEEN_AT)


class CoinRun(NamedTuple):
    """A training run on the 274 birds, looked at now and then.

    All is measured with one ruler: cross-entropy, the right way round, with the labels that the
    run was trained on. A run ends early where a step would be infinite.
    """

    steps: tuple[int, ...]
    losses: tuple[float, ...]  # nats a bird
    right: tuple[float, ...]  # birds
    sure: tuple[float, ...]  # how likely the label that is named is called, on average

    def at(self, step):
        """Nats a bird at a step that was looked at."""
        return self.losses[self.steps.index(step)]


def coin_run(swapped, smoothing=0.0, eps=0.0, start=SURE_AND_WRONG):
    """Five thousand steps at rate 1 from the weight `start`, on labels smoothed by so much.

    Parameters
    ----------
    swapped : bool
        Whether label and output are swapped.
    smoothing : float
        The labels are this and 1 minus this.
    eps : float
        Clipping of the swapped loss.
    start : float

    Notes
    -----
    Written out, without the checks that a `Network` makes at each step: no move of a hand may
    wait for it.
    """
    instance("swapped", swapped, bool | np.bool_, _("True or False"))
    smoothing, start = clipping("smoothing", smoothing), number("start", start)
    if abs(start) > MOST_WEIGHT:
        sentence = _("start is {value}, but a weight to start from lies in −{most} to {most}.")
        raise ValueError(sentence.format(value=f"{start!s:.60}", most=MOST_WEIGHT))
    return _coin_run(bool(swapped), smoothing, clipping("eps", eps), start)


@lru_cache(maxsize=32)
@quiet
def _coin_run(swapped, smoothing, eps, start):
    _mass, x, happened, _scale = two_species()
    label = np.where(happened == 1, 1 - smoothing, smoothing)
    yes, no = np.clip([label, 1 - label], eps, 1 - eps)
    pull = np.log(yes) - np.log(no)  # of the swapped loss, along the output
    w, b, kept = start, 0.0, []
    for step in range(SWAP_STEPS + 1):
        logit = w * x + b
        if step in _LOOKED_AT:
            kept.append((step, *_looked_at(label, logit)))
        p = 1 / (1 + np.exp(-logit))
        slope = -pull * p * (1 - p) if swapped else p - label
        w, b = w - (slope * x).mean(), b - slope.mean()
        if not np.isfinite(w):
            break
    return CoinRun(*zip(*kept, strict=True))


def _looked_at(label, logit):
    cost = losses.binary_cross_entropy_from_logits(label=label, logit=logit)
    right = (1 + np.sign(logit) * np.sign(label - 0.5)).sum() / 2
    return float(cost), float(right), confidence(sigmoid(logit))


def pulls_less(label, eps):
    """Where the swapped loss pulls a logit towards the label less than the right way round does.

    Beyond a soft label it goes on pulling the same way, where the right way round turns back.

    Swapped, the slope is -λ q (1-q), with λ the log-odds of the clipped label; the right way round
    it is q - y. Label 1: less below q = 1/λ, where clipping at 1e-7 makes λ = 16.118.

    Parameters
    ----------
    label : float
        Any but 1/2.
    eps : float
        Clipping; 0 clips nothing.

    Returns
    -------
    tuple of float, or None
        Outputs from, to. None where nothing is clipped and the label is hard: there the swapped
        slope is infinite.
    """
    label, eps = number("label", label), clipping("eps", eps)
    if not 0 <= label <= 1 or label == 0.5:
        sentence = _("label is {value}, but expected a probability other than one half.")
        raise ValueError(sentence.format(value=f"{label!s:.60}"))
    sure = max(label, 1 - label)
    clipped = min(sure, 1 - eps)
    if clipped == 1:
        return None
    odds = np.log(clipped) - np.log1p(-clipped)
    # λ p (1-p) = y - p: λ p² - (λ+1) p + y = 0, the smaller root, written so that no digit is lost.
    root = 2 * sure / (odds + 1 + np.sqrt((odds + 1) ** 2 - 4 * odds * sure))
    return (0.0, float(root)) if label > 0.5 else (float(1 - root), 1.0)


# Three species ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Training:
    """What a network has learnt of the 228 birds, never changed in place, and how it came there.

    `seen` and `unseen` say at each step how it stood with the birds that it was trained on, and
    with the 114 that were kept back.
    """

    network: Network
    seen: tuple[Progress, ...]
    unseen: tuple[Progress, ...]

    @classmethod
    def start(cls, hidden=()):
        """A network that knows nothing yet."""
        network = Network(inputs=2, outputs=3, hidden=hidden)
        return cls(_kept(network), *((network.progress(x, label),) for x, label in _both()))

    def descend(self, steps, learning_rate):
        """What `steps` more steps of gradient descent make of it."""
        whole("steps", steps, least=0, most=MOST_STEPS)
        network = self.network.with_weights(
            self.network.weights, self.network.biases, steps=self.network.steps
        )
        (x, label), unseen = _both()
        seen, other = [], []
        for now in network.descend(x, label, steps=steps, learning_rate=learning_rate):
            seen.append(now)
            other.append(network.progress(*unseen))
        return Training(_kept(network), (*self.seen, *seen), (*self.unseen, *other))


def _both():
    return [(birds.x, birds.label) for birds in three_species()]


def _kept(network):
    for array in network.weights + network.biases:
        array.setflags(write=False)
    return network


# How sure it is ---------------------------------------------------------------------------------


def confidence(output):
    """How likely, on average, the class that is named is called.

    A network is calibrated where that is how often it is right.

    Parameters
    ----------
    output : array_like, shape (N,) or (N, K)
        Probabilities of class 1, or rows of K.
    """
    output = np.atleast_1d(probabilities("output", numbers("output", output), float))
    named = np.maximum(output, 1 - output) if output.ndim == 1 else output.max(axis=-1)
    return float(named.mean())


def best_temperature(*, label, logit):
    """The number that logits are best divided by: the cross-entropy is then least.

    Above 1 the network was too sure of itself, below 1 not sure enough. No answer changes, only
    how sure it is.

    Parameters
    ----------
    label : array_like, shape (N,)
        Class indices.
    logit : array_like, shape (N, K)

    References
    ----------
    C. Guo et al., "On calibration of modern neural networks", ICML 2017.
    """
    losses.categorical_cross_entropy_from_logits(label=label, logit=logit)  # refuses with words
    if np.ndim(label) != 1:
        sentence = _("label has shape {shape}, but expected one class index a sample.")
        raise ValueError(sentence.format(shape=np.shape(label)))
    if np.ndim(logit) != 2:
        sentence = _("logit has shape {shape}, but expected a row of logits a sample.")
        raise ValueError(sentence.format(shape=np.shape(logit)))
    logit, label = np.asarray(logit, float), np.asarray(label)
    meant = logit[np.arange(len(label)), label]
    low, high = 0.0, 1.0

    def slope(scale):  # of the mean cost in 1/T: it only grows, as the cost is convex there
        expected = (softmax(scale * logit) * logit).sum(axis=-1)
        return (expected - meant).mean()

    if slope(0.0) >= 0:
        raise ValueError(_("No temperature is best: to say nothing costs no more than the logits."))
    if (meant == logit.max(axis=1)).all():
        raise ValueError(_("No temperature is best: the surer, the cheaper."))
    while slope(high) < 0:
        low, high = high, 2 * high
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return float(1 / high)


# Six runs with a flaw each ----------------------------------------------------------------------


class Log(NamedTuple):
    """Loss before the first epoch and after each, beside a run that has no flaw."""

    cause: str
    classes: int
    loss: tuple[float, ...]
    sound: tuple[float, ...]
    precision: str = "float64"  # of the outputs that the loss is given

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


def _run_swapped():
    x, label = _two_groups()
    # Weights of a network that learnt the two classes numbered the other way round.
    other = Network(1, 1)
    for _progress in other.descend(x, 1 - label, steps=500, learning_rate=50):
        pass
    starts = [
        Network(1, 1, loss=loss).with_weights(other.weights, other.biases)
        for loss in (SWAPPED, BINARY_CROSS_ENTROPY)
    ]
    return [_trained(network, x, label, learning_rate=1) for network in starts]


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
    birds = penguins().measured(*BILL)
    x, label = birds.standardised(*BILL), birds.label
    return [
        _trained(Network(2, 3, loss=loss), x, label, learning_rate=6)
        for loss in (NO_LOGARITHM, CATEGORICAL_CROSS_ENTROPY)
    ]


def _run_coins():
    _mass, x, label, _scale = two_species()
    # Two coins pull twice as hard as a die: half the rate makes the same steps.
    return (
        _trained(Network(1, 2, loss=COINS), x, label, learning_rate=2),
        _trained(Network(1, 2), x, label, learning_rate=4),
    )


@lru_cache(maxsize=1)
def logs():
    """The six logs by their letters, trained once."""
    return {
        "A": Log("zeros", 10, *_run_zeros()),
        "B": Log("no logarithm", 3, *_run_no_logarithm()),
        "C": Log("swapped", 2, *_run_swapped()),
        "D": Log("coins", 2, *_run_coins()),
        "E": Log("twice", 10, *_run_twice()),
        "F": Log("0 log 0", 2, *_run_zero_times_log_zero(), precision="float32"),
    }
