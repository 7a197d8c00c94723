"""Level 2, bug hunt: two sentences of the article that say nearly the right thing."""

from xent_lib.exercises.checking.choosing import ChoiceExercise
from xent_lib.language import later

the_sign = ChoiceExercise(
    name="the_sign",
    level=2,
    statement=later(
        "**Bug hunt, first sentence.** One sentence of the article says, in other words: "
        "*cross-entropy is the log-likelihood of the labels, given the outputs.* Its definition "
        "and its equation have it right. What has to be mended in the sentence?"
    ),
    options={
        "a": later("nothing: the likelier the labels, the larger the cross-entropy"),
        "b": later("a minus: cross-entropy is the *negative* log-likelihood"),
        "c": later("the logarithm: cross-entropy is the likelihood itself"),
        "d": later("the order: it is about the outputs, given the labels"),
    },
    answer="b",
    reasons={
        "a": (
            "nothing_to_mend",
            later(
                "Training makes the cross-entropy *small*, so by this sentence it would make the "
                "labels as unlikely as it can. And a log-likelihood is never above 0, while a cost "
                "is never below it. What lies between the two?"
            ),
        ),
        "c": (
            "likelihood_itself",
            later(
                "The logarithm belongs there: it turns the product over the samples into a sum and "
                "keeps it from underflowing to 0. But a logarithm of a probability is never above "
                "0, and a cost is never below it."
            ),
        ),
        "d": (
            "outputs_given_labels",
            later(
                "The labels are what is tossed, and the outputs are how the coins are bent. So “of "
                "the labels, given the outputs” is right. Look at the sign of the number instead."
            ),
        ),
    },
    starter=later("""
the_sign = ...  # your letter for the first sentence, in quotation marks
"""),
    hints=[
        later("Take one sample with label 1 and output .8. What is its log-likelihood? Its cost?"),
        later("The log-likelihood is ln .8 = −.223 and the cost is .223. What differs?"),
    ],
    solution=later("""
the_sign = "b"  # cross-entropy is the negative log-likelihood
"""),
    learned=later(
        "Cross-entropy is the *negative* log-likelihood. To make the labels as likely as possible "
        "and to make the cross-entropy as small as possible are the same thing."
    ),
)

the_switch = ChoiceExercise(
    name="the_switch",
    level=2,
    statement=later(
        "**Bug hunt, second sentence.** On y·log q + (1 − y)·log(1 − q) the article says, in "
        "other words: *when the label is the correct label, take the output; when it is not, take "
        "its complement.* What has to be mended?"
    ),
    options={
        "a": later("nothing: a wrong label has to be treated in another way than a right one"),
        "b": later("“the output” and “its complement” have to change places"),
        "c": later("“when the output is on the right side of one half”, not “when the label is …”"),
        "d": later("“when the label is 1 … when the label is 0 …”"),
    },
    answer="d",
    reasons={
        "a": (
            "nothing_to_mend",
            later(
                "The formula takes the label as right; there is no other one beside it to compare "
                "it with. What can y be in the formula, and which of the two terms is left then?"
            ),
        ),
        "b": (
            "places_changed",
            later(
                "Put y = 1 into the formula: the second term vanishes, and log q stays, so the "
                "output goes with y = 1. The places are right; it is the word “correct” that does "
                "not fit."
            ),
        ),
        "c": (
            "decision_of_the_output",
            later(
                "The formula never asks whether the output decides rightly: y alone switches "
                "between the terms. Put y = 1 into it, then y = 0, and see what is left."
            ),
        ),
    },
    starter=later("""
the_switch = ...  # your letter for the second
"""),
    hints=[
        later("Put y = 1 into the formula. Which term is left? And with y = 0?"),
        later("Does the formula know of any answer beside the label of a sample?"),
    ],
    solution=later("""
the_switch = "d"  # y = 1 takes the output q, y = 0 takes 1 - q
"""),
    learned=later(
        "The formula takes the label as given: the side on which the coin fell. Where it is 1 the "
        "coin gave it the probability q, where it is 0 the probability 1 − q."
    ),
)
