"""Every colour has a name, in one module."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "xent_lib"
HOME = PACKAGE / "picture.py"


def typed_colours(source):
    """Colours that are typed out in a module."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in texts if re.fullmatch("#(?:[0-9a-fA-F]{3,4}){1,2}", str(text))]


@pytest.mark.parametrize("path", sorted({*PACKAGE.rglob("*.py")} - {HOME}), ids=lambda p: p.name)
def test_no_module_but_the_pictures_types_a_colour(path):
    assert typed_colours(path.read_text("utf-8")) == []


def test_a_typed_colour_is_seen():
    assert typed_colours('style = {"color": "#0072B2", "mec": "#fff"}') == ["#0072B2", "#fff"]


def test_no_two_names_mean_the_same_colour():
    colours = [colour.lower() for colour in typed_colours(HOME.read_text("utf-8"))]
    assert len(colours) == len(set(colours)) > 4
