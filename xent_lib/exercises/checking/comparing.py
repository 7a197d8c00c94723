"""When two answers count as the same."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from xent_lib.exercises.checking.deadline import Endless
from xent_lib.exercises.checking.probes import Probe
from xent_lib.exercises.checking.running import Answer, run
from xent_lib.exercises.checking.wording import call_of

RELATIVE, ABSOLUTE = 3e-5, 5e-9
CLIPPED = 20.7  # nats: an eps of 1e-9 or less turns an infinite cost into at least so many

# How the answer of a mistake stands to the learner's.
SAME, LOST, EXCUSED, OTHER = "same", "lost", "excused", "other"


@dataclass(frozen=True)
class Trial:
    """One input, the right answer to it, and the learner's."""

    name: str  # of the exercise
    probe: Probe
    right: np.ndarray
    answer: Answer
    mean: bool = False  # whether it is a mean over samples, which share an infinite cost

    @property
    def call(self):
        """The call as code, to be shown: pasted into a cell, it gives what the text says."""
        return call_of(self.name, self.probe.arguments)

    @cached_property
    def fits(self):
        """Whether the answer has the shape that it should have."""
        numbers = self.answer.numbers
        if numbers is None:
            return False
        return numbers.shape == self.right.shape or numbers.size == self.right.size == 1

    @cached_property
    def agrees(self):
        """Whether the answer is right; an infinite cost may be clipped at 1e-9 or less."""
        if not self.fits or np.isnan(self.answer.numbers).any():
            return False
        numbers = self.answer.numbers.reshape(self.right.shape)
        samples = max(len(v) for v in self.probe.arguments.values()) if self.mean else 1
        large = (self.right == np.inf) & (numbers * samples >= CLIPPED)
        return bool((large | close(numbers, self.right)).all())

    @property
    def clipped(self):
        """Whether something keeps an infinite cost finite, and passes."""
        return self.agrees and self.answer.finite and not np.isfinite(self.right).all()

    @property
    def forgiven(self):
        """Whether it fails only at an edge, by finding no finite answer there."""
        if not self.probe.note or self.endless:
            return False
        if self.answer.error is not None or self.answer.value is None:
            return True
        # No cost is minus infinity: that is no answer lost, but a wrong one.
        return self.fits and not self.answer.finite and not (self.answer.numbers == -np.inf).any()

    @property
    def passes(self):
        """Whether a correct function may answer like this."""
        return self.agrees or self.forgiven

    @property
    def endless(self):
        """Whether the call had to be stopped."""
        return isinstance(self.answer.error, Endless)

    def beside(self, function):
        """How a wrong function, run on the same input, stands to the answer.

        `SAME` numbers; `LOST`, neither finds a finite one; `EXCUSED`, only the answer is lost, at
        an edge, where it may be; `OTHER`.
        """
        mine, theirs = self.answer, self.probe.answer_of(function)
        if mine.error is None and mine.numbers is None:
            return OTHER
        if not mine.finite and not theirs.finite:
            if mine.numbers is None or theirs.numbers is None:
                return LOST
            return LOST if mine.numbers.shape == theirs.numbers.shape else OTHER
        if self.probe.edge and not mine.finite:
            return EXCUSED
        if mine.numbers is None or theirs.numbers is None:
            return OTHER
        if mine.numbers.size == theirs.numbers.size == 1:
            one, other = mine.numbers.item(), theirs.numbers.item()
            if mine.finite and theirs.finite:  # most are, and arrays would take ten times as long
                alike = near(one, other)
            else:
                alike = self._alike(np.array([one]), np.array([other]))
        else:
            same_shape = mine.numbers.shape == theirs.numbers.shape
            alike = same_shape and self._alike(mine.numbers, theirs.numbers)
        return SAME if alike else OTHER

    def _alike(self, mine, theirs):
        neither = ~np.isfinite(mine) & ~np.isfinite(theirs)
        clipped = self.probe.edge & np.isinf(theirs)
        return bool((neither | clipped | close(mine, theirs)).all())


def try_out(name, function, probes, truth, clock, mean=False):
    """A `Trial` for each probe, up to one that does not end."""
    trials = []
    for probe in probes:
        answer = run(function, probe.arguments, clock.left())
        with np.errstate(all="ignore"):
            right = np.asarray(truth(**probe.arguments), dtype=float)
        trials.append(Trial(name, probe, right, answer, mean))
        if trials[-1].endless:
            break
    return trials


def close(first, second):
    """Whether numbers agree to between four and five digits, entry by entry."""
    # np.isclose takes ten times as long, and thousands of pairs are compared.
    with np.errstate(invalid="ignore"):
        finite = near(first, second)
    return np.where(np.isfinite(second), finite, first == second)


def near(first, second):
    """As `close`, where `second` is finite."""
    return abs(first - second) <= ABSOLUTE + RELATIVE * abs(second)


def constant_ratio(trials):
    """By which factor all answers are off; None if by none, or by too little to be seen."""
    pairs = [(t.answer.numbers, t.right) for t in trials if not t.probe.note]
    if not pairs or not all(trial.fits for trial in trials if not trial.probe.note):
        return None
    numbers = np.concatenate([number.ravel() for number, _ in pairs])
    right = np.concatenate([right.ravel() for _, right in pairs])
    with np.errstate(all="ignore"):
        ratio = (numbers / right)[np.isfinite(right) & (right != 0)]
    if not ratio.any() or not np.isfinite(ratio).all() or abs(ratio[0] - 1) < 1e-3:
        return None
    return ratio[0] if close(ratio, ratio[0]).all() else None
