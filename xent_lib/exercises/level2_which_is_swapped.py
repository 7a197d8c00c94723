"""Level 2: four black boxes, one of which has label and output swapped."""

import numpy as np

from xent_lib.exercises.binary_mistakes import swapped_clipped, truth
from xent_lib.exercises.checking.exercise import Exercise, Mistake
from xent_lib.exercises.checking.feedback import Feedback, code_block, paragraphs
from xent_lib.exercises.checking.running import Clock, as_numbers, run, takes
from xent_lib.exercises.checking.wording import in_plain_words, kind_of, value_of
from xent_lib.language import _, later
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
        # As fractions: the losses take whole numbers for labels and ask whether the two are
        # swapped, and to swap them on purpose is a way to find the box.
        label, output = (np.atleast_1d(np.asarray(side, float)) for side in (label, output))
        with np.errstate(all="ignore"):
            return float(self._loss(label, output))

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

    patience = 3.0  # seconds for one shelf; three times as many for all of them
    boxes = shuffled(np.random.default_rng(25))

    def _judge(self, answer, seed):
        if isinstance(answer, Box) or not callable(answer):
            return self._picked([self.boxes], [answer])
        if not takes(answer, {"boxes": self.boxes}):
            words = _("**Your function takes other arguments.** It begins `def {name}(boxes)`.")
            return Feedback(words.format(name=self.name), "raised")
        rng = np.random.default_rng(seed)
        shelves = [self.boxes, *(shuffled(rng) for _again in range(7))]
        results, clock = [], Clock(self.patience)
        for boxes in shelves:
            results.append(run(answer, {"boxes": boxes}, clock.left()))
            error = results[-1].error
            if error is not None and not results[-1].nothing:
                heading = _("**Your function could not finish.** It was given four boxes.")
                return Feedback(paragraphs(heading, in_plain_words(error, answer)), "raised")
        if all(result.nothing for result in results):
            return self._nothing_back(answer, results)
        return self._picked(shelves, [result.value for result in results], *printed(results))

    def _picked(self, shelves, answers, *remarks):
        if len(answers) == 1 and (answers[0] is None or answers[0] is ...):
            return self._not_started()
        found = []
        for boxes, answer in zip(shelves, answers, strict=True):
            number = repr(answer) if isinstance(answer, Box) else answer
            numbers = {repr(box): box for box in boxes} | dict(enumerate(boxes))
            if isinstance(number, bool) or not _hashable(number) or number not in numbers:
                return self._no_box(answer, found)
            found.append(kind(numbers[number]))
        if set(found) == {"swapped"}:
            return self._correct(*remarks, *([_by_hand()] if len(found) == 1 else []))
        if len(set(found)) == 1:
            return self._named(f"picked_the_{found[0]}", *remarks)
        return self._by_luck(answers[0], found)

    def _no_box(self, answer, found):
        if answer is None:
            words = _(
                "**Not every time.** For some orders of the boxes your function gives nothing back "
                "(`None`). Does every way through it end in a `return`?"
            )
            return Feedback(words, "not recognised")
        words = _("**That is no box.** They are numbered 0 to 3, and you answered {answer}.")
        back = kind_of(answer) if as_numbers(answer) is None else value_of(answer)
        return Feedback(words.format(answer=back), "not recognised")

    def _by_luck(self, answer, found):
        words = _(
            "**Not every time.** I shuffled the boxes eight times over, and your function found "
            "the swapped one in {hits} of the eight. The first time it said {answer}. Let it ask "
            "each box for a cost, and decide by the costs alone."
        )
        hits = found.count("swapped")
        return Feedback(words.format(hits=hits, answer=value_of_box(answer)), "not recognised")


def printed(results):
    """What a function printed on the first shelf, if it did."""
    text = results[0].printed.strip()
    return [_("Your function also printed something:"), code_block(text, "text")] if text else []


def _by_hand():
    return _(
        "You named the box, and how you found it I cannot see: a guess is right once in four "
        "times. Can a function find it? Return the number, hand `check` the function, and it has "
        "to find the swapped box in all eight shuffles."
    )


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
        later(
            "That box is the right one, binary cross-entropy. For the label 1 it gives −ln q, so "
            "an output of .5 costs .693. Which costs far more there?"
        ),
    ),
    "picked_the_sum": Mistake(
        _finder("sum"),
        later(
            "That box has large numbers, but label and output are in their places: it is the sum "
            "over the samples instead of the mean. Ask the boxes about *one* sample: its number is "
            "then the same as the mean's."
        ),
    ),
    "picked_the_squared_error": Mistake(
        _finder("squared_error"),
        later(
            "That box is the squared error: it never costs more than 1. It is not the "
            "cross-entropy, but nothing is swapped in it; change the places and it stays the same."
        ),
    ),
}

which_is_swapped = WhichIsSwapped(
    name="which_is_swapped",
    level=2,
    statement=later(
        "**Which box is swapped?** `exercises.which_is_swapped.boxes` holds four black boxes. Each "
        "takes `(label, output)` and gives a cost; one computes binary cross-entropy with the two "
        "swapped, clipped at 1e-7 so that it stays finite. Find it from its costs alone: return "
        "its number, 0 to 3."
    ),
    starter=later('''
def which_is_swapped(boxes):
    """Number (0 to 3) of the box that has label and output swapped."""
    ...
'''),
    hints=[
        later(
            "Ask all four about one sample, label 1, and an output that you can do in your head."
        ),
        later("For the label 1 and the output .5, the right cost is .693. Which box is far off?"),
        later("The swapped box gives 16.118 · |y − q|, so 8.06 at .5: the largest of the four."),
    ],
    solution=later('''
def which_is_swapped(boxes):
    """Number (0 to 3) of the box that has label and output swapped."""
    costs = [box([1], [0.5]) for box in boxes]
    return costs.index(max(costs))
'''),
    learned=later(
        "Clipped, a swap does not announce itself: it is finite, almost 0 where the output is "
        "right, and it falls during training. One number gives it away: −ln .5 should be .693, and"
        " 16.118 · .5 is 8.06. Test a loss on a case that you can do in your head."
    ),
    mistakes=mistakes,
)
