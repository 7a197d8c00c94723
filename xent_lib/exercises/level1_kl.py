"""Level 1: the extra nats for guessing b where the coin's heads have the probability a."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances
from xent_lib.exercises.mistakes_of_any_loss import (
    CLIPPED,
    LARGE_EPS,
    LOG2,
    LOG10,
    clipped_widely,
    p_log,
    short,
)
from xent_lib.language import _, later
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


def except_at(certain, otherwise):
    """Right for coins with two sides; for the truths in `certain`, what `otherwise` says."""
    return lambda a, b: otherwise(a, b) if a in certain else truth(a, b)


def with_eps(a, b, eps):
    """Eps added to all probabilities inside the logarithms."""
    return added(a, b, eps, eps)


def added(a, b, above, below):
    """One number added above the line of the fractions, another below."""
    a, b = np.array(coin(a)), np.array(coin(b))
    return np.sum(p_log(a, (a + above) / (b + below)))


def kept_above(a, b, eps):
    """No probability of the guess below eps."""
    a, b = np.array(coin(a)), np.array(coin(b))
    return np.sum(p_log(a, a / np.maximum(b, eps)))


def clipped(eps):
    """Truth and guess both kept away from 0 and 1."""
    return lambda a, b: truth(np.clip(a, eps, 1 - eps), np.clip(b, eps, 1 - eps))


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
        *(Probe.of(a=a, b=b) for a, b in plain),
        *(Probe.of(a=a, b=b, edge=True) for a, b in certain),
        Probe.of(a=1.0, b=0.0, note=ruled_out),
    ]


def heads_term(a, b):
    """What heads contribute."""
    return p_log(a, np.divide(a, b))


def lost(a, b):
    """No number."""
    return np.nan


CERTAIN_0_OR_1 = later(
    "For every coin that has two sides you are right. Where a is exactly 0 or 1, your function "
    "finds no finite number: one of the two terms meets 0·log 0 or divides by 0."
)
SKIP = later("What never happens costs nothing: leave a term out where its weight is 0.")

mistakes = {
    "cross_entropy_instead": Mistake(
        lambda a, b: cross_entropy(coin(a), coin(b)),
        later(
            "This is the cross-entropy H(a, b), the whole cost of the guess. The divergence is "
            "only what it costs *beyond* the cost that nobody can avoid: subtract H(a). A quick "
            "test: where a = b, the answer should be 0."
        ),
    ),
    "reversed": Mistake(
        lambda a, b: kl_divergence(coin(b), coin(a)),
        later(
            "Truth and guess have changed places: you computed KL(b‖a). The weights in front of "
            "the logarithms come from the truth a, because a decides how often each side falls."
        ),
    ),
    "entropy_of_the_guess_subtracted": Mistake(
        lambda a, b: cross_entropy(coin(a), coin(b)) - entropy(coin(b)),
        later(
            "You subtracted the entropy of the guess, H(b). The cost that nobody can avoid is the "
            "entropy of the truth, H(a). Yours can even fall below 0, and a divergence never does."
        ),
    ),
    "entropy_of_the_truth": Mistake(
        lambda a, b: entropy(coin(a)),
        later(
            "This is H(a), the cost that nobody can avoid, and b makes no difference in it. You "
            "want what the guess b costs on top of that."
        ),
    ),
    "sign_missing": Mistake(
        lambda a, b: -kl_divergence(coin(a), coin(b)),
        later(
            "The sign is turned round: yours is never above 0. Either the fraction is upside down "
            "(it is a/b, truth over guess), or there is one minus too many."
        ),
    ),
    "tails_forgotten": Mistake(
        heads_term,
        later(
            "You counted heads and forgot tails. The coin has two sides: add the same term with "
            "1 − a and 1 − b."
        ),
    ),
    "minus_between_the_terms": Mistake(
        lambda a, b: heads_term(a, b) - heads_term(1 - a, 1 - b),
        later(
            "The term of tails has the wrong sign: it is subtracted, and it should be added. What "
            "a guess costs on top is a mean over both sides of the coin."
        ),
    ),
    "weights_missing": Mistake(
        lambda a, b: np.log(a / b) + np.log((1 - a) / (1 - b)),
        later(
            "The two logarithms count alike in yours. A side counts as often as it falls: weigh "
            "the first with a and the second with 1 − a."
        ),
    ),
    "logarithm_of_the_ratio": Mistake(
        lambda a, b: np.log(a / b),
        later(
            "You took the logarithm of a/b alone: what the guess costs on top *when heads falls*. "
            "Heads falls with a and tails with 1 − a: weigh it with a, and add the term of tails."
        ),
    ),
    "weights_of_the_guess": Mistake(
        lambda a, b: -kl_divergence(coin(b), coin(a)),
        later(
            "The fractions are right, but their weights come from the guess: b and 1 − b. The "
            "truth decides how often each side falls: weigh with a and 1 − a."
        ),
    ),
    "both_directions": Mistake(
        lambda a, b: truth(a, b) + truth(b, a),
        later(
            "You added both directions, KL(a‖b) + KL(b‖a). Only one is asked for: the truth a "
            "decides how often each side falls, and the guess b pays. That the two differ is the "
            "point."
        ),
    ),
    "mean_of_both_directions": Mistake(
        lambda a, b: (truth(a, b) + truth(b, a)) / 2,
        later(
            "You took the mean of both directions, KL(a‖b) and KL(b‖a). Only the first is asked "
            "for: the truth a decides how often each side falls, and the guess b pays."
        ),
    ),
    "entropy_added": Mistake(
        lambda a, b: cross_entropy(coin(a), coin(b)) + entropy(coin(a)),
        later(
            "You added the entropy H(a) to the cross-entropy. What the guess costs *on top* is "
            "what is left when H(a) is taken off."
        ),
    ),
    "squared_difference": Mistake(
        lambda a, b: (a - b) ** 2,
        later(
            "This is the squared difference of the two probabilities. It is in no unit of "
            "surprise, and it has a ceiling. Nats come from logarithms: begin with the cost H(a, "
            "b)."
        ),
    ),
    "difference": Mistake(
        lambda a, b: abs(a - b),
        later(
            "This is the difference of the two probabilities. It is in no unit of surprise, and it "
            "has a ceiling. Nats come from logarithms: begin with the cost H(a, b)."
        ),
    ),
    "log2": Mistake(lambda a, b: truth(a, b) / np.log(2), LOG2),
    "log10": Mistake(lambda a, b: truth(a, b) / np.log(10), LOG10),
    "nan_at_0": Mistake(except_at((0, 1), lost), (CERTAIN_0_OR_1, SKIP)),
    "lost_at_1": Mistake(
        except_at((1,), lost),
        (
            later(
                "One case is left: where a is exactly 1, your function finds no finite number. "
                "There tails never fall, and their term meets 0·log 0 or divides by 0."
            ),
            SKIP,
        ),
    ),
    "lost_at_0": Mistake(
        except_at((0,), lost),
        (
            later(
                "One case is left: where a is exactly 0, your function finds no finite number. "
                "There heads never fall, and their term meets 0·log 0 or divides by 0."
            ),
            SKIP,
        ),
    ),
    "free_at_certainty": Mistake(
        except_at((0, 1), lambda a, b: 0.0),
        later(
            "Where a is exactly 0 or 1, yours says that the guess costs nothing on top. The side "
            "that never falls costs nothing, but the other does: −ln b at a = 1, −ln(1 − b) at "
            "a = 0. Leave out one term, not both."
        ),
    ),
    **clipped_widely(truth, with_eps, kept_above),
    # Added above the line as well, so the ceiling is ln(1.1/.1); smaller ones round to −ln eps.
    "added_0.1": Mistake(
        lambda a, b: with_eps(a, b, 0.1), CLIPPED, {"eps": "0.1", "ceiling": f"{np.log(11):.1f}"}
    ),
    **{
        f"{name}_{short(eps)}": Mistake(
            function(eps), CLIPPED, {"eps": short(eps), "ceiling": f"{-np.log(eps):.1f}"}
        )
        for eps in LARGE_EPS
        for name, function in (
            ("both_clipped_at", clipped),
            ("added_below", lambda eps: lambda a, b: added(a, b, 0, eps)),
        )
    },
}

kl = FunctionExercise(
    name="kl",
    level=1,
    statement=later(
        "**What does a wrong guess cost on top?** A coin shows heads with the probability `a`; you "
        "guess `b`. Write `kl(a, b)`: how many nats a toss that guess costs *beyond* the entropy "
        "H(a), which nobody can avoid. It should also work for a coin that always falls the same "
        "way, `a = 0` or `a = 1`."
    ),
    starter=later('''
def kl(a, b):
    """Extra nats a toss for guessing b where heads has the probability a."""
    ...
'''),
    hints=[
        later("Start from two numbers that you know: the whole cost H(a, b), and its floor H(a)."),
        later(
            "Their difference has one term for each side of the coin: how often that side falls, "
            "times the logarithm of truth over guess. The two sides are `(a, b)` and "
            "`(1 - a, 1 - b)`."
        ),
        later("At `a = 1` the term of tails is 0·log 0. Skip a side whose weight is 0."),
    ],
    solution=later('''
import numpy as np

def kl(a, b):
    """Extra nats a toss for guessing b where heads has the probability a."""
    truth, guess = np.array([a, 1 - a]), np.array([b, 1 - b])
    falls = truth > 0  # a side that never falls costs nothing
    return np.sum(truth[falls] * np.log(truth[falls] / guess[falls]))
'''),
    learned=later(
        "H(a, b) = H(a) + KL(a‖b): a floor that nobody can avoid, and what the guess costs on top. "
        "The second part is 0 exactly where the guess is the truth. Turn a and b round, and it "
        "changes (unless b is a or 1 − a): it is no distance."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
