"""What goes wrong with binary cross-entropy."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.mistakes_of_any_loss import (
    ANY_EPS,
    clipped_widely,
    of_any_loss,
    p_log,
    short,
)
from xent_lib.language import later
from xent_lib.losses import binary_cross_entropy, sigmoid, squared_error
from xent_lib.mistakes import braces_missing, swapped


def heads(label, output, eps=0):
    """Mean of y log q."""
    return np.mean(p_log(label, np.asarray(output) + eps))


def tails(label, output, eps=0):
    """Mean of (1-y) log(1-q)."""
    return np.mean(p_log(1 - np.asarray(label), 1 - np.asarray(output) + eps))


def truth(label, output):
    """Mean cost in nats."""
    return binary_cross_entropy(label=label, output=output)


def with_eps(label, output, eps):
    """Mean cost with eps added inside the logarithms."""
    return -heads(label, output, eps) - tails(label, output, eps)


def kept_above(label, output, eps):
    """Mean cost where neither logarithm gets less than eps."""
    return -heads(label, np.maximum(output, eps)) - tails(label, np.minimum(output, 1 - eps))


def happened(label, output):
    """What the coin gave to the side that fell."""
    y, q = np.asarray(label), np.asarray(output)
    return y * q + (1 - y) * (1 - q)


def swapped_clipped(eps):
    """The swap with the logarithm's argument kept away from 0, so that it stays finite."""
    return lambda label, output: swapped(label=label, output=output, eps=eps)


def accuracy(label, output):
    """Share of outputs on the label's side of one half, where the label is hard."""
    return np.mean((np.asarray(output) > 0.5) == label)


def accuracy_of(hardened):
    """The same with soft labels made hard."""
    return lambda label, output: np.mean((np.asarray(output) > 0.5) == hardened(label))


def rounded(label):
    """Labels above one half are 1."""
    return np.greater(label, 0.5)


def one_or_not(label):
    """Labels that are exactly 1 are 1."""
    return np.equal(label, 1)


def errors(accuracy):
    """The share of wrong decisions."""
    return lambda label, output: 1 - accuracy(label, output)


def common(values):
    """The mean of `values`, once for each."""
    return np.full(np.shape(values), np.mean(values))


SWAPPED = later(
    "Label and output have changed places: the label stands inside the logarithm. It is the "
    "article's last warning. With a label of 0 or 1 one of the two logarithms is log 0, so each "
    "sample costs infinitely much, or is `nan` (0·log 0) where the output is perfect. What "
    "happened is the weight outside; what the network says goes into the logarithm."
)
SWAPPED_CLIPPED = later(
    "Label and output have changed places, and {eps} hides it: the label stands inside the "
    "logarithm. For labels of 0 and 1 about {slope} · |y − q| comes out, a straight line that "
    "looks like a loss. Behind a sigmoid it hardly pulls where the network is most wrong. The "
    "output belongs inside the logarithm."
)
ACCURACY = later(
    "This is the accuracy, the share of right decisions. It has no slope: a small step of the "
    "weights changes no decision, so training would not know where to go. Use the probability "
    "itself, through its logarithm."
)
WRONG_DECISIONS = later(
    "This is the share of wrong decisions. It has no slope: a small step of the weights changes no "
    "decision, so training would not know where to go. Use the probability itself, through its "
    "logarithm."
)
SOFT = later(
    "In yours a label is 0 or 1, and for those you are right. A *soft* label of .9 says that nine "
    "of ten such tosses fall on 1 and one falls on 0, so both sides count, each with its share: "
    "y·log q + (1 − y)·log(1 − q)."
)
mistakes = {
    **of_any_loss(truth),
    "sum": Mistake(
        lambda label, output: truth(label, output) * np.size(label),
        later(
            "You added the samples up, as the article does; the *mean* is asked for. The sum grows "
            "with the number of samples, and the step of gradient descent with it. Divide by N."
        ),
    ),
    "swapped": Mistake(swapped_clipped(0.0), SWAPPED),
    # 1 - (1 - 1e-16) is 1.1e-16: its logarithm is not that of 1e-16.
    "swapped_clipped_from_both_ends_at_1e-16": Mistake(
        lambda label, output: truth(output, np.clip(label, 1e-16, 1 - 1e-16)),
        SWAPPED_CLIPPED,
        {"eps": "1e-16", "slope": f"{-np.log(1e-16):.1f}"},
    ),
    **{
        f"swapped_clipped_at_{short(eps)}": Mistake(
            swapped_clipped(eps),
            SWAPPED_CLIPPED,
            {"eps": short(eps), "slope": f"{-np.log(eps):.3f}"},
        )
        for eps in ANY_EPS
    },
    "only_heads": Mistake(
        lambda label, output: -heads(label, output),
        later(
            "Only the term of the label 1 counts in yours; a 0 costs nothing, whatever the output. "
            "A network would learn to say 1 always. Add the term (1 − y)·log(1 − q)."
        ),
    ),
    "only_tails": Mistake(
        lambda label, output: -tails(label, output),
        later(
            "Only the term of the label 0 counts in yours; a 1 costs nothing, whatever the output. "
            "A network would learn to say 0 always. Add the term y·log q."
        ),
    ),
    "labels_flipped": Mistake(
        lambda label, output: truth(1 - np.asarray(label), output),
        later(
            "Heads and tails have changed places: where the label is 1 you take log(1 − q), and "
            "where it is 0 log q. The output is the probability of a 1, so y goes with log q."
        ),
    ),
    "braces_missing": Mistake(
        lambda label, output: braces_missing(label=label, output=output),
        later(
            "One of the two terms has the wrong sign: the second is added where it should be "
            "subtracted. Either a pair of brackets is missing, so that the minus reaches the first "
            "term only (the article's formula for the swap is printed without them, too), or a "
            "minus stands between the terms where a plus belongs: −(y·log q + (1 − y)·log(1 − q))."
        ),
    ),
    "minus_between_the_terms": Mistake(
        lambda label, output: heads(label, output) - tails(label, output),
        later(
            "One of the two terms has the wrong sign: the first is added where it should be "
            "subtracted. Each logarithm is below 0 and each has to count as a cost: "
            "−(y·log q + (1 − y)·log(1 − q)), a plus between the terms and one minus before both."
        ),
    ),
    "tails_with_the_heads_logarithm": Mistake(
        lambda label, output: -heads(1 - np.asarray(label), output),
        later(
            "Where the label is 0 you take log q, and a label of 1 costs nothing. log q goes with "
            "y, and log(1 − q) with 1 − y: y·log q + (1 − y)·log(1 − q)."
        ),
    ),
    "one_logarithm_for_both": Mistake(
        lambda label, output: -np.mean(np.log(output)),
        later(
            "log q counts for every sample in yours, whatever its label is. Where the label is 0, "
            "the coin fell on the other side, which had the probability 1 − q: take log(1 − q)."
        ),
    ),
    "weight_of_the_tails_missing": Mistake(
        lambda label, output: -heads(label, output) - np.mean(np.log1p(-np.asarray(output))),
        later(
            "log(1 − q) counts for every sample in yours, even where the label is 1. Its weight "
            "(1 − y) is missing: y·log q + (1 − y)·log(1 − q)."
        ),
    ),
    "weight_of_the_heads_missing": Mistake(
        lambda label, output: -np.mean(np.log(output)) - tails(label, output),
        later(
            "log q counts for every sample in yours, even where the label is 0. Its weight y is "
            "missing: y·log q + (1 − y)·log(1 − q)."
        ),
    ),
    "both_weights_missing": Mistake(
        lambda label, output: -np.mean(np.log(output) + np.log1p(-np.asarray(output))),
        later(
            "Both logarithms count for every sample in yours, so the label makes no difference. It "
            "is the weight: y·log q + (1 − y)·log(1 − q)."
        ),
    ),
    "halved": Mistake(
        lambda label, output: truth(label, output) / 2,
        later(
            "Your number is half of the right one. Each sample has two terms, but only one of them "
            "is not 0 (or both have their share): add them, and divide by N, not by 2N."
        ),
    ),
    "divided_twice": Mistake(
        lambda label, output: truth(label, output) / np.size(label),
        later(
            "You divide by N twice, so your number is N times too small. `np.mean` divides by N "
            "already; with `np.sum`, divide once."
        ),
    ),
    "soft_label_as_0": Mistake(lambda label, output: truth(np.equal(label, 1), output), SOFT),
    "soft_label_rounded": Mistake(
        lambda label, output: truth(np.greater(label, 0.5), output), SOFT
    ),
    "log_of_the_mixture": Mistake(
        lambda label, output: -np.mean(np.log(happened(label, output))),
        (SOFT, later("You mixed the probabilities first and took the logarithm afterwards.")),
    ),
    "log_of_the_mean": Mistake(
        lambda label, output: -np.log(np.mean(happened(label, output))),
        later(
            "You took the mean of the probabilities first and its logarithm afterwards. The order "
            "matters: one sample that was ruled out should cost infinitely much, and in yours it "
            "vanishes in the mean. First the logarithm of each, then the mean."
        ),
    ),
    "product": Mistake(
        lambda label, output: np.prod(happened(label, output)),
        later(
            "This is the likelihood, the product of the probabilities. Two steps are missing: its "
            "logarithm, which turns the product into a sum, and the minus; then divide by N."
        ),
    ),
    "squared_error": Mistake(
        lambda label, output: squared_error(label=label, output=output),
        later(
            "This is the mean squared error. It is never above 1: once the network is surely "
            "wrong, being surer still costs next to nothing. Cross-entropy takes the logarithm of "
            "the probability, which has no ceiling."
        ),
    ),
    "absolute_error": Mistake(
        lambda label, output: np.mean(np.abs(np.subtract(label, output))),
        later(
            "This is the mean absolute error |y − q|. It is never above 1, and equally steep "
            "everywhere. Cross-entropy takes the logarithm of the probability."
        ),
    ),
    "sigmoid_twice": Mistake(
        lambda label, output: truth(label, sigmoid(output)),
        later(
            "You sent the output through the sigmoid once more. It is a probability already; the "
            "second sigmoid squeezes it between .5 and .73, and no label of 0 or 1 can be fitted "
            "well. Leave the sigmoid out."
        ),
    ),
    "one_common_coin": Mistake(
        lambda label, output: truth(label, common(label)),
        later(
            "The outputs make no difference in yours: all samples share one common coin, with "
            "heads as frequent as the label 1. Each sample has a coin of its own, `output[n]`."
        ),
    ),
    "outputs_averaged": Mistake(
        lambda label, output: truth(label, common(output)),
        later(
            "You averaged the outputs before the logarithm, so all samples share one coin. Each "
            "has a coin of its own: use `output[n]` with `label[n]`, and take the mean at the end."
        ),
    ),
    "entropy_of_the_output": Mistake(
        lambda label, output: truth(output, output),
        later(
            "This is the entropy of the output, and the label makes no difference in it. It says "
            "how unsure the network is, not how wrong. The weights y and 1 − y are the label's."
        ),
    ),
    "accuracy": Mistake(accuracy, ACCURACY),
    "accuracy_of_rounded_labels": Mistake(accuracy_of(rounded), ACCURACY),
    "accuracy_of_certain_labels": Mistake(accuracy_of(one_or_not), ACCURACY),
    "error_rate": Mistake(errors(accuracy), WRONG_DECISIONS),
    "error_rate_of_rounded_labels": Mistake(errors(accuracy_of(rounded)), WRONG_DECISIONS),
    "error_rate_of_certain_labels": Mistake(errors(accuracy_of(one_or_not)), WRONG_DECISIONS),
    **clipped_widely(truth, with_eps, kept_above),
}
