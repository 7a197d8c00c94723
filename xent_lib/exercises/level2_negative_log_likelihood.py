"""Level 2: from the product to the negative log-likelihood, with two blanks to fill in."""

from math import comb

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, as_lists, chances, hard_labels
from xent_lib.exercises.mistakes_of_any_loss import of_any_loss, p_log
from xent_lib.language import _


def factors(tosses, q):
    """The probability of each toss."""
    return np.where(np.asarray(tosses) == 1, q, 1 - q)


def truth(tosses, q):
    """Sum of surprises in nats."""
    tosses = np.asarray(tosses)
    return -np.sum(p_log(tosses, q) + p_log(1 - tosses, 1 - q))


def with_binomial_coefficient(tosses, q):
    """The order of the tosses thrown away."""
    return truth(tosses, q) - np.log(float(comb(len(tosses), int(np.sum(tosses)))))


def probes(rng):
    """Few tosses, many, all alike; a coin that always falls the same way; lists."""
    long = _(
        "with {count} tosses your product underflows: it becomes exactly 0.0, and its logarithm is "
        "lost. A sum of logarithms goes on."
    )
    certain = _("for a coin with q = 1 and heads only, your function meets 0·log 0.")
    lists = _("a plain list of tosses stops your function; `np.asarray(tosses)` accepts it.")
    q, r, s, t = chances(rng, 4).tolist()
    return [
        probe([1], 0.7),
        probe([0], 0.7),
        probe([1, 0], 0.6),
        probe([1, 1, 1], q),
        probe(hard_labels(rng, 10), r),
        probe(hard_labels(rng, 6), s),
        as_lists(probe(hard_labels(rng, 5), t), lists),
        probe([1, 1], 1.0, certain),
        probe(hard_labels(rng, 3000), 0.5, long.format(count=3000)),
    ]


def probe(tosses, q, note=""):
    """The tosses as an array."""
    return Probe({"tosses": np.array(tosses), "q": q}, note=note, edge=bool(note))


mistakes = {
    **of_any_loss(truth),
    "likelihood": Mistake(
        lambda tosses, q: np.prod(factors(tosses, q)),
        _("This is still the product, the likelihood itself. Take its logarithm, and a minus."),
    ),
    "sum_of_probabilities": Mistake(
        lambda tosses, q: np.sum(factors(tosses, q)),
        _(
            "You added the probabilities. Tosses that happen one *and* the other multiply; what "
            "may be added are their logarithms. Take the logarithm of each factor first."
        ),
    ),
    "minus_sum_of_probabilities": Mistake(
        lambda tosses, q: -np.sum(factors(tosses, q)),
        _(
            "You added the probabilities and put a minus in front. What may be added are their "
            "logarithms: take the logarithm of each factor first."
        ),
    ),
    "log_of_the_sum": Mistake(
        lambda tosses, q: -np.log(np.sum(factors(tosses, q))),
        _(
            "You added first and took the logarithm of the sum. It is the other way round: the "
            "logarithm of a *product* is the sum of the logarithms. Log each factor, then add."
        ),
    ),
    "positive_log_of_the_sum": Mistake(
        lambda tosses, q: np.log(np.sum(factors(tosses, q))),
        _(
            "You added first and took the logarithm of the sum, and the minus is missing. Take the "
            "logarithm of each factor, add them, and put a minus in front."
        ),
    ),
    "tails_forgotten": Mistake(
        lambda tosses, q: -np.sum(p_log(tosses, q)),
        _(
            "You counted the heads and forgot the tails, which have the probability 1 − q. With "
            "yours, q = 1 would be the best coin for any tosses at all."
        ),
    ),
    "binomial_coefficient": Mistake(
        with_binomial_coefficient,
        _(
            "You counted in how many orders the same number of heads can fall (the binomial "
            "coefficient). These tosses fell in *one* order. The best q would stay the same, but "
            "the number is another: leave the coefficient out."
        ),
    ),
    "mean": Mistake(
        lambda tosses, q: truth(tosses, q) / len(tosses),
        _(
            "This is the mean over the tosses, the cross-entropy. A fine number, and the one that "
            "frameworks use; the negative log-likelihood is the sum."
        ),
    ),
}

negative_log_likelihood = FunctionExercise(
    name="negative_log_likelihood",
    level=2,
    statement=_(
        "**From product to sum.** A coin shows heads with the probability `q`; `tosses` is a list "
        "of 1 (heads) and 0 (tails). The factors of the likelihood are given. Fill in the two "
        "blanks, so that the negative log-likelihood comes out, in nats."
    ),
    starter=_('''
import numpy as np

def negative_log_likelihood(tosses, q):
    """Minus the logarithm of the probability of all these tosses, in nats."""
    factors = [q if toss == 1 else 1 - q for toss in tosses]
    likelihood = np.prod(factors)  # the product: given
    log_likelihood = ...  # the same with logarithms: a sum
    return ...  # the sign
'''),
    hints=[
        _("What does the logarithm make of a product? Say it for two factors first."),
        _("`np.log(factors)` takes the logarithm of each factor. What has to be done with them?"),
        _("`np.sum(…)` is the log-likelihood, never above 0. The last line turns its sign round."),
    ],
    solution=_('''
import numpy as np

def negative_log_likelihood(tosses, q):
    """Minus the logarithm of the probability of all these tosses, in nats."""
    factors = [q if toss == 1 else 1 - q for toss in tosses]
    log_likelihood = np.sum(np.log(factors))
    return -log_likelihood
'''),
    learned=_(
        "Product → logarithm → sum → minus: the negative log-likelihood. Divided by the number of "
        "tosses it is the cross-entropy. One sentence of the article leaves the minus out; its "
        "definition and its formula have it."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
