"""Level 3: the mean cost of N outputs, each the die of one label."""

import numpy as np

from xent_lib.exercises.categorical_mistakes import mistakes, truth
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, one_hot_rows, rows
from xent_lib.language import _, later


def probes(rng):
    """Batches with N ≠ K; hard and soft rows; outputs of 0 and 1."""
    perfect = _(
        "where an output holds exact zeros, your function meets 0·log 0 and finds no number. What "
        "did not happen costs nothing, so that term is 0: `np.where` can leave it out."
    )
    ruled_out = _(
        "an output that gives 0 to what happened costs infinitely much. `np.log` says so; "
        "`math.log` stops with an error, and 0·log 0 gives `nan`."
    )
    certain = [[1.0, 0.0, 0.0], [0.1, 0.8, 0.1]]
    return [
        probe([[1, 0, 0]], [[0.5, 0.3, 0.2]]),
        probe([[0, 1, 0], [1, 0, 0]], [[0.1, 0.3, 0.6], [0.7, 0.2, 0.1]]),
        probe(one_hot_rows(rng, 5, 3), rows(rng, 5, 3)),
        probe(one_hot_rows(rng, 3, 4).astype(float), rows(rng, 3, 4)),
        probe(rows(rng, 2, 3), rows(rng, 2, 3)),
        probe([[0, 1, 0], [0, 0, 1]], [[0.59998, 2e-5, 0.4], rows(rng, 1, 3)[0]]),
        probe(one_hot_rows(rng, 4, 3), rows(rng, 4, 3)),
        probe([[1, 0, 0], [0, 1, 0]], certain, perfect),
        probe([[0, 0, 1], [0, 1, 0]], certain, ruled_out),
    ]


def probe(label, output, note=""):
    """The arguments as arrays."""
    return Probe.of(label=np.array(label), output=np.array(output), note=note)


categorical_cross_entropy = FunctionExercise(
    name="categorical_cross_entropy",
    level=3,
    statement=later(
        "**Categorical cross-entropy.** Each of N labels is the roll of its own die. `label` and "
        "`output` are arrays of N rows and K columns: a row of `label` is one-hot (or soft), a row "
        "of `output` is what the network gave to the K classes. Write the *mean* negative "
        "log-likelihood, in nats."
    ),
    starter=later('''
def categorical_cross_entropy(label, output):
    """Mean cost in nats of N rows of output; rows of label are one-hot or soft."""
    ...
'''),
    hints=[
        later("Begin with one roll. Which of the K probabilities tells how surprising it was?"),
        later("`label * np.log(output)` keeps one logarithm a row and makes all others 0."),
        later("Sum over the classes, `axis=1`; mean over the samples; a minus before it."),
    ],
    solution=later('''
import numpy as np

def categorical_cross_entropy(label, output):
    """Mean cost in nats of N rows of output; rows of label are one-hot or soft."""
    label, output = np.asarray(label), np.asarray(output)
    surprise = -np.log(np.where(label > 0, output, 1))  # 0 where nothing happened
    return np.mean(np.sum(label * surprise, axis=1))
'''),
    learned=later(
        "With one-hot labels, categorical cross-entropy is −log of the probability that the die "
        "gave to the class that happened, averaged. What the other classes got does not matter, "
        "except through the sum to 1. No (1 − y) terms are left."
    ),
    truth=truth,
    probes=probes,
    samples="mean",
    mistakes=mistakes,
)
