"""Level 2: the mean cost of N outputs, each the coin of one label."""

import numpy as np

from xent_lib.exercises.binary_mistakes import mistakes, truth
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, as_lists, chances, hard_labels
from xent_lib.language import _


def probes(rng):
    """Batches of one, two, five and seven; hard and soft labels; lists; outputs of 0 and 1."""
    lists = _(
        "plain lists stop your function. `np.asarray(label)` and `np.asarray(output)` in its first "
        "lines accept lists and arrays alike."
    )
    perfect = _(
        "where an output is exactly 0 or 1, your function meets 0·log 0 and finds no number. What "
        "did not happen costs nothing, so that term is 0: `np.where` can leave it out."
    )
    ruled_out = _(
        "an output that is exactly 0 or 1 and wrong rules out what happened. It costs infinitely "
        "much, and `np.log` says so; `math.log` stops with an error."
    )
    hard = Probe(batch(hard_labels(rng, 7), chances(rng, 7)))
    soft = np.r_[0.9, chances(rng, 4).round(1) * 0.8 + 0.1]
    return [
        # A mean over one label is 0 or 1, and a mistake that uses it may meet 0·log 0.
        Probe(batch([1], [0.8]), edge=True),
        Probe(batch([0], [0.3]), edge=True),
        Probe(batch([1, 0], [0.9, 0.2])),
        hard,
        Probe(batch(hard_labels(rng, 5).astype(float), chances(rng, 5))),
        Probe(batch(soft, np.r_[0.83, chances(rng, 4)])),
        Probe(batch([0.8, 0.3], [0.6, 0.2])),
        Probe(batch([1, 0, 1], [3e-8, *chances(rng, 2)])),
        as_lists(Probe(batch(hard_labels(rng, 4), chances(rng, 4))), lists),
        Probe(batch([1, 0, 1], [1.0, 0.0, *chances(rng, 1)]), note=perfect, edge=True),
        Probe(batch([1, 0, 0], [0.0, 0.2, 0.1]), note=ruled_out, edge=True),
    ]


def batch(label, output):
    """The arguments as arrays."""
    return {"label": np.array(label), "output": np.array(output, dtype=float)}


binary_cross_entropy = FunctionExercise(
    name="binary_cross_entropy",
    level=2,
    statement=_(
        "**Binary cross-entropy.** Each of N labels is the toss of its own coin. `label[n]` is 1 "
        "or 0 (or a probability, for a soft label), `output[n]` is the probability of 1 that the "
        "network gave it. Write the *mean* negative log-likelihood, in nats."
    ),
    starter=_('''
def binary_cross_entropy(label, output):
    """Mean of -(y log p + (1-y) log(1-p)) over the N samples, in nats."""
    ...
'''),
    hints=[
        _("Begin with one sample. Which probability did the coin give to what really happened?"),
        _("`label * np.log(output)` counts where the label is 1. Which term counts where it is 0?"),
        _("Put both terms in one pair of brackets, take the mean, and put the minus before it."),
    ],
    solution=_('''
import numpy as np

def binary_cross_entropy(label, output):
    """Mean of -(y log p + (1-y) log(1-p)) over the N samples, in nats."""
    y, p = np.asarray(label), np.asarray(output)
    heads = y * np.log(np.where(y > 0, p, 1))  # 0 where the label is 0
    tails = (1 - y) * np.log(np.where(y < 1, 1 - p, 1))
    return -np.mean(heads + tails)
'''),
    learned=_(
        "Binary cross-entropy is the mean surprise of N coins, one a sample: the label says which "
        "side fell, the output how probable that was. The article's sum is N times this number."
    ),
    truth=truth,
    probes=probes,
    averaged=True,
    mistakes=mistakes,
)
