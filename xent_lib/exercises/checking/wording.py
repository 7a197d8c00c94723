"""Inputs, values and errors, as a learner would write them."""

import linecache
import re
import traceback

import numpy as np

from xent_lib.exercises.checking.capturing import CheckInside
from xent_lib.exercises.checking.deadline import Endless
from xent_lib.exercises.checking.running import as_numbers
from xent_lib.language import _, sentences

LONGEST = 8  # entries of a list that are shown

# What Python and NumPy say of an array where one number is expected.
NOT_ONE_NUMBER = re.compile(
    r"only (0-dimensional|length-1|size-1) arrays can be"
    r"|must be real number, not (list|numpy|tuple)"
)


def call_of(name, arguments):
    """The call as code, which can be pasted into a cell: `surprise(p=0.5)`."""
    inside = ", ".join(f"{key}={code_of(value)}" for key, value in arguments.items())
    return f"`{name}({inside})`"


def code_of(value):
    """The source text of a value, all its digits there; a long list as one that is repeated."""
    if isinstance(value, np.ndarray):
        return f"np.array({code_of(value.tolist())})"
    if not isinstance(value, list):
        return repr(value.item() if isinstance(value, np.generic) else value)
    if len(value) > LONGEST:
        for size in range(1, LONGEST + 1):
            times, rest = divmod(len(value), size)
            if not rest and value[:size] * times == value:
                return f"{code_of(value[:size])} * {times}"
    return f"[{', '.join(map(code_of, value))}]"


def value_of(value, digits=4):
    """Numbers as Python writes them, shortened to the digits and entries that matter."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        shown = [value_of(entry, digits) for entry in value[:LONGEST]]
        more = [f"… ({len(value)})"] if len(value) > LONGEST else []
        return f"[{', '.join(shown + more)}]"
    if isinstance(value, bool) or not isinstance(value, float | np.floating):
        return str(value)
    return f"{value + 0.0:.{digits}g}"  # -0.0 becomes 0.0


def two_values(first, second):
    """Both as text, with as many digits as it takes to tell them apart."""
    for digits in (4, 7, 17):
        texts = value_of(first, digits), value_of(second, digits)
        if texts[0] != texts[1]:
            break
    return texts


def in_plain_words(error, function):
    """What an error means, and the learner's own line that raised it."""
    text = _meaning(error)
    line = _line_of(error, function)
    if line and not isinstance(error, Endless):  # chance decides where a loop is interrupted
        line = line.replace("`", "'")
        text = sentences(text, _("This is the line: `{line}`").format(line=line))
    return text


def _meaning(error):
    known = {
        Endless: _(
            "It was still running after a few seconds and had to be stopped. Does a loop of yours "
            "never reach its end?"
        ),
        CheckInside: _(
            "It calls `check` itself: the line with `check` stands inside the function. Move that "
            "line out of it, to the left margin or into a cell of its own."
        ),
        SystemExit: _("It called `exit()`. A function gives its answer back with `return`."),
        ZeroDivisionError: _("It divided by zero."),
        RecursionError: _("It called itself again and again, without ever reaching an end."),
        OverflowError: _("A number became too large to be held: `exp` grows very fast."),
        MemoryError: _("It asked for more memory than there is. How large is the array it makes?"),
        UnboundLocalError: _("It used a variable before the variable had a value."),
    }
    for kind, words in known.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, NameError):
        words = _(
            "Python does not know the name `{name}`. A typing mistake, or is an `import` missing?"
        )
        return words.format(name=error.name)
    message = " ".join(str(error).split())
    if isinstance(error, IndexError) and re.search("out of (range|bounds)", message):
        if message.startswith("axis "):  # an AxisError is an IndexError, too
            return _(
                "Its array has no such axis: axes are counted from 0, so rows of numbers have "
                "`axis=0`, down the columns, and `axis=1`, along a row. A list of numbers has one."
            )
        return _("It asked for an entry that is not there; entries are counted from 0.")
    if isinstance(error, IndexError) and re.search("(valid|as) indices", message):
        return _(
            "It looked for an entry by something that is no whole number. Places are counted 0, 1, "
            "2 …; `int(…)` or `.astype(int)` makes whole numbers of others."
        )
    if "math domain" in message or "expected a positive input" in message:
        return _("`math.log` was given 0 or a negative number, and it refuses both.")
    if isinstance(error, TypeError) and NOT_ONE_NUMBER.search(message):
        return _(
            "A function for single numbers, such as `math.log`, was given a whole array or list. "
            "`np.log` takes arrays; or go through the numbers one at a time."
        )
    if "truth value of an array" in message:
        return _(
            "An `if`, an `and` or a `max` needs a single yes or no, and it was asked of a whole "
            "array. `np.where` decides for each entry; or go through them one at a time."
        )
    return _("Python says `{kind}: {message}`.").format(
        kind=type(error).__name__, message=message.replace("`", "'")[:200]
    )


def _line_of(error, function):
    """The last line of the learner's own file or cell that the error passed through."""
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    return linecache.getline(own[-1].filename, own[-1].lineno).strip() if own else ""


def kind_of(value):
    """What a value is that is no number, or no list of numbers."""
    collections = {
        list: _("a list with {entry} in it"),
        tuple: _("a tuple with {entry} in it"),
        np.ndarray: _("an array with {entry} in it"),
    }
    if type(value) not in collections:
        return _kind_of_one(value)
    values = value.ravel().tolist() if isinstance(value, np.ndarray) else value
    rows = [row if isinstance(row, list | tuple) else [row] for row in values]
    odd = [entry for row in rows for entry in row if as_numbers(entry) is None]
    if not odd:
        return _("a list with rows that are not equally long")
    return collections[type(value)].format(entry=_kind_of_one(odd[0]))


def _kind_of_one(value):
    if value is None:
        return "`None`"
    if value is ...:
        return _("an open `...`")
    if isinstance(value, str):
        return _("the text {value}").format(value=repr(value)[:60])
    if callable(value):
        return _("a function (its round brackets are missing)")
    names = {
        "generator": _("a generator (put `list(…)` or `sum(…)` around it)"),
        "complex": _("a complex number (from a logarithm or a root of something negative)"),
        "dict": _("a dictionary"),
        "set": _("a set"),
    }
    name = type(value).__name__
    return names.get(name, _("something of type `{name}`").format(name=name))
