"""Level 2: four black boxes, one of which has label and output swapped."""

import time

import numpy as np

from xent_lib.exercises.binary_mistakes import swapped_clipped, truth
from xent_lib.exercises.checking.deadline import left
from xent_lib.exercises.checking.exercise import Exercise, Mistake
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.running import as_numbers, run, takes
from xent_lib.exercises.checking.wording import in_plain_words, kind_of, value_of
from xent_lib.language import _
from xent_lib.losses import squared_error

LOSSES = {
    "mean": truth,
    "sum": lambda label, output: truth(label, output) * np.size(label),
    "squared_error": lambda label, output: squared_error(label=label, output=output),
    "swapped": swapped_clipped(1e-7),
}


class Box:
    """A loss that does not say which one it is; call it with a label and an output."""

    __slots__ = ("_loss", "_number")

    def __init__(self, number, loss):
        self._number, self._loss = number, loss

    def __call__(self, label, output):
        with np.errstate(all="ignore"):
            return float(self._loss(np.atleast_1d(label), np.atleast_1d(output)))

    def __repr__(self):
        return f"box {self._number}"


def shuffled(rng):
    """Four boxes in an order that the generator draws."""
    order = rng.permutation(list(LOSSES))
    return [Box(number, LOSSES[name]) for number, name in enumerate(order)]


def kind(box):
    """Which of the losses is inside."""
    return next(name for name, loss in LOSSES.items() if loss is box._loss)


class WhichIsSwapped(Exercise):
    """The learner names a box, or writes a function that finds it among any four."""

    patience = 3.0  # seconds for all shelves together
    boxes = shuffled(np.random.default_rng(25))

    def check(self, answer, seed=0):
        """Feedback on a number from 0 to 3, a box, or a function from boxes to either."""
        if isinstance(answer, Box) or not callable(answer):
            return self._picked([self.boxes], [answer])
        if not takes(answer, {"boxes": self.boxes}):
            words = _("**Your function takes other arguments.** It begins `def {name}(boxes)`.")
            return Feedback(words.format(name=self.name), "raised")
        rng = np.random.default_rng(seed)
        shelves = [self.boxes, *(shuffled(rng) for _again in range(7))]
        values, until = [], time.monotonic() + self.patience
        for boxes in shelves:
            result = run(answer, {"boxes": boxes}, left(until))
            if result.nothing:
                return self._not_started()
            if result.error is not None:
                heading = _("**Your function could not finish.** It was given four boxes.")
                meaning = in_plain_words(result.error, answer)
                return Feedback(paragraphs(heading, meaning), "raised")
            values.append(result.value)
        return self._picked(shelves, values)

    def _picked(self, shelves, answers):
        if answers[0] is None or answers[0] is ...:
            return self._not_started()
        found = []
        for boxes, answer in zip(shelves, answers, strict=True):
            number = repr(answer) if isinstance(answer, Box) else answer
            numbers = {repr(box): box for box in boxes} | dict(enumerate(boxes))
            if isinstance(number, bool) or not _hashable(number) or number not in numbers:
                return self._no_box(answer)
            found.append(kind(numbers[number]))
        if set(found) == {"swapped"}:
            return self._correct()
        if len(set(found)) == 1:
            return self._recognised([f"picked_the_{found[0]}"])
        return self._by_luck(answers[0], found)

    def _no_box(self, answer):
        words = _("**That is no box.** They are numbered 0 to 3, and you answered {answer}.")
        back = kind_of(answer) if as_numbers(answer) is None else value_of(answer)
        return Feedback(words.format(answer=back), "not recognised")

    def _by_luck(self, answer, found):
        words = _(
            "**Not every time.** I put the boxes in eight different orders, and your function "
            "found the swapped one in {hits} of them. The first time it said {answer}. Let it ask "
            "each box for a cost, and decide by the costs alone."
        )
        hits = found.count("swapped")
        return Feedback(words.format(hits=hits, answer=value_of_box(answer)), "not recognised")


def value_of_box(answer):
    """The answer as a number from 0 to 3."""
    return repr(answer) if isinstance(answer, Box) else str(int(answer))


def _hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _finder(name):
    return lambda boxes: next(n for n, box in enumerate(boxes) if kind(box) == name)


mistakes = {
    "picked_the_mean": Mistake(
        _finder("mean"),
        _(
            "That box is the right one, binary cross-entropy. For the label 1 it gives −ln p, so "
            "an output of .5 costs .693. Which box does not do that?"
        ),
    ),
    "picked_the_sum": Mistake(
        _finder("sum"),
        _(
            "That box has large numbers, but label and output are in their places: it is the sum "
            "over the samples instead of the mean. Ask the boxes about *one* sample: its number is "
            "then the same as the mean's."
        ),
    ),
    "picked_the_squared_error": Mistake(
        _finder("squared_error"),
        _(
            "That box is the squared error: it never costs more than 1. It is not the "
            "cross-entropy, but nothing is swapped in it; change the places and it stays the same."
        ),
    ),
}

which_is_swapped = WhichIsSwapped(
    name="which_is_swapped",
    level=2,
    statement=_(
        "**Which box is swapped?** `exercises.which_is_swapped.boxes` holds four black boxes. Each "
        "takes `(label, output)` and gives a cost; one computes binary cross-entropy with the two "
        "swapped, clipped at 1e-7 so that it stays finite. Find it from its costs alone: return "
        "its number, 0 to 3."
    ),
    starter=_('''
def which_is_swapped(boxes):
    """Number (0 to 3) of the box that has label and output swapped."""
    ...
'''),
    hints=[
        _("Ask all four about one sample, label 1, and an output that you can do in your head."),
        _("For the label 1 and the output .5, the right cost is .693. Which box is far off?"),
        _("The swapped box gives 16.118 · |y − p|, so 8.06 at .5: the largest of the four."),
    ],
    solution=_('''
def which_is_swapped(boxes):
    """Number (0 to 3) of the box that has label and output swapped."""
    costs = [box([1], [0.5]) for box in boxes]
    return costs.index(max(costs))
'''),
    learned=_(
        "Clipped, a swap does not announce itself: it is finite, 0 where the output is right, and "
        "it falls during training. One number gives it away: −ln .5 should be .693, and 16.118 · "
        ".5 is 8.06. Test a loss on a case that you can do in your head."
    ),
    mistakes=mistakes,
)
