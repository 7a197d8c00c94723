"""Level 2: the slope of binary cross-entropy in each logit."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, as_lists, hard_labels
from xent_lib.language import _
from xent_lib.losses import binary_cross_entropy_gradient, sigmoid, squared_error_gradient


def truth(label, logit):
    """(p - y) / N for each sample."""
    return binary_cross_entropy_gradient(label=label, logit=logit)


def slope_of_sigmoid(logit):
    """The factor p (1 - p)."""
    return sigmoid(logit) * (1 - sigmoid(logit))


def probes(rng):
    """One sample, several, a soft label, lists, and logits too large for a naive sigmoid."""
    lists = _("plain lists stop your function; `np.asarray(label)` accepts lists and arrays.")
    huge = _(
        "at a logit of −1000 your function finds no number: `exp(1000)` is too large. NumPy's "
        "`1 / (1 + np.exp(-z))` survives it, `math.exp` does not."
    )
    return [
        probe([1], [0.0]),
        probe([0], [1.0]),
        probe([1, 0], [2.0, 1.0]),
        probe(hard_labels(rng, 5), rng.normal(0, 2, 5).round(1) + 0.05),
        probe(hard_labels(rng, 4), rng.normal(0, 3, 4).round(1) + 0.05),
        probe([0.9, 0.3, 0.5], rng.normal(0, 2, 3).round(1) + 0.05),
        as_lists(probe(hard_labels(rng, 3), rng.normal(0, 2, 3).round(1) + 0.05), lists),
        probe([0, 1], [-1000.0, 1.0], huge),
    ]


def probe(label, logit, note=""):
    """The arguments as arrays."""
    arguments = {"label": np.array(label), "logit": np.array(logit)}
    return Probe(arguments, note=note, edge=bool(note))


mistakes = {
    "y_minus_p": Mistake(
        lambda label, logit: -truth(label, logit),
        _(
            "You have y − p, and the slope is p − y. With yours, gradient descent would walk "
            "uphill: where the label is 1, raising the logit *lowers* the loss, so the slope there "
            "is negative."
        ),
    ),
    "slope_in_p": Mistake(
        lambda label, logit: truth(label, logit) / slope_of_sigmoid(logit),
        _(
            "This is the slope in the output p, (p − y)/(p(1 − p)). The question is how the loss "
            "changes with the *logit*: multiply by the sigmoid's own slope p(1 − p), and the "
            "fraction cancels. That is why the two belong together."
        ),
    ),
    "extra_slope_of_the_sigmoid": Mistake(
        lambda label, logit: truth(label, logit) * slope_of_sigmoid(logit),
        _(
            "There is a factor p(1 − p) too many. It is the sigmoid's slope, and cross-entropy has "
            "already cancelled it. With it the slope dies out where the network is surely wrong, "
            "which is just what squared error suffers from."
        ),
    ),
    "slope_of_squared_error": Mistake(
        lambda label, logit: squared_error_gradient(label=label, logit=logit),
        _(
            "This is the slope of the squared error, 2(p − y)·p(1 − p). Cross-entropy's is "
            "simpler: its logarithm cancels the factor p(1 − p)."
        ),
    ),
    "not_averaged": Mistake(
        lambda label, logit: truth(label, logit) * np.size(label),
        _(
            "This is the slope of the *sum*, p − y. The loss is the mean over N samples, so each "
            "sample's slope is divided by N."
        ),
    ),
    "y_minus_p_not_averaged": Mistake(
        lambda label, logit: -truth(label, logit) * np.size(label),
        _(
            "Two things: the order is p − y, not y − p, for where the label is 1 a larger logit "
            "lowers the loss; and the loss is a mean, so divide by N."
        ),
    ),
    "sigmoid_missing": Mistake(
        lambda label, logit: (np.asarray(logit) - label) / np.size(label),
        _(
            "You subtracted the label from the logit itself. A logit runs from −∞ to ∞; send it "
            "through the sigmoid first, and you have the probability p."
        ),
    ),
    "added_up": Mistake(
        lambda label, logit: truth(label, logit).sum(),
        _(
            "You added the slopes of all samples up to one number. Each sample has a logit of its "
            "own, so there are N slopes: leave them as an array."
        ),
    ),
}

gradient = FunctionExercise(
    name="gradient",
    level=2,
    statement=_(
        "**Which way is down?** The output is p = sigmoid(logit), the loss is the *mean* binary "
        "cross-entropy over N samples. Write the slope of the loss in each logit: an array of N "
        "numbers."
    ),
    starter=_('''
def gradient(label, logit):
    """Slope of the mean binary cross-entropy in each of the N logits."""
    ...
'''),
    hints=[
        _("Take one sample with label 1. Its loss is −log p. What is the slope of that in p?"),
        _("The sigmoid's slope is p(1 − p). Multiply the two slopes, and see what cancels."),
        _("For label 1 you get p − 1, for label 0 you get p. One formula says both; divide by N."),
    ],
    solution=_('''
import numpy as np

def gradient(label, logit):
    """Slope of the mean binary cross-entropy in each of the N logits."""
    p = 1 / (1 + np.exp(-np.asarray(logit)))
    return (p - label) / len(p)
'''),
    learned=_(
        "The slope is output minus label, divided by N: the more wrong, the steeper, and 0 only "
        "where the output is the label. The logarithm of the loss and the exponential of the "
        "sigmoid undo each other."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
