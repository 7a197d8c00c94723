"""Run a learner's function on one input, whatever it does."""

import contextlib
import copy
import inspect
import re
import time
import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from xent_lib.exercises.checking.capturing import captured, writing_on
from xent_lib.exercises.checking.deadline import Endless, within

# As Python and NumPy speak of a blank that was left: "... for -: 'ellipsis' and 'int'".
BLANK = re.compile(r"'ellipsis'|(of type|not) ellipsis")


class Clock:
    """How long one call may take, and how long all together: a slow function comes to its end."""

    def __init__(self, one, together=None):
        self.one = one
        self._until = time.monotonic() + (together or 3 * one)

    def left(self):
        """Seconds for the next call, and never less than a short time."""
        return min(self.one, max(0.05, self._until - time.monotonic()))

    @property
    def over(self):
        """Whether there is no time for a whole call any more."""
        return self.left() < self.one


@dataclass(frozen=True)
class Answer:
    """What one call came to."""

    value: object = None
    numbers: np.ndarray | None = None  # the value, where it is made of real numbers
    error: BaseException | None = None
    printed: str = ""
    changed: str | None = None  # name of the argument that the call wrote into
    seconds: float = 0.0

    @cached_property
    def finite(self):
        """Whether it is numbers, none of them infinite or NaN."""
        return self.numbers is not None and bool(np.isfinite(self.numbers).all())

    @property
    def blank(self):
        """Whether a ``...`` is left where code should stand."""
        if isinstance(self.error, NotImplementedError):
            return True
        if isinstance(self.error, TypeError | AttributeError):
            return BLANK.search(str(self.error)) is not None
        return self.error is None and self._made_of(lambda value: value is ...)

    @property
    def nothing(self):
        """Whether it is what a function gives back that was not written to its end."""
        return self.blank or self.error is None and self._made_of(lambda v: v is None or v is ...)

    def _made_of(self, kind):
        several = isinstance(self.value, tuple) and self.value
        return all(map(kind, several or [self.value]))

    def same_as(self, other):
        """Whether two calls came to the same numbers; True where one came to none."""
        if self.numbers is None or other.numbers is None:
            return True
        return np.array_equal(self.numbers, other.numbers, equal_nan=True)


def attempt(function, arguments):
    """The `Answer` of a function that neither hangs, prints nor writes into its arguments."""
    try:
        with np.errstate(all="ignore"):
            value = function(*arguments.values())
    except Exception as error:
        return Answer(error=error)
    return Answer(value, as_numbers(value))


def run(function, arguments, seconds):
    """The `Answer` of a function to arguments by name; the arguments stay as they are."""
    given = copy.deepcopy(arguments)
    value = numbers = error = None
    began = time.monotonic()
    with captured() as printed:

        def call():
            # Inside the call, because another thread does not inherit the state of errors.
            with writing_on(printed), np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = call_by_name(function, given)
                return value, as_numbers(value)

        try:
            value, numbers = within(seconds, call)
        except (Exception, SystemExit, Endless) as caught:
            error = caught
    took = time.monotonic() - began
    changed = [name for name in arguments if not same(arguments[name], given[name])]
    changed = changed[0] if changed else None
    return Answer(value, numbers, error, printed.getvalue(), changed, took)


def call_by_name(function, arguments):
    """Call by keyword if the parameters have these names, and otherwise in this order."""
    try:
        inspect.signature(function).bind(**arguments)
    except (TypeError, ValueError):
        return function(*arguments.values())
    return function(**arguments)


def takes(function, arguments):
    """Whether a function can be called with as many arguments as these."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # a function of C code may keep its signature to itself
        return True
    for positional, named in (((), arguments), (arguments.values(), {})):
        with contextlib.suppress(TypeError):
            signature.bind(*positional, **named)
            return True
    return False


def as_numbers(value):
    """A copy of `value` as an array of floats, or None where it is no real numbers."""
    try:
        array = np.asarray(value)
        whole = array.dtype.kind in "biuf" or (
            array.dtype.kind == "O" and not any(entry is None for entry in array.flat)
        )
        return np.array(array, dtype=float) if whole else None
    except (TypeError, ValueError, OverflowError):
        return None


def same(before, after):
    """Whether an argument is still what it was."""
    try:
        return type(before) is type(after) and np.array_equal(before, after)
    except (TypeError, ValueError):
        return False
