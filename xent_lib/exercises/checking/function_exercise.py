"""An exercise whose answer is a function, recognised by what it computes."""

import inspect
from functools import lru_cache

import numpy as np

from xent_lib.exercises.checking.comparing import constant_ratio, try_out
from xent_lib.exercises.checking.exercise import Exercise
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.recognising import diagnosis
from xent_lib.exercises.checking.reporting import (
    asides,
    changing,
    compared,
    difference,
    only_with_arrays,
    only_with_lists,
    reservations,
    right_but_slow,
)
from xent_lib.exercises.checking.running import Clock, takes
from xent_lib.exercises.checking.wording import call_of, in_plain_words, value_of
from xent_lib.language import _, later, spoken

CHANGES_ITS_INPUT = "changes_its_input"
CHANGES_ITS_ANSWER = "changes_its_answer"


class FunctionExercise(Exercise):
    """Run the learner's function on several inputs, and compare by behaviour.

    Parameters
    ----------
    truth : function
        The right answer, with the learner's parameters.
    probes : function
        From a random generator to the inputs, a list of `Probe`.
    remark : function, optional
        From the learner's function to one more sentence about it.
    samples : {"mean", "sum", "product"}, optional
        What the answer is over the samples, where the arguments hold samples. With a mean, any
        mistake may come as the sum of it.
    """

    patience = 3.0  # seconds for one call; three times as many for all of them
    nearly = later("Not quite, but I know this one.")

    def __init__(self, *, truth, probes, remark=None, samples=None, **words):
        super().__init__(**words)
        self.truth = truth
        self.samples = samples
        self._probes = probes
        self._remark = remark or (lambda function: "")

    def probes(self, seed=0):
        """The inputs, the smallest first."""
        return list(_by_size(self._probes, seed, spoken()))

    def _judge(self, answer, seed):
        probes, clock = self.probes(seed), Clock(self.patience)
        if not callable(answer):
            return self._no_function()
        if not takes(answer, probes[0].arguments):
            return self._other_arguments(answer, probes[0])
        trials = self._try_out(answer, probes, clock)
        if all(trial.answer.nothing or trial.forgiven for trial in trials):
            return self._nothing_back(answer, [trial.answer for trial in trials])
        remarks = list(asides(trials))
        if trials[-1].endless:
            return self._stopped(answer, trials, clock, remarks)
        remarks.insert(0, self._remark(answer))
        other = self._in_the_other_form(answer, trials, clock)
        if all(trial.passes for trial in trials):
            if other and not other[0].passes:
                remarks.append(_in_words(other[0]))
            return self._passed(answer, trials, remarks)
        if other and all(trial.passes for trial in other):
            words = _in_words(next(trial for trial in trials if not trial.passes))
            return self._passed(answer, other, [*remarks, words])
        found, shown, beside = diagnosis(self, trials)
        if found:
            return self._recognised(found, self._example(shown), *beside, *remarks)
        return self._unsteady(answer, trials, clock) or self._different(
            answer, trials, clock, remarks
        )

    def _try_out(self, function, probes, clock):
        mean = self.samples == "mean"
        return try_out(self.name, function, probes, self.truth, clock, mean)

    def _in_the_other_form(self, function, trials, clock):
        """Lists for arrays and arrays for lists: one trial if all else is right, else all."""
        probes = [trial.probe for trial in trials]
        if not any(np.ndim(value) for value in probes[0].arguments.values()):
            return []
        if all(trial.passes for trial in trials):
            plain = [probe for probe in probes if not probe.edge]
            probes = plain[len(plain) // 2 :][:1]
        return self._try_out(function, [probe.in_the_other_form() for probe in probes], clock)

    def _no_function(self):
        words = _(
            "`check` needs the function itself, without round brackets behind it: "
            "`exercises.{name}.check({name})`."
        )
        return self._not_started(words.format(name=self.name))

    def _other_arguments(self, function, probe):
        words = _(
            "**Your function takes other arguments.** It is called like this: {call}. Yours "
            "begins with `def {name}{signature}`; copy the first line of the starter cell again."
        )
        text = words.format(
            call=call_of(self.name, probe.arguments),
            name=getattr(function, "__name__", self.name),
            signature=inspect.signature(function),
        )
        return Feedback(text, "raised")

    def _passed(self, function, trials, remarks):
        changed = [trial.answer.changed for trial in trials if trial.answer.changed]
        if changed:
            heading = _("**The numbers are right, but your function changes its input.**")
            return Feedback(paragraphs(heading, *remarks), "recognised", CHANGES_ITS_INPUT)
        return self._correct(*remarks, *reservations(function, trials))

    def _stopped(self, function, trials, clock, remarks):
        if clock.over and len(trials) > 1 and all(trial.passes for trial in trials[:-1]):
            return Feedback(paragraphs(right_but_slow(trials), *remarks), "raised")
        return self._different(function, trials, clock, remarks)

    def _example(self, trials):
        wrong = [trial for trial in trials if not trial.passes and trial.answer.numbers is not None]
        return compared(wrong[0]) if wrong else ""

    def _unsteady(self, function, trials, clock):
        trial = next(trial for trial in trials if not trial.passes)
        (again,) = self._try_out(function, [trial.probe], clock)
        if trial.answer.same_as(again.answer):
            return None
        return Feedback(changing(trial, again), "recognised", CHANGES_ITS_ANSWER)

    def _different(self, function, trials, clock, remarks):
        trial = self._smallest(function, trials, clock)
        if trial.answer.error is not None:
            heading = _("**Your function could not finish.** The input was {call}.")
            meaning = in_plain_words(trial.answer.error, function)
            expected = _("It should come to {right}.").format(right=value_of(trial.right))
            text = paragraphs(heading.format(call=trial.call), meaning, expected, *remarks)
            return Feedback(text, "raised")
        heading = _("**Not yet.** This is no mistake that I know, so here is a case to look at.")
        ratio = constant_ratio(trials)
        factor = _("On every input I tried, yours is {ratio} times the right answer.")
        factor = "" if ratio is None else factor.format(ratio=value_of(float(ratio)))
        where = _("Work this one out by hand, and print each step of your function.")
        return Feedback(
            paragraphs(heading, difference(trial), factor, where, *remarks), "not recognised"
        )

    def _smallest(self, function, trials, clock):
        first = next(trial for trial in trials if not trial.passes)
        if trials[-1].endless:  # it has taken its time
            return first
        alone = self._try_out(function, first.probe.samples(), clock)
        return next((trial for trial in alone if not trial.passes), first)


@lru_cache(maxsize=64)
def _by_size(probes, seed, language):
    """Kept, as a probe remembers what the mistakes answer; its note is in the language spoken."""
    return sorted(probes(np.random.default_rng(seed)), key=lambda probe: probe.size)


def _in_words(trial):
    """What the form of a trial's input, arrays or lists, is to a function that fails on it."""
    arrays = any(isinstance(value, np.ndarray) for value in trial.probe.arguments.values())
    return only_with_lists(trial) if arrays else only_with_arrays(trial)
