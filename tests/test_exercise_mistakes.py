"""Every named mistake is recognised as itself, as the library writes it and as a learner would.

All mistakes on 200 seeds take minutes: that is done where XENT_ALL_SEEDS is set. Otherwise an
exercise checks all of its mistakes on as many seeds as come to 84 checks.
"""

import math
import os

import numpy as np
import pytest

from xent_lib import exercises
from xent_lib.exercises.checking.exercise import Exercise, Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe

EVERYTHING = "XENT_ALL_SEEDS" in os.environ
CHECKS = 84


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda exercise: exercise.name)
def test_every_named_mistake_is_recognised_as_itself_and_as_no_other(exercise):
    for seed in range(200 if EVERYTHING else math.ceil(CHECKS / len(exercise.mistakes))):
        for name in exercise.mistakes:
            feedback = exercise.check(exercise.mistakes[name].function, seed=seed)
            sentence = exercise.mistakes[name].sentence
            assert feedback.outcome == "recognised" and sentence in feedback.text, (seed, name)
            # Two sizes or places of an eps may come to the same numbers, and get the same words.
            assert exercise.mistakes[feedback.mistake].sentence == sentence, (seed, name)
            assert "more than one" not in feedback.text


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda exercise: exercise.name)
def test_a_mistake_is_a_function_and_a_sentence(exercise):
    assert exercise.mistakes
    for name, mistake in exercise.mistakes.items():
        sentence = mistake.sentence
        assert callable(mistake.function) and name.isprintable() and " " not in name
        assert sentence.endswith((".", "?", ")")) and len(sentence) > 60


def binary(terms):
    """As beginners write it: arrays in, no care for 0·log 0."""
    return lambda label, output: -np.mean(terms(np.asarray(label), np.asarray(output)))


def added_up(terms):
    """As the article writes it: added up."""
    return lambda label, output: -np.sum(terms(np.asarray(label), np.asarray(output)))


def both(y, p, log=np.log):
    return y * log(p) + (1 - y) * log(1 - p)


def softmax(z):
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)


def stable_softmax(z):
    below = np.exp(z - np.max(z, axis=1, keepdims=True))
    return below / below.sum(axis=1, keepdims=True)


def globally_shifted(z):
    below = np.exp(z - np.max(z))
    return below / below.sum(axis=1, keepdims=True)


def categorical(cost):
    return lambda label, output: cost(np.asarray(label), np.asarray(output))


AS_LEARNERS_WRITE = {
    "surprise": {
        "sign_missing": lambda q: math.log(q),
        "log2": lambda q: -math.log2(q),
        "log10": lambda q: -math.log10(q),
        "one_over_p": lambda q: 1 / q,
        "log_of_one_plus_p": lambda q: math.log1p(q),
        "log_of_one_minus_p": lambda q: -math.log(1 - q),
        "crashes_at_certainty": lambda q: -math.log(q) * (1 - q) / (1 - q),
    },
    "kl": {
        "cross_entropy_instead": lambda a, b: -(a * math.log(b) + (1 - a) * math.log(1 - b)),
        "reversed": lambda a, b: b * np.log(b / a) + (1 - b) * np.log((1 - b) / (1 - a)),
        "entropy_of_the_guess_subtracted": lambda a, b: -both(a, b) + both(b, b),
        "nan_at_0": lambda a, b: a * math.log(a / b) + (1 - a) * math.log((1 - a) / (1 - b)),
        "clipped_at_1e-7": lambda a, b: sum(
            p * np.log((p + 1e-7) / (q + 1e-7)) for p, q in [(a, b), (1 - a, 1 - b)]
        ),
        "both_clipped_at_0.0001": lambda a, b: np.dot(p := np.clip([a, 1 - a], 1e-4, 1 - 1e-4),
                                                    np.log(p / np.clip([b, 1 - b], 1e-4, 1))),
    },
    "negative_log_likelihood": {
        "sum_of_probabilities": lambda tosses, q: sum(q if t else 1 - q for t in tosses),
        "log_of_the_sum": lambda tosses, q: -math.log(sum(q if t else 1 - q for t in tosses)),
        "sign_missing": lambda tosses, q: sum(math.log(q if t else 1 - q) for t in tosses),
        "tails_forgotten": lambda tosses, q: -sum(t * math.log(q) for t in tosses),
        "binomial_coefficient": lambda tosses, q: -math.log(
            math.comb(len(tosses), sum(tosses)) * math.prod(q if t else 1 - q for t in tosses)
        ),
        "log2": lambda tosses, q: -np.sum(np.log2([q if t else 1 - q for t in tosses])),
        "log10": lambda tosses, q: -np.log10(np.prod([q if t else 1 - q for t in tosses])),
    },
    "binary_cross_entropy": {
        "sum": lambda label, output: -np.sum(both(label, output)),
        "log2": binary(lambda y, p: both(y, p, np.log2)),
        "log10": lambda label, output: -np.mean(both(label, output, np.log10)),
        "sign_missing": lambda label, output: np.mean(both(label, output)),
        "swapped": binary(lambda y, p: both(p, y)),
        "swapped_clipped_at_1e-7": binary(lambda y, p: both(p, np.clip(y, 1e-7, 1 - 1e-7))),
        "swapped_clipped_at_1e-12": binary(
            lambda y, p: p * np.log(y + 1e-12) + (1 - p) * np.log(1 - y + 1e-12)
        ),
        "swapped_clipped_at_1e-15": binary(lambda y, p: both(p, np.clip(y, 1e-15, 1 - 1e-15))),
        "swapped_clipped_from_both_ends_at_1e-16": binary(
            lambda y, p: both(p, np.clip(y, 1e-16, 1 - 1e-16))
        ),
        "only_heads": binary(lambda y, p: y * np.log(p)),
        "only_tails": binary(lambda y, p: (1 - y) * np.log(1 - p)),
        "labels_flipped": binary(lambda y, p: both(y, 1 - p)),
        "braces_missing": binary(lambda y, p: y * np.log(p) - (1 - y) * np.log(1 - p)),
        "soft_label_as_0": binary(lambda y, p: np.log(np.where(y == 1, p, 1 - p))),
        "soft_label_rounded": binary(lambda y, p: np.log(np.where(y > 0.5, p, 1 - p))),
        "log_of_the_mixture": binary(lambda y, p: np.log(y * p + (1 - y) * (1 - p))),
        "log_of_the_mean": lambda label, output: -math.log(
            sum(y * p + (1 - y) * (1 - p) for y, p in zip(label, output, strict=True)) / len(label)
        ),
        "product": lambda label, output: math.prod(
            y * p + (1 - y) * (1 - p) for y, p in zip(label, output, strict=True)
        ),
        "squared_error": lambda label, output: sum(
            (y - p) ** 2 for y, p in zip(label, output, strict=True)
        ) / len(label),
        "absolute_error": binary(lambda y, p: -abs(y - p)),
        "sigmoid_twice": binary(lambda y, p: both(y, 1 / (1 + np.exp(-p)))),
        "one_common_coin": binary(lambda y, p: both(y, np.mean(y))),
        "outputs_averaged": binary(lambda y, p: both(y, p.mean())),
        "entropy_of_the_output": binary(lambda y, p: both(p, p)),
        "accuracy": lambda label, output: np.mean(np.round(output) == label),
        "clipped_at_1e-7": binary(lambda y, p: both(y, np.clip(p, 1e-7, 1 - 1e-7))),
        "added_1e-7": binary(
            lambda y, p: y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)
        ),
    },
    "gradient": {
        "y_minus_q": lambda label, logit: (label - 1 / (1 + np.exp(-logit))) / len(label),
        "extra_slope_of_the_sigmoid": lambda label, logit: [
            ((p := 1 / (1 + math.exp(-z))) - y) * p * (1 - p) / len(label)
            for y, z in zip(label, logit, strict=True)
        ],
        "slope_in_q": lambda label, logit: (
            -label * (1 + np.exp(-logit)) + (1 - label) * (1 + np.exp(logit))
        ) / len(label),
        "not_averaged": lambda label, logit: 1 / (1 + np.exp(-logit)) - label,
    },
    "one_hot": {
        "off_by_one": lambda classes, K: [[int(k == (c - 1) % K) for k in range(K)]
                                          for c in classes],
        "transposed": lambda classes, K: np.arange(K)[:, None] == classes,
        "classes_seen": lambda classes, K: np.eye(max(classes) + 1)[classes],
    },
    "mass_on_one_hot": {
        "sum": sum,
        "product": math.prod,
        "assumed_one": lambda p: sum(p) / sum(p),
        "only_the_first": lambda p: p[0] * math.prod(1 - q for q in p[1:]),
    },
    "cross_entropy_from_logits": {
        "overflow": lambda label, logit: -np.mean(np.sum(label * np.log(softmax(logit)), axis=1)),
        "log_of_underflow": lambda label, logit: -np.mean(
            np.sum(label * np.log(stable_softmax(logit)), axis=1)
        ),
        "underflow_hidden_by_1e-12": lambda label, logit: -np.mean(
            np.sum(label * np.log(np.clip(stable_softmax(logit), 1e-12, 1)), axis=1)
        ),
        "shifted_by_the_global_maximum_and_log_of_underflow": lambda label, logit: -np.mean(
            np.sum(label * np.log(globally_shifted(logit)), axis=1)
        ),
        "shifted_by_the_global_maximum": lambda label, logit: -np.mean(np.sum(label * (
            (z := logit - np.max(logit)) - np.log(np.exp(z).sum(axis=1, keepdims=True))
        ), axis=1)),
        "softmax_twice": lambda label, logit: -np.mean(
            np.sum(label * np.log(softmax(stable_softmax(logit))), axis=1)
        ),
        "shifted_by_the_smallest": lambda label, logit: -np.mean(np.sum(label * np.log(
            softmax(logit - np.min(logit, axis=1, keepdims=True))
        ), axis=1)),
        "shifted_by_the_mean": lambda label, logit: np.mean([
            np.log(np.exp(z - np.mean(z)).sum()) - np.dot(y, z - np.mean(z))
            for y, z in zip(label, logit, strict=True)
        ]),
    },
    "categorical_cross_entropy": {
        "sum": categorical(lambda y, p: -np.sum(y * np.log(p))),
        "mean_over_classes_too": categorical(lambda y, p: -np.mean(y * np.log(p))),
        "log10": categorical(lambda y, p: -np.sum(y * np.log10(p)) / len(y)),
        "coin_per_class": categorical(lambda y, p: -np.sum(both(y, p)) / len(y)),
        "coin_per_class_averaged": categorical(lambda y, p: -np.mean(both(y, p))),
        "softmax_twice": categorical(lambda y, p: -np.sum(y * np.log(softmax(p))) / len(y)),
        "minus_the_probability": categorical(lambda y, p: -np.sum(y * p) / len(y)),
        "output_as_label": categorical(lambda y, p: -np.mean(np.log(p.max(axis=1)))),
        "soft_label_hardened": categorical(
            lambda y, p: -np.mean(np.log(p[np.arange(len(y)), y.argmax(axis=1)]))
        ),
        "log_of_the_mixture": categorical(lambda y, p: -np.log(np.sum(y * p, axis=1)).mean()),
        "off_by_one_hardened": categorical(
            lambda y, p: -np.mean(np.log(p[np.arange(len(y)), y.argmax(axis=1) - 1]))
        ),
        "swapped": categorical(lambda y, p: -np.sum(p * np.log(y)) / len(y)),
        "swapped_clipped_at_1e-7": categorical(
            lambda y, p: -np.sum(p * np.log(np.clip(y, 1e-7, 1))) / len(y)
        ),
        "entropy_of_the_output": categorical(lambda y, p: -np.sum(p * np.log(p)) / len(y)),
        "squared_error": categorical(lambda y, p: np.sum((y - p) ** 2) / len(y)),
        "one_minus_p": categorical(lambda y, p: np.mean(1 - np.sum(y * p, axis=1))),
        "product": categorical(lambda y, p: np.prod(np.sum(y * p, axis=1))),
        "all_logarithms": categorical(lambda y, p: -np.sum(np.log(p)) / len(y)),
    },
    "categorical_likelihood": {
        "coin_per_class": lambda label, output: np.prod(
            np.power(output, label) * np.power(1 - np.asarray(output), 1 - np.asarray(label))
        ),
        "log_likelihood": categorical(lambda y, p: np.sum(y * np.log(p))),
        "negative_log_likelihood": lambda label, output: -np.sum(label * np.log(output)),
        "label_times_output": categorical(lambda y, p: np.prod(y * p)),
        "swapped": categorical(lambda y, p: np.prod(y**p)),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("exercise", "name"), [(e, name) for e, names in AS_LEARNERS_WRITE.items() for name in names]
)
def test_a_mistake_is_recognised_as_a_learner_would_write_it(exercise, name):
    for seed in range(10):
        feedback = getattr(exercises, exercise).check(AS_LEARNERS_WRITE[exercise][name], seed=seed)
        assert feedback.mistake == name, (seed, feedback.text)


# As the article adds up, and with a softmax that overflows: two mistakes at once.
TWO_AT_ONCE = [
    ("binary_cross_entropy", "swapped", added_up(lambda y, p: both(p, y))),
    (
        "binary_cross_entropy",
        "swapped_clipped_at_1e-7",
        added_up(lambda y, p: both(p, np.clip(y, 1e-7, 1 - 1e-7))),
    ),
    ("categorical_cross_entropy", "coin_per_class", added_up(both)),
    ("categorical_cross_entropy", "swapped", added_up(lambda y, p: p * np.log(y))),
    ("categorical_cross_entropy", "sign_missing", added_up(lambda y, p: -y * np.log(p))),
]
OVERFLOWING = [
    ("wrong_axis", lambda z: np.exp(z) / np.exp(z).sum(axis=0), np.mean),
    ("sum", softmax, np.sum),
    ("softmax_twice", lambda z: softmax(softmax(z)), np.mean),
]


@pytest.mark.parametrize(("exercise", "name", "answer"), TWO_AT_ONCE)
def test_a_mistake_is_recognised_beside_a_sum_instead_of_the_mean(exercise, name, answer):
    for seed in range(10):
        feedback = getattr(exercises, exercise).check(answer, seed=seed)
        assert feedback.mistake == name, (seed, feedback.text)
        assert "a second thing: you added the samples up" in feedback.text


@pytest.mark.parametrize(("name", "probabilities", "reduced"), OVERFLOWING)
def test_a_mistake_is_recognised_where_large_logits_overflow_besides(name, probabilities, reduced):
    def answer(label, logit):
        cost = np.sum(label * np.log(probabilities(np.asarray(logit))), axis=1)
        return -reduced(cost)

    for seed in range(10):
        feedback = exercises.cross_entropy_from_logits.check(answer, seed=seed)
        assert feedback.mistake == name, (seed, feedback.text)
        assert "1000" in feedback.text and "comes to no finite number" in feedback.text
        assert "gives nan" not in feedback.text


def test_a_few_finite_answers_are_not_enough_for_a_name():
    def only_soft(label, output):
        if set(np.ravel(label)) <= {0, 1}:
            return math.nan
        return -np.sum(both(np.asarray(label), np.asarray(output)))

    assert exercises.binary_cross_entropy.check(only_soft).mistake is None


def twins():
    """Two mistakes that no input of the exercise tells apart."""
    probes = [Probe({"p": p}) for p in (0.5, 0.25)]
    return FunctionExercise(
        name="half", level=1, statement="", starter="def half(p):\n    ...", solution="",
        learned="", hints=(), truth=lambda p: p / 2, probes=lambda rng: probes,
        mistakes={
            "doubled": Mistake(lambda p: 2 * p, "You doubled."),
            "added": Mistake(lambda p: p + p, "You added it to itself."),
            "squared": Mistake(lambda p: p * p, "You squared."),
        },
    )  # fmt: skip


def test_a_mistake_that_is_right_wherever_the_learner_is_right_explains_nothing():
    exercise = twins()
    exercise._probes = lambda rng: [Probe({"p": p}, edge=p == 0) for p in (0.5, 0.25, 0.0)]
    exercise.mistakes = {"floored": Mistake(lambda p: max(p, 0.1) / 2, "You stop at 0.1.")}
    assert exercise.check(exercise.mistakes["floored"].function).mistake == "floored"
    for lost in (lambda p: p / 2 if p else np.nan, lambda p: 1 / (2 / p)):
        assert exercise.check(lost).mistake is None


def test_mistakes_that_behave_alike_share_one_diagnosis_that_says_so():
    feedback = twins().check(lambda p: p * 2)
    assert (feedback.outcome, feedback.mistake) == ("recognised", "doubled")
    assert "more than one" in feedback.text
    assert "You doubled." in feedback.text and "You added it to itself." in feedback.text


def test_a_name_is_given_only_when_every_input_matches():
    # At p = 0.5 squaring and halving agree; at 0.25 this does neither.
    feedback = twins().check(lambda p: p * p if p == 0.5 else 0.3)
    assert (feedback.outcome, feedback.mistake) == ("not recognised", None)


def test_an_exercise_has_to_say_how_it_judges():
    words = dict.fromkeys(("statement", "starter", "solution", "learned"), "")
    with pytest.raises(NotImplementedError):
        Exercise(name="x", level=1, hints=(), mistakes={}, **words).check(1)
