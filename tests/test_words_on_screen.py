"""No word on any screen escapes translation: all is read in another language than English.

In a language that nobody speaks, made from the sources, every word is strange; what is not has
escaped, whatever it is. In Japanese there are some that stay as they are, and they are listed.
"""

import re
from functools import partial

import ipywidgets as widgets
import numpy as np
import pseudo_language
import pytest
from every_explorer import EXPLORERS
from matplotlib.text import Text
from pseudo_language import escaped
from test_refusals import REFUSALS

from xent_lib import claims, exercises, language
from xent_lib.bets import Bets
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.explorer import belongings

FORMULAS = {"log", "ln", "exp", "sigmoid", "softmax", "DNN", "nan", "inf", "float"}
VALUES = {"None", "array", "dtype", "object"}
ARGUMENTS = {"label", "output", "logit", "count", "eps", "reduction"}


# What a Japanese screen shows in plain letters, outside of code and formulas.
PLAIN = {
    *("one", "hot", "KL", "True", "False", "dtype", "object", "astype", "reshape", "int", "float"),
    *("NumPy", "Python", "PyTorch", "Keras", "Run", "All", "Cells", "mm", "def", "return", "check"),
    *(
        "SQUARED_ERROR",
        "CATEGORICAL_CROSS_ENTROPY",
        "BINARY_CROSS_ENTROPY",
        "argmax",
        "not",
        "number",
    ),
    *("logit", "log10", "log2", "NLLLoss", "mean", "sum", "none"),
    *("zero", "when", "equal", "symmetry", "triangle", "never", "negative", "failing_axioms"),
}


@pytest.fixture(autouse=True, scope="module", params=[pseudo_language.CODE, "ja"])
def spoken(request, tmp_path_factory):
    if request.param == "ja":
        language.use("ja")
        yield "ja"
        language.use("en")
    else:
        with pseudo_language.spoken(tmp_path_factory.mktemp("locale")):
            yield request.param


@pytest.fixture
def known(spoken):
    """Words that are no sign of an escape."""
    return FORMULAS | PLAIN if spoken == "ja" else FORMULAS


READ = ("description", "alt", "lost", "status", "label", "unit", "tooltip", "text", "shown")


def said(widget):
    """Every text that a widget shows or has a screen reader say."""
    for part in [widget, *belongings(widget)]:
        values = [getattr(part, name) for name in READ if part.has_trait(name)]
        if isinstance(part, widgets.HTML | widgets.Label | widgets.Text):
            values.append(part.value)
        for value in values:
            yield from [value] if isinstance(value, str) else value or []
        if isinstance(part, widgets.Dropdown | widgets.ToggleButtons):
            yield from part._options_labels


def shown(explorer):
    """Every text in its controls and in its picture."""
    yield from said(explorer)
    figure = explorer.picture.figure
    for axes in figure.axes:
        axes.get_xticklabels(), axes.get_yticklabels()  # write what stands at the ticks
    yield from (text.get_text() for text in figure.findobj(Text) if text.get_visible())


def always(answer, *inputs):
    """What a learner's function may give back whatever it is given."""
    return answer


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_no_word_of_an_explorer_escapes(kind, known, undrawn):
    explorer = kind()
    found = set(shown(explorer))
    for control in explorer.controls.values():
        for _words, key in getattr(control, "options", ()):
            control.value = key
            found |= set(shown(explorer))
    assert not {word: text for text in found for word in escaped(text, known)}


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda exercise: exercise.name)
def test_an_exercise_knows_its_mistakes_and_none_of_its_words_escapes(exercise, spoken, known):
    # Around each mistake stand the same words: of a language that nobody speaks one will do.
    tried = list(exercise.mistakes)[: 1 if spoken == pseudo_language.CODE else None]
    answers = {name: exercise.check(exercise.mistakes[name].function) for name in tried}
    for name, answer in answers.items():
        assert answer.outcome == "recognised", name
        assert exercise.mistakes[name].sentence in answer.text, name
    texts = [exercise.statement, exercise.learned, *exercise.hints, exercise.solution().text]
    texts += [mistake.sentence for mistake in exercise.mistakes.values()]
    texts += [answer.text for answer in answers.values()]
    texts += [exercise.check(partial(always, answer)).text for answer in (None, "a", 7, np.nan)]
    if isinstance(exercise, FunctionExercise):
        texts += [probe.note for probe in exercise.probes()]
    assert not {word: text for text in texts for word in escaped(text, known)}


@pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda exercise: exercise.name)
def test_a_starter_and_a_solution_are_code_in_every_language(exercise):
    starter, neat = {"np": np}, {}
    exec(exercise.starter, starter)
    exec(exercise.neat, neat)
    assert exercise.check(starter[exercise.name]).outcome == "not started"
    assert exercise.check(neat[exercise.name]).outcome == "correct"


@pytest.mark.parametrize("name", claims.CLAIMS)
def test_no_word_of_a_bet_escapes(name, known):
    bet = Bets().ask(name)
    claim = claims.named(name)
    texts = [claim.text, claim.because, *said(bet)]
    assert not {word: text for text in texts for word in escaped(text, known)}


@pytest.mark.parametrize("refused", [pytest.param(r[0], id=r[1]) for r in REFUSALS])
def test_no_word_of_a_refusal_escapes(refused, known):
    with pytest.raises(ValueError) as error:
        refused()
    sentence = re.sub(r"'[^']*'|\[\[?[^]]*\]|\bp\b|\bq\b", " ", str(error.value))
    assert not escaped(sentence, known | ARGUMENTS | VALUES), error.value


def test_a_widget_keeps_the_language_it_was_made_in(spoken):
    kind = EXPLORERS[0]
    explorer = kind()
    language.use("en")
    try:
        plain = kind()
        assert explorer.view.alt != plain.view.alt
        explorer.state = explorer.state
        assert not escaped(explorer.view.status, FORMULAS)
    finally:
        language.use(spoken)


def test_a_word_that_escapes_is_seen():
    assert escaped("ｔｈｅ guess costs `inf` $log q$", FORMULAS) == ["guess", "costs"]


def test_buttons_and_checkboxes_are_read_as_well():
    box = widgets.VBox([widgets.Button(description="Play"), widgets.Checkbox(description="all")])
    assert {"Play", "all"} <= set(said(box))
