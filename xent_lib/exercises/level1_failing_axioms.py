"""Level 1, bug hunt: which of the axioms of a distance does cross-entropy break?"""

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.feedback import Feedback, paragraphs
from xent_lib.exercises.checking.value_exercise import ValueExercise
from xent_lib.language import _, later, sentences

AXIOMS = {
    "never negative": later("it is never below 0"),
    "zero when equal": later("it is 0 where the two are equal"),
    "symmetry": later("it stays the same when the two change places"),
    "triangle": later("a detour is never shorter than the direct way"),
}
FAIL = {"zero when equal", "symmetry", "triangle"}


class FailingAxioms(ValueExercise):
    """The learner gives a set of names; each one too many or too few has its own evidence."""

    one_of_many = False

    @property
    def statement(self):
        """What is asked, and the names to choose from."""
        rules = [f'* `"{name}"`: {_(meaning)}' for name, meaning in AXIOMS.items()]
        return paragraphs(super().statement, "\n".join(rules))

    def _judged(self, result):
        try:
            names = [result.value] if isinstance(result.value, str) else list(result.value)
        except TypeError:  # a number, say
            names = [result.value]
        names = [str(name).lower().replace("_", " ") for name in names if name is not ...]
        names = {" ".join(name.split()) for name in names} - {""}
        if not names:
            return self._not_started()
        unknown = sorted(names - set(AXIOMS))
        if unknown:
            heading = _("**I do not know the name “{name}”.**").format(name=unknown[0])
            return Feedback(sentences(heading, self._what_to_do_next()), "not recognised")
        wrong = [name for name, axiom in DEVIATIONS.items() if axiom in names ^ FAIL]
        if not wrong:
            return self._correct()
        evidence = [self.mistakes[name].sentence for name in wrong]
        heading = _("**Not quite: you found {found} of the 3 that fail.**")
        heading = heading.format(found=len(names & FAIL))
        return Feedback(paragraphs(heading, *evidence), "recognised", wrong[0])

    def _what_to_do_next(self):
        known = ", ".join(f'`"{name}"`' for name in AXIOMS)
        words = _("Write a set of names in curly brackets, chosen from {names}.")
        return words.format(names=known)


# What is wrong with an answer, and the axiom that it is about.
DEVIATIONS = {
    "counts_never_negative": "never negative",
    "misses_zero_when_equal": "zero when equal",
    "misses_symmetry": "symmetry",
    "misses_triangle": "triangle",
}

mistakes = {
    "counts_never_negative": Mistake(
        lambda: FAIL | {"never negative"},
        later(
            "“Never negative” is in your set, but it holds. Cross-entropy is a mean of surprises "
            "−ln p, and a p of at most 1 has a surprise of at least 0."
        ),
    ),
    "misses_zero_when_equal": Mistake(
        lambda: FAIL - {"zero when equal"},
        later(
            "“Zero when equal” is missing. Guess .7 for a coin whose truth is .7: the cost is "
            "H(.7, .7) = .611, the entropy of the coin, and not 0. It is 0 only for a coin that "
            "always falls the same way, like a label of 0 or 1."
        ),
    ),
    "misses_symmetry": Mistake(
        lambda: FAIL - {"symmetry"},
        later(
            "“Symmetry” is missing. H(.9, .6) = .551, but H(.6, .9) = .984. It matters which is "
            "the truth and which the guess."
        ),
    ),
    "misses_triangle": Mistake(
        lambda: FAIL - {"triangle"},
        later(
            "“Triangle” is missing. From 1 to .01 directly it is H(1, .01) = 4.605; by way of .5 "
            "it is H(1, .5) + H(.5, .01) = 3.001. The detour is shorter."
        ),
    ),
}

failing_axioms = FailingAxioms(
    name="failing_axioms",
    level=1,
    statement=later(
        "**Bug hunt: “cross-entropy is a distance”.** A distance keeps four rules. Which of "
        "them does the cross-entropy H(a, b) of two coins break?"
    ),
    starter=later("""
failing_axioms = {...}  # names in quotation marks, with commas between them
"""),
    hints=[
        later(
            "Try each rule with numbers: two coins are enough for three of them, one needs three."
        ),
        later("What is H(.7, .7)? What are H(.9, .6) and H(.6, .9)?"),
        later("For the triangle, go from 1 to .01 directly, and by way of .5."),
    ],
    solution=later("""
failing_axioms = {"zero when equal", "symmetry", "triangle"}
"""),
    learned=later(
        "Only “never negative” holds. H(a, b) = H(a) + KL(a‖b): for labels of 0 or 1 the floor "
        "H(a) is 0, so there the cost is 0 exactly where the output equals the label. Symmetry "
        "fails even there. It is no distance, and it need not be one to be a good loss."
    ),
    mistakes=mistakes,
)
