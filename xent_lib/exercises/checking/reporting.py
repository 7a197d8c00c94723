"""What the learner's function did on an input, in sentences."""

import numpy as np

from xent_lib.exercises.checking.feedback import code_block
from xent_lib.exercises.checking.wording import (
    call_of,
    in_plain_words,
    kind_of,
    two_values,
    value_of,
)
from xent_lib.language import _

# Errors that have nothing to do with the edge of the mathematics that a probe's note is about.
ELSEWHERE = (RecursionError, MemoryError, NameError, LookupError)


def compared(name, trial):
    """An input, and both values."""
    yours, right = two_values(trial.answer.numbers, trial.right)
    words = _("For example, {call} gives {yours}, and it should be {right}.")
    return words.format(call=call_of(name, trial.probe.arguments), yours=yours, right=right)


def difference(name, trial):
    """What is wrong with the answer to one input, both values shown."""
    call, answer = call_of(name, trial.probe.arguments), trial.answer
    if answer.value is None:
        words = _(
            "{call} gives nothing back (`None`), and it should be {right}. Does every way "
            "through your function end in a `return`?"
        )
        return words.format(call=call, right=value_of(trial.right))
    if answer.numbers is None:
        words = _("{call} gives {kind}, and it should be {right}.")
        kind, right = kind_of(answer.value), value_of(trial.right)
        return words.format(call=call, kind=kind, right=right)
    if not trial.fits:
        return _wrong_shape(trial, call)
    yours, right = two_values(answer.numbers, trial.right)
    words = _("The smallest input on which we differ: {call}. Yours: {yours}. Right: {right}.")
    text = words.format(call=call, yours=yours, right=right)
    if np.isnan(answer.numbers).any():
        text += " " + _(
            "`nan` means “not a number”: somewhere stands 0·log 0, 0/0 or ∞ − ∞, or the "
            "logarithm of a negative number."
        )
    return text


def _wrong_shape(trial, call):
    single = _(
        "{call} gives {yours}, of shape {shape}. It should be a single number, {right}. Is a sum "
        "or a mean missing?"
    )
    array = _("{call} gives {yours}, of shape {shape}. It should be {right}, of shape {expected}.")
    return (array if trial.right.ndim else single).format(
        call=call,
        yours=value_of(trial.answer.numbers),
        shape=trial.answer.numbers.shape,
        right=value_of(trial.right),
        expected=trial.right.shape,
    )


def changing(name, trial, again):
    """That the same input came to two answers, and why that may be."""
    first, second = two_values(trial.answer.numbers, again.answer.numbers)
    words = _(
        "**The same input, another answer.** {call} first came to {first}, and when I asked once "
        "more, to {second}. Your function remembers earlier calls, or it uses chance. A list or a "
        "number that grows has to begin anew in each call: set it up inside the function."
    )
    return words.format(call=call_of(name, trial.probe.arguments), first=first, second=second)


def reservations(name, function, trials):
    """What a correct function does not manage, and need not: each thing once."""
    notes = {}
    for trial in trials:
        if isinstance(trial.answer.error, ELSEWHERE):
            words = _("One thing more: your function could not finish {call}. {meaning}")
            call = call_of(name, trial.probe.arguments)
            meaning = in_plain_words(trial.answer.error, function)
            notes[words.format(call=call, meaning=meaning)] = None
        elif not trial.agrees:
            notes[_("One thing more: {note}").format(note=trial.probe.note)] = None
    return list(notes)


def asides(name, trials):
    """What a function does beside its answer: it writes into its input, or prints."""
    for trial in trials:
        if trial.answer.changed:
            words = _(
                "Your function writes into its argument `{argument}`, so whoever calls it finds "
                "their own data changed afterwards. Work on a copy: "
                "`{argument} = np.array({argument})`, or write `x = x - 1` instead of `x -= 1`."
            )
            yield words.format(argument=trial.answer.changed)
            break
    for trial in trials:
        if trial.answer.printed.strip():
            words = _("Your function also printed something. On {call} it was:")
            printed = "\n".join(trial.answer.printed.strip().splitlines()[:5])
            yield words.format(call=call_of(name, trial.probe.arguments))
            yield code_block(printed, language="text")
            break
