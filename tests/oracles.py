"""The formulas once more, at sixty digits, straight from the textbook."""

import mpmath
import numpy as np

mpmath.mp.dps = 60
EDGES = [0.0, 5e-324, 1e-310, 1e-300, 1e-16, 0.1, 0.5, 0.9, 1 - 1e-16, 1.0]


def exactly(formula, *columns):
    """`formula` of the first of each column, of the second, …"""
    return [formula(*values) for values in zip(*columns, strict=True)]


def number(x):
    return x if isinstance(x, mpmath.mpf) else mpmath.mpf(float(x))


def log(x):
    x = number(x)
    return mpmath.log(x) if x else -mpmath.inf


def times(weight, cost):
    """0 · inf = 0."""
    return number(weight) * cost if weight else mpmath.mpf(0)


def binary(label, output):
    y, p = number(label), number(output)
    log_complement = mpmath.log1p(-p) if p < 1 else -mpmath.inf
    return -times(y, log(p)) - times(1 - y, log_complement)


def binary_from_logits(label, logit):
    y, z = number(label), number(logit)
    return times(y, mpmath.log1p(mpmath.exp(-z))) + times(1 - y, mpmath.log1p(mpmath.exp(z)))


def sigmoid(logit):
    return 1 / (1 + mpmath.exp(-number(logit)))


def categorical(label, output):
    """`label` as a row."""
    return -sum(times(y, log(p)) for y, p in zip(label, output, strict=True))


def log_softmax(logit):
    """Of each class, as minus log(1 + Σ exp(z_k - z_class)) over the others."""
    z = [number(value) for value in logit]
    return [
        -mpmath.inf
        if one == -mpmath.inf
        else -mpmath.log1p(sum(mpmath.exp(other - one) for j, other in enumerate(z) if j != k))
        for k, one in enumerate(z)
    ]


def softmax(logit):
    return [mpmath.exp(value) for value in log_softmax(logit)]


def categorical_from_logits(label, logit):
    """`label` as a row."""
    return -sum(times(y, cost) for y, cost in zip(label, log_softmax(logit), strict=True))


def squared(label, output):
    return (number(label) - number(output)) ** 2


def kl(p, q):
    """Σ (q - p + p log(p/q)), which is Σ p log(p/q) where both rows have exactly the same sum."""
    total = mpmath.mpf(0)
    for a, b in zip(p, q, strict=True):
        a, b = number(a), number(b)
        total += b - a + (times(a, log(a) - log(b)) if b or not a else mpmath.inf)
    return total


def slope(loss, logit, k):
    """Slope of `loss`, a function of a row of logits, in logit `k`, by central differences."""
    row = [number(value) for value in logit]
    step = mpmath.mpf(10) ** -20
    up, down = (loss([z + (j == k) * h for j, z in enumerate(row)]) for h in (step, -step))
    return (up - down) / (2 * step)


def ulps(actual, exact):
    """How far `actual` is from `exact`, in units of the last place that `exact` has in its type."""
    actual = np.asarray(actual)
    info = np.finfo(actual.dtype)
    off = []
    for a, e in zip(actual.ravel(), np.ravel(exact), strict=True):
        e = mpmath.mpf(e)
        if mpmath.isinf(e) or not np.isfinite(a):
            off.append(0.0 if float(a) == e else np.inf)
            continue
        exponent = max(mpmath.frexp(e)[1] - 1, info.minexp) if e else info.minexp
        off.append(float(abs(mpmath.mpf(float(a)) - e) / mpmath.mpf(2) ** (exponent - info.nmant)))
    return np.reshape(off, actual.shape)


def probabilities(rng, size):
    """Ordinary ones, tiny ones (subnormal too), nearly certain ones and the edges."""
    kinds = [
        rng.random(size),
        10 ** -rng.uniform(0, 323, size),
        1 - 10 ** -rng.uniform(0, 16, size),
        rng.choice(EDGES, size),
    ]
    return np.choose(rng.integers(4, size=size), kinds)


def distributions(rng, rows, classes):
    """Rows that sum to 1: even, lopsided, and with zeros."""
    weights = rng.random((rows, classes)) ** rng.choice([1, 8, 300], (rows, 1))
    weights[np.arange(rows), rng.integers(classes, size=rows)] += 1e-3
    weights[rng.random(rows) < 0.2, 0] = 0
    weights[weights.sum(axis=-1) == 0] = 1
    return weights / weights.sum(axis=-1, keepdims=True)
