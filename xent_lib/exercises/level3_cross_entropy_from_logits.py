"""Level 3: categorical cross-entropy without ever making a probability of 0."""

import numpy as np

from xent_lib.exercises.categorical_mistakes import ACCURACY, NO_ONE, SQUARED, at_the_one
from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, one_hot_rows
from xent_lib.exercises.mistakes_of_any_loss import ANY_EPS, of_any_loss, p_log, short
from xent_lib.language import _, later, sentences
from xent_lib.losses import categorical_cross_entropy_from_logits, log_softmax, softmax


def truth(label, logit):
    """Mean cost in nats."""
    return categorical_cross_entropy_from_logits(label=np.asarray(label, float), logit=logit)


def cost(label, output):
    """Mean cost of outputs, 0·log 0 being 0."""
    return -p_log(label, output).sum(axis=-1).mean()


def overflow(label, logit):
    """The softmax as it is written in books."""
    small = np.exp(np.asarray(logit, float))
    return cost(label, small / small.sum(axis=-1, keepdims=True))


def hidden_by(eps):
    """The softmax clipped at eps before the logarithm."""
    return lambda label, logit: cost(label, np.clip(softmax(logit), eps, 1))


def shifted_by(point):
    """The logarithm taken by hand, the logits shifted by `point` and not by the row's largest."""

    def cost_of_shifted(label, logit):
        shifted = np.asarray(logit, float) - point(np.asarray(logit, float))
        log_output = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return -np.mean(np.sum(label * log_output, axis=-1))

    return cost_of_shifted


def softmax_shifted_by(point):
    """The same by way of the probability."""

    def cost_of_shifted(label, logit):
        logit = np.asarray(logit, float)
        return overflow(label, logit - point(logit))

    return cost_of_shifted


def of_each_row(statistic):
    """What a statistic of each row is."""
    return lambda logit: statistic(logit, axis=-1, keepdims=True)


def log_total_of_differences(label, logit):
    """Log Σ exp(z - z_y): right, until a difference is too large."""
    logit = np.asarray(logit, float)
    own = np.sum(label * logit, axis=-1, keepdims=True)
    return np.mean(np.log(np.exp(logit - own).sum(axis=-1)))


def coins(label, logit):
    """Mean of Σ y log sigmoid(z): a coin for each class."""
    return np.mean(np.sum(label * -binary_log(logit), axis=-1))


def coins_with_tails(label, logit):
    """The article's formula: K coins a sample, tails included."""
    label = np.asarray(label, float)
    tails = (1 - label) * -binary_log(-np.asarray(logit))
    return coins(label, logit) + np.mean(tails.sum(axis=-1))


def binary_log(logit):
    """Log sigmoid(z)."""
    return -np.logaddexp(0, -np.asarray(logit, float))


def below_largest(label, logit):
    """The logit of what happened, taken from the row's largest."""
    logit = np.asarray(logit, float)
    return np.mean(logit.max(axis=-1) - np.sum(label * logit, axis=-1))


def maximum_lost(label, logit):
    """The largest logit subtracted in the sum, and not added back to it."""
    return truth(label, logit) - np.mean(np.max(logit, axis=-1))


def hardened(label):
    """The one-hot row of the likeliest class."""
    label = np.asarray(label)
    return np.eye(label.shape[-1])[label.argmax(axis=-1)]


def accuracy(label, logit):
    """Share of samples whose largest logit is the label's."""
    return np.mean(np.argmax(logit, axis=-1) == np.argmax(label, axis=-1))


def wrong_axis(label, logit):
    """Softmax down the columns."""
    return -np.mean(np.sum(label * log_softmax(np.transpose(logit)).T, axis=-1))


def probes(rng):
    """Small logits; large ones; rows far apart; a row whose own logits are far apart."""
    far = np.array([1000.0, -1000.0, 0.0])[:, None]
    gap = np.array([0.0, 1000.0, 1.5])
    # exp(-720) is still a number above 0, exp(720) is none any more.
    smaller_gap = np.array([0.0, 720.0, 1.5])
    alone = np.array([1000.0, -1000.0, -1000.0])  # far above the mean of its row
    return [
        probe([[1, 0, 0]], [[1.0, 2.0, 0.0]]),
        probe([[0, 1, 0], [1, 0, 0]], [[1.0, 2.0, 0.0], [0.5, -1.0, 2.0]]),
        probe(one_hot_rows(rng, 5, 3), logits(rng, 5, 3)),
        probe(one_hot_rows(rng, 3, 4), logits(rng, 3, 4)),
        probe([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], logits(rng, 2, 3)),
        probe(one_hot_rows(rng, 2, 3), logits(rng, 2, 3) + 1000),
        probe(one_hot_rows(rng, 2, 3), logits(rng, 2, 3) - 1000),
        probe(one_hot_rows(rng, 2, 3), logits(rng, 2, 3) + 3000),
        probe(one_hot_rows(rng, 2, 3), logits(rng, 2, 3) + np.array([[0.0], [720.0]])),
        probe(one_hot_rows(rng, 3, 3), logits(rng, 3, 3) + far),
        probe([[1, 0, 0]], [gap]),
        probe([[0, 1, 0]], [gap], edge=True),  # where a careless 0·log 0 is lost
        probe([[1, 0, 0]], [smaller_gap]),
        probe([[0, 1, 0]], [alone]),
    ]


def logits(rng, count, classes):
    """Logits of one digit."""
    return rng.normal(0, 2, (count, classes)).round(1)


def probe(label, logit, edge=False):
    """The arguments as arrays."""
    return Probe.of(label=np.array(label), logit=np.round(logit, 1), edge=edge)


NOT_THE_ROWS_OWN = later(
    "You subtract something from the logits, but not each row's own largest. {what} A row that "
    "lies far below it underflows (all its `exp` are 0), and one far above it overflows. Subtract "
    "`logit.max(axis=1, keepdims=True)`."
)
UNDERFLOWS_TOO = later(
    "A second thing: you take the logarithm of a probability that may have underflowed to 0. Use "
    "logit − log Σ exp(logit)."
)
HIDDEN = later(
    "The {eps} inside the logarithm hides an underflow: where the true cost is 1000, yours stops "
    "at {ceiling}, and there its slope is 0. Take the logarithm by hand: log softmax is "
    "logit − log Σ exp(logit)."
)
WHAT = {
    "the_global_maximum": (np.max, later("It is the largest of the *whole batch*.")),
    "the_first_row": (
        lambda logit: np.ravel(logit[0]).max(),
        later("It is the largest of the first row, and it serves for all of them."),
    ),
    "the_maximum_or_0": (
        lambda logit: np.maximum(0, logit.max(axis=-1, keepdims=True)),
        later("It is 0 where a whole row lies below 0."),
    ),
    **{
        f"the_number_{number}": (
            lambda logit, number=number: float(number),
            later("It is the same number for all of them."),
        )
        for number in (100, 500, 700, 1000)
    },
}
COINS = later(
    "You send each logit through a sigmoid of its own: K separate coins. The classes exclude one "
    "another, so their probabilities share one sum: softmax, exp(z) over the sum of all exp(z) of "
    "the row."
)


class Shifted(Mistake):
    """A shift by something else than the row's own largest logit; `values` holds which."""

    @property
    def sentence(self):
        """What is subtracted, in the language spoken now."""
        parts = (self.words, UNDERFLOWS_TOO) if self.values["underflows"] else (self.words,)
        return sentences(*(_(part).format(what=_(self.values["what"])) for part in parts))


mistakes = {
    **of_any_loss(truth),
    "overflow": Mistake(
        overflow,
        later(
            "For small logits you are right. At 1000 `exp` overflows to infinity, ∞/∞ is no "
            "number, and the loss is `nan` or infinite. Only differences of logits matter: "
            "subtract each row's largest logit before `exp`, and nothing can overflow."
        ),
    ),
    "log_of_underflow": Mistake(
        lambda label, logit: cost(label, softmax(logit)),
        later(
            "The softmax is safe from overflow, but its small probabilities underflow to exactly "
            "0, and the logarithm then finds −∞. Never go through the probability: log softmax is "
            "logit − log Σ exp(logit), and the logit comes through unharmed."
        ),
    ),
    **{
        f"underflow_hidden_by_{short(eps)}": Mistake(
            hidden_by(eps), HIDDEN, {"eps": short(eps), "ceiling": f"{-np.log(eps):.1f}"}
        )
        for eps in ANY_EPS
    },
    **{
        f"shifted_by_{name}": Shifted(
            shifted_by(point), NOT_THE_ROWS_OWN, {"what": what, "underflows": False}
        )
        for name, (point, what) in WHAT.items()
    },
    **{
        f"shifted_by_{name}_and_log_of_underflow": Shifted(
            softmax_shifted_by(point), NOT_THE_ROWS_OWN, {"what": what, "underflows": True}
        )
        for name, (point, what) in WHAT.items()
        if name != "the_number_100"  # so small that nothing tells the two apart
    },
    "shifted_by_the_smallest": Mistake(
        shifted_by(of_each_row(np.min)),
        later(
            "You subtract each row's *smallest* logit, so all the others stay above 0 and `exp` "
            "overflows all the same. Subtract the largest: then no `exp` is above 1."
        ),
    ),
    "shifted_by_the_mean": Mistake(
        shifted_by(of_each_row(np.mean)),
        later(
            "You subtract each row's *mean*, and the `exp` of a logit far above it overflows all "
            "the same. Subtract the largest: then no `exp` is above 1."
        ),
    ),
    "shifted_by_the_labels_logit": Mistake(
        log_total_of_differences,
        later(
            "log Σ exp(z − z_y) is the right formula, with the label's own logit subtracted. But "
            "that need not be the largest, and where another lies far above it, `exp` overflows. "
            "Subtract the row's largest first: then no `exp` is above 1."
        ),
    ),
    "logits_divided_by_the_largest": Mistake(
        lambda label, logit: truth(label, logit / np.max(logit, axis=-1, keepdims=True)),
        later(
            "You divide the logits by the row's largest. That changes their differences, and with "
            "them the softmax; only *subtracting* the same number from all leaves it as it is."
        ),
    ),
    "maximum_not_added_back": Mistake(
        maximum_lost,
        later(
            "The row's largest logit is subtracted inside log Σ exp, and then lost. Either "
            "subtract it from *all* logits of the row, the label's too, or add it back: log Σ "
            "exp(z) is m + log Σ exp(z − m)."
        ),
    ),
    "maximum_added_twice": Mistake(
        lambda label, logit: truth(label, logit) + np.mean(np.max(logit, axis=-1)),
        later(
            "The row's largest logit comes in once too often. log Σ exp(z) is m + log Σ exp(z − "
            "m); if you subtract m from the label's logit as well, nothing is to be added back."
        ),
    ),
    "below_the_largest": Mistake(
        below_largest,
        later(
            "You measure how far the label's logit lies below the largest one. The normalisation "
            "is missing: log Σ exp(z − m), which is between 0 and ln K, belongs to it."
        ),
    ),
    "logit_alone": Mistake(
        lambda label, logit: -np.mean(np.sum(np.multiply(label, logit), axis=-1)),
        later(
            "You took the label's logit for a log probability. The normalisation is missing: "
            "log softmax is logit − log Σ exp(logit)."
        ),
    ),
    "log_of_the_logit": Mistake(
        lambda label, logit: -np.mean(np.sum(label * np.log(logit), axis=-1)),
        later(
            "You took the logarithm of the logits themselves. A logit is no probability and may be "
            "below 0: the softmax makes probabilities of a row of logits."
        ),
    ),
    "coin_per_class": Mistake(coins, COINS),
    "coin_per_class_with_tails": Mistake(coins_with_tails, COINS),
    "minus_the_probability": Mistake(
        lambda label, logit: -np.mean(np.sum(label * softmax(logit), axis=-1)),
        later(
            "You have the softmax and the minus, but no logarithm: −q of the true class. The cost "
            "is −log q."
        ),
    ),
    "one_minus_p": Mistake(
        lambda label, logit: 1 - np.mean(np.sum(label * softmax(logit), axis=-1)),
        later(
            "This is 1 − q of the true class. It ends at 1, however wrong the network is. The cost "
            "asked for is −log q, which has no ceiling."
        ),
    ),
    "squared_error": Mistake(
        lambda label, logit: np.mean(np.sum((label - softmax(logit)) ** 2, axis=-1)), SQUARED
    ),
    "squared_error_averaged": Mistake(
        lambda label, logit: np.mean((label - softmax(logit)) ** 2), SQUARED
    ),
    "accuracy": Mistake(accuracy, ACCURACY),
    "soft_label_hardened": Mistake(
        lambda label, logit: truth(hardened(label), logit),
        later(
            "For one-hot labels you are right. A soft label, such as [.7, .2, .1], spreads its "
            "weight over several classes, and you keep only the largest (`argmax`). Weigh the "
            "logarithm of each class with its label."
        ),
    ),
    "soft_label_left_out": Mistake(
        lambda y, z: -at_the_one(y, log_softmax(z)).sum() / len(y), NO_ONE
    ),
    "soft_label_lost": Mistake(lambda y, z: -at_the_one(y, log_softmax(z)).mean(), NO_ONE),
    "log_of_the_mixture": Mistake(
        lambda label, logit: -np.mean(np.log(np.sum(label * softmax(logit), axis=-1))),
        later(
            "For one-hot labels and small logits you are right. With a soft label every class is "
            "charged by a logarithm of its own: Σ y·log q, not log Σ y·q. And do not go through "
            "the probability, which may underflow to 0."
        ),
    ),
    "divided_by_the_classes": Mistake(
        lambda label, logit: truth(label, logit) * len(label) / np.shape(label)[-1],
        later(
            "You divide by the number of classes K, where the number of samples N belongs. A sum "
            "over `axis=0` runs down the columns and leaves K numbers; their mean divides by K. "
            "Sum over `axis=1`, the classes, then take the mean."
        ),
    ),
    "softmax_twice": Mistake(
        lambda label, logit: truth(label, softmax(logit)),
        later(
            "The softmax is taken twice. The second one finds numbers between 0 and 1, takes them "
            "for logits, and flattens them: with three classes the loss can never fall below .55. "
            "Once is enough."
        ),
    ),
    "wrong_axis": Mistake(
        wrong_axis,
        later(
            "Your softmax runs down the columns, over the samples. Each *row* is one sample, and "
            "its K classes compete with one another: sum over `axis=1`, with `keepdims=True`."
        ),
    ),
    "whole_batch": Mistake(
        lambda label, logit: (
            -np.mean(np.sum(label * log_softmax(np.ravel(logit)).reshape(np.shape(logit)), axis=-1))
        ),
        later(
            "Your sum of `exp` runs over the whole batch, so the samples compete with one another. "
            "Each row is one sample: sum over `axis=1`, with `keepdims=True`."
        ),
    ),
    "sum": Mistake(
        lambda label, logit: truth(label, logit) * len(label),
        later(
            "You added the samples up; the *mean* over the N samples is asked for. Sum over the "
            "classes, mean over the samples."
        ),
    ),
    "mean_over_classes_too": Mistake(
        lambda label, logit: truth(label, logit) / np.shape(label)[-1],
        later(
            "You took the mean over samples *and* classes, so your number is K times too small. "
            "Over the classes it is a sum: `sum(axis=1)`, then the mean."
        ),
    ),
}

cross_entropy_from_logits = FunctionExercise(
    name="cross_entropy_from_logits",
    level=3,
    statement=later(
        "**Straight from the logits.** `label` and `logit` are arrays: N one-hot (or soft) rows "
        "of K, and the network's N rows *before* the softmax. Write the mean categorical "
        "cross-entropy, in nats. Logits of 1000 should do no harm."
    ),
    starter=later('''
def cross_entropy_from_logits(label, logit):
    """Mean cost in nats of softmax(logit); rows of label are one-hot or soft."""
    ...
'''),
    hints=[
        later("Write down log softmax for one class. The logarithm of a fraction is a difference."),
        later("log softmax is logit − log Σ exp(logit). Which part of it can overflow?"),
        later(
            "Adding the same number to all logits of a row changes nothing. Subtract the row's "
            "largest first: `logit - logit.max(axis=1, keepdims=True)`."
        ),
    ],
    solution=later('''
import numpy as np

def cross_entropy_from_logits(label, logit):
    """Mean cost in nats of softmax(logit); rows of label are one-hot or soft."""
    label, logit = np.asarray(label), np.asarray(logit)
    below = logit - logit.max(axis=1, keepdims=True)
    log_output = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return -np.mean(np.sum(label * log_output, axis=1))
'''),
    learned=later(
        "Subtracting the row's largest logit changes nothing in the mathematics and everything in "
        "the computer: no overflow, and no logarithm of 0. This is why "
        "PyTorch's `CrossEntropyLoss` takes logits, and why Keras has `from_logits=True`."
    ),
    truth=truth,
    probes=probes,
    samples="mean",
    mistakes=mistakes,
)
