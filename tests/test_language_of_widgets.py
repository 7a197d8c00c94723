"""A widget keeps the language it was made in, whatever the notebook speaks by then."""

import ast
from pathlib import Path

import pytest
from every_explorer import EXPLORERS, MODULES, sliders
from hands import handle
from matplotlib.figure import Figure

from xent_lib import language
from xent_lib.bets import Bets
from xent_lib.picture import show


class Marked:
    """A language that puts every word in brackets."""

    def gettext(self, text):
        return f"⟦{text}⟧"

    def ngettext(self, one, many, n):
        return self.gettext(one if n == 1 else many)


@pytest.fixture(autouse=True)
def marked(monkeypatch):
    """A second language beside English, and English spoken again when the test is over."""
    english = language._catalogue("en")
    monkeypatch.setattr(language, "_catalogue", lambda code: {"en": english}.get(code, Marked()))
    monkeypatch.setattr(language, "languages", lambda: ("en", "xx"))
    monkeypatch.setattr(language, "_chosen", "en")


def words(explorer):
    """What an explorer says: controls and buttons, picture, readout, description."""
    controls = {
        name: getattr(control, "label", "") + getattr(control, "description", "")
        for name, control in explorer.controls.items()
    }
    buttons = {name: button.description for name, button in explorer.buttons.items()}
    axes = explorer.picture.figure.axes
    picture = [(a.get_title("left"), a.get_xlabel(), [t.get_text() for t in a.texts]) for a in axes]
    return controls, buttons, picture, explorer.view.status, explorer.view.alt


def touch(explorer):
    """Use each way in which a learner changes the state."""
    for slider in sliders(explorer).values():
        slider.value = slider.min
    for button in [b for name, b in explorer.buttons.items() if name not in ("Play", "Train")]:
        button.click()
    for number in range(len(explorer.view.handles)):
        x, y = explorer.picture.on_page(handle(explorer, number).axes, handle(explorer, number).at)
        explorer.view.drag = {"handle": number, "x": x, "y": y}


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_two_languages_work_side_by_side(kind, undrawn):
    english = kind()
    language.use("xx")
    marked = kind()
    touch(english)
    language.use("en")
    touch(marked)
    assert "⟦" not in str(words(english))
    assert "⟦" in marked.view.status and marked.view.alt.startswith("⟦")
    language.use("xx")
    alike = kind()
    touch(alike)
    assert words(alike) == words(marked)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_what_is_said_at_import_is_marked_for_later(module):
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    said = [node for part in tree.body for node in early(part) if is_said(node)]
    assert [node.lineno for node in said] == []


def early(node):
    """What runs when the module is imported: everything outside of functions."""
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from early(child)


def is_said(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "plural")


def test_the_page_is_told_the_language_of_every_control():
    language.use("xx")
    explorer = EXPLORERS[0]()
    language.use("en")
    controls = [*sliders(explorer).values(), explorer.view]
    assert {control.lang for control in controls} == {"xx"}
    assert EXPLORERS[0]().view.lang == "en"


@pytest.mark.parametrize("kind", EXPLORERS[:1], ids=lambda kind: kind.__name__)
def test_what_a_notebook_keeps_says_in_which_language_it_is(kind):
    def kept(widget):
        return widget._repr_mimebundle_()["text/html"]

    assert "lang=" not in kept(kind())
    language.use("xx")
    explorer, bet = kind(), kept(Bets().ask("known_coin"))
    plot = show(Figure(), "A plot.")._repr_html_()
    language.use("en")
    assert all('<div class="xent-still" lang="xx">' in html for html in (kept(explorer), bet))
    assert plot.startswith('<img lang="xx" ')
    assert "lang=" not in show(Figure(), "A plot.")._repr_html_()
