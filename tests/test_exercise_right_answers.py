"""Right answers, in the many styles that learners write, are accepted."""

import math
import os
from fractions import Fraction

import numpy as np
import pytest

from xent_lib import exercises, losses

EPS = 1e-12


def recursive(tosses, q):
    if len(tosses) == 0:
        return 0
    return recursive(tosses[1:], q) - math.log(q if tosses[0] == 1 else 1 - q)


def looped_binary(label, output):
    total = 0
    for y, p in zip(label, output, strict=True):
        if y == 1:
            total -= math.log(p)
        elif y == 0:
            total -= math.log(1 - p)
        else:
            total -= y * math.log(p) + (1 - y) * math.log(1 - p)
    return total / len(label)


def looped_categorical(label, output):
    total = 0.0
    for n in range(len(label)):
        for k in range(len(label[n])):
            if label[n][k] > 0:
                total -= label[n][k] * math.log(output[n][k])
    return total / len(label)


def looped_gradient(label, logit):
    slopes = []
    for y, z in zip(label, logit, strict=True):
        p = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
        slopes.append((p - y) / len(label))
    return slopes


def looped_logits(label, logit):
    cost = 0
    for y, z in zip(label, logit, strict=True):
        top = max(z)
        log_sum = top + math.log(sum(math.exp(value - top) for value in z))
        cost += sum(weight * (log_sum - value) for weight, value in zip(y, z, strict=True))
    return cost / len(label)


def looped_one_hot(classes, K):
    rows = []
    for c in classes:
        row = [0] * K
        row[c] = 1
        rows.append(row)
    return rows


def one_hot_written_into_zeros(classes, K):
    rows = np.zeros((len(classes), K))
    rows[np.arange(len(classes)), classes] = 1
    return rows


def mass_by_counting(p):
    none, one = 1.0, 0.0  # probability of no head so far, and of one
    for chance in p:
        none, one = none * (1 - chance), one * (1 - chance) + none * chance
    return one


def mass_over_all_outcomes(p):
    total = 0
    for outcome in range(2 ** len(p)):
        bits = [outcome >> k & 1 for k in range(len(p))]
        if sum(bits) == 1:
            total += math.prod(q if bit else 1 - q for bit, q in zip(bits, p, strict=True))
    return total


def a_buffer_used_again(label, logit, _buffer={}):  # noqa: B006
    slopes = _buffer.setdefault(len(label), np.empty(len(label)))
    slopes[:] = (1 / (1 + np.exp(-np.asarray(logit))) - label) / len(label)
    return slopes


RIGHT = {
    "surprise": [
        lambda p: -math.log(p),
        lambda p: -np.log(p),
        lambda p: np.log(1 / p),
        lambda p: math.log(1 / p),
        lambda p: -np.log(np.clip(p, EPS, 1)),
        lambda p: -math.log(p + EPS),
        lambda p: -math.log(p + 1e-15),
        lambda p: [-np.log(p)],
        lambda p: np.float32(-np.log(p)),
        lambda p: -math.log2(p) * math.log(2),
        lambda p: math.inf if p == 0 else 0 if p == 1 else -math.log(p),
        lambda p: -np.log1p(p - 1),
    ],
    "break_the_triangle": [
        lambda: (1, 0.5, 0.01),
        lambda: [1.0, 0.6, 0.001],
        lambda: np.array([0.99, 0.5, 0.001]),
        lambda: (0, 0.5, 0.99),
        lambda: (Fraction(1), Fraction(1, 2), Fraction(1, 100)),
        lambda: (True, 0.4, 1e-9),
    ],
    "kl": [
        lambda a, b: losses.kl_divergence([a, 1 - a], [b, 1 - b]),
        lambda a, b: sum(
            p * math.log(p / q) for p, q in [(a, b), (1 - a, 1 - b)] if p > 0
        ),
        lambda a, b: losses.cross_entropy([a, 1 - a], [b, 1 - b]) - losses.entropy([a, 1 - a]),
        lambda a, b: (a * math.log(a / b) if a else 0)
        + ((1 - a) * math.log((1 - a) / (1 - b)) if a < 1 else 0),
        lambda a, b: a * np.log((a + EPS) / (b + EPS))
        + (1 - a) * np.log((1 - a + EPS) / (1 - b + EPS)),
        lambda a, b: np.nansum(np.array([a, 1 - a]) * np.log([a / b if b else math.inf,
                                                            (1 - a) / (1 - b)])),
        lambda a, b: np.dot(p := np.clip([a, 1 - a], 1e-15, 1),
                            np.log(p) - np.log(np.clip([b, 1 - b], 1e-15, 1))),
    ],
    "failing_axioms": [
        {"zero when equal", "symmetry", "triangle"},
        ["symmetry", "triangle", "zero when equal"],
        ("Symmetry", "Triangle", "zero_when_equal"),
        lambda: {"zero when equal", "symmetry", "triangle"},
        frozenset({"zero when equal", "symmetry", "triangle"}),
        {"zero when equal": 0.611, "symmetry": 0.984, "triangle": 3.001},
    ],
    "negative_log_likelihood": [
        lambda tosses, q: -sum(math.log(q if toss else 1 - q) for toss in tosses),
        lambda tosses, q: -np.sum(np.log(np.where(np.asarray(tosses) == 1, q, 1 - q))),
        lambda tosses, q: -np.log(np.prod([q if toss == 1 else 1 - q for toss in tosses])),
        lambda tosses, q: -math.log(math.prod(q if toss == 1 else 1 - q for toss in tosses)),
        lambda tosses, q: -(
            np.sum(tosses) * np.log(q) + (len(tosses) - np.sum(tosses)) * np.log(1 - q)
        ),
        lambda tosses, q: -np.sum(tosses * np.log(q) + (1 - tosses) * np.log(1 - q)),
        lambda tosses, q: -losses.bernoulli_log_likelihood(label=tosses, output=q),
        lambda tosses, q: -sum(np.log(np.clip(q if t else 1 - q, EPS, 1)) for t in tosses),
        recursive,
    ],
    "binary_cross_entropy": [
        looped_binary,
        lambda label, output: -np.mean(label * np.log(output) + (1 - label) * np.log(1 - output)),
        lambda label, output: -np.mean(
            label * np.log(output + EPS) + (1 - label) * np.log(1 - output + EPS)
        ),
        lambda label, output: -(label @ np.log(output) + (1 - label) @ np.log(1 - output))
        / len(label),
        lambda output, label: -np.mean(  # the parameters' names say which is which
            label * np.log(np.clip(output, EPS, 1))
            + (1 - label) * np.log(np.clip(1 - output, EPS, 1))
        ),
        lambda y, t: sum(
            -a * math.log(max(b, 1e-15)) - (1 - a) * math.log(max(1 - b, 1e-15))
            for a, b in zip(y, t, strict=True)
        ) / len(y),
        losses.binary_cross_entropy,
        lambda label, output: [losses.binary_cross_entropy(label=label, output=output)],
        lambda label, output: np.float32(losses.binary_cross_entropy(label=label, output=output)),
        lambda label, output: np.logaddexp(
            0, np.where(label, -1, 1) * (np.log(output) - np.log1p(-np.asarray(output)))
        ).mean() if set(np.unique(label)) <= {0, 1} else looped_binary(label, output),
    ],
    "gradient": [
        looped_gradient,
        lambda label, logit: (losses.sigmoid(logit) - label) / len(label),
        lambda label, logit: (1 / (1 + np.exp(-logit)) - label) / len(label),
        lambda label, logit: [(p - y) / len(label) for p, y in zip(losses.sigmoid(logit), label,
                                                                   strict=True)],
        lambda label, logit: (0.5 * (1 + np.tanh(np.asarray(logit) / 2)) - label) / np.size(label),
        a_buffer_used_again,
        lambda label, logit: np.eye(len(label)) @ (losses.sigmoid(logit) - label) / len(label),
        losses.binary_cross_entropy_gradient,
    ],
    "which_is_swapped": [
        lambda boxes: int(np.argmax([box([1], [0.5]) for box in boxes])),
        lambda boxes: max(boxes, key=lambda box: box(1, 0.5)),
        lambda boxes: [box([0], [0.2]) > 2 for box in boxes].index(True),
        lambda boxes: next(n for n in range(4) if abs(boxes[n]([1], [0.9]) - 1.6118) < 0.01),
        lambda boxes: np.argmin([abs(box(1, 0.25) / box(1, 0.5) - 1.5) for box in boxes]),
        lambda boxes: [round(box([1], [0.5]), 3) for box in boxes].index(8.059),
    ],
    "the_sign": ["b", "B", " b ", "b)", "(b)", lambda: "b"],
    "the_switch": ["d", "D", " d", "d.", "(d)", lambda: "d"],
    "one_hot": [
        looped_one_hot,
        one_hot_written_into_zeros,
        lambda classes, K: np.eye(K)[classes],
        lambda classes, K: np.eye(K, dtype=bool)[classes],
        lambda classes, K: [[int(k == c) for k in range(K)] for c in classes],
        lambda classes, K: np.asarray(classes)[:, None] == np.arange(K),
        lambda classes, K: np.where(np.arange(K) == np.reshape(classes, (-1, 1)), 1.0, 0.0),
        lambda classes, K: (np.arange(K)[:, None] == np.asarray(classes)).T.astype(np.float32),
    ],
    "mass_on_one_hot": [
        mass_by_counting,
        mass_over_all_outcomes,
        lambda p: sum(
            p[j] * math.prod(1 - p[k] for k in range(len(p)) if k != j) for j in range(len(p))
        ),
        lambda p: np.prod(1 - p) * np.sum(p / (1 - p)),
        lambda p: (np.prod(1 - (p := np.clip(p, EPS, 1 - EPS)))) * np.sum(p / (1 - p)),
        lambda p: np.sum(p * [np.prod(np.delete(1 - np.asarray(p), j)) for j in range(len(p))]),
        lambda p: np.where(np.eye(len(p)), p, 1 - np.asarray(p)).prod(axis=1).sum(),
    ],
    "cross_entropy_from_logits": [
        looped_logits,
        lambda label, logit: -np.mean(np.sum(label * losses.log_softmax(logit), axis=1)),
        lambda label, logit: np.mean(
            np.logaddexp.reduce(logit, axis=1) - np.sum(np.multiply(label, logit), axis=1)
        ),
        lambda label, logit: -np.trace(np.asarray(label) @ losses.log_softmax(logit).T)
        / len(label),
        lambda label, logit: -np.einsum("nk,nk->", label, losses.log_softmax(logit)) / len(label),
        lambda label, logit: float(
            losses.categorical_cross_entropy_from_logits(label=label, logit=logit)
        ),
        lambda label, logit: np.mean([
            np.dot(y, np.max(z) + np.log(np.sum(np.exp(z - np.max(z)))) - z)
            for y, z in zip(label, logit, strict=True)
        ]),
    ],
    "categorical_cross_entropy": [
        looped_categorical,
        lambda label, output: -np.mean(np.sum(label * np.log(output), axis=1)),
        lambda label, output: -np.sum(label * np.log(output)) / len(label),
        lambda label, output: -np.sum(label * np.log(np.clip(output, EPS, 1))) / len(label),
        lambda label, output: -np.mean(np.sum(label * np.log(np.asarray(output) + EPS), axis=1)),
        lambda label, output: -np.trace(label @ np.log(output).T) / len(label),
        lambda label, output: np.mean(
            np.where(np.equal(label, 0), 0, np.multiply(label, -np.log(output))).sum(axis=1)
        ),
        lambda label, output: np.mean([
            sum(y * -math.log(p) for y, p in zip(*rows, strict=True) if y)
            for rows in zip(label, output, strict=True)
        ]),
        losses.categorical_cross_entropy,
    ],
    "categorical_likelihood": [
        lambda label, output: np.prod(np.asarray(output) ** np.asarray(label)),
        lambda label, output: np.prod(np.sum(np.multiply(label, output), axis=1)),
        lambda label, output: math.prod(
            p for rows in zip(label, output, strict=True) for y, p in zip(*rows, strict=True) if y
        ),
        lambda label, output: np.prod(np.where(np.equal(label, 1), output, 1)),
        lambda label, output: np.exp(np.sum(np.asarray(label) * np.log(output))),
        lambda label, output: np.diag(np.asarray(label) @ np.transpose(output)).prod(),
        lambda label, output: np.exp(
            -losses.categorical_cross_entropy(label=label, output=output, reduction="sum")
        ),
        lambda label, output: np.prod(np.asarray(output)[np.arange(len(label)),
                                                         np.argmax(label, axis=1)]),
    ],
}  # fmt: skip


def test_every_exercise_has_at_least_six_right_answers_here():
    assert set(RIGHT) == {exercise.name for exercise in exercises.ALL}
    assert min(len(answers) for answers in RIGHT.values()) >= 6


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name in RIGHT for number in range(len(RIGHT[name]))]
)
def test_a_right_answer_is_accepted_whatever_the_seed(name, number):
    exercise = getattr(exercises, name)
    for seed in range(200 if "XENT_ALL_SEEDS" in os.environ else 6):
        feedback = exercise.check(RIGHT[name][number], seed=seed)
        assert feedback.outcome == "correct", (seed, feedback.text)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("surprise", lambda p: -math.log(p), "`math.log` stops"),
        ("binary_cross_entropy", RIGHT["binary_cross_entropy"][1], "with plain lists"),
        ("binary_cross_entropy", RIGHT["binary_cross_entropy"][1], "0·log 0"),
        ("negative_log_likelihood", RIGHT["negative_log_likelihood"][2], "underflows"),
        ("negative_log_likelihood", recursive, "called itself again and again"),
        ("categorical_likelihood", lambda label, output: np.exp(
            np.sum(label * np.log(output))
        ), "exact zeros"),
        ("mass_on_one_hot", RIGHT["mass_on_one_hot"][3], "divides by 0"),
        ("gradient", lambda label, logit: [
            (1 / (1 + math.exp(-z)) - y) / len(label) for y, z in zip(label, logit, strict=True)
        ], "exp(1000)"),
    ],
)  # fmt: skip
def test_what_fails_at_an_edge_only_is_correct_with_one_thing_more(name, answer, words):
    feedback = getattr(exercises, name).check(answer)
    assert feedback.outcome == "correct"
    assert "One thing more" in feedback.text and words in feedback.text


def test_a_note_is_given_only_for_what_it_is_about():
    assert "underflows" not in exercises.negative_log_likelihood.check(recursive).text


@pytest.mark.parametrize("eps", [1e-9, 1e-10, 1e-12, 1e-15])
@pytest.mark.parametrize("name", ["binary_cross_entropy", "categorical_cross_entropy"])
def test_a_tiny_eps_is_accepted_in_the_logarithm_and_as_a_clip(name, eps):
    axis = -1 if name.startswith("cat") else None

    def cost(label, output, log):
        terms = label * log(output)
        if axis is None:
            terms = terms + (1 - label) * log(1 - output)
        return -np.sum(terms) / len(label)

    def added(label, output):
        return cost(np.asarray(label), np.asarray(output), lambda p: np.log(p + eps))

    def clipped(label, output):
        output = np.clip(output, eps, 1 - eps)
        return cost(np.asarray(label), output, np.log)

    exercise = getattr(exercises, name)
    for seed in range(10):
        assert exercise.check(added, seed=seed).outcome == "correct"
        assert exercise.check(clipped, seed=seed).outcome == "correct"


@pytest.mark.parametrize("eps", [1e-8, 1e-7, 1e-3])
@pytest.mark.parametrize("name", ["binary_cross_entropy", "categorical_cross_entropy"])
def test_a_large_eps_is_not(name, eps):
    def clipped(label, output):
        output = np.clip(output, eps, 1 - eps)
        if name.startswith("cat"):
            return -np.sum(label * np.log(output)) / len(label)
        return -np.mean(label * np.log(output) + np.subtract(1, label) * np.log(1 - output))

    for seed in range(20):
        assert getattr(exercises, name).check(
            clipped, seed=seed
        ).mistake == f"clipped_at_{eps:.2g}".replace("e-0", "e-")
