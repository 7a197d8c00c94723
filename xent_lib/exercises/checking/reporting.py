"""What the learner's function did on an input, in sentences."""

import numpy as np

from xent_lib.exercises.checking.feedback import code_block
from xent_lib.exercises.checking.wording import in_plain_words, kind_of, two_values, value_of
from xent_lib.language import _, plural, sentences

# Errors that have nothing to do with the edge of the mathematics that a probe's note is about.
ELSEWHERE = (RecursionError, MemoryError, NameError, LookupError)
SLOW = 0.1  # seconds a call


def compared(trial):
    """An input, and both values."""
    yours, right = two_values(trial.answer.numbers, trial.right)
    words = _("For example, {call} gives {yours}, and it should be {right}.")
    return words.format(call=trial.call, yours=yours, right=right)


def difference(trial):
    """What is wrong with the answer to one input, both values shown."""
    answer = trial.answer
    if answer.value is None:
        words = _(
            "{call} gives nothing back (`None`), and it should be {right}. Does every way "
            "through your function end in a `return`?"
        )
        return words.format(call=trial.call, right=value_of(trial.right))
    if answer.numbers is None:
        words = _("{call} gives {kind}, and it should be {right}.")
        kind, right = kind_of(answer.value), value_of(trial.right)
        return words.format(call=trial.call, kind=kind, right=right)
    if not trial.fits:
        return _wrong_shape(trial)
    yours, right = two_values(answer.numbers, trial.right)
    words = _("The smallest input on which we differ: {call}. Yours: {yours}. Right: {right}.")
    text = words.format(call=trial.call, yours=yours, right=right)
    if not np.isnan(answer.numbers).any():
        return text
    nan = _(
        "`nan` means “not a number”: somewhere stands 0·log 0, 0/0, ∞/∞ or ∞ − ∞, or the logarithm "
        "of a negative number."
    )
    return sentences(text, nan)


def _wrong_shape(trial):
    of_samples = any(np.ndim(value) for value in trial.probe.arguments.values())
    if trial.right.ndim:
        words = _(
            "{call} gives {yours}, of shape {shape}. It should be {right}, of shape {expected}."
        )
    elif of_samples:
        words = _(
            "{call} gives {yours}, of shape {shape}. It should be a single number, {right}. Is a "
            "sum or a mean missing?"
        )
    else:
        words = _(
            "{call} gives {yours}, of shape {shape}. It should be a single number, {right}: let "
            "`return` give back that one alone."
        )
    return words.format(
        call=trial.call,
        yours=value_of(trial.answer.numbers),
        shape=trial.answer.numbers.shape,
        right=value_of(trial.right),
        expected=trial.right.shape,
    )


def changing(trial, again):
    """That the same input came to two answers, and why that may be."""
    first, second = two_values(trial.answer.numbers, again.answer.numbers)
    words = _(
        "**The same input, another answer.** {call} first came to {first}, and when I asked once "
        "more, to {second}. Your function remembers earlier calls, or it uses chance. A list or a "
        "number that grows has to begin anew in each call: set it up inside the function."
    )
    return words.format(call=trial.call, first=first, second=second)


def reservations(function, trials):
    """What a correct function does not manage, and need not: each thing once."""
    notes = {}
    for trial in trials:
        if isinstance(trial.answer.error, ELSEWHERE):
            words = _("One thing more: your function could not finish {call}. {meaning}")
            meaning = in_plain_words(trial.answer.error, function)
            notes[words.format(call=trial.call, meaning=meaning)] = None
        elif not trial.agrees:
            notes[_("One thing more: {note}").format(note=trial.probe.note)] = None
    clipped = [trial for trial in trials if trial.clipped]
    if clipped:
        words = _(
            "One thing more: on {call} the cost is infinite, and yours stops at {yours}. Something "
            "keeps it away from log 0, and it is small enough to change nothing else. "
            "An infinite cost would say more plainly that what happened had been ruled out."
        )
        yours = value_of(clipped[0].answer.numbers)
        notes[words.format(call=clipped[0].call, yours=yours)] = None
    seconds = float(np.median([trial.answer.seconds for trial in trials]))
    if seconds > SLOW:
        words = _(
            "One thing more: your function is slow, it takes {seconds:.1f} seconds a call. "
            "Training calls a loss thousands of times: let NumPy work on whole arrays, and do "
            "nothing twice."
        )
        notes[words.format(seconds=seconds)] = None
    return list(notes)


def right_but_slow(trials):
    """That all was right until the time was over; the last trial had to be stopped."""
    finished = len(trials) - 1
    words = plural(
        "**Right so far, but too slow.** Your function was right on {count} input, and then the "
        "time was over: a call takes {seconds:.1f} seconds. What is it that takes so long? Let "
        "NumPy work on whole arrays, and do nothing twice.",
        "**Right so far, but too slow.** Your function was right on {count} inputs, and then the "
        "time was over: a call takes {seconds:.1f} seconds. What is it that takes so long? Let "
        "NumPy work on whole arrays, and do nothing twice.",
        finished,
    )
    seconds = float(np.mean([trial.answer.seconds for trial in trials[:-1]]))
    return words.format(count=finished, seconds=seconds)


def only_with_arrays(trial):
    """That plain lists do not do, on a trial with lists."""
    words = _(
        "One thing more: with plain lists, as in {call}, your function stops or goes astray. "
        "`np.asarray(…)` in its first lines turns lists into arrays and leaves arrays as they are."
    )
    return words.format(call=trial.call)


def only_with_lists(trial):
    """That arrays do not do, on a trial with arrays."""
    words = _(
        "One thing more: with arrays, as in {call}, your function stops or goes astray: an array "
        "has no `.count` and no `.index`, and `if`, `+` and `*` mean something else to it. Loops "
        "and NumPy's own functions take both."
    )
    return words.format(call=trial.call)


def asides(trials):
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
            yield words.format(call=trial.call)
            yield code_block(printed, language="text")
            break
