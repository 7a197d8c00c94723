"""Level 2: the mean cost of N outputs, each the coin of one label."""

import numpy as np

from xent_lib.exercises.binary_mistakes import mistakes, truth
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances, hard_labels
from xent_lib.language import _, later


def probes(rng):
    """Batches of one, two, five and seven; hard and soft labels; outputs of 0 and 1."""
    perfect = _(
        "where an output is exactly 0 or 1, your function meets 0·log 0 and finds no number. What "
        "did not happen costs nothing, so that term is 0: `np.where` can leave it out."
    )
    ruled_out = _(
        "an output that is exactly 0 or 1 and wrong rules out what happened. It costs infinitely "
        "much, and `np.log` says so; `math.log` stops with an error."
    )
    soft = np.r_[0.9, (chances(rng, 4).round(1) * 0.8 + 0.1).round(2)]
    return [
        # A mean over one label is 0 or 1, and a mistake that uses it may meet 0·log 0.
        probe([1], [0.8], edge=True),
        probe([0], [0.3], edge=True),
        probe([1, 0], [0.9, 0.2]),
        probe(hard_labels(rng, 7), chances(rng, 7)),
        probe(hard_labels(rng, 5).astype(float), chances(rng, 5)),
        probe(soft, np.r_[0.83, chances(rng, 4)]),
        probe([0.8, 0.3], [0.6, 0.2]),
        probe([1, 0, 1], [2e-5, *chances(rng, 2)]),
        probe([1, 0, 1], [1.0, 0.0, *chances(rng, 1)], note=perfect),
        probe([1, 0, 0], [0.0, 0.2, 0.1], note=ruled_out),
    ]


def probe(label, output, **more):
    """The arguments as arrays."""
    return Probe.of(label=list(label), output=np.array(output, dtype=float), **more)


binary_cross_entropy = FunctionExercise(
    name="binary_cross_entropy",
    level=2,
    statement=later(
        "**Binary cross-entropy.** Each of N labels is the toss of its own coin. `label` and "
        "`output` are arrays of N numbers: `label[n]` is 1 or 0 (or a probability, for a soft "
        "label), `output[n]` is the probability of 1 that the network gave it. Write the *mean* "
        "negative log-likelihood, in nats."
    ),
    starter=later('''
def binary_cross_entropy(label, output):
    """Mean cost of the N outputs, given their labels, in nats."""
    ...
'''),
    hints=[
        later(
            "Begin with one sample. Which probability did the coin give to what really happened?"
        ),
        later(
            "`label * np.log(output)` counts where the label is 1. Which term counts where it is 0?"
        ),
        later(
            "Put both terms in one pair of brackets, take the mean, and put the minus before it."
        ),
    ],
    solution=later('''
import numpy as np

def binary_cross_entropy(label, output):
    """Mean cost of the N outputs, given their labels, in nats."""
    y, q = np.asarray(label), np.asarray(output)
    heads = y * np.log(np.where(y > 0, q, 1))  # 0 where the label is 0
    tails = (1 - y) * np.log(np.where(y < 1, 1 - q, 1))
    return -np.mean(heads + tails)
'''),
    learned=later(
        "Binary cross-entropy is the mean surprise of N coins, one a sample: the label says which "
        "side fell, the output how probable that was. The article's sum is N times this number."
    ),
    truth=truth,
    probes=probes,
    samples="mean",
    mistakes=mistakes,
)
