"""Level 2: the slope of binary cross-entropy in each logit."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, hard_labels
from xent_lib.language import _, later
from xent_lib.losses import (
    binary_cross_entropy_from_logits,
    binary_cross_entropy_gradient,
    sigmoid,
    squared_error_gradient,
)


def truth(label, logit):
    """(q - y) / N for each sample."""
    return binary_cross_entropy_gradient(label=label, logit=logit)


def slope_of_sigmoid(logit):
    """The factor q (1 - q)."""
    return sigmoid(logit) * (1 - sigmoid(logit))


def probes(rng):
    """One sample, several, a soft label, lists, and logits too large for a naive sigmoid."""
    huge = _(
        "at a logit of −1000 your function finds no number: `exp(1000)` is too large. NumPy's "
        "`1 / (1 + np.exp(-z))` survives it, `math.exp` does not."
    )
    return [
        probe([1], [0.0]),
        probe([0], [1.0]),
        probe([1, 0], [2.0, 1.0]),
        probe(hard_labels(rng, 5), logits(rng, 2, 5)),
        probe(hard_labels(rng, 4), logits(rng, 3, 4)),
        probe([0.9, 0.3, 0.5], logits(rng, 2, 3)),
        probe([0, 1], [-1000.0, 1.0], huge),
    ]


def logits(rng, spread, count):
    """Logits of two digits, none of them 0."""
    return (rng.normal(0, spread, count).round(1) + 0.05).round(2)


def probe(label, logit, note=""):
    """The arguments as arrays."""
    return Probe.of(label=list(label), logit=np.array(logit), note=note)


def sigmoid_without_brackets(logit):
    """1 / 1 + exp(-z), as Python reads it."""
    return 1 / 1 + np.exp(-np.asarray(logit))


SOFT = later(
    "In yours a label is 0 or 1, and for those you are right. A *soft* label of .9 lies between "
    "the two cases: q − 1 counts with .9 and q with .1, which makes q − .9. One formula says it "
    "all, q − y."
)


def losses_of(label, logit):
    """The binary cross-entropy of each sample."""
    return binary_cross_entropy_from_logits(label=label, logit=logit, reduction="none")


mistakes = {
    "y_minus_q": Mistake(
        lambda label, logit: -truth(label, logit),
        later(
            "You have y − q, and the slope is q − y. With yours, gradient descent would walk "
            "uphill: where the label is 1, raising the logit *lowers* the loss, so the slope there "
            "is negative."
        ),
    ),
    "slope_in_q": Mistake(
        lambda label, logit: truth(label, logit) / slope_of_sigmoid(logit),
        later(
            "This is the slope in the output q, (q − y)/(q(1 − q)). The question is how the loss "
            "changes with the *logit*: multiply by the sigmoid's own slope q(1 − q), and the "
            "fraction cancels. That is why the two belong together."
        ),
    ),
    "extra_slope_of_the_sigmoid": Mistake(
        lambda label, logit: truth(label, logit) * slope_of_sigmoid(logit),
        later(
            "There is a factor q(1 − q) too many. It is the sigmoid's slope, and cross-entropy has "
            "already cancelled it. With it the slope dies out where the network is surely wrong, "
            "which is just what squared error suffers from."
        ),
    ),
    "slope_of_squared_error": Mistake(
        lambda label, logit: squared_error_gradient(label=label, logit=logit),
        later(
            "This is the slope of the squared error, 2(q − y)·q(1 − q). Cross-entropy's is "
            "simpler: its logarithm cancels the factor q(1 − q)."
        ),
    ),
    "not_averaged": Mistake(
        lambda label, logit: truth(label, logit) * np.size(label),
        later(
            "This is the slope of the *sum*, q − y. The loss is the mean over N samples, so each "
            "sample's slope is divided by N."
        ),
    ),
    "y_minus_q_not_averaged": Mistake(
        lambda label, logit: -truth(label, logit) * np.size(label),
        later(
            "Two things: the order is q − y, not y − q, for where the label is 1 a larger logit "
            "lowers the loss; and the loss is a mean, so divide by N."
        ),
    ),
    "sigmoid_missing": Mistake(
        lambda label, logit: (np.asarray(logit) - label) / np.size(label),
        later(
            "You subtracted the label from the logit itself. A logit runs from −∞ to ∞; send it "
            "through the sigmoid first, and you have the probability q."
        ),
    ),
    "sigmoid_missing_not_averaged": Mistake(
        lambda label, logit: np.asarray(logit) - label,
        later(
            "You subtracted the label from the logit itself. A logit runs from −∞ to ∞; send it "
            "through the sigmoid first, and you have the probability q. And divide by N: the loss "
            "is a mean."
        ),
    ),
    "soft_label_as_0": Mistake(lambda label, logit: truth(np.equal(label, 1), logit), SOFT),
    "soft_label_rounded": Mistake(lambda label, logit: truth(np.greater(label, 0.5), logit), SOFT),
    "label_ignored": Mistake(
        lambda label, logit: sigmoid(logit) / np.size(label),
        later(
            "The label makes no difference in yours: every slope is q/N, as if all labels were 0. "
            "The slope is the gap between output and label, q − y."
        ),
    ),
    "slope_of_the_sigmoid_alone": Mistake(
        lambda label, logit: slope_of_sigmoid(logit),
        later(
            "This is the slope of the sigmoid, q(1 − q), one of two factors. Multiply it by the "
            "slope of the loss in q, and see what cancels; then divide by N."
        ),
    ),
    "doubled": Mistake(
        lambda label, logit: 2 * truth(label, logit),
        later(
            "There is a factor 2 too many. A square brings one when its slope is taken, and there "
            "is no square in cross-entropy: (q − y)/N."
        ),
    ),
    "upside_down_sigmoid": Mistake(
        lambda label, logit: (sigmoid(-np.asarray(logit)) - label) / np.size(label),
        later(
            "Your sigmoid is turned round: 1/(1 + e^z) falls where q should rise. A minus is "
            "missing in the exponent: q = 1/(1 + e^−z)."
        ),
    ),
    "sigmoid_without_brackets": Mistake(
        lambda label, logit: (sigmoid_without_brackets(logit) - label) / np.size(label),
        later(
            "Brackets are missing in your sigmoid: `1 / 1 + np.exp(-z)` divides 1 by 1 and then "
            "adds. It is `1 / (1 + np.exp(-z))`."
        ),
    ),
    "exponential_alone": Mistake(
        lambda label, logit: (np.exp(logit) - label) / np.size(label),
        later(
            "You took e^z for the output. The sigmoid keeps it between 0 and 1: "
            "q = e^z/(1 + e^z), which is 1/(1 + e^−z)."
        ),
    ),
    "losses": Mistake(
        lambda label, logit: losses_of(label, logit) / np.size(label),
        later(
            "These are the samples' losses, not their slopes. The question is by how much the loss "
            "changes when a logit does: take −log q at label 1, and find its slope in z."
        ),
    ),
    "losses_not_averaged": Mistake(
        losses_of,
        later(
            "These are the samples' losses, not their slopes. The question is by how much the loss "
            "changes when a logit does: take −log q at label 1, and find its slope in z. (And "
            "since the loss is a mean, each slope is divided by N.)"
        ),
    ),
    "the_loss": Mistake(
        lambda label, logit: losses_of(label, logit).mean(),
        later(
            "This is the loss itself. Its slope is asked for: by how much it changes when a logit "
            "does, one number for each of the N logits."
        ),
    ),
    "one_number": Mistake(
        lambda label, logit: truth(label, logit).sum(),
        later(
            "You made one number of all the slopes, by a sum or a mean. Each sample has a logit of "
            "its own, so there are N slopes: leave them as an array of N, each divided by N."
        ),
    ),
    "one_number_divided_twice": Mistake(
        lambda label, logit: truth(label, logit).mean(),
        later(
            "You made one number of all the slopes. Each sample has a logit of its own, so there "
            "are N slopes: leave them as an array of N, each divided by N."
        ),
    ),
}

gradient = FunctionExercise(
    name="gradient",
    level=2,
    statement=later(
        "**Which way is down?** `label` (hard or soft) and `logit` are arrays of N numbers, one a "
        "sample. The output is q = sigmoid(logit), the loss is the *mean* binary cross-entropy. "
        "Write the slope of the loss in each logit: an array of N numbers."
    ),
    starter=later('''
def gradient(label, logit):
    """Slope of the mean binary cross-entropy in each of the N logits."""
    ...
'''),
    hints=[
        later("Take one sample with label 1. Its loss is −log q. What is the slope of that in q?"),
        later("The sigmoid's slope is q(1 − q). Multiply the two slopes, and see what cancels."),
        later(
            "For label 1 you get q − 1, for label 0 you get q. One formula says both; divide by N."
        ),
    ],
    solution=later('''
import numpy as np

def gradient(label, logit):
    """Slope of the mean binary cross-entropy in each of the N logits."""
    q = 1 / (1 + np.exp(-np.asarray(logit)))
    return (q - label) / len(q)
'''),
    learned=later(
        "The slope is output minus label, divided by N: the more wrong, the steeper, and 0 only "
        "where the output is the label. The logarithm of the loss and the exponential of the "
        "sigmoid undo each other."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
