"""Forty kinds of what nobody should pass, to everything that takes an argument."""

import copy
import datetime
import decimal
import inspect
import pickle
import warnings

import numpy as np
import pytest

from xent_lib import datasets, exercises, losses, mistakes, training

# Never an argument of these functions, whatever it is called.
NEVER = {
    "nothing": None,
    "a word": "heads",
    "no word": "",
    "bytes": b"0.5",
    "a number in quotes": "0.5",
    "an imaginary number": 0.5j,
    "nan": float("nan"),
    "infinity's negative in a row": [0.5, float("-inf"), float("nan")],
    "a row with nan": [0.5, float("nan")],
    "an empty list": [],
    "an empty array": np.array([]),
    "an empty row in a list": [[]],
    "rows of other lengths": [[0.5, 0.5], [1.0]],
    "a list with nothing in it": [0.5, None],
    "a list of words": ["dog", "cat"],
    "a dictionary": {"p": 0.5},
    "an empty dictionary": {},
    "a set": {0.5},
    "a generator": (x for x in (0.5, 0.5)),
    "a function": len,
    "a class": int,
    "a module": np,
    "an object": object(),
    "an array of objects": np.array([0.5, None], dtype=object),
    "an array of words": np.array(["a", "b"]),
    "an array of dates": np.array(["2024-02-29"], dtype="datetime64[D]"),
    "a date": datetime.date(2024, 2, 29),
    "a structured array": np.zeros(2, dtype=[("p", float)]),
    "a masked entry": np.ma.array([0.5, 0.5], mask=[0, 1]),
    "an exception": ValueError("no"),
    "a range of a slice": slice(0, 2),
    "an ellipsis": ...,
}
# At home in some functions: there they give an answer, elsewhere a sentence.
SOMETIMES = {
    "a negative number": -0.5,
    "more than one": 1.5,
    "a huge number": 1e300,
    "more than any float": 10**400,
    "infinity": float("inf"),
    "a truth": True,
    "a single number": 0.5,
    "an index out of range": [7],
    "an index below zero": [-1],
    "a row too long": [0.25, 0.25, 0.25, 0.25],
    "too many axes": np.full((2, 2, 2, 2), 0.5),
    "what does not sum to one": [0.5, 0.4],
    "what sums to zero": [0.0, 0.0],
    "a decimal": decimal.Decimal("0.5"),
    "a read-only row": np.array([0.5, 0.5]),
    "large whole numbers": np.array([2**63 - 1, 0]),
}
SOMETIMES["a read-only row"].flags.writeable = False
KINDS = NEVER | SOMETIMES
PAIR = np.array([[0.5, 0.5], [0.25, 0.75]])
GOOD = {
    "p": PAIR, "q": PAIR, "count": 1, "reduction": "mean", "eps": 0.0, "label": [0, 1],
}  # fmt: skip


def public(module):
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }


OF_CLASSES = ("categorical", "softmax", "coin_per_class", "minus_the_probability")


def good_arguments(name, function):
    """Arguments with which it works, by name."""
    of_classes = any(word in name for word in OF_CLASSES) and "without" not in name
    rows = PAIR if of_classes else np.array([0.5, 0.25])
    given = GOOD | {"output": rows, "logit": rows}
    if "without" in name:
        given["label"] = np.eye(2)
    return {n: given[n] for n in inspect.signature(function).parameters if n in given}


FUNCTIONS = public(losses) | public(mistakes)
del FUNCTIONS["losses.weighted"]  # a product, whose arguments the losses have looked at
CASES = [
    (name, argument)
    for name, function in FUNCTIONS.items()
    for argument in good_arguments(name, function)
]


def same(one, other):
    if isinstance(one, (np.ndarray, list, dict, set)):
        return repr(one) == repr(other)
    return True


def answers_or_says_why(call, given):
    """The answer, or None where a sentence refuses; nothing given is changed by either."""
    try:
        before = copy.deepcopy(given)
    except (TypeError, pickle.PicklingError):  # a generator, a module
        before = given
    answer = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            answer = call(given)
        except (ValueError, TypeError) as error:
            assert type(error) in (ValueError, TypeError), repr(error)
            said = str(error)
            assert said[-1] in ".)?" and len(said.split()) > 4, said
    assert same(before, given)
    return answer


def test_at_least_forty_kinds():
    assert len(KINDS) >= 40


@pytest.mark.parametrize(("name", "argument"), CASES, ids=lambda part: part)
def test_a_loss_and_a_mistake_say_why_they_refuse(name, argument, capfd):
    function, good = FUNCTIONS[name], good_arguments(name, FUNCTIONS[name])
    function(**good)  # so that a refusal is of what is bad
    for kind, bad in KINDS.items():
        try:
            answer = answers_or_says_why(lambda bad: call(function, good, argument, bad), bad)
        except Exception as error:
            raise AssertionError(f"{kind}: {error!r}") from error
        assert answer is None or kind in SOMETIMES, f"{kind} was taken: {answer}"
    assert capfd.readouterr().err == ""


def call(function, good, argument, bad):
    arguments = {**good, argument: bad}
    positional = [
        arguments.pop(n)
        for n, p in inspect.signature(function).parameters.items()
        if p.kind is p.POSITIONAL_ONLY
    ]
    return function(*positional, **arguments)


OTHERS = {
    "species": lambda bad: datasets.penguins().of(bad),
    "measures": lambda bad: training.samples(datasets.penguins(), bad),
    "output": training.confidence,
    "logit": lambda bad: training.best_temperature(label=[0, 1], logit=bad),
}


@pytest.mark.parametrize("argument", OTHERS)
def test_data_and_training_say_why_they_refuse(argument, capfd):
    wrong = []
    for kind, bad in KINDS.items():
        try:
            answer = answers_or_says_why(OTHERS[argument], bad)
        except Exception as error:
            wrong.append(f"{kind}: {error!r}"[:120])
            continue
        if answer is not None and kind in NEVER:
            wrong.append(f"{kind} was taken: {answer!r}"[:120])
    assert wrong == []
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda one: one.name)
def test_a_check_answers_whatever_it_is_given(exercise, capfd):
    for kind, bad in KINDS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                feedback = exercise.check(bad)
            except Exception as error:
                raise AssertionError(f"{kind}: {error!r}") from error
        assert isinstance(feedback, exercises.Feedback), kind
        assert feedback.outcome != "right" or kind in SOMETIMES, kind
        assert str(feedback).strip(), kind
    assert capfd.readouterr().err == ""
