"""Level 1: the surprise of something that had the probability p."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances
from xent_lib.exercises.mistakes_of_any_loss import LOG2, LOG10, clipped_widely
from xent_lib.language import _, later
from xent_lib.losses import entropy


def truth(p):
    """Surprise in nats."""
    return -np.log(p)


def with_eps(p, eps):
    """Surprise with eps added inside the logarithm."""
    return -np.log(p + eps)


def kept_above(p, eps):
    """Surprise of a probability that is never below eps."""
    return -np.log(max(p, eps))


def crashes_at_certainty(p):
    """Right, but not where p is 1."""
    if p == 1:
        raise ZeroDivisionError
    return -np.log(p)


def probes(rng):
    """Single probabilities: certain, likely, unlikely, nearly impossible, impossible."""
    impossible = _(
        "at `p = 0` the surprise is infinite. NumPy's `np.log` says so; `math.log` stops with an "
        "error instead."
    )
    values = [0.5, 0.25, 1.0, 1, 2e-5, *chances(rng, 4).tolist()]
    return [*(Probe.of(p=p) for p in values), Probe.of(p=0.0, note=impossible)]


mistakes = {
    "sign_missing": Mistake(
        lambda p: np.log(p),
        later(
            "The sign is turned round. The logarithm of a probability is never above 0, and a "
            "surprise is never below it: exactly one minus is needed, in front. Either it is "
            "missing, or there are two, and they cancel."
        ),
    ),
    "log2": Mistake(lambda p: -np.log2(p), LOG2),
    "log10": Mistake(lambda p: -np.log10(p), LOG10),
    "probability_itself": Mistake(
        lambda p: p,
        later(
            "This is the probability itself. It grows where a surprise should fall, and for two "
            "independent events it is multiplied where a surprise is added. Which function turns × "
            "into +?"
        ),
    ),
    "entropy_of_the_coin": Mistake(
        lambda p: entropy([p, 1 - p]),
        later(
            "This is the entropy −p·ln p − (1 − p)·ln(1 − p), the *mean* surprise of a coin before "
            "it is tossed. Here one thing has happened, and it had the probability p: its surprise "
            "alone is asked for."
        ),
    ),
    "logarithm_of_the_odds": Mistake(
        lambda p: np.log(1 - p) - np.log(p),
        later(
            "You took the logarithm of (1 − p)/p, the odds against it. What was certain then costs "
            "−∞, and not 0. The surprise looks at p alone."
        ),
    ),
    "one_minus_p": Mistake(
        lambda p: 1 - p,
        later(
            "You measured the gap 1 − p. It falls as p grows, as a surprise should, but it ends at "
            "1: something nearly impossible would surprise you only twice as much as a lost coin "
            "toss. Look at the logarithm of p."
        ),
    ),
    "log_of_one_minus_p": Mistake(
        lambda p: -np.log(1 - p),
        later(
            "You took the logarithm of 1 − p, the probability of what did *not* happen. The "
            "surprise belongs to what did: use p."
        ),
    ),
    "one_over_p": Mistake(
        lambda p: 1 / p,
        later(
            "You returned 1/p, and one step is missing: its logarithm. Without it, certainty costs "
            "1 and not 0, and the surprises of two independent events do not add up."
        ),
    ),
    "log_of_one_plus_p": Mistake(
        lambda p: np.log(1 + p),
        later(
            "You took the logarithm of 1 + p (`log1p` does that, too). It grows with p, so a sure "
            "thing would surprise you most. Take the logarithm of p alone, with a minus."
        ),
    ),
    "weighted_with_p": Mistake(
        lambda p: -p * np.log(p),
        later(
            "You multiplied by p once more. −p·ln p is one term of the *mean* surprise, the "
            "entropy; the surprise of one event that did happen is −ln p."
        ),
    ),
    **clipped_widely(truth, with_eps, kept_above),
    "crashes_at_certainty": Mistake(
        crashes_at_certainty,
        later(
            "All is right but one case: at `p = 1` your function finds no answer. What is certain "
            "surprises nobody, so the answer there is 0. Does something divide by 1 − p or by "
            "ln p, or does an `if` leave 1 out?"
        ),
    ),
}

surprise = FunctionExercise(
    name="surprise",
    level=1,
    statement=later(
        "**How surprised should you be?** Something happened to which you had given the "
        "probability `p`. Write `surprise(p)`: 0 where you were certain of it, larger the less "
        "you believed in it, and so that the surprises of two independent events add up. The unit "
        "is the nat."
    ),
    starter=later('''
def surprise(p):
    """Surprise, in nats, at something that had the probability p."""
    ...
'''),
    hints=[
        later("The probabilities of independent events multiply. Which function turns × into +?"),
        later(
            "That function, applied to a number between 0 and 1, comes out at 0 or below. A "
            "surprise is 0 or above. What has to change?"
        ),
        later("NumPy has it as `np.log`, to the base e. At p = 0.5 the answer is 0.6931."),
    ],
    solution=later('''
import numpy as np

def surprise(p):
    """Surprise, in nats, at something that had the probability p."""
    return -np.log(p)
'''),
    learned=later(
        "Surprise is −ln p: nothing for what was certain, .69 for a fair coin, 4.6 for what you "
        "had given one chance in a hundred. Cross-entropy is nothing but its mean."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
