"""Which of the named mistakes explain what a function did."""

from functools import cache
from itertools import product
from typing import NamedTuple

from xent_lib.exercises.checking.comparing import EXCUSED, LOST, OTHER, SAME, close
from xent_lib.exercises.checking.habits import of_any_function
from xent_lib.language import _

ENOUGH = 4  # answers that have to fit where others are lost
MOST = 3  # sentences that a reader can weigh against one another
REDUCTIONS = ("sum", "mean_over_classes_too", "divided_twice")  # about the adding up itself


class Diagnosis(NamedTuple):
    """The mistakes that fit by name, the trials that show it, what went wrong beside them."""

    mistakes: dict
    trials: list
    beside: list


def diagnosis(exercise, trials):
    """The `Diagnosis` of answers that are not all right; without mistakes where none fits.

    A mistake explains all answers or, where some inputs find no finite answer, all the others. If
    none does and a mean is asked for, each is tried together with a sum. At last come the habits
    that go wrong with any function.
    """
    named = [(exercise.mistakes, [])]
    if exercise.samples == "mean":
        named.append((_added_up(exercise.mistakes), [_mean_is_asked_for()]))
    evidence = [(trials, [])]
    finite = [trial for trial in trials if trial.answer.finite]
    lost = [trial for trial in trials if not (trial.answer.finite or trial.passes)]
    if lost and len(finite) >= ENOUGH and not all(trial.passes for trial in finite):
        evidence.append((finite, [_no_answer_on(lost[0])]))
    for (mistakes, reduction), (shown, gap) in product(named, evidence):
        fitting = _fitting(mistakes, shown)
        if fitting:
            return Diagnosis(fitting, shown, [*reduction, *gap])
    return Diagnosis(of_any_function(exercise, trials), trials, [])


def _fitting(mistakes, trials):
    """The mistakes that explain most of the trials and contradict none."""
    # The larger an input, the more mistakes it rules out: those first, to be done soon.
    telling = sorted(trials, key=lambda trial: (trial.probe.edge, -trial.probe.size))
    explained = {}
    for name, mistake in mistakes.items():
        explains = _explains(mistake.function, telling)
        if explains:
            explained[name] = explains
    best = {
        name: mistakes[name] for name in explained if explained[name] == max(explained.values())
    }
    said = {mistake.sentence for mistake in best.values()}
    return best if len(said) <= MOST and _alike(best, telling) else {}


def _explains(function, trials):
    """On how many trials it answers what the learner answers; 0 where it explains no error.

    A mistake that is right wherever the learner is right explains nothing yet: on a trial that is
    wrong it has to be wrong in the same way.
    """
    explains = errors = 0
    for trial in trials:
        relation = trial.beside(function)
        if relation == OTHER:
            return 0
        explains += relation != EXCUSED
        errors += relation in (SAME, LOST) and not trial.passes
    return explains if errors else 0


def _alike(mistakes, trials):
    """Whether no trial tells these mistakes apart."""
    first, *others = mistakes.values() or [None]
    for trial, other in product(trials, others):
        a = trial.probe.answer_of(first.function)
        b = trial.probe.answer_of(other.function)
        if a.finite != b.finite or a.finite and not close(a.numbers, b.numbers).all():
            return False
    return True


def _added_up(mistakes):
    return {
        name: mistake._replace(function=_times_n(mistake.function))
        for name, mistake in mistakes.items()
        if name not in REDUCTIONS
    }


@cache  # one function, so that a probe knows its answer
def _times_n(function):
    return lambda label, *others: function(label, *others) * len(label)


def _mean_is_asked_for():
    return _(
        "There is a second thing: you added the samples up, and the *mean* is asked for. Divide by "
        "N."
    )


def _no_answer_on(trial):
    words = _(
        "One thing beside that: {call} comes to no finite number at all. Mend the rest, and "
        "`check` comes back to this."
    )
    return words.format(call=trial.call)
