"""What all exercises share: words, hints one at a time, a solution, and an answer to an answer."""

import dis
from typing import NamedTuple

from xent_lib.exercises.checking.capturing import not_inside
from xent_lib.exercises.checking.feedback import Feedback, Words, code_block, paragraphs
from xent_lib.language import _, later, sentences

RETURNS_NOTHING = "returns_nothing"
PRINTS_ITS_ANSWER = "prints_its_answer"
IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}  # all that ``pass`` does


class Mistake(NamedTuple):
    """A wrong answer with a name, and one sentence or two on what it mixes up.

    `words` are marked with `later`: one text, or several that follow one another. `values` fill
    their placeholders.
    """

    function: object
    words: object
    values: dict = {}  # noqa: RUF012

    @property
    def sentence(self):
        """The words in the language spoken now."""
        parts = [self.words] if isinstance(self.words, str) else self.words
        return sentences(*(_filled(_(part), self.values) for part in parts))


def _filled(text, values):
    return text.format(**values) if values else text


class Exercise:
    """One exercise; its subclasses know how an answer is judged.

    All words are marked with `later`, and said in the language of the moment when they are read.

    Parameters
    ----------
    name : str
        Name of the exercise, and of what its starter cell defines.
    level : int
    statement, learned : str
        Markdown: what is asked, and what was learned when it is done.
    starter, solution : str
        Source text of the starter cell, and of a neat answer.
    hints : sequence of str
        From a nudge to nearly everything.
    mistakes : dict
        Name to `Mistake`.
    """

    nearly = later("Not quite.")
    one_of_many = True  # solutions; a neat one stands beside the learner's, when that is correct

    def __init__(self, *, name, level, statement, starter, solution, learned, hints, mistakes):
        self.name = name
        self.level = level
        self.mistakes = mistakes
        self._statement = statement
        self._starter = starter
        self._solution = solution
        self._learned = learned
        self._hints = tuple(hints)
        self._hints_given = 0

    @property
    def statement(self):
        """What is asked."""
        return _(self._statement)

    @property
    def starter(self):
        """Source text of the starter cell."""
        return _(self._starter).strip() + "\n"

    @property
    def neat(self):
        """Source text of one good answer."""
        return _(self._solution).strip() + "\n"

    @property
    def learned(self):
        """What was learned when it is done."""
        return _(self._learned)

    @property
    def hints(self):
        """All hints, from a nudge to nearly everything."""
        return tuple(_(hint) for hint in self._hints)

    def _repr_markdown_(self):
        return self.statement

    def __repr__(self):
        return repr(Words(self.statement))

    def hint(self, number=None):
        """The hints so far and the next one; with a number, that hint alone."""
        count = len(self.hints)
        if number is not None:
            if isinstance(number, int) and 1 <= number <= count:
                return Words(self._hint(number))
            words = _("There are {count} hints: `exercises.{name}.hint(1)` shows the first.")
            return Words(words.format(count=count, name=self.name))
        exhausted = self._hints_given == count
        self._hints_given = min(count, self._hints_given + 1)
        given = [self._hint(number) for number in range(1, self._hints_given + 1)]
        if exhausted:
            words = _("There are no more hints. `exercises.{name}.solution()` shows the code.")
            given.append(words.format(name=self.name))
        return Words(paragraphs(*given))

    def _hint(self, number):
        heading = _("**Hint {number} of {count}.**").format(number=number, count=len(self.hints))
        return sentences(heading, self.hints[number - 1])

    def solution(self):
        """The code of one good answer."""
        if self.one_of_many:
            heading = _("**One solution of many.** Yours may look different and be as good.")
        else:
            heading = _("**The solution.**")
        return Words(paragraphs(heading, code_block(self.neat)))

    def check(self, answer, seed=0):
        """Feedback on an answer: the function that the starter cell defines, or its value.

        Parameters
        ----------
        answer : function or value
        seed : int
            Draws the inputs that a function is tried on.
        """
        not_inside()
        return self._judge(answer, seed)

    def _judge(self, answer, seed):
        raise NotImplementedError

    def _not_started(self, words=""):
        text = paragraphs(
            sentences("**" + _("Not started yet.") + "**", words or self._what_to_do_next()),
            _("Stuck? `exercises.{name}.hint()` gives a hint.").format(name=self.name),
        )
        return Feedback(text, "not started")

    def _what_to_do_next(self):
        words = _(
            "Put your own code where `...` stands in `{name}`, run that cell, then run this one "
            "again."
        )
        return words.format(name=self.name)

    def _nothing_back(self, function, answers):
        """What to say to a function that gives nothing back: a blank, a print, no return."""
        printed = [answer.printed.strip() for answer in answers if answer.printed.strip()]
        if printed:
            words = _(
                "**Your function prints, but it gives nothing back.** What is printed can be read "
                "and not computed with: write `return` where `print` stands, before the answer. "
                "It printed:"
            )
            text = paragraphs(words, code_block(printed[0], language="text"))
            return Feedback(text, "recognised", PRINTS_ITS_ANSWER)
        if any(answer.blank for answer in answers) or _idle(function):
            return self._not_started()
        words = _(
            "**Nothing comes back.** Your function runs to its end and gives nothing back "
            "(`None`). The last line of its body has to begin with `return`, and what stands "
            "behind it is the answer."
        )
        return Feedback(words, "recognised", RETURNS_NOTHING)

    def _correct(self, *remarks):
        text = paragraphs(sentences("**" + _("Correct.") + "**", self.learned), *remarks)
        if self.one_of_many:
            comparison = _("One neat way to write it, to compare with yours:")
            text = paragraphs(text, comparison, code_block(self.neat))
        return Feedback(text, "correct")

    def _recognised(self, mistakes, *remarks):
        """Feedback on mistakes by name, those of the exercise or others."""
        said = list(dict.fromkeys(mistake.sentence for mistake in mistakes.values()))
        if len(said) > 1:
            shared = _(
                "Your answers fit more than one well-known mistake, and no input here tells them "
                "apart. It is one of these:"
            )
            said = [shared, "\n".join(f"* {sentence}" for sentence in said)]
        heading = f"**{_(self.nearly)}**"
        text = paragraphs(sentences(heading, said[0]), *said[1:], *remarks)
        return Feedback(text, "recognised", next(iter(mistakes)))

    def _named(self, name, *remarks):
        return self._recognised({name: self.mistakes[name]}, *remarks)


def _idle(function):
    """Whether a function does nothing at all, like that of a starter cell."""
    code = getattr(function, "__code__", None)
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= IDLE
