"""Level 3, bug hunt: the article's level-3 likelihood, mended."""

from itertools import product

import numpy as np

from xent_lib.exercises.checking.comparing import try_out
from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, one_hot_rows, rows
from xent_lib.exercises.checking.running import Clock
from xent_lib.exercises.checking.wording import value_of
from xent_lib.language import _, later
from xent_lib.losses import binary_cross_entropy

OUTPUT = np.array([[0.2, 0.3, 0.5]])
LABELS = np.array(list(product((0, 1), repeat=3)))
ONE_HOT = LABELS.sum(axis=1) == 1


def truth(label, output):
    """Π_n Π_k q^y."""
    return np.prod(np.power(output, label))


def coins(label, output):
    """The article's formula with its index: K coins a sample."""
    return np.exp(-binary_cross_entropy(label=label, output=output, reduction="sum"))


def coins_without_index(label, output):
    """The article's formula as printed: one number serves for all classes."""
    return coins(label, np.asarray(output)[:, :1])


def happened(label, output):
    """The probability of each roll."""
    return np.sum(np.multiply(label, output), axis=-1)


def each(likelihood):
    """Likelihood of each of `LABELS` when `OUTPUT` is the output; NaN where none is found."""
    probes, clock = [probe([label], OUTPUT) for label in LABELS], Clock(1, together=1)
    trials = try_out("categorical_likelihood", likelihood, probes, truth, clock)
    found = [trial.answer.numbers.item() if trial.fits else np.nan for trial in trials]
    return np.array(found + [np.nan] * (len(LABELS) - len(found)))


def remark(likelihood):
    """What the mass says about the learner's likelihood."""
    likelihoods = each(likelihood)
    total, rest = likelihoods[ONE_HOT].sum(), likelihoods[~ONE_HOT].sum()
    if not np.isfinite(total):
        return ""
    words = _(
        "**Its probability on one-hot labels:** for one sample with the output {output}, your "
        "likelihoods of the three possible labels add up to {total}. {verdict}"
    )
    if np.isclose(total, 1):
        verdict = _("A die shows exactly one face, so 1 is what it should be.")
    elif np.isclose(total + rest, 1):
        verdict = _(
            "The missing {rest} is spent on no class at all, and on several at once, which a die "
            "cannot show."
        )
        verdict = verdict.format(rest=value_of(rest))
    else:
        verdict = _("Probabilities of all that can happen add up to 1, so this is no likelihood.")
    return words.format(output=value_of(OUTPUT[0]), total=value_of(total), verdict=verdict)


def probes(rng):
    """One sample and several, N ≠ K; outputs of 0 and 1."""
    zeros = _(
        "where an output holds exact zeros, your function meets 0·log 0 and finds no number. The "
        "product of all q^y needs no logarithm, and there 0^0 is 1."
    )
    every_class = np.eye(3, dtype=int)[rng.permutation(np.r_[0:3, rng.integers(0, 3)])]
    return [
        probe([[1, 0, 0]], [[0.5, 0.3, 0.2]]),
        probe([[0, 0, 1]], [[0.1, 0.8, 0.1]]),
        probe([[0, 1, 0], [1, 0, 0]], [[0.1, 0.3, 0.6], [0.7, 0.2, 0.1]]),
        probe(one_hot_rows(rng, 2, 3), rows(rng, 2, 3)),
        probe(one_hot_rows(rng, 3, 4), rows(rng, 3, 4)),
        probe(every_class, rows(rng, 4, 3)),
        probe(one_hot_rows(rng, 2, 4), rows(rng, 2, 4)),
        # y^p is 1 here and y·p is 0; in all other batches both are 0.
        probe([[1, 0, 0]], [[1.0, 0.0, 0.0]], zeros),
        probe([[1, 0, 0], [0, 1, 0]], [[1.0, 0.0, 0.0], rows(rng, 1, 3)[0]], zeros),
    ]


def probe(label, output, note=""):
    """The arguments as arrays."""
    return Probe.of(label=np.array(label), output=np.array(output, dtype=float), note=note)


mistakes = {
    "coin_per_class": Mistake(
        coins,
        later(
            "This is the article's formula, with an output for each class: with the factors "
            "(1 − q)^(1 − y) it is the likelihood of K separate coins a sample, and not of one "
            "die. A die's faces exclude one another, so only the probability of the face that "
            "fell belongs in the product."
        ),
    ),
    "coin_per_class_without_index": Mistake(
        coins_without_index,
        later(
            "This is the article's formula as it is printed: the output has no index k, so one "
            "number serves for all classes, and the likelihood is the same whatever the label is. "
            "Give each class its own output, and drop the factors (1 − q)^(1 − y)."
        ),
    ),
    "log_likelihood": Mistake(
        lambda label, output: np.log(truth(label, output)),
        later("This is the *log*-likelihood. Here the product itself is asked for: no logarithm."),
    ),
    "negative_log_likelihood": Mistake(
        lambda label, output: -np.log(truth(label, output)),
        later(
            "This is the negative log-likelihood, the next line of the article. The product itself "
            "is asked for here."
        ),
    ),
    "cross_entropy": Mistake(
        lambda label, output: -np.log(truth(label, output)) / len(label),
        later(
            "This is the cross-entropy, the mean of the negative logarithms. The product itself is "
            "asked for here: no logarithm, no minus and no mean."
        ),
    ),
    "geometric_mean": Mistake(
        lambda label, output: truth(label, output) ** (1 / len(label)),
        later(
            "This is the geometric mean of the factors, the N-th root of the likelihood. Leave out "
            "the root (or the mean of the logarithms): the product itself is asked for."
        ),
    ),
    "complement": Mistake(
        lambda label, output: 1 - truth(label, output),
        later(
            "This is 1 minus the likelihood, the probability that it came out differently. Asked "
            "for is the probability of what happened."
        ),
    ),
    "others": Mistake(
        lambda label, output: np.prod(1 - happened(label, output)),
        later(
            "You multiplied 1 − q of the faces that fell. How probable was what did happen? q of "
            "the face that fell, without the 1 −."
        ),
    ),
    "largest_outputs": Mistake(
        lambda label, output: np.prod(np.max(output, axis=-1)),
        later(
            "You took each row's largest output, whatever was rolled. The label says which face "
            "fell; its probability counts, be it the largest or not."
        ),
    ),
    "soft_sum_over_the_samples": Mistake(
        lambda label, output: np.prod(np.sum(np.multiply(label, output), axis=0)),
        later(
            "Your sum runs down the columns, over the samples. First find each roll's probability, "
            "a sum along its row (`axis=1`); then multiply over the samples."
        ),
    ),
    "unweighted_logarithms": Mistake(
        lambda label, output: np.exp(np.mean(np.multiply(label, np.log(output)))),
        later(
            "You took a mean of the logarithms before the exponential. A product is the "
            "exponential of their *sum*."
        ),
    ),
    "sum_over_samples": Mistake(
        lambda label, output: np.sum(happened(label, output)),
        later(
            "You added the samples. Rolls that happen one *and* the other multiply, so long as "
            "they are independent: take the product over n."
        ),
    ),
    "mean_over_samples": Mistake(
        lambda label, output: np.mean(happened(label, output)),
        later("You took the mean over the samples. Independent rolls multiply: a product over n."),
    ),
    "label_times_output": Mistake(
        lambda label, output: np.prod(np.multiply(label, output)),
        later(
            "Yours is 0 whatever was rolled. That comes of multiplying by the label, y·q, where it "
            "is an exponent, q^y. With y = 0 the first is 0 and wipes out the whole product; the "
            "second is 1 and changes nothing."
        ),
    ),
    "swapped": Mistake(
        lambda label, output: np.prod(np.power(np.asarray(label, float), output)),
        later(
            "Label and output have changed places: you raised the label to the power of the "
            "output, y^q. With y = 0 that is 0 and wipes out the whole product. The label is the "
            "exponent: q^y is 1 there, and changes nothing."
        ),
    ),
    "all_outputs": Mistake(
        lambda label, output: np.prod(output),
        later(
            "You multiplied all the outputs, so the label makes no difference. It is an exponent: "
            "q^y is q for the face that fell and 1 for the others."
        ),
    ),
}

categorical_likelihood = FunctionExercise(
    name="categorical_likelihood",
    level=3,
    statement=later(
        "**Bug hunt: mend the article.** Its level-3 likelihood is the product, over "
        "samples n and classes k, of q^y · (1 − q)^(1 − y). Rewrite it, so that it is the "
        "likelihood of N dice. `label` is an array of N one-hot rows of K, `output` one of N rows "
        "of probabilities."
    ),
    starter=later('''
def categorical_likelihood(label, output):
    """Probability of all N one-hot labels, each the roll of its own die."""
    ...
'''),
    hints=[
        later("How probable is one roll? How many of the K probabilities do you need for that?"),
        later("q^y is q where y is 1, and 1 where y is 0. What do the factors with 1 − q add?"),
        later("Keep q^y, drop the rest, and multiply over all classes and samples: `np.prod`."),
    ],
    solution=later('''
import numpy as np

def categorical_likelihood(label, output):
    """Probability of all N one-hot labels, each the roll of its own die."""
    return np.prod(np.asarray(output) ** np.asarray(label))
'''),
    learned=later(
        "The likelihood of N dice is Π q^y: one factor a sample, the probability of what happened. "
        "The article's formula is the likelihood of K coins a sample. Unless sure, it spends some "
        "probability on no class and on several: right where several may be true, but no die. A "
        "network trained with it still learns, if the steps are small enough."
    ),
    truth=truth,
    probes=probes,
    remark=remark,
    samples="product",
    mistakes=mistakes,
)
