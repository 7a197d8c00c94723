"""DNN(x): a small fully connected network, trained by gradient descent on the losses."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from xent_lib.arguments import (
    class_indices,
    distributions,
    instance,
    numbers,
    positive,
    probabilities,
    refuse,
    whole,
)
from xent_lib.language import _, plural
from xent_lib.losses import (
    binary_cross_entropy_from_logits,
    binary_cross_entropy_gradient,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_gradient,
    sigmoid,
    softmax,
    squared_error,
    squared_error_gradient,
)

WIDEST = 100_000  # inputs, outputs or hidden units


class Loss(NamedTuple):
    """What a network is trained on: any pair of functions ``f(*, label, logit)``.

    `value` is the mean over the samples; `gradient` is its slope in every logit, so it has the
    shape of the logits and is divided by the number of samples.
    """

    value: Callable
    gradient: Callable


def _squared_error(*, label, logit):
    return squared_error(label=label, output=sigmoid(logit))


BINARY_CROSS_ENTROPY = Loss(binary_cross_entropy_from_logits, binary_cross_entropy_gradient)
CATEGORICAL_CROSS_ENTROPY = Loss(
    categorical_cross_entropy_from_logits, categorical_cross_entropy_gradient
)
SQUARED_ERROR = Loss(_squared_error, squared_error_gradient)


@dataclass(frozen=True)
class Progress:
    """Where training stands after `step` steps.

    `accuracy` is the mean of `credit`: the share of right answers, ties settled by lot.
    """

    step: int
    loss: float
    accuracy: float


class Gradient(NamedTuple):
    """Slope of the loss in every parameter, layer by layer."""

    weights: list
    biases: list


def credit(*, label, logit):
    """How right each answer is: 1 where the likeliest class is what happened, 0 where it is not.

    Where k classes tie for the likeliest, an answer is drawn by lot and is right in one case of k:
    a network that knows nothing has 1/K of its answers right.

    Parameters
    ----------
    label : array_like, shape (N,) or (N, K)
        As a `Network` takes it; where a soft label ties, what happened is drawn by lot as well.
    logit : array_like, shape (N,) or (N, K)
        One logit a sample, or K.
    """
    logit = numbers("logit", logit)
    if logit.ndim not in (1, 2):
        sentence = _("logit has shape {shape}, but expected one logit a sample, or a row of them.")
        raise ValueError(sentence.format(shape=logit.shape))
    return _credit(_labels(label, len(logit), 1 if logit.ndim == 1 else logit.shape[1]), logit)


def _credit(label, logit):
    if logit.ndim == 1:
        return (1 + np.sign(logit) * np.sign(label - 0.5)) / 2
    said = _by_lot(logit)
    if label.ndim == 1:
        return said[np.arange(len(label)), label]
    return (said * _by_lot(label)).sum(axis=1)


def _by_lot(rows):
    """Each row's largest entries, with equal chances."""
    largest = rows == rows.max(axis=1, keepdims=True)
    return largest / largest.sum(axis=1, keepdims=True)


class Network:
    """A fully connected network: tanh in the hidden layers, a probability at the end.

    Parameters
    ----------
    inputs : int
        Numbers that describe a sample. Standardise them: ``(x - x.mean(0)) / x.std(0)``.
    outputs : int
        1 for a sigmoid (two classes), K ≥ 2 for a softmax over K classes.
    hidden : int or sequence of int
        Width of each hidden layer.
    seed : int
        Draws the hidden weights. The last layer starts at zero, so an untrained network gives
        every class the same probability, and its cross-entropy is ln K.
    loss : Loss, optional
        What to train on; cross-entropy unless told otherwise. BINARY_CROSS_ENTROPY and
        SQUARED_ERROR take one output, CATEGORICAL_CROSS_ENTROPY two or more.

    Attributes
    ----------
    weights, biases : list of array
        One (inputs, outputs) matrix and one vector a layer.
    steps : int
        Steps of gradient descent so far.

    Examples
    --------
    >>> network = Network(inputs=1, outputs=1)
    >>> for progress in network.descend([-1, 1], [0, 1], steps=100, learning_rate=1):
    ...     pass
    >>> network.output([-1, 1]).round(2)
    array([0.01, 0.99])
    """

    def __init__(self, inputs, outputs, hidden=(), seed=0, *, loss=None):
        self.inputs = _width("inputs", inputs)
        self.outputs = _width("outputs", outputs)
        if isinstance(hidden, list | tuple) or (isinstance(hidden, np.ndarray) and hidden.ndim):
            self.hidden = tuple(_width(f"hidden[{i}]", width) for i, width in enumerate(hidden))
        else:
            self.hidden = (_width("hidden", hidden),)
        if loss is None:
            loss = BINARY_CROSS_ENTROPY if self.outputs == 1 else CATEGORICAL_CROSS_ENTROPY
        if not (isinstance(loss, Loss) and all(map(callable, loss))):
            sentence = _(
                "loss is {loss}, but it must be a Loss of two functions, such as SQUARED_ERROR."
            )
            raise ValueError(sentence.format(loss=f"{loss!r:.60}"))
        if loss in (BINARY_CROSS_ENTROPY, SQUARED_ERROR) and self.outputs > 1:
            sentence = _(
                "outputs is {outputs}, but binary cross-entropy and squared error judge one "
                "output; a softmax is judged by CATEGORICAL_CROSS_ENTROPY."
            )
            raise ValueError(sentence.format(outputs=self.outputs))
        if loss == CATEGORICAL_CROSS_ENTROPY and self.outputs == 1:
            raise ValueError(
                _(
                    "outputs is 1, but categorical cross-entropy judges a softmax over 2 classes "
                    "or more; one output is judged by BINARY_CROSS_ENTROPY."
                )
            )
        self._loss = loss
        rng = np.random.default_rng(whole("seed", seed, least=0))
        widths = (self.inputs, *self.hidden)
        self.weights = [
            rng.normal(scale=1 / np.sqrt(rows), size=(rows, columns))
            for rows, columns in zip(widths, self.hidden, strict=False)
        ]
        self.weights.append(np.zeros((widths[-1], self.outputs)))
        self.biases = [np.zeros(weights.shape[1]) for weights in self.weights]
        self.steps = 0

    def __repr__(self):
        return (
            f"Network(inputs={self.inputs}, outputs={self.outputs}, hidden={self.hidden}, "
            f"steps={self.steps})"
        )

    def with_weights(self, weights, biases=None, *, steps=0):
        """A network like this one, with parameters that were learnt or chosen elsewhere.

        Parameters
        ----------
        weights, biases : list of array_like
            One matrix and one vector a layer; without biases they are 0.
        steps : int
            How many steps of descent made them.
        """
        other = copy(self)
        other.weights = _shaped("weights", weights, self.weights)
        zeros = [np.zeros_like(bias) for bias in self.biases]
        other.biases = zeros if biases is None else _shaped("biases", biases, self.biases)
        other.steps = whole("steps", steps, least=0)
        return other

    def logits(self, x):
        """Logit of each row of `x`: shape (N,) for one output, (N, K) for K."""
        return self._logits(self._layers(self._samples(x)))

    def output(self, x):
        """Probability of class 1, shape (N,), or of each of K classes, shape (N, K).

        Parameters
        ----------
        x : array_like, shape (N, inputs)
            Or shape (N,) where there is one input.
        """
        return (sigmoid if self.outputs == 1 else softmax)(self.logits(x))

    def loss(self, x, label):
        """Mean loss of what the network says about `x`, given what happened; cross-entropy in nats.

        Parameters
        ----------
        x : array_like, shape (N, inputs)
        label : array_like
            For one output 0, 1 or a probability a sample; for K outputs a class index or a row of
            K probabilities a sample.
        """
        return self.progress(x, label).loss

    def progress(self, x, label):
        """Step, loss and accuracy as they stand now: the point before the first step, say."""
        return self._progress(*self._samples_and_labels(x, label))

    def credit(self, x, label):
        """How right its answer about each sample is: 1, 0, or by lot where classes tie."""
        x, label = self._samples_and_labels(x, label)
        return _credit(label, self._logits(self._layers(x)))

    def gradient(self, x, label):
        """Slope of the loss in all weights and biases, by back-propagation."""
        return self._gradient(*self._samples_and_labels(x, label))

    def descend(self, x, label, *, steps, learning_rate):
        """Take `steps` steps of full-batch gradient descent, yielding the progress after each.

        Each step is taken when it is asked for, by ``for`` or ``list``. Training can be left at any
        step and called again to go on: what was learnt stays.

        Raises
        ------
        ValueError
            For bad arguments, at once; or at the step that would make a weight infinite, which is
            then not taken.
        """
        x, label = self._samples_and_labels(x, label)
        steps = whole("steps", steps, least=0)
        return self._descend(x, label, steps, positive("learning_rate", learning_rate))

    def _descend(self, x, label, steps, learning_rate):
        for _step in range(steps):
            self._step(x, label, learning_rate)
            yield self._progress(x, label)

    @np.errstate(all="ignore")  # an infinite step is refused with a sentence
    def _step(self, x, label, learning_rate):
        slope = self._gradient(x, label)
        weights = [w - learning_rate * s for w, s in zip(self.weights, slope.weights, strict=True)]
        biases = [b - learning_rate * s for b, s in zip(self.biases, slope.biases, strict=True)]
        if not all(np.isfinite(parameter).all() for parameter in weights + biases):
            sentence = _(
                "learning_rate is {rate}, and step {step} would make a weight infinite; "
                "try a smaller one, or a loss with a finite slope."
            )
            raise ValueError(sentence.format(rate=f"{learning_rate:g}", step=self.steps + 1))
        self.weights, self.biases, self.steps = weights, biases, self.steps + 1

    def _layers(self, x):
        """What goes into each layer: the samples, then each hidden layer's activations."""
        layers = [x]
        for weights, biases in zip(self.weights[:-1], self.biases[:-1], strict=True):
            layers.append(np.tanh(layers[-1] @ weights + biases))
        return layers

    def _logits(self, layers):
        logit = layers[-1] @ self.weights[-1] + self.biases[-1]
        return logit[:, 0] if self.outputs == 1 else logit

    def _gradient(self, x, label):
        layers = self._layers(x)
        logit = self._logits(layers)
        slope = np.asarray(self._loss.gradient(label=label, logit=logit))
        if slope.shape != logit.shape:
            sentence = _("loss.gradient gave shape {slope}, but the logits have {logit}.")
            raise ValueError(sentence.format(slope=slope.shape, logit=logit.shape))
        slope = slope.reshape(len(x), self.outputs)
        weights, biases = [layers[-1].T @ slope], [slope.sum(axis=0)]
        for layer in reversed(range(len(self.hidden))):
            slope = slope @ self.weights[layer + 1].T * (1 - layers[layer + 1] ** 2)
            weights.insert(0, layers[layer].T @ slope)
            biases.insert(0, slope.sum(axis=0))
        return Gradient(weights, biases)

    def _progress(self, x, label):
        logit = self._logits(self._layers(x))
        loss = self._loss.value(label=label, logit=logit)
        right = _credit(label, logit).mean()
        return Progress(self.steps, float(loss), float(right))

    def _samples(self, x):
        x = numbers("x", x).astype(float)
        if x.ndim == 1 and self.inputs == 1:
            x = x[:, None]
        if x.ndim != 2 or x.shape[1] != self.inputs:
            sentence = plural(
                "x has shape {shape}, but the network takes {inputs} input a sample: "
                "expected (N, {inputs}).",
                "x has shape {shape}, but the network takes {inputs} inputs a sample: "
                "expected (N, {inputs}).",
                self.inputs,
            )
            raise ValueError(sentence.format(shape=x.shape, inputs=self.inputs))
        if not np.isfinite(x).all():
            sentence = _("{place} is {value}, but an input must be finite.")
            refuse("x", x, ~np.isfinite(x), sentence)
        return x

    def _samples_and_labels(self, x, label):
        x = self._samples(x)
        return x, _labels(label, len(x), self.outputs)


def _labels(label, samples, outputs):
    """What happened to each sample, as a network with so many outputs is judged by it."""
    label = numbers("label", label)
    indices, rows = (samples,), (samples, outputs)
    if label.shape != indices and (outputs == 1 or label.shape != rows):
        sentence = _(
            "label has shape {shape}, but for {samples} samples and {outputs} outputs "
            "expected {indices} or {rows}."
        )
        if outputs == 1:
            sentence = _(
                "label has shape {shape}, but for {samples} samples and 1 output "
                "expected {indices}."
            )
        told = dict(samples=samples, outputs=outputs, indices=indices, rows=rows)
        raise ValueError(sentence.format(shape=label.shape, **told))
    if outputs == 1:
        return probabilities("label", label, float)
    if label.ndim == 2:
        return distributions("label", label, float)
    if label.dtype.kind not in "iu":
        sentence = _(
            "{place} is {value}, but class indices are whole numbers: try label.astype(int)."
        )
        refuse("label", label, np.ones(samples, bool), sentence)
    return class_indices("label", label, outputs)


def _width(name, value):
    return whole(name, value, least=1, most=WIDEST)


def _shaped(name, given, expected):
    instance(name, given, list | tuple, _("a list with one array a layer"))
    if len(given) != len(expected):
        sentence = _("{name} has {n} layers, but the network has {expected}.")
        raise ValueError(sentence.format(name=name, n=len(given), expected=len(expected)))
    arrays = [numbers(f"{name}[{i}]", layer).astype(float) for i, layer in enumerate(given)]
    for i, (array, like) in enumerate(zip(arrays, expected, strict=True)):
        if array.shape != like.shape:
            sentence = _("{name}[{i}] has shape {shape}, but expected {expected}.")
            words = {"name": name, "i": i, "shape": array.shape, "expected": like.shape}
            raise ValueError(sentence.format(**words))
    return arrays
