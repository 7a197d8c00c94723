"""An exercise whose answer is a function, recognised by what it computes."""

import inspect

import numpy as np

from xent_lib.exercises.comparing import constant_ratio, try_out
from xent_lib.exercises.exercise import Exercise
from xent_lib.exercises.feedback import Feedback, code_block, paragraphs
from xent_lib.exercises.probes import single_samples
from xent_lib.exercises.running import takes
from xent_lib.exercises.wording import call_of, in_plain_words, kind_of, two_values, value_of
from xent_lib.language import _

CHANGES_ITS_INPUT = "changes_its_input"


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
    """

    patience = 3.0  # seconds for all inputs together

    def __init__(self, *, truth, probes, remark=None, **words):
        super().__init__(**words)
        self.truth = truth
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
        if all(trial.answer.nothing for trial in trials):
            return self._empty(answer)
        remarks = [self._remark(answer), *_asides(self.name, trials)]
        if all(trial.passes for trial in trials):
            return self._passed(trials, remarks)
        names = [] if trials[-1].endless else self._names_of(trials)
        if names:
            return self._recognised(names, self._example(trials), *remarks)
        return self._different(answer, trials, remarks)

    def _names_of(self, trials):
        return [
            name
            for name, mistake in self.mistakes.items()
            if all(trial.matches(mistake.function) for trial in trials)
        ]

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

    def _passed(self, trials, remarks):
        changed = [trial.answer.changed for trial in trials if trial.answer.changed]
        if changed:
            heading = _("**The numbers are right, but your function changes its input.**")
            return Feedback(paragraphs(heading, *remarks), "recognised", CHANGES_ITS_INPUT)
        notes = dict.fromkeys(trial.probe.note for trial in trials if not trial.agrees)
        more = [_("One thing more: {note}").format(note=note) for note in notes]
        return self._correct(*remarks, *more)

    def _example(self, trials):
        wrong = [trial for trial in trials if not trial.passes and trial.answer.numbers is not None]
        return self._compared(wrong[0]) if wrong else ""

    def _compared(self, trial):
        yours, right = two_values(trial.answer.numbers, trial.right)
        words = _("For example, {call} gives {yours}, and it should be {right}.")
        return words.format(
            call=call_of(self.name, trial.probe.arguments), yours=yours, right=right
        )

    def _different(self, function, trials, remarks):
        trial = self._smallest(function, trials)
        call, answer = call_of(self.name, trial.probe.arguments), trial.answer
        if answer.error is not None:
            heading = _("**Your function could not finish.** The input was {call}.")
            meaning = in_plain_words(answer.error, function)
            expected = _("It should come to {right}.").format(right=value_of(trial.right))
            text = paragraphs(heading.format(call=call), meaning, expected, *remarks)
            return Feedback(text, "raised")
        heading = _("**Not yet, and this is no slip that I know.**")
        ratio = constant_ratio(trials)
        factor = _("On every input I tried, yours is {ratio} times the right answer.")
        factor = "" if ratio is None else factor.format(ratio=value_of(float(ratio)))
        where = _("Work this one out by hand, and print each step of your function.")
        return Feedback(
            paragraphs(heading, self._difference(trial, call), factor, where, *remarks),
            "not recognised",
        )

    def _smallest(self, function, trials):
        first = next(trial for trial in trials if not trial.passes)
        if first.endless:
            return first
        alone = try_out(function, single_samples(first.probe), self.truth, self.patience)
        return next((trial for trial in alone if not trial.passes), first)

    def _difference(self, trial, call):
        answer = trial.answer
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
    words = _("{call} gives {yours}, of shape {shape}, and it should be {right}, {expected}.")
    one = _("a single number; is a sum or a mean missing?")
    of_shape = _("of shape {shape}").format(shape=trial.right.shape)
    return words.format(
        call=call,
        yours=value_of(trial.answer.numbers),
        shape=trial.answer.numbers.shape,
        right=value_of(trial.right),
        expected=of_shape if trial.right.ndim else one,
    )


def _asides(name, trials):
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
            yield code_block(printed)
            break


def _body(function):
    code = getattr(function, "__code__", None)
    return code and code.co_code
