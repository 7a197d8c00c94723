"""The mathematics of cross-entropy, each formula once.

Everything is in nats. Classes are on the last axis. Infinity is let through: an output that rules
out what happened costs ``inf``, and 0·log 0 is 0. Nothing is clipped, and no argument is changed.
float32 in gives float32 out; lists are accepted; shapes broadcast as in NumPy.

Two conventions keep arguments apart. Information theory takes two distributions in the paper's
order, the truth first: ``cross_entropy(p, q)``. Losses take keywords only: ``label=`` is what
happened, ``output=`` (or ``logit=``) is what the network says.

Every function raises ValueError, with a sentence that names the argument, the place and the value,
for a probability outside [0, 1], a row that does not sum to 1, a class index out of range, NaN,
text, empty input and shapes that do not fit.
"""

import numpy as np

from xent_lib.arguments import (
    class_indices,
    counts,
    distributions,
    fitting,
    floating,
    not_swapped,
    numbers,
    probabilities,
    reduced,
)

# log 0 is -inf here and exp may underflow to 0: both are answers, not accidents.
_quiet = np.errstate(all="ignore")


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


@_quiet
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
    p, q = _two_distributions(p, q)
    return _weighted(p, _surprise(q)).sum(axis=-1)[()]


@_quiet
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
    rounding cannot push a small divergence below zero.

    References
    ----------
    Kullback and Leibler (1951), On information and sufficiency.
    """
    p, q = _two_distributions(p, q)
    # Smaller over larger cannot overflow; log1p keeps the digits where p and q nearly agree.
    log_ratio = np.where(p > q, -np.log(q / p), np.log(p / q))
    log_ratio = np.where(np.abs(q - p) < p / 2, -np.log1p((q - p) / p), log_ratio)
    return (q - p + _weighted(p, log_ratio)).sum(axis=-1)[()]


# Logits and probabilities -----------------------------------------------------------------------


@_quiet
def sigmoid(logit):
    """Probability with the log-odds `logit`: 1 / (1 + exp(-logit)).

    Mathematics keeps it strictly between 0 and 1; rounding makes it exactly 1.0 from about 36.74
    on in float64, 16.64 in float32.
    """
    logit = numbers("logit", logit).astype(floating(logit=logit), copy=False)
    small = np.exp(-np.abs(logit))  # never overflows
    return (np.where(logit >= 0, 1, small) / (1 + small))[()]


@_quiet
def softmax(logit):
    """Probabilities in proportion to exp(logit), shape (..., K) to (..., K); each row sums to 1."""
    small = np.exp(_below_largest(_logits(logit)))
    return small / small.sum(axis=-1, keepdims=True)


@_quiet
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
    below = _below_largest(_logits(logit))
    # log Σ exp = log(1 + the others): log1p keeps what 1 + tiny would lose.
    return below - np.log1p(_others(np.exp(below)))


# Likelihoods: the probability of what happened --------------------------------------------------


@_quiet
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


@_quiet
def bernoulli_log_likelihood(*, label, output, count=1):
    """Logarithm of `bernoulli_likelihood`: a sum over the last axis, in nats, never above 0."""
    label, output, count = _tosses(label, output, count)
    return 0.0 - _weighted(count, _binary_surprise(label, output)).sum(axis=-1)[()]


@_quiet
def categorical_likelihood(*, label, output, count=1):
    """Probability of all these rolls, if face k has the probability `output[..., k]`.

    Parameters
    ----------
    label : array_like of int, shape (..., N)
        The rolls, as class indices 0 to K-1.
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


@_quiet
def categorical_log_likelihood(*, label, output, count=1):
    """Logarithm of `categorical_likelihood`: a sum over the last axis, in nats, never above 0."""
    happened, count = _rolls(label, output, count)
    return 0.0 - _weighted(count, _surprise(happened)).sum(axis=-1)[()]


# Losses: what an output costs -------------------------------------------------------------------


@_quiet
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
        -(y log p + (1-y) log(1-p)), reduced.

    References
    ----------
    The article, level 2, negative logarithm of the product over n.

    Examples
    --------
    >>> round(float(binary_cross_entropy(label=[1, 0, 1, 1], output=[0.9, 0.2, 0.6, 0.3])), 4)
    0.5108
    """
    label, output = _label_and_output(label, output)
    return reduced(_binary_surprise(label, output), reduction)


@_quiet
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
    not_swapped(label, output)
    dtype = floating(label=label, output=output)
    output = distributions("output", output, dtype)
    label = _class_label(label, "output", output)
    if label.ndim < output.ndim:
        return reduced(_surprise(_pick(output, label)), reduction)
    return reduced(_weighted(label, _surprise(output)).sum(axis=-1), reduction)


def squared_error(*, label, output, reduction="mean"):
    """Squared difference (label - output)², element by element, reduced; `output` as a probability.

    The parameters are those of `binary_cross_entropy`.
    """
    label, output = _label_and_output(label, output)
    return reduced((label - output) ** 2, reduction)


# The same losses from logits, and their slopes --------------------------------------------------


@_quiet
def binary_cross_entropy_from_logits(*, label, logit, reduction="mean"):
    """`binary_cross_entropy` of sigmoid(`logit`), without the rounding of a probability near 0 or 1.

    Parameters
    ----------
    label : array_like
        0, 1 or a probability, as for `binary_cross_entropy`.
    logit : array_like
        Log-odds of 1.
    reduction : {"mean", "sum", "none"}
    """
    label, logit = _label_and_logit(label, logit)
    return reduced(
        _weighted(label, _softplus(-logit)) + _weighted(1 - label, _softplus(logit)), reduction
    )


@_quiet
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
    dtype = floating(label=label, logit=logit)
    cost = 0.0 - log_softmax(np.asarray(logit, dtype) if np.size(logit) else logit)
    label = _class_label(label, "logit", cost)
    if label.ndim < cost.ndim:
        return reduced(_pick(cost, label), reduction)
    return reduced(_weighted(label, cost).sum(axis=-1), reduction)


@_quiet
def binary_cross_entropy_gradient(*, label, logit, reduction="mean"):
    """Slope of `binary_cross_entropy_from_logits` in each logit: sigmoid(logit) - label.

    Returns
    -------
    array, shape of the samples
        Divided by their number where `reduction` is "mean".
    """
    label, logit = _label_and_logit(label, logit)
    return _shared(_binary_slope(label, logit), reduction)


@_quiet
def categorical_cross_entropy_gradient(*, label, logit, reduction="mean"):
    """Slope of `categorical_cross_entropy_from_logits` in each logit: softmax(logit) - label.

    Returns
    -------
    array, shape (..., K)
        Divided by the number of samples where `reduction` is "mean".
    """
    dtype = floating(label=label, logit=logit)
    logit = _logits(logit).astype(dtype, copy=False)
    label = _class_label(label, "logit", logit)
    if label.ndim < logit.ndim:
        label = np.eye(logit.shape[-1], dtype=dtype)[label]
    small = np.exp(_below_largest(logit))
    total = small.sum(axis=-1, keepdims=True)
    # 1 - p loses its digits where p is near 1, which only the largest can be: sum the others.
    largest = np.arange(logit.shape[-1]) == logit.argmax(axis=-1)[..., None]
    complement = np.where(largest, _others(small), total - small) / total
    slope = small / total * (1 - label) - label * complement
    return _shared(slope, reduction, samples=slope[..., 0].size)


@_quiet
def squared_error_gradient(*, label, logit, reduction="mean"):
    """Slope of `squared_error` of sigmoid(`logit`) in each logit: 2 (p - y) p (1 - p).

    The factor p (1 - p) is what makes it saturate: flat where the output is surest, right or wrong.
    """
    label, logit = _label_and_logit(label, logit)
    slope = 2 * _binary_slope(label, logit) * sigmoid(logit) * sigmoid(-logit)
    return _shared(slope, reduction)


# The pieces -------------------------------------------------------------------------------------


def _surprise(q):
    # Subtracted, not negated: a certain outcome costs 0.0 and not -0.0.
    return 0.0 - np.log(q)


def _binary_surprise(label, output):
    # log1p(-q), not log(1 - q): near q = 1 the difference would lose its digits.
    return _weighted(label, _surprise(output)) + _weighted(1 - label, 0.0 - np.log1p(-output))


def _weighted(weight, cost):
    product = weight * cost
    # 0 · inf is 0: what never happens costs nothing.
    return product if np.isfinite(cost.max()) else np.where(weight == 0, 0, product)


def _softplus(logit):
    return np.maximum(logit, 0) + np.log1p(np.exp(-np.abs(logit)))


def _binary_slope(label, logit):
    # p - y in two parts: sigmoid(-z) is 1 - p without its rounding.
    return (1 - label) * sigmoid(logit) - label * sigmoid(-logit)


def _below_largest(logit):
    return logit - logit.max(axis=-1, keepdims=True)


def _others(small):
    """Sum of the row without its largest entry, shape (..., 1)."""
    rest = small.copy()
    np.put_along_axis(rest, rest.argmax(axis=-1)[..., None], 0, axis=-1)
    return rest.sum(axis=-1, keepdims=True)


def _pick(values, index):
    """Entry `index` of each row, the leading axes broadcast."""
    rows = np.broadcast_shapes(index.shape, values.shape[:-1])
    values = np.broadcast_to(values, rows + values.shape[-1:])
    index = np.broadcast_to(index, rows)
    return np.take_along_axis(values, index[..., None], axis=-1)[..., 0]


def _shared(slope, reduction, samples=None):
    reduced(np.zeros(1), reduction)  # the same refusal of an unknown reduction
    return slope / (samples or slope.size) if reduction == "mean" else slope[()]


# What comes in ----------------------------------------------------------------------------------


def _two_distributions(p, q):
    dtype = floating(p=p, q=q)
    p, q = distributions("p", p, dtype), distributions("q", q, dtype)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(
            f"p has {p.shape[-1]} classes and q has {q.shape[-1]}; they must be the same classes."
        )
    fitting(p=p, q=q)
    return p, q


def _label_and_output(label, output):
    not_swapped(label, output)
    dtype = floating(label=label, output=output)
    label, output = probabilities("label", label, dtype), probabilities("output", output, dtype)
    fitting(label=label, output=output)
    return label, output


def _label_and_logit(label, logit):
    dtype = floating(label=label, logit=logit)
    label = probabilities("label", label, dtype)
    logit = numbers("logit", logit).astype(dtype, copy=False)
    fitting(label=label, logit=logit)
    return label, logit


def _logits(logit):
    """`logit` as rows that have a softmax."""
    array = numbers("logit", logit).astype(floating(logit=logit), copy=False)
    if array.ndim == 0:
        raise ValueError(f"logit is the single number {array:g}; the softmax takes one a class.")
    if not np.isfinite(array.max(axis=-1)).all():
        raise ValueError("logit has a row whose largest entry is infinite; it has no softmax.")
    return array


def _class_label(label, name, rows):
    """`label` as class indices, or as distributions over the classes of `rows`."""
    label = numbers("label", label)
    classes = rows.shape[-1]
    if label.dtype.kind in "iu" and label.ndim < rows.ndim:
        label = class_indices("label", label, classes)
        fitting(label=label, **{name: rows[..., 0]})
        return label
    if label.ndim < rows.ndim and label.dtype.kind in "fb":
        hint = "Class indices are whole numbers: label.astype(int)."
        if label.dtype.kind == "b" or not (label == np.floor(label)).all():
            hint = "Are label and output swapped?"
        raise ValueError(
            f"label has shape {label.shape} beside {name} of shape {rows.shape}; rows of label "
            f"need one probability a class. {hint}"
        )
    if label.shape[-1] != classes:
        raise ValueError(
            f"label has rows of {label.shape[-1]} and {name} has {classes} classes; give class "
            f"indices of shape {rows.shape[:-1]} or rows of {classes}."
        )
    label = distributions("label", label, rows.dtype)
    fitting(label=label, **{name: rows})
    return label


def _tosses(label, output, count):
    label, output = _label_and_output(label, output)
    if not ((label == 0) | (label == 1)).all():
        raise ValueError("label must be 0 (tails) or 1 (heads): a likelihood is of what happened.")
    count = counts(count)
    fitting(label=label, output=output, count=count)
    return np.atleast_1d(label), np.atleast_1d(output), count


def _rolls(label, output, count):
    """The probability of each roll that happened, and how often it did."""
    output = distributions("output", output, floating(output=output))
    label = numbers("label", label)
    if label.dtype.kind not in "iu":
        raise ValueError("label must hold class indices, whole numbers from 0: the faces rolled.")
    label = class_indices("label", label, output.shape[-1])
    fitting(label=label, output=output[..., 0])
    count = counts(count)
    happened = np.atleast_1d(_pick(output, label))
    fitting(label=happened, count=count)
    return happened, count
