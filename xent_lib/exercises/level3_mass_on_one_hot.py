"""Level 3: how probable is it that exactly one of K coins shows heads?"""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances, rows
from xent_lib.language import _, later


def only(p):
    """For each coin, the probability that it alone shows heads."""
    p = np.asarray(p, dtype=float)
    return np.array([p[j] * np.prod(np.delete(1 - p, j)) for j in range(len(p))])


def truth(p):
    """Exactly one head."""
    return only(p).sum()


def probes(rng):
    """Coins in general, coins that sum to 1, certain coins."""
    certain = _(
        "with a coin of p = 1 your function divides by 0. Multiply the other coins' tails instead "
        "of dividing one out."
    )
    return [
        probe([0.5, 0.5]),
        probe([0.2, 0.3, 0.9]),
        probe([0.1, 0.8, 0.1]),
        probe(rows(rng, 1, 4)[0]),
        probe(chances(rng, 5)),
        probe(np.full(6, 0.17)),
        probe(chances(rng, 3)),
        Probe.of(p=[0.0, 1.0, 0.3], note=certain),
    ]


def probe(p):
    """One array of coins."""
    return Probe.of(p=list(p))


mistakes = {
    "sum": Mistake(
        lambda p: np.sum(p),
        later(
            "You added the probabilities up, and the other coins are forgotten: p_j alone is the "
            "chance that coin j shows heads *whatever the others do*. For exactly one head, each "
            "of the others has to show tails: multiply by their 1 − p_k."
        ),
    ),
    "product": Mistake(
        lambda p: np.prod(p),
        later(
            "The product of all p is the probability that *every* coin shows heads. Exactly one "
            "head means one p and, from all the others, 1 − p."
        ),
    ),
    "assumed_one": Mistake(
        lambda p: 1.0,
        later(
            "Yours is always 1, as if exactly one head were certain. For a die it is, since "
            "exactly one face comes up. K coins may also show none, or two: that is where the "
            "rest of the probability goes."
        ),
    ),
    "only_the_first": Mistake(
        lambda p: only(p)[0],
        later(
            "You counted one way only, the first coin alone showing heads. The others are "
            "forgotten: any of the K coins may be the one. Add up all K ways."
        ),
    ),
    "only_the_last": Mistake(
        lambda p: only(p)[-1],
        later(
            "You counted one way only, the last coin alone showing heads. In a loop, `+=` adds the "
            "ways up, and `=` keeps the last of them."
        ),
    ),
    "only_two_coins": Mistake(
        lambda p: only(p[:2]).sum(),
        later(
            "You wrote down the two ways of two coins, and from the third on they are forgotten. "
            "With K coins there are K ways: in each, one shows heads and *all* the others tails. "
            "Let a loop add them up."
        ),
    ),
    "only_the_likeliest": Mistake(
        lambda p: only(p)[np.argmax(p)],
        later(
            "You counted one way only, the likeliest coin alone showing heads. Any of the K coins "
            "may be the one. Add up all K ways."
        ),
    ),
    "no_heads": Mistake(
        lambda p: np.prod(1 - np.asarray(p)),
        later("This is the probability that *no* coin shows heads. You want exactly one."),
    ),
    "at_least_one": Mistake(
        lambda p: 1 - np.prod(1 - np.asarray(p)),
        later(
            "This is the probability of *at least* one head, so two and three heads are counted, "
            "too. Exactly one is less: add up the K ways in which one shows heads and all the "
            "others tails."
        ),
    ),
    "at_most_one": Mistake(
        lambda p: only(p).sum() + np.prod(1 - np.asarray(p)),
        later(
            "This is the probability of *at most* one head: the way in which all coins show tails "
            "is counted, too. Leave it out."
        ),
    ),
    "odd_number": Mistake(
        lambda p: (1 - np.prod(1 - 2 * np.asarray(p))) / 2,
        later(
            "This is the probability of an *odd* number of heads. With two coins that is the same, "
            "with three it counts three heads, too."
        ),
    ),
    "against_its_own_tail": Mistake(
        lambda p: np.sum(np.asarray(p) * (1 - np.asarray(p))),
        later(
            "You multiplied each p_j by its *own* 1 − p_j. Coin j shows heads; it is all the "
            "others that show tails: multiply by their 1 − p_k."
        ),
    ),
    "equal_coins": Mistake(
        lambda p: len(p) * np.mean(p) * (1 - np.mean(p)) ** (len(p) - 1),
        later(
            "You gave all coins the same chance, their mean, as the binomial formula does. Each "
            "has its own: add up the K ways, each with its own p_j."
        ),
    ),
    "mean_of_the_ways": Mistake(
        lambda p: only(p).mean(),
        later(
            "You took the mean of the K ways. Only one of them can happen at a time, so their "
            "probabilities add up: a sum, not divided by K."
        ),
    ),
    "product_of_the_ways": Mistake(
        lambda p: only(p).prod(),
        later(
            "You multiplied the K ways. Things that exclude one another *add* up; what happens "
            "together is multiplied."
        ),
    ),
    "ways_one_by_one": Mistake(
        only,
        later(
            "These are the K ways, one by one, and they are right. Only one of them can happen at "
            "a time, so what is asked for is their sum."
        ),
    ),
    "own_tail_kept": Mistake(
        lambda p: np.sum(p) * np.prod(1 - np.asarray(p)),
        later(
            "Your product of tails runs over all coins, coin j among them, so the coin that shows "
            "heads has to show tails as well. Leave k = j out of the product."
        ),
    ),
}

mass_on_one_hot = FunctionExercise(
    name="mass_on_one_hot",
    level=3,
    statement=later(
        "**Exactly one head.** K coins are tossed independently; `p` is an array, coin k has "
        "P(heads) = `p[k]`. Write `mass_on_one_hot(p)`: the probability that exactly one shows "
        "heads, so that the tosses look like a one-hot label."
    ),
    starter=later('''
def mass_on_one_hot(p):
    """Probability that exactly one of the coins shows heads."""
    ...
'''),
    hints=[
        later(
            "With two coins there are two ways: heads-tails and tails-heads. Write them both down."
        ),
        later(
            "With K coins there are K ways. In way j coin j shows heads. What do the others show?"
        ),
        later("Way j has the probability p_j · Π (1 − p_k) over all k but j. Add the K ways up."),
    ],
    solution=later('''
import numpy as np

def mass_on_one_hot(p):
    """Probability that exactly one of the coins shows heads."""
    total = 0
    for j in range(len(p)):
        others = np.delete(p, j)
        total += p[j] * np.prod(1 - others)
    return total
'''),
    learned=later(
        "If any of K coins is in doubt, only part of their probability is on one-hot labels: with "
        "chances of 1/K, .5 for two classes, .444 for three, .387 for ten. The rest goes to no "
        "label at all, and to two or more at once. Where each sample has exactly one class these "
        "cannot occur: so the article's level-3 formula is no die. Where several may be right at "
        "once (several animals on one photograph), K coins are just what is needed."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
