"""An exercise whose answer is a function, recognised by what it computes."""

import inspect

import numpy as np

from xent_lib.exercises.checking.comparing import constant_ratio, try_out
from xent_lib.exercises.checking.exercise import Exercise
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.probes import single_samples
from xent_lib.exercises.checking.recognising import diagnosis
from xent_lib.exercises.checking.reporting import (
    asides,
    changing,
    compared,
    difference,
    reservations,
)
from xent_lib.exercises.checking.running import takes
from xent_lib.exercises.checking.wording import call_of, in_plain_words, value_of
from xent_lib.language import _

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
    averaged : bool
        Whether the mean over the samples is asked for, which any mistake may come with the sum of.
    """

    patience = 3.0  # seconds for all inputs together
    nearly = _("Not quite, but I know this one.")

    def __init__(self, *, truth, probes, remark=None, averaged=False, **words):
        super().__init__(**words)
        self.truth = truth
        self.averaged = averaged
        self._probes = probes
        self._remark = remark or (lambda function: "")

    def probes(self, seed=0):
        """The inputs, the smallest first."""
        probes = self._probes(np.random.default_rng(seed))
        return sorted(probes, key=lambda probe: probe.size)

    def check(self, answer, seed=0):
        """Feedback on the learner's function; `seed` draws the inputs it is tried on."""
        probes = self.probes(seed)
        if not callable(answer):
            return self._no_function()
        if not takes(answer, probes[0].arguments):
            return self._other_arguments(answer, probes[0])
        trials = try_out(answer, probes, self.truth, self.patience)
        if all(trial.answer.nothing or trial.forgiven for trial in trials):
            return self._empty(answer)
        remarks = list(asides(self.name, trials))
        if trials[-1].endless:
            return self._different(answer, trials, remarks)
        remarks.insert(0, self._remark(answer))
        if all(trial.passes for trial in trials):
            return self._passed(answer, trials, remarks)
        names, shown, beside = diagnosis(self, trials)
        if names:
            return self._recognised(names, self._example(shown), *beside, *remarks)
        return self._unsteady(answer, trials) or self._different(answer, trials, remarks)

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

    def _empty(self, function):
        if _body(function) in (None, _body(self._starter_function())):
            return self._not_started()
        words = _(
            "Your function has a body, but what comes back is still empty (`None` or `...`). Is "
            "every `...` replaced, and does the last line begin with `return`?"
        )
        return self._not_started(words)

    def _starter_function(self):
        names = {}
        exec(compile(self.starter, "starter", "exec"), names)
        return names[self.name]

    def _passed(self, function, trials, remarks):
        changed = [trial.answer.changed for trial in trials if trial.answer.changed]
        if changed:
            heading = _("**The numbers are right, but your function changes its input.**")
            return Feedback(paragraphs(heading, *remarks), "recognised", CHANGES_ITS_INPUT)
        return self._correct(*remarks, *reservations(self.name, function, trials))

    def _example(self, trials):
        wrong = [trial for trial in trials if not trial.passes and trial.answer.numbers is not None]
        return compared(self.name, wrong[0]) if wrong else ""

    def _unsteady(self, function, trials):
        trial = next(trial for trial in trials if not trial.passes)
        (again,) = try_out(function, [trial.probe], self.truth, self.patience)
        if trial.answer.same_as(again.answer):
            return None
        return Feedback(changing(self.name, trial, again), "recognised", CHANGES_ITS_ANSWER)

    def _different(self, function, trials, remarks):
        trial = self._smallest(function, trials)
        call, answer = call_of(self.name, trial.probe.arguments), trial.answer
        if answer.error is not None:
            heading = _("**Your function could not finish.** The input was {call}.")
            meaning = in_plain_words(answer.error, function)
            expected = _("It should come to {right}.").format(right=value_of(trial.right))
            text = paragraphs(heading.format(call=call), meaning, expected, *remarks)
            return Feedback(text, "raised")
        heading = _("**Not yet.** This is no mistake that I know, so here is a case to look at.")
        ratio = constant_ratio(trials)
        factor = _("On every input I tried, yours is {ratio} times the right answer.")
        factor = "" if ratio is None else factor.format(ratio=value_of(float(ratio)))
        where = _("Work this one out by hand, and print each step of your function.")
        return Feedback(
            paragraphs(heading, difference(self.name, trial), factor, where, *remarks),
            "not recognised",
        )

    def _smallest(self, function, trials):
        first = next(trial for trial in trials if not trial.passes)
        if trials[-1].endless:  # it has taken its time
            return first
        alone = try_out(function, single_samples(first.probe), self.truth, self.patience)
        return next((trial for trial in alone if not trial.passes), first)


def _body(function):
    code = getattr(function, "__code__", None)
    return code and code.co_code
