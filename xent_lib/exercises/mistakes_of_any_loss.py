"""Mistakes that can be made with any loss: the base of the logarithm, the sign, a large eps."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.language import later

# The sizes of eps that learners copy from one another; 1e-9 and less changes nothing.
LARGE_EPS = [10.0**-power for power in range(1, 9)]
ANY_EPS = [
    *(10.0**-power for power in range(1, 17)),
    *(10.0**-power for power in (20, 30, 100, 300)),
    float(np.finfo(float).eps),
]

LOG2 = later(
    "You used the logarithm to base 2, so your number is in bits and 1.44 times too large. Nats "
    "use the natural logarithm, `np.log` or `math.log`."
)
LOG10 = later(
    "You used log10, so your number is 2.3 times too small. In Python the natural logarithm is "
    "called plainly `log`: `np.log` or `math.log`."
)
SIGN = later(
    "The sign is turned round: yours is never above 0. The logarithm of a probability is never "
    "above 0, and a loss should fall as the output gets better, so exactly one minus is needed. "
    "Either it is missing, or there are two, and they cancel."
)
CLIPPED = later(
    "The {eps} that keeps you away from log 0 is so large that it changes the answer: no surprise "
    "can exceed {ceiling} nats, however wrong the guess. 1e-12 is small enough for Python's own "
    "numbers; or let the cost be infinite, for that is what ruling out the truth deserves."
)


def short(eps):
    """As it is typed: 1e-7."""
    return f"{eps:.2g}".replace("e-0", "e-")


def of_any_loss(loss):
    """The mistakes that turn the right `loss` into one in bits, in log10, or upside down."""
    return {
        "log2": Mistake(lambda *arguments: loss(*arguments) / np.log(2), LOG2),
        "log10": Mistake(lambda *arguments: loss(*arguments) / np.log(10), LOG10),
        "sign_missing": Mistake(lambda *arguments: -loss(*arguments), SIGN),
    }


def clipped_widely(loss, with_eps, kept_above):
    """The output, the last argument, kept too far from 0 and 1.

    Pushed inside from both ends, eps added in the logarithm, or what the logarithm gets kept above
    eps: the last two are functions of the loss's arguments and eps.
    """
    mistakes = {}
    for eps in LARGE_EPS:
        values = {"eps": short(eps), "ceiling": f"{-np.log(eps):.1f}"}
        mistakes[f"clipped_at_{short(eps)}"] = Mistake(_clipped(loss, eps), CLIPPED, values)
        mistakes[f"added_{short(eps)}"] = Mistake(_behind(with_eps, eps), CLIPPED, values)
        mistakes[f"kept_above_{short(eps)}"] = Mistake(_behind(kept_above, eps), CLIPPED, values)
    return mistakes


def _clipped(loss, eps):
    return lambda *arguments: loss(*arguments[:-1], np.clip(arguments[-1], eps, 1 - eps))


def _behind(function, eps):
    return lambda *arguments: function(*arguments, eps)


def p_log(weight, probability):
    """Product of weight and log probability, 0 where the weight is 0."""
    weight, probability = np.broadcast_arrays(
        np.asarray(weight, float), np.asarray(probability, float)
    )
    logarithm = np.log(np.where(weight == 0, 1, probability))
    return weight * logarithm
