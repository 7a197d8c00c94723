"""Inputs, values and errors, as a learner would write them."""

import linecache
import traceback

import numpy as np

from xent_lib.exercises.checking.deadline import Endless
from xent_lib.exercises.checking.running import as_numbers
from xent_lib.language import _

LONGEST = 8  # entries of a list that are shown


def call_of(name, arguments):
    """The call as code: `surprise(p=0.5)`."""
    inside = ", ".join(f"{key}={value_of(value)}" for key, value in arguments.items())
    return f"`{name}({inside})`"


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
        text += " " + _("This is the line: `{line}`").format(line=line)
    return text


def _meaning(error):
    if isinstance(error, Endless):
        return _(
            "It was still running after a few seconds and had to be stopped. Does a loop of yours "
            "never reach its end?"
        )
    if isinstance(error, SystemExit):
        return _("It called `exit()`. A function gives its answer back with `return`.")
    known = {
        ZeroDivisionError: _("It divided by zero."),
        RecursionError: _("It called itself again and again, without ever reaching an end."),
        OverflowError: _("A number became too large to be held: `exp` grows very fast."),
        IndexError: _("It asked for an entry that is not there; entries are counted from 0."),
        MemoryError: _("It asked for more memory than there is. How large is the array it makes?"),
        UnboundLocalError: _("It used a variable before the variable had a value."),
    }
    for kind, words in known.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, NameError):
        return _(
            "Python does not know the name `{name}`. A typing mistake, or a missing `import`?"
        ).format(name=error.name)
    if "math domain" in str(error) or "expected a positive input" in str(error):
        return _("`math.log` was given 0 or a negative number, and it refuses both.")
    return _("Python says `{kind}: {message}`.").format(
        kind=type(error).__name__, message=" ".join(str(error).split())[:200]
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
