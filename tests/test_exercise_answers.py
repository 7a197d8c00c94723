"""Answers in many styles: none right is rejected, none wrong accepted, and no word is false."""

import os
import re
import time

import numpy as np
import pytest
from exercise_answers import RIGHT, WRONG, function

from xent_lib import exercises
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.running import attempt, call_by_name
from xent_lib.exercises.checking.wording import value_of

SEEDS = range(200 if "XENT_ALL_SEEDS" in os.environ else 2)
FUNCTIONS = [e for e in exercises.ALL if isinstance(e, FunctionExercise)]


@pytest.mark.parametrize("name", RIGHT)
def test_no_right_answer_is_rejected_in_whatever_style(name):
    for body in RIGHT[name]:
        for seed in SEEDS:
            feedback = getattr(exercises, name).check(function(name, body), seed=seed)
            assert feedback.outcome == "correct", (body, seed, feedback.text)


@pytest.mark.parametrize("name", WRONG)
def test_every_common_mistake_has_its_name_and_no_other(name):
    for body, mistake in WRONG[name]:
        for seed in SEEDS:
            feedback = getattr(exercises, name).check(function(name, body), seed=seed)
            told = (body, seed, feedback.text)
            assert feedback.outcome != "correct" and "more than one" not in feedback.text, told
            if mistake is None:
                assert feedback.mistake is None, told
            else:
                assert feedback.mistake and feedback.mistake.startswith(mistake), told


def test_at_most_one_common_mistake_in_ten_has_no_name():
    names = [mistake for answers in WRONG.values() for _body, mistake in answers]
    assert names.count(None) <= len(names) / 10 and len(names) >= 250
    assert sum(map(len, RIGHT.values())) >= 200


# What is shown can be pasted ----------------------------------------------------------------------

CALL = r"`(\w+\((?:[^`])*\))`"
SHOWN = [
    rf"{CALL} gives (?P<yours>\S.*?), and it should be (?P<right>.*?)[.:](?:\s|$)",
    rf"differ: {CALL}\. Yours: (?P<yours>.*?)\. Right: (?P<right>.*?)\.(?:\s|$)",
    rf"{CALL} gives (?P<yours>.*?), of shape .*? It should be (?:a single number, )?"
    r"(?P<right>\[?[-\d.e].*?)(?:, of shape|[.:] )",
    rf"on {CALL} the cost is infinite, and yours stops at (?P<yours>.*?)\. ",
    rf"{CALL} first came to (?P<yours>.*?), and when",
]
LOST = [
    rf"could not finish\.\*\* The input was {CALL}\.",
    rf"could not finish {CALL}\.",
    rf"beside that: {CALL} comes to no finite number",
]


def printed_with(value):
    """How a value may be shown: with as few digits as tell it apart."""
    return {value_of(np.asarray(value, dtype=float), digits) for digits in (4, 7, 17)}


def untrue(exercise, answer, text):
    """What a text shows and a cell would not: the calls, pasted and run."""

    def here(**arguments):
        with np.errstate(all="ignore"):
            return call_by_name(answer, arguments)

    names = {"np": np, "nan": np.nan, "inf": np.inf, exercise.name: here}
    truth = names | {exercise.name: exercise.truth}
    for pattern in SHOWN:
        for found in re.finditer(pattern, text):
            if "`None`" in found["yours"] or "text" in found["yours"] or "a list" in found["yours"]:
                continue
            with np.errstate(all="ignore"):
                if found["yours"] not in printed_with(eval(found[1], names)):
                    yield found[0], eval(found[1], names)
                right = found.groupdict().get("right")
                if right and right not in printed_with(eval(found[1], truth)):
                    yield found[0], eval(found[1], truth)
    for pattern in LOST:
        for found in re.finditer(pattern, text):
            lost = attempt(lambda call=found[1]: eval(call, names), {})
            if lost.finite:
                yield found[0], lost.value


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:invalid value")
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_every_call_that_a_text_shows_gives_what_the_text_says(exercise):
    answers = [function(exercise.name, body) for body in RIGHT[exercise.name]]
    answers += [function(exercise.name, body) for body, _mistake in WRONG[exercise.name]]
    answers += [mistake.function for mistake in exercise.mistakes.values()]
    shown = 0
    for number, answer in enumerate(answers):
        text = exercise.check(answer, seed=number % 4).text
        assert not list(untrue(exercise, answer, text)), (number, text)
        calls = re.findall(CALL, text)
        shown += any(call.startswith(f"{exercise.name}(") for call in calls)
    assert shown > 10


def test_a_call_that_is_not_true_is_seen():
    text = "The smallest input on which we differ: `surprise(q=0.5)`. Yours: 0.7. Right: 0.6931."
    assert list(untrue(exercises.surprise, lambda p: -np.log(p), text))
    text = "**Your function could not finish.** The input was `surprise(q=0.5)`."
    assert list(untrue(exercises.surprise, lambda p: -np.log(p), text))


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_the_types_that_a_statement_names_are_the_types_that_are_passed(exercise):
    kinds = {type(v) for p in exercise.probes() for v in p.arguments.values() if np.ndim(v)}
    said = exercise.statement
    assert kinds in (set(), {np.ndarray}, {list})
    if kinds:
        assert ("array" in said) == (kinds == {np.ndarray})
        assert ("is a list" in said) == (kinds == {list})


# Lists and arrays ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("binary_cross_entropy", "return -np.mean(label * np.log(output)"
         " + (1 - label) * np.log(1 - output))", "with plain lists"),
        ("categorical_likelihood", "return np.prod(output[label == 1])", "with plain lists"),
        ("one_hot", "return np.eye(K)[classes.astype(int)]", "with plain lists"),
        ("mass_on_one_hot", "p[:] + [0]\nreturn sum(p[j] * math.prod([1 - x for x in p[:j] +"
         " p[j + 1:]]) for j in range(len(p)))", "with arrays"),
        ("negative_log_likelihood", "h = tosses.count(1)\nreturn -h * math.log(q)"
         " - tosses.count(0) * math.log(1 - q)", "with arrays"),
        ("negative_log_likelihood", "return -np.log(np.where(tosses == 1, q, 1 - q)).sum()",
         "with plain lists"),
        ("gradient", "if not label:\n    return []\nreturn [(1 / (1 + np.exp(-z)) - y) / len(label)"
         " for y, z in zip(label, logit)]", "with arrays"),
    ],
)  # fmt: skip
def test_who_is_right_with_lists_or_with_arrays_is_right(name, body, words):
    feedback = getattr(exercises, name).check(function(name, body))
    assert feedback.outcome == "correct" and words in feedback.text


def test_who_is_right_with_both_hears_nothing_of_it():
    body = "return -np.mean(np.log(np.where(np.equal(label, 1), output, np.subtract(1, output))))"
    text = exercises.binary_cross_entropy.check(function("binary_cross_entropy", body)).text
    assert "with plain lists" not in text and "with arrays" not in text


# A diagnosis explains something -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("kl", "return math.nan if a == 1 else {truth}(a, b)"),
        ("kl", "return math.nan if a == 0 and b > 0.5 else {truth}(a, b)"),
        ("binary_cross_entropy", "return 1 / 0 if len(label) == 1 else {truth}(label, output)"),
        ("surprise", "return math.nan if q == 0.25 else {truth}(q)"),
        ("gradient", "return label / 0 if len(label) == 2 else {truth}(label, logit)"),
    ],
)
def test_who_is_right_wherever_a_number_comes_out_has_none_of_the_finite_mistakes(name, body):
    exercise = getattr(exercises, name)
    answer = function(name, body.format(truth="TRUTH"))
    answer.__globals__["TRUTH"] = exercise.truth
    for seed in range(5):
        feedback = exercise.check(answer, seed=seed)
        assert feedback.mistake in (None, "lost_at_1", "lost_at_0"), feedback.text
        assert "more than one" not in feedback.text


# Errors in plain words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "words", "not_words"),
    [
        ("categorical_cross_entropy", "return np.sum(label, axis=2)", "no such axis", "entry"),
        ("binary_cross_entropy", "return np.sum(label, axis=1)", "no such axis", "entry"),
        ("binary_cross_entropy", "return label[0, 0]", "too many indices", "not there"),
        ("binary_cross_entropy", "return label[len(label)]", "counted from 0", "Python says"),
        ("one_hot", "return np.eye(K)[K]", "counted from 0", "Python says"),
        ("one_hot", "return np.eye(K)[classes / 1]", "no whole number", "Not started"),
        ("one_hot", "return np.eye(K)['a']", "no whole number", "Not started"),
        ("gradient", "return label[[True] * 9]", "boolean index", "counted from 0"),
        ("gradient", "return math.exp(logit) + np.zeros(3)", "single numbers", "Not started"),
        ("negative_log_likelihood", "return math.log(tosses)", "single numbers", "Python says"),
        ("binary_cross_entropy", "if label:\n    return 1\nreturn 1 if label > 0 and output else 2",
         "", "Not started"),
        ("mass_on_one_hot", "return 1 if p > 0.5 else 2", "yes or no", "Python says"),
    ],
)  # fmt: skip
def test_an_error_is_told_as_what_it_is(name, body, words, not_words):
    text = getattr(exercises, name).check(function(name, body)).text
    assert words in text and not_words not in text


@pytest.mark.parametrize(
    "body",
    [
        "return -...",
        "return ... + 1",
        "return np.log(...)",
        "return sum(...)",
        "return len(...)",
        "return ....mean()",
        "blank = ...\nreturn blank(q)",
        "blank = ...\nreturn [q][blank]",
        "x = ...\nreturn x",
    ],
)
def test_a_blank_that_is_computed_with_is_not_started(body):
    assert exercises.surprise.check(function("surprise", body)).outcome == "not started"


def test_backticks_of_python_do_not_break_the_text():
    def deprecated(p):
        raise AttributeError("`np.float` was a deprecated alias for the builtin `float`.")

    text = exercises.surprise.check(deprecated).text
    assert "`AttributeError: 'np.float' was a deprecated alias" in text
    assert text.count("`") % 2 == 0


# The boxes ----------------------------------------------------------------------------------------


def test_a_box_can_be_asked_anything_that_is_a_probability():
    for box in exercises.which_is_swapped.boxes:
        for label, output in [([0.8], [1]), (0.5, 0), ([1, 0], [0, 1]), ([True], [False])]:
            assert isinstance(box(label, output), float)


def test_a_box_that_was_named_is_right_and_a_function_is_asked_for():
    boxes = exercises.which_is_swapped.boxes
    number = int(np.argmax([box([1], [0.5]) for box in boxes]))
    text = exercises.which_is_swapped.check(number).text
    assert text.startswith("**Correct.**") and "a guess is right once in four" in text
    solution = function("which_is_swapped", RIGHT["which_is_swapped"][0])
    assert "guess" not in exercises.which_is_swapped.check(solution).text


def test_a_letter_has_no_other_solutions():
    assert exercises.the_sign.solution().text.startswith("**The solution.**")
    assert "**One solution of many.**" in exercises.kl.solution().text


# An eps that does no harm -------------------------------------------------------------------------


@pytest.mark.parametrize("eps", [1e-9, 3e-10, 1e-12, 1e-300])
@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("surprise", "return -np.log(q + {eps})"),
        ("surprise", "return -np.log(max(q, {eps}))"),
        ("kl", "return a * np.log((a + {eps}) / (b + {eps})) + (1 - a) * np.log((1 - a + {eps})"
         " / (1 - b + {eps})) if 0 < a < 1 else -np.log((b if a else 1 - b) + {eps})"),
        ("negative_log_likelihood", "return -sum(np.log((q if t else 1 - q) + {eps})"
         " for t in tosses)"),
        ("binary_cross_entropy", "return -np.mean(label * np.log(output + {eps})"
         " + (1 - label) * np.log(1 - output + {eps}))"),
        ("categorical_cross_entropy", "return -np.sum(label * np.log(np.maximum(output, {eps})))"
         " / len(label)"),
    ],
)  # fmt: skip
def test_a_small_eps_is_right_and_it_is_said_where_it_shows(name, body, eps):
    for seed in range(3):
        answer = function(name, body.format(eps=eps))
        feedback = getattr(exercises, name).check(answer, seed=seed)
        assert feedback.outcome == "correct", feedback.text
        assert "the cost is infinite, and yours stops at" in feedback.text


# Time ---------------------------------------------------------------------------------------------


def test_a_check_of_a_right_answer_takes_a_moment():
    seconds = []
    for name, bodies in RIGHT.items():
        for body in bodies:
            answer, began = function(name, body), time.process_time()
            getattr(exercises, name).check(answer)
            seconds.append(time.process_time() - began)
    assert np.median(seconds) < 0.02 and max(seconds) < 0.25  # on a busy machine too
