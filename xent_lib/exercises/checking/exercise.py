"""What all exercises share: words, hints one at a time, a solution, and an answer to an answer."""

from typing import NamedTuple

from xent_lib.exercises.checking.feedback import Feedback, Words, code_block, paragraphs
from xent_lib.language import _


class Mistake(NamedTuple):
    """A wrong answer with a name, and one sentence or two on what it mixes up."""

    function: object
    sentence: str


class Exercise:
    """One exercise; its subclasses know how an answer is judged.

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

    nearly = _("Not quite.")
    compare = True  # a neat solution beside the learner's, when that is correct

    def __init__(self, *, name, level, statement, starter, solution, learned, hints, mistakes):
        self.name = name
        self.level = level
        self.statement = statement
        self.starter = starter.strip() + "\n"
        self.hints = tuple(hints)
        self.mistakes = mistakes
        self.learned = learned
        self.neat = solution.strip() + "\n"
        self._hints_given = 0

    def _repr_markdown_(self):
        return self.statement

    def __repr__(self):
        return repr(Words(self.statement))

    def hint(self):
        """The next hint; the last says more than the first."""
        if self._hints_given == len(self.hints):
            words = _("There are no more hints. `exercises.{name}.solution()` shows the code.")
            return Words(words.format(name=self.name))
        self._hints_given += 1
        heading = _("**Hint {number} of {count}.**").format(
            number=self._hints_given, count=len(self.hints)
        )
        return Words(f"{heading} {self.hints[self._hints_given - 1]}")

    def solution(self):
        """The code of one good answer."""
        heading = _("**One solution of many.** Yours may look different and be as good.")
        return Words(paragraphs(heading, code_block(self.neat)))

    def check(self, answer, seed=0):
        """Feedback on an answer: the function that the starter cell defines, or its value.

        Parameters
        ----------
        answer : function or value
        seed : int
            Draws the inputs that a function is tried on.
        """
        raise NotImplementedError

    def _not_started(self, words=""):
        text = paragraphs(
            "**" + _("Not started yet.") + "** " + (words or self._what_to_do_next()),
            _("Stuck? `exercises.{name}.hint()` gives a hint.").format(name=self.name),
        )
        return Feedback(text, "not started")

    def _what_to_do_next(self):
        words = _(
            "Put your own code where `...` stands in `{name}`, run that cell, then run this one "
            "again."
        )
        return words.format(name=self.name)

    def _correct(self, *remarks):
        text = paragraphs("**" + _("Correct.") + "** " + self.learned, *remarks)
        if self.compare:
            comparison = _("One neat way to write it, to compare with yours:")
            text = paragraphs(text, comparison, code_block(self.neat))
        return Feedback(text, "correct")

    def _recognised(self, names, *remarks):
        sentences = [self.mistakes[name].sentence for name in names]
        if len(names) > 1:
            shared = _(
                "Your answers fit more than one well-known mistake, and no input here tells them "
                "apart. It is one of these:"
            )
            sentences = [shared, "\n".join(f"* {sentence}" for sentence in sentences)]
        heading = f"**{self.nearly}** "
        text = paragraphs(heading + sentences[0], *sentences[1:], *remarks)
        return Feedback(text, "recognised", names[0])
