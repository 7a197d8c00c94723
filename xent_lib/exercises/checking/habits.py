"""Mistakes that can be made with any function: the input ignored, a rounding, one sample only."""

import numpy as np

from xent_lib.exercises.checking.comparing import close
from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.running import attempt
from xent_lib.exercises.checking.wording import value_of
from xent_lib.language import later

PLACES = range(9)

ROUNDED = later(
    "Your answer is the right one, rounded to {places} decimal places. Give it back as it comes, "
    "without `round` and without a format such as `:.2f`: a small cost would be rounded to 0, and "
    "training could not see it fall."
)
ROUNDED_TO_WHOLE = later(
    "Your answer is the right one, rounded to a whole number. Give it back as it comes: without "
    "`round` or `int`, and with `/` where you divide (`//` throws the rest away)."
)
CONSTANT = later(
    "Your function comes to {value} whatever it is given. Does it compute with numbers of its own, "
    "or with a variable that stands outside? It has to work with what comes in by its brackets: "
    "{parameters}."
)
TEXT = later(
    "Your function gives back a text, {value}, which looks like a number and cannot be computed "
    'with. Leave out `str`, the quotation marks and formats such as `f"{{…}}"`: give back the '
    "number itself."
)
FIRST = later(
    "Only the first sample counts in yours; the others are never looked at. Does a `return` stand "
    "inside the loop? The first turn then ends the function: move it to the left, below the loop."
)
LAST = later(
    "Only the last sample counts in yours. Each turn of a loop overwrites what the one before had "
    "found: begin with a start value above the loop, and change it with `+=` inside."
)
LAST_FACTOR = later(
    "Only the last sample counts in yours. Each turn of a loop overwrites what the one before had "
    "found: begin with 1 above the loop, and change it with `*=` inside."
)
UNREDUCED = {
    "mean": later(
        "The parts are right, but you give {count} numbers back, and one is asked for. Add up the "
        "terms of each sample, and take the mean over the samples."
    ),
    "sum": later(
        "The parts are right, but you give {count} numbers back, and one is asked for: their sum."
    ),
    "product": later(
        "The parts are right, but you give {count} numbers back, and one is asked for: their "
        "product."
    ),
}


def of_any_function(exercise, trials):
    """The habit that explains all answers, as a dict of one `Mistake` by name, or an empty one."""
    texts = [trial.answer.value for trial in trials if trial.answer.error is None]
    if texts and all(isinstance(value, str) for value in texts):
        return {"returns_a_text": Mistake(None, TEXT, {"value": repr(texts[0])[:40]})}
    if any(trial.answer.numbers is None and not trial.probe.edge for trial in trials):
        return {}
    for habit in (_constant, _rounded, _one_sample, _unreduced):
        found = habit(exercise, trials)
        if found:
            return found
    return {}


def _constant(exercise, trials):
    if any(trial.answer.numbers is None for trial in trials):
        return {}
    value = trials[0].answer.numbers
    rights = {str(trial.right.round(3)) for trial in trials}
    same = all(trial.fits and np.array_equal(value, trial.answer.numbers) for trial in trials)
    if not same or len(rights) < 3:
        return {}
    parameters = ", ".join(f"`{name}`" for name in trials[0].probe.arguments)
    values = {"value": value_of(value), "parameters": parameters}
    return {"ignores_its_input": Mistake(lambda *inputs: value, CONSTANT, values)}


def _rounded(exercise, trials):
    for places in PLACES:
        if _come_to(trials, [trial.right.round(places) for trial in trials]):
            return {
                f"rounded_to_{places}": Mistake(
                    lambda *inputs, places=places: np.round(exercise.truth(*inputs), places),
                    ROUNDED if places else ROUNDED_TO_WHOLE,
                    {"places": places},
                )
            }
    return {}


def _one_sample(exercise, trials):
    if not exercise.samples:
        return {}
    last = LAST_FACTOR if exercise.samples == "product" else LAST
    for name, words, first, end in (("first", FIRST, 0, 1), ("last", last, -1, None)):
        alone = [_of_slice(exercise, trial, first, end) for trial in trials]
        counts = [len(next(iter(trial.probe.arguments.values()))) for trial in trials]
        shared = [one / count for one, count in zip(alone, counts, strict=True)]
        for found in (alone, shared) if exercise.samples == "mean" else (alone,):
            if _come_to(trials, found):
                return {f"only_the_{name}_sample": Mistake(None, words)}
    return {}


def _of_slice(exercise, trial, first, end):
    found = attempt(exercise.truth, trial.probe.slice(first, end).arguments).numbers
    return np.asarray(np.nan if found is None else found)


def _unreduced(exercise, trials):
    if not exercise.samples or all(trial.fits for trial in trials):
        return {}
    plain = [trial for trial in trials if not trial.probe.edge]
    for trial in plain:
        numbers, samples = trial.answer.numbers, len(next(iter(trial.probe.arguments.values())))
        total = np.prod(numbers) if exercise.samples == "product" else np.sum(numbers)
        if not close(total / samples if exercise.samples == "mean" else total, trial.right).all():
            return {}
    wrong = next((trial for trial in plain if not trial.fits), None)
    if wrong is None:
        return {}
    values = {"count": wrong.answer.numbers.size}
    return {"not_added_up": Mistake(None, UNREDUCED[exercise.samples], values)}


def _come_to(trials, expected):
    """Whether all answers are these, those lost at edges aside, and some are thereby wrong."""
    explained = False
    for trial, found in zip(trials, expected, strict=True):
        if trial.probe.edge and not trial.answer.finite:
            continue
        if not trial.fits or np.shape(found) != trial.right.shape:
            return False
        if not close(trial.answer.numbers.reshape(trial.right.shape), found).all():
            return False
        explained |= not trial.passes
    return explained
