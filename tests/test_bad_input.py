"""Fifty kinds of what nobody should pass, to every door of the library that takes an argument."""

import copy
import datetime
import decimal
import fractions
import inspect
import pickle
import pkgutil
import re
import traceback
import warnings
from dataclasses import fields
from functools import wraps
from importlib import import_module
from pathlib import Path

import numpy as np
import pseudo_language
import pytest
from every_explorer import EXPLORERS, lent
from matplotlib.figure import Figure

import xent_lib
from xent_lib import datasets, exercises, language, losses, mistakes, network, training
from xent_lib.bets import Bets
from xent_lib.explorers.bets import BetExplorer, BetState
from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.room import RoomExplorer
from xent_lib.picture import show
from xent_lib.state import rules


class Series:
    """What a table of pandas gives: not an array, but it becomes one when it is asked to."""

    def __init__(self, values):
        self.values = np.asarray(values)
        self.dtype, self.shape = self.values.dtype, self.values.shape

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)

    def __len__(self):
        return len(self.values)

    def __bool__(self):
        raise ValueError("The truth value of a Series is ambiguous.")

    def __repr__(self):
        return f"0    {self.values[0]}\ndtype: {self.dtype}"


# Never an argument of these functions, whatever it is called.
NEVER = {
    "a word": "heads",
    "no word": "",
    "a word with braces": "{name}",
    "bytes": b"0.5",
    "a number in quotes": "0.5",
    "an imaginary number": 0.5j,
    "nan": float("nan"),
    "infinity's negative in a row": [0.5, float("-inf"), float("nan")],
    "a row with nan": [0.5, float("nan")],
    "an empty array": np.array([]),
    "an empty row in a list": [[]],
    "rows of other lengths": [[0.5, 0.5], [1.0]],
    "a list with nothing in it": [0.5, None],
    "a list of words": ["dog", "cat"],
    "a dictionary": {"p": 0.5},
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
    "a series with nan": Series([0.5, np.nan]),
    "an exception": ValueError("no"),
    "a range of a slice": slice(0, 2),
    "an ellipsis": ...,
}
# At home in some functions: there they give an answer, elsewhere a sentence.
SOMETIMES = {
    "nothing": None,
    "an empty list": [],
    "an empty dictionary": {},
    "a negative number": -0.5,
    "more than one": 1.5,
    "a huge number": 1e300,
    "more than any float": 10**400,
    "infinity": float("inf"),
    "a truth": True,
    "a single number": 0.5,
    "an array of one number": np.array([0.5]),
    "a number of 32 bits": np.float32(0.1),
    "an array of no dimension": np.array(0.5),
    "a fraction": fractions.Fraction(1, 2),
    "an index out of range": [7],
    "an index below zero": [-1],
    "a row too long": [0.25, 0.25, 0.25, 0.25],
    "too many axes": np.full((2, 2, 2, 2), 0.5),
    "what does not sum to one": [0.5, 0.4],
    "what sums to zero": [0.0, 0.0],
    "a series": Series([0.5, 0.5]),
    "a decimal": decimal.Decimal("0.5"),
    "a read-only row": np.array([0.5, 0.5]),
    "large whole numbers": np.array([2**63 - 1, 0]),
}
SOMETIMES["a read-only row"].flags.writeable = False
KINDS = NEVER | SOMETIMES
WORDS = "a word", "no word", "a word with braces", "a number in quotes"
# What is right all the same, by the argument.
AT_HOME = {"alt": WORDS, "text": WORDS, "because": WORDS, "level_1": ["an ellipsis"]}
AT_HOME |= {"hidden": ["an empty array"], "rolls": WORDS, "photos": WORDS}
AT_HOME |= dict.fromkeys([*training.LETTERS, "last"], ["no word"])

# The doors ------------------------------------------------------------------------------------

PAIR = np.array([[0.5, 0.5], [0.25, 0.75]])
GOOD = {
    "p": PAIR, "q": PAIR, "count": 1, "reduction": "mean", "eps": 0.0, "label": [0, 1],
}  # fmt: skip
OF_CLASSES = ("categorical", "softmax", "coin_per_class", "minus_the_probability")


def formulas():
    """All losses and mistakes, each with arguments that work."""
    for module in (losses, mistakes):
        for name, function in public(module).items():
            of_classes = any(word in name for word in OF_CLASSES) and "without" not in name
            rows = PAIR if of_classes else np.array([0.5, 0.25])
            given = GOOD | {"output": rows, "logit": rows}
            if "without" in name:
                given["label"] = np.eye(2)
            parameters = inspect.signature(function).parameters
            yield name, function, {n: given[n] for n in parameters if n in given}


def public(module):
    """Functions, classes and methods of classes that belong to a module, by their names."""
    found = {}
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        full = f"{module.__name__.removeprefix('xent_lib.')}.{name}"
        if inspect.isclass(thing):
            found[full] = thing
            for method in vars(thing):
                if not method.startswith("_") and callable(getattr(thing, method)):
                    if not isinstance(inspect.getattr_static(thing, method), property):
                        found[f"{full}.{method}"] = getattr(thing, method)
        elif callable(thing):
            found[full] = thing
    return found


def learner():
    """A network of two inputs and three classes."""
    return network.Network(2, 3, hidden=4)


BIRDS = datasets.penguins().measured("body_mass_g")
SCALE = BIRDS.scale("body_mass_g")
X = np.array([[0.5, 1.0], [-1.0, 0.0]])
XY = {"x": X, "label": [0, 2]}
ARGUMENTS = {
    "network.Network": dict(inputs=2, outputs=3, hidden=(4,), seed=0, loss=None),
    "network.Network.with_weights": dict(
        weights=[np.ones((2, 4)), np.ones((4, 3))], biases=[np.ones(4), np.ones(3)], steps=1
    ),
    "network.Network.logits": {"x": X},
    "network.Network.output": {"x": X},
    "network.Network.loss": XY,
    "network.Network.progress": XY,
    "network.Network.credit": XY,
    "network.Network.gradient": XY,
    "network.Network.descend": {**XY, "steps": 1, "learning_rate": 1.0},
    "network.credit": {"label": [0, 1], "logit": PAIR},
    "training.samples": {"birds": BIRDS, "measures": "body_mass_g", "like": BIRDS},
    "training.swapped_loss": {"eps": 0.1},
    "training.descent": {"start": 0.25, "learning_rate": 1.0, "steps": 2},
    "training.coin_run": {"swapped": True, "smoothing": 0.1, "eps": 0.0, "start": -1.0},
    "training.pulls_less": {"label": 1.0, "eps": 1e-7},
    "training.Training.start": {"hidden": (4,)},
    "training.Training.descend": {"steps": 1, "learning_rate": 1},
    "training.confidence": {"output": [0.25, 0.5]},
    "training.best_temperature": {"label": [0, 1, 1], "logit": [[2.0, 0], [0, 1], [1, 0]]},
    "datasets.Scale.standardised": {"measured": [4000.0]},
    "datasets.Scale.measured": {"x": [0.5]},
    "datasets.Penguins.of": {"species": "Adelie"},
    "datasets.Penguins.measured": {"measures": "body_mass_g"},
    "datasets.Penguins.table": {"measures": "body_mass_g"},
    "datasets.Penguins.scale": {"measures": "body_mass_g"},
    "datasets.Penguins.standardised": {"measures": "body_mass_g", "like": BIRDS},
    "datasets.Penguins.split": {"unseen": 10, "seed": 0},
    "claims.claim.Claim": {"text": "It rains.", "truth": True, "because": "Look."},
    "claims.claim.named": {"claim": "fair_or_bent"},
    "bets.Bets.ask": {"claim": "fair_or_bent"},
    "bets.Bets.place": {"claim": "fair_or_bent"},
    "bets.Bets.settle": {"claim": "fair_or_bent"},
    "bets.Bets.room": {"claim": "fair_or_bent"},
    "bets.Bets.course": {"level_1": (8, 0.5)},
    "language.use": {"language": "en"},
    "picture.show": {"figure": Figure(), "alt": "An empty page."},
}
OF_AN_OBJECT = {
    "network.Network": learner,
    "training.Training": training.Training.start,
    "datasets.Scale": lambda: SCALE,
    "datasets.Penguins": lambda: BIRDS,
    "bets.Bets": Bets,
}
AS_POSITIONS = ("species", "birds", "measures", "claim")  # by place only
# What the library makes and hands out, or works with inside: nobody else fills it in.
HANDED_OUT = {
    "network": ["Loss", "Progress", "Gradient"],
    "training": ["Samples", "CoinRun", "CoinRun.at", "Training", "Log"],
    "datasets": ["CoinFlips", "Scale", "Penguins"],
    "claims.claim": ["claim"],
    "bets": ["Score", "Bet", "Settled"],
    "bets.Bet": [
        *("with_reveal", "with_words_for_a_restart", "reveal", "close", "withdraw", "still"),
    ],
    "bets.Settled": ["still"],
    "language": ["speaking", "plural", "listed", "sentences", "attribute", "later"],
    "losses": ["weighted"],  # a product, whose arguments the losses have looked at
}
HANDED_OUT = {f"{module}.{name}" for module, names in HANDED_OUT.items() for name in names}
# Without an argument.
BARE = {
    "training.two_species", "training.three_species", "training.logs", "datasets.coin_flips",
    "datasets.die_rolls", "datasets.penguins", "bets.Bets", "bets.Bets.score",
    "language.languages", "language.spoken",
}  # fmt: skip
TAUGHT = [
    import_module(f"xent_lib.{name}")
    for name in "losses mistakes network training datasets claims.claim bets language".split()
]
# Beside these, and `picture.show`, a learner meets explorers and exercises, tested below.
INSIDE = (
    "ahead animals arguments claims claims.level1 claims.level2 claims.level3 controls "
    "explorer explorers exercises fonts frames interruption marks numerals picture pixels stamp "
    "state style websocket"
).split()


def of_an_object(make, method):
    """A method as a function: each call has an object of its own."""

    @wraps(getattr(make(), method))
    def function(*given, **named):
        return getattr(make(), method)(*given, **named)

    return function


PUBLIC = {"picture.show": show}
PUBLIC |= {name: thing for module in TAUGHT for name, thing in public(module).items()}


def doors():
    """Every door by its name: what is called, and arguments that work."""
    found = {name: (function, good) for name, function, good in formulas()}
    for name, good in ARGUMENTS.items():
        owner, _dot, method = name.rpartition(".")
        if make := OF_AN_OBJECT.get(owner):
            found[name] = of_an_object(make, method), good
        else:
            found[name] = PUBLIC[name], good
    return {name: door for name, door in found.items() if name not in HANDED_OUT}


DOORS = doors()
CASES = [(name, argument) for name, (_call, good) in DOORS.items() for argument in good]


def call(function, good, argument, bad):
    """What comes of good arguments with one that is bad."""
    arguments = {**good, argument: bad}
    parameters = inspect.signature(function).parameters.items()
    by_place = [n for n, p in parameters if p.kind is p.POSITIONAL_ONLY]
    given = [arguments.pop(n) for n in [*by_place, *AS_POSITIONS] if n in arguments]
    answer = function(*given, **arguments)
    return next(answer, answer) if inspect.isgenerator(answer) else answer


# What comes back ------------------------------------------------------------------------------


def same(one, other):
    if isinstance(one, (np.ndarray, list, dict, set)):
        return repr(one) == repr(other)
    return True


def is_ours(error):
    """Whether it was raised by the library, in words of its own, and not by what it calls."""
    last = traceback.extract_tb(error.__traceback__)[-1].filename
    return Path(xent_lib.__file__).parent in Path(last).parents


def spoken_of(given):
    """Some piece of how a value, or its shape, is written."""
    pieces = [f"{given!r:.20}", f"{given!s:.20}", "empty", "different lengths"]
    pieces += ["masked", "has shape"]
    pieces += re.findall(r"[\w.]+", repr(given)) if isinstance(given, list) else []
    try:
        array = np.asarray(given)
        pieces += [f"{entry!s:.10}" for entry in array.ravel()[:4]] + [str(array.shape)]
        pieces += [str(n) for n in array.shape] + [f"sums to {array.sum():.10g}"]
    except Exception:
        pass
    return [piece for piece in pieces if piece]


def answer_or_complaint(make, given, argument):
    """What `make(given)` answers; and what is wrong with how it refuses, if it does."""
    try:
        before = copy.deepcopy(given)
    except (TypeError, pickle.PicklingError):  # a generator, a module
        before = given
    answer, complaint = None, ""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            answer = make(given)
        except Exception as error:
            said = str(error)
            if type(error) is not ValueError or not is_ours(error):
                complaint = f"not our words: {error!r}"
            elif said[-1] not in ".)?" or len(said.split()) < 5:
                complaint = f"no sentence: {said}"
            elif not re.search(rf"\b{argument}\b|has shape", said):
                complaint = f"{argument} is not named: {said}"
            elif not any(piece in said for piece in spoken_of(given)):
                complaint = f"it is not said what came: {said}"
    if not same(before, given):
        complaint = f"{before} was changed to {given}"
    return answer, complaint


def complaints(make, argument, kinds=KINDS):
    """What is wrong with how each kind of bad input is met."""
    for kind, bad in kinds.items():
        answer, complaint = answer_or_complaint(make, bad, argument)
        if complaint:
            yield f"{kind}: {complaint}"
        elif answer is not None and kind in NEVER and kind not in AT_HOME.get(argument, ()):
            yield f"{kind} was taken: {answer!r:.60}"


# Tests ----------------------------------------------------------------------------------------


def test_there_are_more_than_fifty_kinds():
    assert len(KINDS) > 50


def test_no_module_is_forgotten():
    all_of_them = {
        found.name.removeprefix("xent_lib.")
        for found in pkgutil.walk_packages(xent_lib.__path__, "xent_lib.")
    }
    taught = {module.__name__.removeprefix("xent_lib.") for module in TAUGHT}
    inside = {
        name
        for name in all_of_them
        if name in INSIDE or name.split(".")[0] in ("controls", "exercises", "explorers")
    }
    assert taught | inside == all_of_them and not taught & inside


def test_no_function_class_or_method_is_forgotten():
    assert set(PUBLIC) == set(DOORS) | HANDED_OUT | BARE


@pytest.mark.parametrize("name", DOORS)
def test_no_argument_is_forgotten(name):
    function, good = DOORS[name]
    known = {"claim" if n == "name" else n for n in inspect.signature(function).parameters}
    assert known == set(good) or name == "bets.Bets.course"


@pytest.mark.parametrize(("name", "argument"), CASES, ids=lambda part: part)
def test_whoever_is_called_with_something_bad_says_why_not(name, argument, capfd):
    function, good = DOORS[name]
    call(function, good, argument, good[argument])  # so that a refusal is of what is bad
    spoken = language.spoken()
    assert list(complaints(lambda bad: call(function, good, argument, bad), argument)) == []
    assert language.spoken() == spoken
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_an_explorer_says_why_it_refuses_and_shows_what_it_takes(kind, capfd):
    explorer, wrong = lent(kind), []
    for field in rules(kind.State):
        taken = []

        def make(bad, field=field, taken=taken):
            state = kind.State(**{field: bad})
            taken.append(bad)
            return state

        wrong += [f"{field}: {c}" for c in complaints(make, field)]
        for bad in taken[:6]:
            explorer.state = kind.State(**{field: bad})
            assert explorer.view.status == explorer.state.readout
    assert wrong == []
    assert capfd.readouterr().err == ""


def test_a_field_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="heds is not known here; expected one of q, heads, tails"):
        CoinExplorer(heds=7)


def test_a_claim_of_ones_own_is_refused_with_a_sentence():
    assert [f.name for f in fields(BetState) if f.name not in rules(BetState)] == ["claims"]
    kinds = {kind: bad for kind, bad in KINDS.items() if bad is not None}
    assert list(complaints(lambda bad: BetExplorer(claims=bad), "claims", kinds)) == []
    assert list(complaints(lambda bad: BetExplorer([bad] * 6), "claims", KINDS)) == []
    assert list(complaints(lambda bad: RoomExplorer(claim=bad), "claim", kinds)) == []


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda one: one.name)
def test_a_check_answers_whatever_it_is_given(exercise, capfd):
    for kind, bad in KINDS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                feedback = exercise.check(bad)
                hint = exercise.hint(bad)
            except Exception as error:
                raise AssertionError(f"{kind}: {error!r}") from error
        assert isinstance(feedback, exercises.Feedback), kind
        assert feedback.outcome != "correct" or kind in SOMETIMES, kind
        assert str(feedback).strip() and str(hint).strip(), kind
    assert capfd.readouterr().err == ""


PLAIN = ["a negative number", "more than one", "infinity", "nan", "nothing", "an empty list"]
PLAIN += ["an index out of range", "too many axes", "rows of other lengths", "a truth"]
AS_WRITTEN = {"None", "True", "inf", "nan", "array", "dtype", "object", "en", "qq"} | {
    *BIRDS.classes
}


def test_no_word_of_any_refusal_escapes_translation(tmp_path):
    wrong, refusals = [], 0
    with pseudo_language.spoken(tmp_path):
        for name, argument in CASES:
            function, good = DOORS[name]
            for kind in PLAIN:
                try:
                    call(function, good, argument, KINDS[kind])
                except ValueError as error:
                    refusals += 1
                    words = re.sub(
                        rf"\b({'|'.join([*good, *datasets.MEASURES])})\b", "", str(error)
                    )
                    words = pseudo_language.escaped(words, AS_WRITTEN)
                    wrong += [f"{name}({argument}=): {error}"] * bool(words)
    assert wrong == [] and refusals > 500
