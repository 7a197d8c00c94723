"""Level 1: the surprise of something that had the probability p."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, chances
from xent_lib.language import _


def truth(p):
    """Surprise in nats."""
    return -np.log(p)


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
    values = [0.5, 0.25, 1.0, 1, 1e-6, *chances(rng, 4).tolist()]
    return [*(Probe({"p": p}) for p in values), Probe({"p": 0.0}, note=impossible, edge=True)]


mistakes = {
    "sign_missing": Mistake(
        lambda p: np.log(p),
        _(
            "The minus sign is missing. The logarithm of a probability is never above 0, and a "
            "surprise is never below it: put a minus in front."
        ),
    ),
    "log2": Mistake(
        lambda p: -np.log2(p),
        _(
            "You used the logarithm to base 2, so your surprise is in bits, and your number is "
            "1.44 times too large. Nats use the natural logarithm, `np.log` or `math.log`."
        ),
    ),
    "log10": Mistake(
        lambda p: -np.log10(p),
        _(
            "You used log10, so your number is 2.3 times too small. In Python the natural "
            "logarithm is called plainly `log`: `np.log` or `math.log`."
        ),
    ),
    "one_minus_p": Mistake(
        lambda p: 1 - p,
        _(
            "You measured the gap 1 − p. It falls as p grows, as a surprise should, but it ends at "
            "1: something nearly impossible would surprise you only twice as much as a lost coin "
            "toss. Look at the logarithm of p."
        ),
    ),
    "log_of_one_minus_p": Mistake(
        lambda p: -np.log(1 - p),
        _(
            "You took the logarithm of 1 − p, the probability of what did *not* happen. The "
            "surprise belongs to what did: use p."
        ),
    ),
    "one_over_p": Mistake(
        lambda p: 1 / p,
        _(
            "You returned 1/p, and one step is missing: its logarithm. Without it, certainty costs "
            "1 and not 0, and the surprises of two independent events do not add up."
        ),
    ),
    "log_of_one_plus_p": Mistake(
        lambda p: np.log(1 + p),
        _(
            "You took the logarithm of 1 + p (`log1p` does that, too). It grows with p, so a sure "
            "thing would surprise you most. Take the logarithm of p alone, with a minus."
        ),
    ),
    "weighted_with_p": Mistake(
        lambda p: -p * np.log(p),
        _(
            "You multiplied by p once more. −p·ln p is one term of the *mean* surprise, the "
            "entropy; the surprise of one event that did happen is −ln p."
        ),
    ),
    "crashes_at_certainty": Mistake(
        crashes_at_certainty,
        _(
            "All is right but one case: at `p = 1` your function finds no answer. What is certain "
            "surprises nobody, so the answer there is 0. Does something divide by 1 − p or by "
            "ln p, or does an `if` leave 1 out?"
        ),
    ),
}

surprise = FunctionExercise(
    name="surprise",
    level=1,
    statement=_(
        "**How surprised should you be?** Something happened to which you had given the "
        "probability `p`. Write `surprise(p)`: 0 where you were certain of it, larger the less "
        "you believed in it, and so that the surprises of two independent events add up. The unit "
        "is the nat."
    ),
    starter=_('''
def surprise(p):
    """Surprise, in nats, at something that had the probability p."""
    ...
'''),
    hints=[
        _("The probabilities of independent events multiply. Which function turns × into +?"),
        _(
            "That function, applied to a number between 0 and 1, comes out at 0 or below. A "
            "surprise is 0 or above. What has to change?"
        ),
        _("NumPy has it as `np.log`, to the base e. At p = 0.5 the answer is 0.6931."),
    ],
    solution=_('''
import math

def surprise(p):
    """Surprise, in nats, at something that had the probability p."""
    return -math.log(p)
'''),
    learned=_(
        "Surprise is −ln p: nothing for what was certain, .69 for a fair coin, 4.6 for what you "
        "had given one chance in a hundred. Cross-entropy is nothing but its mean."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
