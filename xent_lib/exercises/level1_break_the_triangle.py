"""Level 1: three coins for which the detour is shorter than the direct way."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.feedback import Feedback
from xent_lib.exercises.checking.value_exercise import ValueExercise
from xent_lib.exercises.checking.wording import kind_of, two_values, value_of
from xent_lib.language import _, later, sentences
from xent_lib.losses import cross_entropy


def cost(a, b):
    """H(a, b) of two coins, in nats."""
    return float(cross_entropy([a, 1 - a], [b, 1 - b]))


class BreakTheTriangle(ValueExercise):
    """The learner returns three numbers; they are judged by what they do."""

    def _judged(self, result):
        numbers = result.numbers
        if numbers is None or numbers.shape != (3,) or np.isnan(numbers).any():
            back = kind_of(result.value) if numbers is None else value_of(numbers)
            words = _(
                "**Three numbers are needed.** End the function with `return a, b, c`, each a "
                "probability between 0 and 1. It gives {back}."
            )
            return Feedback(words.format(back=back), "not recognised")
        wrong = numbers[(numbers < 0) | (numbers > 1)]
        if wrong.size:
            words = _("The number in question is {value}.").format(value=value_of(wrong[0]))
            return self._named("out_of_range", words)
        a, b, c = numbers.tolist()
        direct, detour = cost(a, c), cost(a, b) + cost(b, c)
        if direct > detour:
            return self._correct(_compared(direct, detour))
        if np.isinf(direct):
            return self._named("infinite_end_points", _compared(direct, detour))
        return self._named(
            "no_violation", sentences(_compared(direct, detour), _gap(detour - direct))
        )


def _compared(direct, detour):
    words = _("With your coins: directly H(a, c) = {direct}, by way of b {detour}.")
    direct, detour = two_values(direct, detour)
    return words.format(direct=direct, detour=detour)


def _gap(longer):
    if longer == 0:
        return _("The two ways are equally long.")
    if np.isinf(longer):
        return _("One guess on the detour rules out what can happen, and costs infinitely much.")
    return _("The direct way is still shorter by {gap}.").format(gap=value_of(longer))


mistakes = {
    "no_violation": Mistake(
        lambda: (0.9, 0.6, 0.5),
        later(
            "These three keep the triangle's rule: the detour is no shorter than the direct way. "
            "You want H(a, c) *larger* than H(a, b) + H(b, c)."
        ),
    ),
    "out_of_range": Mistake(
        lambda: (1.2, 0.5, 0.1),
        later("A coin's probability of heads lies between 0 and 1, and one of yours does not."),
    ),
    "infinite_end_points": Mistake(
        lambda: (0.5, 0.3, 0.0),
        later(
            "One of your guesses is exactly 0 or 1, so it rules out what can happen, and both ways "
            "cost infinitely much. Infinity is not larger than infinity. Stay a little inside, at "
            ".01 for example."
        ),
    ),
}

break_the_triangle = BreakTheTriangle(
    name="break_the_triangle",
    level=1,
    statement=later(
        "**Break the triangle.** Between three places, a detour is never shorter than the direct "
        "way. Is cross-entropy like that? Find three coins, by their probabilities of heads a, b "
        "and c, for which it is not: H(a, c) > H(a, b) + H(b, c)."
    ),
    starter=later('''
def break_the_triangle():
    """Three coins a, b, c with H(a, c) > H(a, b) + H(b, c)."""
    ...
'''),
    hints=[
        later("Make the direct way very expensive: where is a cost without a ceiling?"),
        later("Let the truth a be certain of heads, and the guess c nearly sure of tails."),
        later(
            "Then let b lie in the middle: both steps by a fair coin cost less than the direct way."
        ),
    ],
    solution=later('''
def break_the_triangle():
    """Three coins a, b, c with H(a, c) > H(a, b) + H(b, c)."""
    return 1, 0.5, 0.01
'''),
    learned=later(
        "You have proved, with one example, that cross-entropy is no distance. The direct way from "
        "a sure truth to a guess that is nearly sure of the opposite can cost more than both steps "
        "of a detour over an unsure one."
    ),
    mistakes=mistakes,
)
