"""Level 1: the extra nats for guessing b where the coin's heads have the probability a."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances
from xent_lib.exercises.mistakes_of_any_loss import clipped_widely
from xent_lib.language import _
from xent_lib.losses import cross_entropy, entropy, kl_divergence


def coin(heads):
    """The distribution of one toss."""
    return [heads, 1 - heads]


def truth(a, b):
    """Extra nats."""
    return kl_divergence(coin(a), coin(b))


def nan_at_0(a, b):
    """Right, but 0·log 0 is left to the computer."""
    a, b = np.array(coin(a)), np.array(coin(b))
    return np.sum(a * np.log(a / b))


def probes(rng):
    """Two coins: alike, unlike, and with a truth that is certain."""
    ruled_out = _(
        "a guess that rules out what can happen costs infinitely much. NumPy says `inf` there; "
        "`math.log` or a division stops with an error."
    )
    a, b, c, d, e, f = chances(rng, 6).tolist()
    plain = [(0.5, 0.25), (0.9, 0.6), (a, b), (c, d), (e, f), (a, a)]
    certain = [(1.0, 0.8), (0.0, b), (1, c)]
    return [
        *(Probe({"a": a, "b": b}) for a, b in plain),
        *(Probe({"a": a, "b": b}, edge=True) for a, b in certain),
        Probe({"a": 1.0, "b": 0.0}, note=ruled_out, edge=True),
    ]


mistakes = {
    "cross_entropy_instead": Mistake(
        lambda a, b: cross_entropy(coin(a), coin(b)),
        _(
            "This is the cross-entropy H(a, b), the whole cost of the guess. The divergence is "
            "only what it costs *beyond* the cost that nobody can avoid: subtract H(a). A quick "
            "test: where a = b, the answer should be 0."
        ),
    ),
    "reversed": Mistake(
        lambda a, b: kl_divergence(coin(b), coin(a)),
        _(
            "Truth and guess have changed places: you computed KL(b‖a). The weights in front of "
            "the logarithms come from the truth a, because a decides how often each side falls."
        ),
    ),
    "entropy_of_the_guess_subtracted": Mistake(
        lambda a, b: cross_entropy(coin(a), coin(b)) - entropy(coin(b)),
        _(
            "You subtracted the entropy of the guess, H(b). The cost that nobody can avoid is the "
            "entropy of the truth, H(a). Yours can even fall below 0, and a divergence never does."
        ),
    ),
    "entropy_of_the_truth": Mistake(
        lambda a, b: entropy(coin(a)),
        _(
            "This is H(a), the cost that nobody can avoid, and b does not occur in it. You want "
            "what the guess b costs on top of that."
        ),
    ),
    "sign_missing": Mistake(
        lambda a, b: -kl_divergence(coin(a), coin(b)),
        _(
            "The sign is turned round: yours is never above 0. Either the fraction is upside down "
            "(it is a/b, truth over guess), or there is one minus too many."
        ),
    ),
    "tails_forgotten": Mistake(
        lambda a, b: np.where(a == 0, 0, a * np.log(a / b)),
        _(
            "You counted heads and forgot tails. The coin has two sides: add the same term with "
            "1 − a and 1 − b."
        ),
    ),
    "log2": Mistake(
        lambda a, b: kl_divergence(coin(a), coin(b)) / np.log(2),
        _(
            "You used the logarithm to base 2, so your answer is in bits, 1.44 times the nats. "
            "Take `np.log` or `math.log`."
        ),
    ),
    "log10": Mistake(
        lambda a, b: kl_divergence(coin(a), coin(b)) / np.log(10),
        _(
            "You used log10, so your number is 2.3 times too small. Take `np.log` or `math.log`, "
            "the natural logarithm."
        ),
    ),
    "nan_at_0": Mistake(
        nan_at_0,
        _(
            "For every coin that has two sides you are right. Where a is exactly 0 or 1, your "
            "function finds no number: it meets 0·log 0. What never happens costs nothing, so that "
            "term is 0; leave it out where its weight is 0."
        ),
    ),
    **clipped_widely(truth),
}

kl = FunctionExercise(
    name="kl",
    level=1,
    statement=_(
        "**What does a wrong guess cost on top?** A coin shows heads with the probability `a`; you "
        "guess `b`. Write `kl(a, b)`: how many nats a toss that guess costs *beyond* the entropy "
        "H(a), which nobody can avoid. It should also work for a coin that always falls the same "
        "way, `a = 0` or `a = 1`."
    ),
    starter=_('''
def kl(a, b):
    """Extra nats a toss for guessing b where heads has the probability a."""
    ...
'''),
    hints=[
        _("Start from two numbers that you know: the whole cost H(a, b), and its floor H(a)."),
        _(
            "Their difference has one term for each side of the coin: how often that side falls, "
            "times the logarithm of truth over guess. The two sides are `(a, b)` and "
            "`(1 - a, 1 - b)`."
        ),
        _("At `a = 1` the term of tails is 0·log 0. Skip a side whose weight is 0."),
    ],
    solution=_('''
import math

def kl(a, b):
    """Extra nats a toss for guessing b where heads has the probability a."""
    sides = [(a, b), (1 - a, 1 - b)]
    return sum(p * math.log(p / q) for p, q in sides if p > 0)
'''),
    learned=_(
        "H(a, b) = H(a) + KL(a‖b): a floor that nobody can avoid, and what the guess costs on top. "
        "The second part is 0 exactly where the guess is the truth. Turn a and b round, and it "
        "changes: it is no distance."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
