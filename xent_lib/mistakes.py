"""The same losses, wrong on purpose: each function is one mistake, and its first line names it.

They take what the losses take, keywords only, and check it in the same way; what they then compute
is what the mistake computes, ``inf`` and ``nan`` included. Those that a network can be trained on
come with their slope in the logits.
"""

import numpy as np

from xent_lib.arguments import (
    arrays,
    class_rows,
    clipping,
    distributions,
    fitting,
    label_and_logit,
    label_and_output,
    not_swapped,
    over_classes,
    probabilities,
    quiet,
    reduced,
    shared,
)
from xent_lib.language import _
from xent_lib.losses import (
    binary_cross_entropy,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_gradient,
    sigmoid,
    softmax,
    weighted,
)

# Two classes ------------------------------------------------------------------------------------


@quiet
def swapped(*, label, output, eps=0.0, reduction="mean"):
    """Mixes up label and output: the logarithm is taken of the label.

    Parameters
    ----------
    label, output, reduction
        As for `binary_cross_entropy`.
    eps : float, default 0.0
        Clip what the logarithm gets to [eps, 1 - eps], as frameworks do; 0 clips nothing.

    Returns
    -------
    float or array
        -(q log y + (1-q) log(1-y)). Raw and with labels 0 and 1, a sample costs ``inf``, a perfect
        prediction ``nan``: 0·log 0 is left as NumPy has it. Clipped, it is finite and looks like a
        loss: nearly the absolute error of q, times -log(eps).
    """
    label, output = label_and_output(label, output, reduction)
    log, log_complement = _clipped_log(label, eps), _clipped_log(1 - label, eps)
    return reduced(-(output * log + (1 - output) * log_complement), reduction)


@quiet
def swapped_gradient(*, label, logit, eps=0.0, reduction="mean"):
    """Slope of `swapped` of sigmoid(`logit`) in each logit: flat where the output is most wrong.

    -log(y / (1-y)) q (1-q), with y clipped to [eps, 1 - eps]; raw and with hard labels, infinite.
    """
    label, logit = label_and_logit(label, logit, reduction)
    log_odds = _clipped_log(label, eps) - _clipped_log(1 - label, eps)
    return shared(-log_odds * sigmoid(logit) * sigmoid(-logit), reduction)


@quiet
def braces_missing(*, label, output, reduction="mean"):
    """Leaves out the braces, so that the minus sign covers only the first of the two terms.

    -y log q + (1-y) log(1-q): a sure and wrong "heads" is rewarded without limit.
    """
    label, output = label_and_output(label, output, reduction)
    first = weighted(label, -np.log(output))
    return reduced(first + weighted(1 - label, np.log1p(-output)), reduction)


@quiet
def zero_times_log_zero(*, label, output, reduction="mean"):
    """Leaves out that 0·log 0 is 0: typed as it is read, a perfect prediction costs ``nan``."""
    label, output = label_and_output(label, output, reduction)
    return reduced(-(label * np.log(output) + (1 - label) * np.log(1 - output)), reduction)


# K classes --------------------------------------------------------------------------------------


def minus_the_probability(*, label, output, reduction="mean"):
    """Leaves out the logarithm: -Σ y_k p_k, from -1/K for no idea down to -1, and never above 0."""
    label, output = _label_and_distribution(label, output, reduction)
    return reduced(-over_classes(label * output), reduction)


def minus_the_probability_gradient(*, label, logit, reduction="mean"):
    """Slope of `minus_the_probability` of softmax(`logit`) in each logit: none where q is sure."""
    label, logit, dtype = arrays(label=label, logit=logit)
    q = softmax(logit).astype(dtype)
    label = class_rows(label, "logit", q, reduction)
    slope = q * (over_classes(label * q)[..., None] - label)
    return shared(slope, reduction, samples=slope[..., 0].size)


@quiet
def swapped_categorical(*, label, output, eps=0.0, reduction="mean"):
    """Mixes up label and output of a die: the logarithm is taken of the label.

    -Σ p_k log y_k, with y clipped to [eps, 1 - eps]. Raw and with hard labels it is ``inf``, or
    ``nan`` where a wrong class gets exactly 0: 0·log 0 is left as NumPy has it.
    """
    label, output = _label_and_distribution(label, output, reduction)
    return reduced(-over_classes(output * _clipped_log(label, eps)), reduction)


def coin_per_class(*, label, output, reduction="mean"):
    """Mixes up one die with K independent coins: each class is charged as a coin of its own.

    Parameters
    ----------
    label : array_like
        Class indices of shape (...), or rows of shape (..., K).
    output : array_like, shape (..., K)
        K probabilities a sample. Nothing asks them to sum to 1: that is the mistake.
    reduction : {"mean", "sum", "none"}
        Over samples; the K coins of a sample are summed.

    Returns
    -------
    float or array
        -Σ_k (y_k log p_k + (1-y_k) log(1-p_k)): the categorical cross-entropy and, on top,
        Σ_{k≠j} -log(1-p_k) for the classes that were not meant. For a softmax output it lies
        between L + (1-p_j) and 2 L, where L is the categorical cross-entropy and j the class.

    References
    ----------
    The article, level 3, read with its class index: the likelihood of a multi-label problem.
    """
    label, output, dtype = arrays(label=label, output=output)
    not_swapped(label, output)
    output = probabilities("output", np.atleast_1d(output), dtype)
    label = class_rows(label, "output", output, reduction)
    coins = binary_cross_entropy(label=label, output=output, reduction="none")
    return reduced(over_classes(coins), reduction)


def coin_per_class_gradient(*, label, logit, reduction="mean"):
    """Slope of `coin_per_class` of softmax(`logit`) in each logit: it may push a wrong class up.

    Each coin that was not meant and still shows p_k pulls twice: p_k back from class k, and as
    much shared out among all the others, in proportion to their softmax without k.
    """
    label, logit, dtype = arrays(label=label, logit=logit)
    right = categorical_cross_entropy_gradient(label=label, logit=logit, reduction="none")
    q = softmax(logit).astype(dtype)
    label = class_rows(label, "logit", q, reduction)
    if q.shape[-1] == 1:  # nothing is left to push: the softmax of one class is 1
        return shared(right, reduction, samples=right[..., 0].size)
    itself = np.eye(q.shape[-1], dtype=bool)
    ruled_out = np.finfo(dtype).min  # as good as -inf, but a row of them still has a softmax
    others = np.where(itself, -np.inf, np.maximum(logit, ruled_out)[..., None, :])
    excess = (1 - label) * q
    # Row k of the softmax below leaves class k out.
    shared_out = np.einsum("...k,...km->...m", excess, softmax(others).astype(dtype))
    slope = right + excess - shared_out
    return shared(slope, reduction, samples=slope[..., 0].size)


def coin_per_class_without_index(*, label, output, reduction="mean"):
    """Mixes up K outputs with one: printed without a class index, it is blind to the label.

    Parameters
    ----------
    label : array_like, shape (..., K)
        One-hot or soft rows.
    output : array_like, shape (...)
        One number d a sample, the printed DNN(x_n); not one a class.
    reduction : {"mean", "sum", "none"}
        Over samples.

    Returns
    -------
    float or array
        -Σ_k (y_k log d + (1-y_k) log(1-d)), which is -log(d (1-d)^(K-1)) whatever the label.

    References
    ----------
    The article, level 3, as printed.
    """
    label, output, dtype = arrays(label=label, output=output)
    label, output = distributions("label", label, dtype), probabilities("output", output, dtype)
    if output.ndim >= label.ndim:
        sentence = _(
            "output has shape {output} beside label of shape {label}; "
            "without a class index it is one number a sample."
        )
        raise ValueError(sentence.format(output=output.shape, label=label.shape))
    fitting(label=label, output=output, classes="label", reduction=reduction)
    coins = binary_cross_entropy(label=label, output=output[..., None], reduction="none")
    return reduced(over_classes(coins), reduction)


def softmax_twice(*, label, output, reduction="mean"):
    """Mixes up probabilities with logits: the output of a softmax goes through a second one.

    Parameters
    ----------
    label : array_like
        Class indices of shape (...), or rows of shape (..., K).
    output : array_like, shape (..., K)
        Distributions, the output of the first softmax.
    reduction : {"mean", "sum", "none"}
        Over samples.

    Returns
    -------
    float or array
        -log softmax(output) of the true class: never below log(1 + (K-1)/e), however good the
        network is.
    """
    output = _label_and_distribution(label, output, reduction)[1]
    return categorical_cross_entropy_from_logits(label=label, logit=output, reduction=reduction)


def softmax_twice_gradient(*, label, logit, reduction="mean"):
    """Slope of `softmax_twice` of softmax(`logit`) in each logit: none where q is sure but wrong.

    q_k (g_k - Σ q g), where g = softmax(q) - y is the slope in q.
    """
    label, logit, dtype = arrays(label=label, logit=logit)
    q = softmax(logit).astype(dtype)
    slope = softmax(q) - class_rows(label, "logit", q, reduction)
    slope = q * (slope - over_classes(q * slope)[..., None])
    return shared(slope, reduction, samples=slope[..., 0].size)


# The pieces -------------------------------------------------------------------------------------


def _label_and_distribution(label, output, reduction):
    """Both as rows over the same classes."""
    label, output, dtype = arrays(label=label, output=output)
    not_swapped(label, output)
    output = distributions("output", output, dtype)
    return class_rows(label, "output", output, reduction), output


def _clipped_log(probability, eps):
    eps = clipping("eps", eps)
    return np.log(np.clip(probability, eps, 1 - eps))
