"""An exercise whose answer is a value, or a function of no arguments that returns it."""

from xent_lib.exercises.checking.exercise import Exercise
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.running import run, takes
from xent_lib.exercises.checking.wording import in_plain_words
from xent_lib.language import _


class ValueExercise(Exercise):
    """Get hold of the value, whatever happens on the way; subclasses judge it."""

    patience = 3.0  # seconds

    def _judge(self, answer, seed):
        if not callable(answer):
            function, answer = None, lambda value=answer: value
        else:
            function = answer
            if not takes(function, {}):
                words = _(
                    "**Your function takes arguments, and it needs none.** Nothing stands between "
                    "its brackets: `def {name}():`."
                )
                return Feedback(words.format(name=self.name), "raised")
        result = run(answer, {}, self.patience)
        if result.nothing:
            return self._nothing_back(function, [result]) if function else self._not_started()
        if result.error is not None:
            heading = _("**Your function could not finish.**")
            meaning = in_plain_words(result.error, function)
            return Feedback(paragraphs(heading, meaning), "raised")
        return self._judged(result)

    def _judged(self, result):
        raise NotImplementedError
