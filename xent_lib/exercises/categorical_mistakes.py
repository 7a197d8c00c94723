"""What goes wrong with categorical cross-entropy."""

import numpy as np

from xent_lib.exercises.binary_mistakes import ACCURACY, WRONG_DECISIONS
from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.mistakes_of_any_loss import (
    ANY_EPS,
    clipped_widely,
    of_any_loss,
    p_log,
    short,
)
from xent_lib.language import later
from xent_lib.losses import categorical_cross_entropy
from xent_lib.mistakes import (
    coin_per_class,
    coin_per_class_without_index,
    minus_the_probability,
    softmax_twice,
    swapped_categorical,
)


def truth(label, output):
    """Mean cost in nats."""
    return categorical_cross_entropy(label=label, output=output)


def with_eps(label, output, eps=0.0):
    """Mean cost with eps added inside the logarithm; the rows need not sum to 1."""
    return -p_log(label, np.asarray(output) + eps).sum(axis=-1).mean()


def kept_above(label, output, eps):
    """Mean cost where the logarithm never gets less than eps."""
    return with_eps(label, np.maximum(output, eps))


def hardened(label):
    """The one-hot row of the likeliest class."""
    label = np.asarray(label)
    return np.eye(label.shape[-1])[label.argmax(axis=-1)]


def at_the_one(label, log_output):
    """The logarithms where the label is 1, which is nowhere in a soft row."""
    return log_output[np.equal(label, 1)]


def true_class(label, output):
    """The probability of what happened, sample by sample."""
    return np.sum(np.multiply(label, output), axis=-1)


def accuracy(label, output):
    """Share of samples whose likeliest class is the label's."""
    return np.mean(np.argmax(output, axis=-1) == np.argmax(label, axis=-1))


def swapped_clipped(eps):
    """The swap with the labels kept away from 0, so that it stays finite."""
    return lambda label, output: swapped_categorical(label=label, output=output, eps=eps)


COINS = later(
    "This is the article's formula: K separate coins, each with a term (1 − y)·log(1 − q). The "
    "classes exclude one another, so there is one die, and only the probability of the class that "
    "happened counts. The (1 − y) terms go."
)
SWAPPED = later(
    "Label and output have changed places: the label stands inside the logarithm. A one-hot label "
    "holds zeros, and their logarithm makes each sample cost infinitely much (or `nan`, 0·log 0, "
    "where a wrong class gets exactly 0). The label is the weight outside, the output goes into "
    "the logarithm."
)
SWAPPED_CLIPPED = later(
    "Label and output have changed places, and {eps} hides it: the label stands inside the "
    "logarithm. For one-hot labels about {slope} · (1 − q of the true class) comes out, a straight "
    "line that looks like a loss. The output belongs inside the logarithm."
)
SHIFTED = later(
    "You look one class beside the right one. Classes are counted from 0, so class 0 is the first "
    "column: no −1 and no +1 is needed."
)
SQUARED = later(
    "This is the squared error. It has a ceiling: once the network is surely wrong, being surer "
    "still costs next to nothing. Cross-entropy takes the logarithm of the probability of the true "
    "class."
)
NO_ONE = later(
    "For one-hot labels you are right. A soft label, such as [.8, .1, .1], holds no 1, so a search "
    "for it (`label == 1`) finds nothing in that row. Weigh the logarithm of each class with its "
    "label."
)
mistakes = {
    **of_any_loss(truth),
    "sum": Mistake(
        lambda label, output: truth(label, output) * len(label),
        later(
            "You added the samples up, as the article does; the *mean* over the N samples is asked "
            "for. Sum over the classes, mean over the samples."
        ),
    ),
    "mean_over_classes_too": Mistake(
        lambda label, output: truth(label, output) / np.shape(label)[-1],
        later(
            "You took the mean over samples *and* classes, so your number is K times too small. "
            "Over the classes it is a sum (for one-hot labels only one of its terms is not 0): "
            "`sum(axis=1)`, then the mean."
        ),
    ),
    "divided_by_the_classes": Mistake(
        lambda label, output: truth(label, output) * len(label) / np.shape(label)[-1],
        later(
            "You divide by the number of classes K, where the number of samples N belongs. A sum "
            "over `axis=0` runs down the columns, over the samples, and leaves K numbers; their "
            "mean divides by K. Sum over `axis=1`, the classes, then take the mean."
        ),
    ),
    "divided_twice": Mistake(
        lambda label, output: truth(label, output) / len(label),
        later(
            "You divide by N twice, so your number is N times too small. `np.mean` divides by N "
            "already; with `np.sum`, divide once."
        ),
    ),
    "accuracy": Mistake(accuracy, ACCURACY),
    "error_rate": Mistake(lambda label, output: 1 - accuracy(label, output), WRONG_DECISIONS),
    "coin_per_class": Mistake(lambda y, p: coin_per_class(label=y, output=p), COINS),
    "coin_per_class_averaged": Mistake(
        lambda y, p: coin_per_class(label=y, output=p) / np.shape(p)[-1],
        (COINS, later("(And you divide by K, where a sum over the classes belongs.)")),
    ),
    "coin_per_class_without_index": Mistake(
        lambda y, p: coin_per_class_without_index(label=y, output=np.asarray(p)[:, 0]),
        later(
            "This is the article's formula as it is printed, where the output has no index of the "
            "class: the first output serves for all of them. Such a cost is the same whatever the "
            "label is. Each class needs its own output, and the (1 − y) terms go."
        ),
    ),
    "softmax_twice": Mistake(
        lambda label, output: softmax_twice(label=label, output=output),
        later(
            "You sent the output through the softmax once more. Its rows are probabilities "
            "already; the second softmax flattens them, so that with three classes even an output "
            "that is sure and right costs .55 nats. Leave the softmax out."
        ),
    ),
    "minus_the_probability": Mistake(
        lambda label, output: minus_the_probability(label=label, output=output),
        later(
            "You have the minus and the probability of the true class, but no logarithm. (So does "
            "`NLLLoss` of PyTorch, when it is fed probabilities: it expects their logarithms.)"
        ),
    ),
    "output_as_label": Mistake(
        lambda label, output: -np.mean(np.log(np.max(output, axis=-1))),
        later(
            "Your label comes from the output itself, its largest entry, so the network is always "
            "right. The class that counts is the one in `label`."
        ),
    ),
    "soft_label_hardened": Mistake(
        lambda label, output: truth(hardened(label), output),
        later(
            "For one-hot labels you are right. A soft label, such as [.8, .1, .1], spreads its "
            "weight over several classes, and you keep only the largest. Weigh the logarithm of "
            "each class with its label."
        ),
    ),
    "soft_label_left_out": Mistake(lambda y, p: -at_the_one(y, np.log(p)).sum() / len(y), NO_ONE),
    "soft_label_lost": Mistake(lambda y, p: -at_the_one(y, np.log(p)).mean(), NO_ONE),
    "log_of_the_mixture": Mistake(
        lambda label, output: -np.mean(np.log(true_class(label, output))),
        later(
            "For one-hot labels you are right. With a soft label, such as [.8, .1, .1], every "
            "class that may have happened is charged by a logarithm of its own: Σ y·log q, not "
            "log Σ y·q."
        ),
    ),
    "off_by_one": Mistake(lambda y, p: truth(np.roll(y, -1, axis=-1), p), SHIFTED),
    "off_by_one_to_the_right": Mistake(lambda y, p: truth(np.roll(y, 1, axis=-1), p), SHIFTED),
    "off_by_one_hardened": Mistake(
        lambda y, p: truth(np.roll(hardened(y), -1, axis=-1), p), SHIFTED
    ),
    "off_by_one_hardened_to_the_right": Mistake(
        lambda y, p: truth(np.roll(hardened(y), 1, axis=-1), p), SHIFTED
    ),
    "swapped": Mistake(swapped_clipped(0.0), SWAPPED),
    **{
        f"swapped_clipped_at_{short(eps)}": Mistake(
            swapped_clipped(eps),
            SWAPPED_CLIPPED,
            {"eps": short(eps), "slope": f"{-np.log(eps):.3f}"},
        )
        for eps in ANY_EPS
    },
    "entropy_of_the_output": Mistake(
        lambda label, output: truth(output, output),
        later(
            "This is the entropy of the output, and the label makes no difference in it. It says "
            "how unsure the network is, not how wrong. The weight before the logarithm is the "
            "label."
        ),
    ),
    "squared_error": Mistake(
        lambda label, output: np.sum(np.subtract(label, output) ** 2, axis=-1).mean(), SQUARED
    ),
    "squared_error_averaged": Mistake(
        lambda label, output: np.mean(np.subtract(label, output) ** 2), SQUARED
    ),
    "one_minus_p": Mistake(
        lambda label, output: np.mean(1 - true_class(label, output)),
        later(
            "This is 1 − q of the true class. It ends at 1, however wrong the network is. The cost "
            "asked for is −log q of the true class, which has no ceiling."
        ),
    ),
    "product": Mistake(
        lambda label, output: np.prod(true_class(label, output)),
        later(
            "This is the likelihood, the product of the true classes' probabilities. Two steps are "
            "missing: the logarithm, which turns the product into a sum, and the minus; then "
            "divide by N."
        ),
    ),
    "log_of_the_mean": Mistake(
        lambda label, output: -np.log(np.mean(true_class(label, output))),
        later(
            "You took the mean of the probabilities first and its logarithm afterwards. First the "
            "logarithm of each sample, then the mean."
        ),
    ),
    "log_of_the_sum": Mistake(
        lambda label, output: -np.log(np.sum(true_class(label, output))) / len(label),
        later(
            "You added the probabilities and took the logarithm of the sum. It is the other way "
            "round: first the logarithm of each sample, then add."
        ),
    ),
    "all_logarithms": Mistake(
        lambda label, output: -np.log(output).sum(axis=-1).mean(),
        later(
            "The logarithms of all the classes count in yours, so the label makes no difference. "
            "It is their weight: multiply each logarithm by its own label (`*`, not `@` "
            "or `np.dot`), then add."
        ),
    ),
    **clipped_widely(with_eps, with_eps, kept_above),
}
