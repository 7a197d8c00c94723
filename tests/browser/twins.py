"""The explorers of a notebook once more, in this process: what the page has to show."""

import ast
import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import ipywidgets as widgets
import matplotlib
import nbformat
import numpy as np

from xent_lib import language
from xent_lib.controls import NumberBox, OneOf, Slider
from xent_lib.explorer import Explorer


def twins(path):
    """Run a notebook's cells here, without a kernel, and return the explorers they show."""
    matplotlib.use("agg")
    names, shown = {"display": lambda *_: None}, []  # a notebook has it without asking
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        *body, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):
            body, last = [*body, last], ast.parse("None").body[0]
        exec(compile(ast.Module(body, []), path.name, "exec"), names)
        shown.append(eval(compile(ast.Expression(last.value), path.name, "eval"), names))
    return [value for value in shown if isinstance(value, Explorer)]


@contextmanager
def twins_meanwhile(path):
    """Make them, in the language that the notebook names, while a page runs the notebook."""
    try:
        with ThreadPoolExecutor() as beside:
            yield beside.submit(twins, path)
    finally:
        language.use("en")


def parts(widget, kind):
    """The widgets of one kind inside `widget`, in the order in which the page shows them."""
    if isinstance(widget, kind):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child, kind)


def fingerprint(explorer):
    """Of the picture as a screen with one pixel a page pixel shows it: each the mean of four."""
    with explorer.at_work():  # it may have to be drawn, in its own language
        pixels = explorer.picture.pixels()
    channels = pixels.view(np.uint8).reshape(*pixels.shape, 4).astype(np.uint16)
    rows = channels[::2] + channels[1::2]
    means = (rows[:, ::2] + rows[:, 1::2] + 2) // 4
    return hashlib.sha256(means.astype(np.uint8)).hexdigest()


# How the page shows each kind of control, and how a hand uses it.
SELECTORS = {
    Slider: ".xent-slider input[type=range]",
    widgets.Dropdown: ".widget-dropdown select",
    OneOf: ".xent-one-of",
    widgets.ToggleButtons: ".widget-toggle-buttons",
    widgets.RadioButtons: ".widget-radio-box",
    widgets.Checkbox: ".widget-checkbox input",
    NumberBox: ".xent-number-box input",
    widgets.Button: "button.widget-button",
}
