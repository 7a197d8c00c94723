"""Level 1: the surprise of something that had the probability q."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances
from xent_lib.exercises.mistakes_of_any_loss import LOG2, LOG10, clipped_widely
from xent_lib.language import _, later
from xent_lib.losses import entropy


def truth(q):
    """Surprise in nats."""
    return -np.log(q)


def with_eps(q, eps):
    """Surprise with eps added inside the logarithm."""
    return -np.log(q + eps)


def kept_above(q, eps):
    """Surprise of a probability that is never below eps."""
    return -np.log(max(q, eps))


def crashes_at_certainty(q):
    """Right, but not where q is 1."""
    if q == 1:
        raise ZeroDivisionError
    return -np.log(q)


def probes(rng):
    """Single probabilities: certain, likely, unlikely, nearly impossible, impossible."""
    impossible = _(
        "at `q = 0` the surprise is infinite. NumPy's `np.log` says so; `math.log` stops with an "
        "error instead."
    )
    values = [0.5, 0.25, 1.0, 1, 2e-5, *chances(rng, 4).tolist()]
    return [*(Probe.of(q=q) for q in values), Probe.of(q=0.0, note=impossible)]


mistakes = {
    "sign_missing": Mistake(
        lambda q: np.log(q),
        later(
            "The sign is turned round. The logarithm of a probability is never above 0, and a "
            "surprise is never below it: exactly one minus is needed, in front. Either it is "
            "missing, or there are two, and they cancel."
        ),
    ),
    "log2": Mistake(lambda q: -np.log2(q), LOG2),
    "log10": Mistake(lambda q: -np.log10(q), LOG10),
    "probability_itself": Mistake(
        lambda q: q,
        later(
            "This is the probability itself. It grows where a surprise should fall, and for two "
            "independent events it is multiplied where a surprise is added. Which function turns × "
            "into +?"
        ),
    ),
    "entropy_of_the_coin": Mistake(
        lambda q: entropy([q, 1 - q]),
        later(
            "This is the entropy −q·ln q − (1 − q)·ln(1 − q), the *mean* surprise of a coin before "
            "it is tossed. Here one thing has happened, and it had the probability q: its surprise "
            "alone is asked for."
        ),
    ),
    "logarithm_of_the_odds": Mistake(
        lambda q: np.log(1 - q) - np.log(q),
        later(
            "You took the logarithm of (1 − q)/q, the odds against it. What was certain then costs "
            "−∞, and not 0. The surprise looks at q alone."
        ),
    ),
    "one_minus_p": Mistake(
        lambda q: 1 - q,
        later(
            "You measured the gap 1 − q. It falls as q grows, as a surprise should, but it ends at "
            "1: something nearly impossible would surprise you only twice as much as a lost coin "
            "toss. Look at the logarithm of q."
        ),
    ),
    "log_of_one_minus_p": Mistake(
        lambda q: -np.log(1 - q),
        later(
            "You took the logarithm of 1 − q, the probability of what did *not* happen. The "
            "surprise belongs to what did: use q."
        ),
    ),
    "one_over_p": Mistake(
        lambda q: 1 / q,
        later(
            "You returned 1/q, and one step is missing: its logarithm. Without it, certainty costs "
            "1 and not 0, and the surprises of two independent events do not add up."
        ),
    ),
    "log_of_one_plus_p": Mistake(
        lambda q: np.log(1 + q),
        later(
            "You took the logarithm of 1 + q (`log1p` does that, too). It grows with q, so a sure "
            "thing would surprise you most. Take the logarithm of q alone, with a minus."
        ),
    ),
    "weighted_with_q": Mistake(
        lambda q: -q * np.log(q),
        later(
            "You multiplied by q once more. −q·ln q is one term of the *mean* surprise, the "
            "entropy; the surprise of one event that did happen is −ln q."
        ),
    ),
    **clipped_widely(truth, with_eps, kept_above),
    "crashes_at_certainty": Mistake(
        crashes_at_certainty,
        later(
            "All is right but one case: at `q = 1` your function finds no answer. What is certain "
            "surprises nobody, so the answer there is 0. Does something divide by 1 − q or by "
            "ln q, or does an `if` leave 1 out?"
        ),
    ),
}

surprise = FunctionExercise(
    name="surprise",
    level=1,
    statement=later(
        "**How surprised should you be?** Something happened to which you had given the "
        "probability `q`. Write `surprise(q)`: 0 where you were certain of it, larger the less "
        "you believed in it, and so that the surprises of two independent events add up. The unit "
        "is the *nat*: in it, a probability of one half costs 0.693."
    ),
    starter=later('''
def surprise(q):
    """Surprise, in nats, at something that had the probability q."""
    ...
'''),
    hints=[
        later("The probabilities of independent events multiply. Which function turns × into +?"),
        later(
            "That function, applied to a number between 0 and 1, comes out at 0 or below. A "
            "surprise is 0 or above. What has to change?"
        ),
        later("NumPy has it as `np.log`, to the base e. At q = 0.5 the answer is 0.6931."),
    ],
    solution=later('''
import numpy as np

def surprise(q):
    """Surprise, in nats, at something that had the probability q."""
    return -np.log(q)
'''),
    learned=later(
        "Surprise is −ln q: nothing for what was certain, .69 for a fair coin, 4.6 for what you "
        "had given one chance in a hundred. Cross-entropy is nothing but its mean."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
