"""An exercise whose answer is chosen from a list: one letter, or a set of names."""

from xent_lib.exercises.exercise import Exercise, Mistake
from xent_lib.exercises.feedback import Feedback, paragraphs
from xent_lib.language import _


class ChoiceExercise(Exercise):
    """Choose what is wrong with a sentence, by its letter.

    Parameters
    ----------
    options : dict
        Letter to what it says.
    answer : str
        The right letter.
    reasons : dict
        Every other letter to a pair: the mistake's name, and what is mixed up.
    """

    compare = False

    def __init__(self, *, options, answer, reasons, statement, **words):
        lines = [f"* **{letter}**: {text}" for letter, text in options.items()]
        statement = paragraphs(statement, "\n".join(lines))
        mistakes = {
            name: Mistake(_answering(letter), why) for letter, (name, why) in reasons.items()
        }
        super().__init__(statement=statement, mistakes=mistakes, **words)
        self.options = options
        self.answer = answer
        self._names = {letter: name for letter, (name, why) in reasons.items()}

    def check(self, answer, seed=0):
        """Feedback on a letter (or on a function that returns one); nothing is drawn here."""
        answer = answer() if callable(answer) else answer
        if answer is None or answer is ... or answer == "":
            return self._not_started(self._what_to_choose())
        letter = answer.strip().strip(".():").lower() if isinstance(answer, str) else answer
        if letter == self.answer:
            return self._correct()
        if isinstance(letter, str) and letter in self._names:
            return self._recognised([self._names[letter]])
        heading = _("**That is none of the choices.**")
        return Feedback(f"{heading} {self._what_to_choose()}", "not recognised")

    def _what_to_choose(self):
        words = _("Write one of these letters in quotation marks: {letters}. For example `{code}`.")
        letters = ", ".join(self.options)
        return words.format(letters=letters, code=f'{self.name} = "{next(iter(self.options))}"')


def _answering(letter):
    return lambda: letter
