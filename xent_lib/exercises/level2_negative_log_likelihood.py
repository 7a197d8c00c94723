"""Level 2: from the product to the negative log-likelihood, with two blanks to fill in."""

from math import comb

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances, hard_labels
from xent_lib.exercises.mistakes_of_any_loss import clipped_widely, of_any_loss, p_log
from xent_lib.language import _, later


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


def with_eps(tosses, q, eps):
    """Eps added inside the logarithms."""
    return -np.sum(np.log(np.array(factors(tosses, q)) + eps))


def kept_above(tosses, q, eps):
    """No factor below eps."""
    return -np.sum(np.log(np.maximum(factors(tosses, q), eps)))


def probes(rng):
    """Few tosses, many, all alike; a coin that always falls the same way, rightly and wrongly."""
    long = _(
        "with {count} tosses your product underflows: it becomes exactly 0.0, and its logarithm is "
        "lost. A sum of logarithms goes on."
    )
    certain = _("for a coin with q = 1 and heads only, your function meets 0·log 0.")
    ruled_out = _(
        "a coin with q = 1 rules tails out, so tosses with tails in them cost infinitely much. "
        "`np.log` says so; `math.log` stops with an error."
    )
    q, r, s, t = chances(rng, 4).tolist()
    return [
        probe([1], 0.7),
        probe([0], 0.7),
        probe([1, 0], 0.6),
        probe([1, 1, 1], q),
        probe(hard_labels(rng, 10).tolist(), r),
        probe(hard_labels(rng, 6).tolist(), s),
        probe(hard_labels(rng, 5).tolist(), t),
        probe([1, 1], 1.0, certain),
        probe([1, 0], 1.0, ruled_out),
        probe([1, 0, 0] * 1000, 0.5, long.format(count=3000)),
    ]


def probe(tosses, q, note=""):
    """The tosses as a list."""
    return Probe({"tosses": tosses, "q": q}, note=note, edge=bool(note))


def logs(tosses, q):
    """The logarithm of each factor."""
    return np.log(factors(tosses, q))


MULTIPLIED = later(
    "You multiplied the logarithms. The logarithm of a product is the *sum* of the logarithms: "
    "take the logarithm of each factor, and add."
)
mistakes = {
    **of_any_loss(truth),
    "likelihood": Mistake(
        lambda tosses, q: np.prod(factors(tosses, q)),
        later("This is still the product, the likelihood itself. Take its logarithm, and a minus."),
    ),
    "sum_of_probabilities": Mistake(
        lambda tosses, q: np.sum(factors(tosses, q)),
        later(
            "You added the probabilities. Tosses that happen one *and* the other multiply; what "
            "may be added are their logarithms. Take the logarithm of each factor first."
        ),
    ),
    "minus_sum_of_probabilities": Mistake(
        lambda tosses, q: -np.sum(factors(tosses, q)),
        later(
            "You added the probabilities and put a minus in front. What may be added are their "
            "logarithms: take the logarithm of each factor first."
        ),
    ),
    "log_of_the_sum": Mistake(
        lambda tosses, q: -np.log(np.sum(factors(tosses, q))),
        later(
            "You added first and took the logarithm of the sum. It is the other way round: the "
            "logarithm of a *product* is the sum of the logarithms. Log each factor, then add."
        ),
    ),
    "positive_log_of_the_sum": Mistake(
        lambda tosses, q: np.log(np.sum(factors(tosses, q))),
        later(
            "You added first and took the logarithm of the sum, and the minus is missing. Take the "
            "logarithm of each factor, add them, and put a minus in front."
        ),
    ),
    "log_of_the_mean": Mistake(
        lambda tosses, q: -np.log(np.mean(factors(tosses, q))),
        later(
            "You took the mean of the factors and then its logarithm. The logarithm of a *product* "
            "is the sum of the logarithms: take the logarithm of each factor, and add."
        ),
    ),
    "tails_forgotten": Mistake(
        lambda tosses, q: -np.sum(p_log(tosses, q)),
        later(
            "You counted the heads and forgot the tails, which have the probability 1 − q. With "
            "yours, q = 1 would be the best coin for any tosses at all."
        ),
    ),
    "binomial_coefficient": Mistake(
        with_binomial_coefficient,
        later(
            "You counted in how many orders the same number of heads can fall (the binomial "
            "coefficient). These tosses fell in *one* order. The best q would stay the same, but "
            "the number is another: leave the coefficient out."
        ),
    ),
    "minus_likelihood": Mistake(
        lambda tosses, q: -np.prod(factors(tosses, q)),
        later(
            "This is minus the likelihood: the minus is there, the logarithm is missing. Take the "
            "logarithm of each factor, add them up, and turn the sign round."
        ),
    ),
    "product_of_logarithms": Mistake(lambda tosses, q: -np.prod(logs(tosses, q)), MULTIPLIED),
    "positive_product_of_logarithms": Mistake(
        lambda tosses, q: np.prod(logs(tosses, q)), MULTIPLIED
    ),
    "heads_and_tails_exchanged": Mistake(
        lambda tosses, q: truth(1 - np.asarray(tosses), q),
        later(
            "Heads and tails have changed places: a toss of 1 is heads and has the probability q, "
            "a toss of 0 is tails and has 1 − q."
        ),
    ),
    "all_heads": Mistake(
        lambda tosses, q: -len(tosses) * np.log(q),
        later(
            "Every toss counts as heads in yours, with the probability q. A 0 is tails, and it had "
            "the probability 1 − q."
        ),
    ),
    "minus_between_the_terms": Mistake(
        lambda tosses, q: np.sum(p_log(1 - np.asarray(tosses), 1 - q) - p_log(tosses, q)),
        later(
            "The logarithms of heads and of tails have opposite signs in yours. Both are surprises "
            "and both count as a cost: add the two, and put one minus before the sum."
        ),
    ),
    "mean": Mistake(
        lambda tosses, q: truth(tosses, q) / len(tosses),
        later(
            "This is the mean over the tosses, the cross-entropy. A fine number, and the one that "
            "frameworks use; the negative log-likelihood is the sum."
        ),
    ),
    **clipped_widely(truth, with_eps, kept_above),
}

negative_log_likelihood = FunctionExercise(
    name="negative_log_likelihood",
    level=2,
    statement=later(
        "**From product to sum.** A coin shows heads with the probability `q`; `tosses` is a list "
        "of 1 (heads) and 0 (tails). The factors of the likelihood are given. Fill in the two "
        "blanks, so that the negative log-likelihood comes out, in nats."
    ),
    starter=later('''
def negative_log_likelihood(tosses, q):
    """Minus the logarithm of the probability of all these tosses, in nats."""
    factors = [q if toss == 1 else 1 - q for toss in tosses]
    likelihood = np.prod(factors)  # the product: given
    log_likelihood = ...  # the same with logarithms: a sum
    return ...  # the sign
'''),
    hints=[
        later("What does the logarithm make of a product? Say it for two factors first."),
        later(
            "`np.log(factors)` takes the logarithm of each factor. What has to be done with them?"
        ),
        later(
            "`np.sum(…)` is the log-likelihood, never above 0. The last line turns its sign round."
        ),
    ],
    solution=later('''
import numpy as np

def negative_log_likelihood(tosses, q):
    """Minus the logarithm of the probability of all these tosses, in nats."""
    factors = [q if toss == 1 else 1 - q for toss in tosses]
    log_likelihood = np.sum(np.log(factors))
    return -log_likelihood
'''),
    learned=later(
        "Product → logarithm → sum → minus: the negative log-likelihood. Divided by the number of "
        "tosses it is the cross-entropy. One sentence of the article leaves the minus out; its "
        "definition and its formula have it."
    ),
    truth=truth,
    probes=probes,
    samples="sum",
    mistakes=mistakes,
)
