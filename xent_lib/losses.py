"""The mathematics of cross-entropy, each formula once.

Everything is in nats. Classes are on the last axis. Infinity is let through: an output that rules
out what happened costs ``inf``, and 0·log 0 is 0. Nothing is clipped, and no argument is changed.
float32 in gives float32 out, and so does float16; lists are accepted. Shapes broadcast as in NumPy,
except that "mean" and "sum" refuse a label of shape (N,) beside an output of shape (N, 1), whose
loss would be that of N² pairs.

Two conventions keep arguments apart. Information theory takes two distributions in the paper's
order, the truth first: ``cross_entropy(p, q)``. Losses take keywords only: ``label=`` is what
happened, ``output=`` (or ``logit=``) is what the network says.

Every function raises ValueError, with a sentence that names the argument, the place and the value,
for a probability outside [0, 1], a row that does not sum to 1, a class index out of range, NaN,
text, masked entries, empty input and shapes that do not fit.
"""

import numpy as np

from xent_lib.arguments import (
    arrays,
    class_label,
    class_rows,
    counts,
    distributions,
    fitting,
    label_and_logit,
    label_and_output,
    not_swapped,
    over_classes,
    place,
    probabilities,
    quiet,
    reduced,
    refuse,
    shared,
    two_distributions,
)
from xent_lib.language import _

# Two distributions ------------------------------------------------------------------------------


def entropy(p):
    """Least mean surprise that any guess at `p` can reach, in nats.

    Parameters
    ----------
    p : array_like, shape (..., K)
        Distributions over K classes.

    Returns
    -------
    array, shape (...)
        0 for a certain outcome, log K for K equally likely ones.

    References
    ----------
    Shannon (1948), A mathematical theory of communication, section 6.
    """
    return cross_entropy(p, p)


@quiet
def cross_entropy(p, q):
    """Mean surprise of who guesses `q` where `p` is true, in nats.

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        The truth and the guess, distributions over the same K classes.

    Returns
    -------
    array, shape (...)
        -Σ p log q: ``entropy(p) + kl_divergence(p, q)``, ``inf`` where q rules out what p allows.

    Examples
    --------
    >>> round(float(cross_entropy([0.9, 0.1], [0.6, 0.4])), 3)
    0.551
    >>> round(float(cross_entropy([0.6, 0.4], [0.9, 0.1])), 3)
    0.984
    """
    p, q = two_distributions(p, q)
    return over_classes(weighted(p, _surprise(q)))[()]


@quiet
def kl_divergence(p, q):
    """Extra nats paid for guessing `q` where `p` is true.

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        The truth and the guess, distributions over the same K classes.

    Returns
    -------
    array, shape (...)
        Σ p log(p/q), never negative, and 0 exactly where p equals q.

    Notes
    -----
    Summed as Σ (q - p + p log(p/q)): the added terms cancel, and no term is negative, so that
    rounding cannot push a small divergence below zero. Where p and q nearly agree, each term is a
    series in s = (q - p) / (q + p), log(p/q) = -2 (s + s³/3 + s⁵/5 + …), and keeps its digits.

    References
    ----------
    Kullback and Leibler (1951), On information and sufficiency.
    """
    p, q = two_distributions(p, q)
    # p/q could overflow where q is subnormal.
    log_ratio = np.where(q < np.finfo(q.dtype).tiny, np.log(p) - np.log(q), np.log(p / q))
    far = q - p + weighted(p, log_ratio)
    s = (q - p) / (q + p)
    square, series = s * s, 0.0
    for n in range(33, 1, -2):  # enough terms for |s| = 1/3
        series = square * (1 / n + series)
    near = s * (q - p - 2 * p * series)
    return over_classes(np.where(np.abs(s) <= 1 / 3, near, far))[()]


# Logits and probabilities -----------------------------------------------------------------------


@quiet
def sigmoid(logit):
    """Probability with the log-odds `logit`: 1 / (1 + exp(-logit)).

    Mathematics keeps it strictly between 0 and 1; rounding makes it exactly 1.0 from about 36.74
    on in float64, 16.64 in float32.
    """
    logit, dtype = arrays(logit=logit)
    logit = logit.astype(dtype, copy=False)
    small = np.exp(-np.abs(logit))  # never overflows
    return (np.where(logit >= 0, 1, small) / (1 + small))[()]


@quiet
def softmax(logit):
    """Probabilities in proportion to exp(logit), shape (..., K) to (..., K); each row sums to 1."""
    small = np.exp(_below_largest(*arrays(logit=logit)))
    return small / over_classes(small)[..., None]


@quiet
def log_softmax(logit):
    """Logarithm of the softmax, to full precision where the softmax rounds to 0 or to 1.

    Parameters
    ----------
    logit : array_like, shape (..., K)

    Returns
    -------
    array, shape (..., K)
        logit - log Σ exp(logit); -inf only where a logit is.
    """
    below = _below_largest(*arrays(logit=logit))
    return below - _log_total(below)[..., None]


# Likelihoods: the probability of what happened --------------------------------------------------


@quiet
def bernoulli_likelihood(*, label, output, count=1):
    """Probability of all these tosses, if heads has the probability `output`.

    Parameters
    ----------
    label : array_like, shape (..., N)
        The tosses: 1 heads, 0 tails (bool, int or float).
    output : array_like, shape (..., N)
        Probability of heads at each toss.
    count : array_like, default 1
        How often each toss was seen: seven heads and three tails are
        ``label=[1, 0], count=[7, 3]``.

    Returns
    -------
    array, shape (...)
        Π output^label (1 - output)^(1 - label). A product of many factors underflows to 0.0; the
        logarithm, `bernoulli_log_likelihood`, does not.
    """
    label, output, count = _tosses(label, output, count)
    return (np.where(label == 1, output, 1 - output) ** count).prod(axis=-1)[()]


@quiet
def bernoulli_log_likelihood(*, label, output, count=1):
    """Logarithm of `bernoulli_likelihood`: a sum over the last axis, in nats, never above 0."""
    label, output, count = _tosses(label, output, count)
    return 0.0 - weighted(count, _binary_surprise(label, output)).sum(axis=-1)[()]


@quiet
def categorical_likelihood(*, label, output, count=1):
    """Probability of all these rolls, if face k has the probability `output[..., k]`.

    Parameters
    ----------
    label : array_like
        The rolls, as class indices 0 to K-1 of shape (..., N), or as one-hot rows of shape
        (..., N, K). Whole numbers with one axis less than `output` are indices.
    output : array_like, shape (..., N, K) or (..., 1, K)
        A distribution over the K faces for each roll, or one for all of them.
    count : array_like, default 1
        How often each roll was seen.

    Returns
    -------
    array, shape (...)
        The product over n of the probability of the face that came up at roll n.
    """
    happened, count = _rolls(label, output, count)
    return (happened**count).prod(axis=-1)[()]


@quiet
def categorical_log_likelihood(*, label, output, count=1):
    """Logarithm of `categorical_likelihood`: a sum over the last axis, in nats, never above 0."""
    happened, count = _rolls(label, output, count)
    return 0.0 - weighted(count, _surprise(happened)).sum(axis=-1)[()]


@quiet
def probability_of_exactly_one_head(output):
    """Probability that of K independent coins exactly one comes up heads.

    Parameters
    ----------
    output : array_like, shape (..., K)
        Probability of heads of each coin; the K need not sum to 1.

    Returns
    -------
    array, shape (...)
        Σ_j p_j Π_{k≠j} (1 - p_k): what K coins leave to one-hot labels. Where `output` is a
        distribution that allows more than one class it is below 1, (1 - 1/K)^(K-1) if all K are
        equally likely.

    Examples
    --------
    >>> float(probability_of_exactly_one_head([0.5, 0.5]))
    0.5
    """
    output, dtype = arrays(output=output)
    output = probabilities("output", np.atleast_1d(output), dtype)
    none, one = np.ones_like(output[..., 0]), np.zeros_like(output[..., 0])
    for heads in np.moveaxis(output, -1, 0):
        none, one = none * (1 - heads), one * (1 - heads) + none * heads
    return one[()]


# Losses: what an output costs -------------------------------------------------------------------


@quiet
def binary_cross_entropy(*, label, output, reduction="mean"):
    """Negative log-likelihood of `label` under Bernoulli(`output`), in nats.

    Parameters
    ----------
    label : array_like
        What happened: 0 or 1 (bool, int or float), or a probability for a soft label.
    output : array_like
        What the network says: the probability of 1.
    reduction : {"mean", "sum", "none"}
        "mean" over all samples as frameworks do, "sum" as the article does, "none" for one loss
        a sample.

    Returns
    -------
    float or array
        -(y log q + (1-y) log(1-q)), reduced.

    References
    ----------
    The article, level 2, negative logarithm of the product over n.

    Examples
    --------
    >>> round(float(binary_cross_entropy(label=[1, 0, 1, 1], output=[0.9, 0.2, 0.6, 0.3])), 4)
    0.5108
    """
    label, output = label_and_output(label, output, reduction)
    return reduced(_binary_surprise(label, output), reduction)


@quiet
def categorical_cross_entropy(*, label, output, reduction="mean"):
    """Negative log-likelihood of `label` under Categorical(`output`), in nats.

    Parameters
    ----------
    label : array_like
        What happened: class indices of shape (...), or one-hot or soft rows of shape (..., K).
        Whole numbers with one axis less than `output` are indices.
    output : array_like, shape (..., K)
        What the network says: a distribution over K classes for each sample.
    reduction : {"mean", "sum", "none"}
        Over samples; never over classes.

    Returns
    -------
    float or array
        -Σ y_k log p_k over the classes, reduced over the samples.

    References
    ----------
    The article, level 3, corrected: the terms with 1-y belong to the coin, not to the die.

    Examples
    --------
    >>> output = [[0.1, 0.3, 0.6], [0.7, 0.2, 0.1], [0.25, 0.35, 0.4]]
    >>> round(float(categorical_cross_entropy(label=[1, 0, 2], output=output)), 4)
    0.8256
    """
    label, output, dtype = arrays(label=label, output=output)
    not_swapped(label, output)
    output = distributions("output", output, dtype)
    label = class_label(label, "output", output, reduction)
    if label.ndim < output.ndim:
        return reduced(_surprise(_pick(output, label)), reduction)
    return reduced(over_classes(weighted(label, _surprise(output))), reduction)


@quiet
def squared_error(*, label, output, reduction="mean"):
    """Squared difference (label - output)², element by element, reduced; `output` as a probability.

    The parameters are those of `binary_cross_entropy`.
    """
    label, output = label_and_output(label, output, reduction)
    return reduced((label - output) ** 2, reduction)


# The same losses from logits, and their slopes --------------------------------------------------


@quiet
def binary_cross_entropy_from_logits(*, label, logit, reduction="mean"):
    """`binary_cross_entropy` of sigmoid(`logit`), to full precision at any logit.

    Parameters
    ----------
    label : array_like
        0, 1 or a probability, as for `binary_cross_entropy`.
    logit : array_like
        Log-odds of 1.
    reduction : {"mean", "sum", "none"}
    """
    label, logit = label_and_logit(label, logit, reduction)
    return reduced(
        weighted(label, _softplus(-logit)) + weighted(1 - label, _softplus(logit)), reduction
    )


@quiet
def categorical_cross_entropy_from_logits(*, label, logit, reduction="mean"):
    """`categorical_cross_entropy` of softmax(`logit`), to full precision at any logit.

    Parameters
    ----------
    label : array_like
        Class indices of shape (...), or rows of shape (..., K).
    logit : array_like, shape (..., K)
        -inf rules a class out.
    reduction : {"mean", "sum", "none"}
    """
    label, logit, dtype = arrays(label=label, logit=logit)
    below = _below_largest(logit, dtype)
    label = class_label(label, "logit", below, reduction)
    log_total = _log_total(below)
    if label.ndim < below.ndim:
        return reduced(log_total - _pick(below, label), reduction)
    return reduced(over_classes(weighted(label, log_total[..., None] - below)), reduction)


@quiet
def binary_cross_entropy_gradient(*, label, logit, reduction="mean"):
    """Slope of `binary_cross_entropy_from_logits` in each logit: sigmoid(logit) - label.

    Returns
    -------
    array, shape of the samples
        Divided by their number where `reduction` is "mean".
    """
    label, logit = label_and_logit(label, logit, reduction)
    return shared(_binary_slope(label, logit), reduction)


@quiet
def categorical_cross_entropy_gradient(*, label, logit, reduction="mean"):
    """Slope of `categorical_cross_entropy_from_logits` in each logit: softmax(logit) - label.

    Returns
    -------
    array, shape (..., K)
        Divided by the number of samples where `reduction` is "mean".
    """
    label, logit, dtype = arrays(label=label, logit=logit)
    below = _below_largest(logit, dtype)
    label = class_rows(label, "logit", below, reduction)
    small = np.exp(below)
    others = _others(below, small)[..., None]
    total = 1 + others
    # 1 - q loses its digits where q is near 1, which only the largest can be: sum the others.
    complement = np.where(below == 0, others, total - small) / total
    slope = small / total * (1 - label) - label * complement
    return shared(slope, reduction, samples=slope[..., 0].size)


@quiet
def squared_error_gradient(*, label, logit, reduction="mean"):
    """Slope of `squared_error` of sigmoid(`logit`) in each logit: 2 (q - y) q (1 - q).

    The factor q (1 - q) is what makes it saturate: flat where the output is surest, right or wrong.
    """
    label, logit = label_and_logit(label, logit, reduction)
    slope = 2 * _binary_slope(label, logit) * sigmoid(logit) * sigmoid(-logit)
    return shared(slope, reduction)


# Other gaps, and slopes in the output itself ----------------------------------------------------


def absolute_error(*, label, output, reduction="mean"):
    """Distance |label - output| on the number line, element by element, reduced."""
    label, output = label_and_output(label, output, reduction)
    return reduced(np.abs(label - output), reduction)


def zero_one_error(*, label, output, reduction="mean"):
    """1 where the likelier answer is wrong, 0 where it is right; 1/2 if output or label is 1/2.

    There neither answer is likelier: one drawn by lot is wrong half the time.
    """
    label, output = label_and_output(label, output, reduction)
    return reduced((1 - np.sign(output - 0.5) * np.sign(label - 0.5)) / 2, reduction)


@quiet
def binary_cross_entropy_slope(*, label, output):
    """Slope of `binary_cross_entropy` in each output: (1-y)/(1-q) - y/q, with 0 · inf = 0."""
    label, output = label_and_output(label, output)
    return (weighted(1 - label, 1 / (1 - output)) - weighted(label, 1 / output))[()]


def squared_error_slope(*, label, output):
    """Slope of `squared_error` in each output, 2 (q - y): never steeper than 2."""
    label, output = label_and_output(label, output)
    return (2 * (output - label))[()]


def absolute_error_slope(*, label, output):
    """Slope of `absolute_error` in each output: -1 or 1, and NaN at its corner, where q is y.

    At an end, q = y = 0 or 1, there is one way to move only, and no corner: 1 or -1.
    """
    label, output = label_and_output(label, output)
    slope = np.sign(output - label)
    at_an_end = (output == 0) | (output == 1)
    inward = np.where(at_an_end, 1 - 2 * output, output.dtype.type("nan"))
    return np.where(slope == 0, inward, slope)[()]


def zero_one_error_slope(*, label, output):
    """Slope of `zero_one_error` in each output: 0, but NaN at one half, where it jumps."""
    label, output = label_and_output(label, output)
    return np.where(output == 0.5, output.dtype.type("nan"), 0 * label)[()]


# The pieces -------------------------------------------------------------------------------------


def weighted(weight, cost):
    """Product of `weight` and `cost`, with 0 · inf = 0: what never happens costs nothing."""
    product = weight * cost
    return np.where(weight == 0, 0, product) if np.isnan(product.max()) else product


def _surprise(q):
    # Subtracted, not negated: a certain outcome costs 0.0 and not -0.0.
    return 0.0 - np.log(q)


def _binary_surprise(label, output):
    # log1p(-q), not log(1 - q): near q = 0 the difference would lose its digits.
    return weighted(label, _surprise(output)) + weighted(1 - label, 0.0 - np.log1p(-output))


def _softplus(logit):
    return np.maximum(logit, 0) + np.log1p(np.exp(-np.abs(logit)))


def _binary_slope(label, logit):
    # q - y in two parts: sigmoid(-z) is 1 - q without its rounding.
    return (1 - label) * sigmoid(logit) - label * sigmoid(-logit)


def _below_largest(logit, dtype):
    """`logit` less the largest of its row: same softmax, and exp cannot overflow."""
    if logit.ndim == 0:
        sentence = _("logit is the single number {value}; the softmax takes one a class.")
        raise ValueError(sentence.format(value=logit))
    largest = logit.max(axis=-1, keepdims=True).astype(dtype, copy=False)
    if not np.isfinite(largest).all():
        row = np.argwhere(~np.isfinite(largest[..., 0]))[0]
        sentence = _("{place} has the largest entry {value}, so it has no softmax.")
        raise ValueError(sentence.format(place=place("logit", row), value=largest[*row, 0]))
    return logit - largest


def _others(below, small):
    """Sum of exp less the 1 of the largest in each row, added up without it to lose no digit."""
    ties = (below == 0).astype(small.dtype)
    return over_classes(small * (1 - ties)) + (over_classes(ties) - 1)


def _log_total(below):
    # log Σ exp = log(1 + the others): log1p keeps what 1 + tiny would lose.
    return np.log1p(_others(below, np.exp(below)))


def _pick(values, index):
    """Entry `index` of each row, the leading axes broadcast."""
    rows = np.broadcast_shapes(index.shape, values.shape[:-1])
    values = np.broadcast_to(values, rows + values.shape[-1:])
    index = np.broadcast_to(index, rows)
    return np.take_along_axis(values, index[..., None], axis=-1)[..., 0]


def _tosses(label, output, count):
    label, output = label_and_output(label, output)
    soft = (label > 0) & (label < 1)
    if soft.any():
        sentence = _("{place} is {value}, but a toss is 0 (tails) or 1 (heads).")
        refuse("label", label, soft, sentence)
    count = counts(count, output.dtype)
    fitting(label=label, output=output, count=count)
    return np.atleast_1d(label), np.atleast_1d(output), count


def _rolls(label, output, count):
    """The probability of each roll that happened, and how often it did."""
    label, output, dtype = arrays(label=label, output=output)
    not_swapped(label, output)
    output = distributions("output", output, dtype)
    label = class_label(label, "output", output)
    if label.ndim >= output.ndim:
        soft = (label > 0) & (label < 1)
        if soft.any():
            sentence = _(
                "{place} is {value}, but a roll shows one face: 1 for it, 0 for the others."
            )
            refuse("label", label, soft, sentence)
        label = label.argmax(axis=-1)
    count = counts(count, dtype)
    happened = np.atleast_1d(_pick(output, label))
    fitting(count=count, **{_("what was rolled"): happened})
    return happened, count
