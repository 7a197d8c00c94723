"""An exercise whose answer is one letter, chosen from a list."""

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.value_exercise import ValueExercise
from xent_lib.language import _, sentences


class ChoiceExercise(ValueExercise):
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

    one_of_many = False

    def __init__(self, *, options, answer, reasons, **words):
        mistakes = {
            name: Mistake(_answering(letter), why) for letter, (name, why) in reasons.items()
        }
        super().__init__(mistakes=mistakes, **words)
        self.options = options
        self.answer = answer
        self._names = {letter: name for letter, (name, why) in reasons.items()}

    @property
    def statement(self):
        """What is asked, and the options to choose from."""
        lines = [f"* **{letter}**: {_(text)}" for letter, text in self.options.items()]
        return paragraphs(super().statement, "\n".join(lines))

    def _judged(self, result):
        letter = result.value.strip(" .():").lower() if isinstance(result.value, str) else None
        if letter == "":
            return self._not_started()
        if letter == self.answer:
            return self._correct()
        if letter in self._names:
            return self._named(self._names[letter])
        heading = _("**That is none of the choices.**")
        return Feedback(sentences(heading, self._what_to_do_next()), "not recognised")

    def _what_to_do_next(self):
        words = _("Write one of these letters in quotation marks: {letters}. For example `{code}`.")
        letters = ", ".join(self.options)
        return words.format(letters=letters, code=f'{self.name} = "{next(iter(self.options))}"')


def _answering(letter):
    return lambda: letter
