"""which of the named mistakes explain what a function did."""

from itertools import product
from typing import NamedTuple

from xent_lib.exercises.checking.wording import call_of
from xent_lib.language import _

ENOUGH = 4  # answers that have to fit where others are lost
REDUCTIONS = ("sum", "mean_over_classes_too")  # mistakes that are about the adding up itself


class Diagnosis(NamedTuple):
    """Names of the mistakes that fit, the trials that show it, and what went wrong beside them."""

    names: list
    trials: list
    beside: list


def diagnosis(exercise, trials):
    """The `Diagnosis` of answers that are not all right; without names where no mistake fits.

    A mistake explains all answers or, where some inputs find no finite answer, all the others. If
    none does and a mean is asked for, each is tried together with a sum.
    """
    named = [(exercise.mistakes, [])]
    if exercise.averaged:
        named.append((_added_up(exercise.mistakes), [_mean_is_asked_for()]))
    evidence = [(trials, [])]
    finite = [trial for trial in trials if trial.answer.finite]
    lost = [trial for trial in trials if not (trial.answer.finite or trial.passes)]
    if lost and len(finite) >= ENOUGH and not all(trial.passes for trial in finite):
        evidence.append((finite, [_no_answer_on(exercise.name, lost[0])]))
    for (mistakes, reduction), (shown, gap) in product(named, evidence):
        names = _fitting(mistakes, shown)
        if names:
            return Diagnosis(names, shown, [*reduction, *gap])
    return Diagnosis([], trials, [])


def _fitting(mistakes, trials):
    # The larger an input, the more mistakes it rules out: those first, to be done soon.
    telling = sorted(trials, key=lambda trial: (trial.probe.edge, -trial.probe.size))
    fitting = [
        name
        for name, mistake in mistakes.items()
        if all(trial.matches(mistake.function) for trial in telling)
    ]
    # At an edge any mistake fits a lost answer. One that loses it, too, explains more.
    closely = [
        name
        for name in fitting
        if all(trial.matches(mistakes[name].function, at_edges=True) for trial in telling)
    ]
    return closely or fitting


def _added_up(mistakes):
    def times_n(function):
        return lambda label, *others: function(label, *others) * len(label)

    return {
        name: mistake._replace(function=times_n(mistake.function))
        for name, mistake in mistakes.items()
        if name not in REDUCTIONS
    }


def _mean_is_asked_for():
    return _(
        "There is a second thing: you added the samples up, and the *mean* is asked for. Divide by "
        "N."
    )


def _no_answer_on(name, trial):
    words = _(
        "One thing beside that: {call} comes to no finite number at all. Mend the rest, and "
        "`check` comes back to this."
    )
    return words.format(call=call_of(name, trial.probe.arguments))
