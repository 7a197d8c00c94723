"""Mistakes that can be made with any loss: the base of the logarithm, the sign, the reduction."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.language import _

# The sizes of eps that learners copy from one another.
LARGE_EPS = [10.0**-power for power in range(1, 12)]
ANY_EPS = [*LARGE_EPS, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, np.finfo(float).eps]


def short(eps):
    """As it is typed: 1e-7."""
    return f"{eps:.2g}".replace("e-0", "e-")


def of_any_loss(loss):
    """The mistakes that turn the right `loss` into one in bits, in log10, or upside down."""
    return {
        "log2": Mistake(
            lambda *arguments: loss(*arguments) / np.log(2),
            _(
                "You used the logarithm to base 2, so your number is in bits and 1.44 times too "
                "large. Nats use the natural logarithm, `np.log` or `math.log`."
            ),
        ),
        "log10": Mistake(
            lambda *arguments: loss(*arguments) / np.log(10),
            _(
                "You used log10, so your number is 2.3 times too small. In Python the natural "
                "logarithm is called plainly `log`: `np.log` or `math.log`."
            ),
        ),
        "sign_missing": Mistake(
            lambda *arguments: -loss(*arguments),
            _(
                "The minus sign is missing. The logarithm of a probability is never above 0, and a "
                "loss should fall as the output gets better: put a minus in front of it all."
            ),
        ),
    }


def clipped_widely(loss, with_eps=None):
    """The output kept too far from 0 and 1: pushed inside, or eps added in the logarithm."""
    words = _(
        "The {eps} that keeps you away from log 0 is so large that it changes the answer: no guess "
        "can cost more than {ceiling} nats, however wrong it is. 1e-12 is enough to be safe; or "
        "let the cost be infinite, for that is what ruling out the truth deserves."
    )
    mistakes = {}
    for eps in LARGE_EPS:
        sentence = words.format(eps=short(eps), ceiling=f"{-np.log(eps):.1f}")
        mistakes[f"clipped_at_{short(eps)}"] = Mistake(_clipped(loss, eps), sentence)
        if with_eps and eps > 1e-10:  # below, adding is within rounding of doing nothing
            mistakes[f"added_{short(eps)}"] = Mistake(_added(with_eps, eps), sentence)
    return mistakes


def _clipped(loss, eps):
    return lambda label, output: loss(label, np.clip(output, eps, 1 - eps))


def _added(with_eps, eps):
    return lambda label, output: with_eps(label, output, eps)


def p_log(weight, probability):
    """Product of weight and log probability, 0 where the weight is 0."""
    weight, probability = np.broadcast_arrays(
        np.asarray(weight, float), np.asarray(probability, float)
    )
    logarithm = np.log(np.where(weight == 0, 1, probability))
    return weight * logarithm
