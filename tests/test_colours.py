"""Every colour has a name, in one module."""

import ast
import re
from pathlib import Path

import pytest
from matplotlib.colors import to_rgb

from xent_lib import picture

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


# As they are published: M. Okabe and K. Ito, "Color universal design" (2008), and the wine of
# P. Tol, "Colour schemes" (2021).
PUBLISHED = {
    "DATA": "#0072B2",  # blue
    "GUESS": "#D55E00",  # vermillion
    "LOSS": "#009E73",  # bluish green
    "ACCURACY": "#000000",
    "SWAPPED": "#882255",
    "KINDS": ("#E69F00", "#CC79A7", "#56B4E9"),  # orange, reddish purple, sky blue
}
# What has no meaning of its own: which contrast to white it needs, and which it must not reach.
GROUNDS = {
    "MUTED": (4.5, 5),  # words too: the least that can be read by most
    "QUIET": (7, 8),
    "EDGE": (12, 13),
    "FAINT": (1.3, 1.4),
    "PALE_SWAPPED": (1.1, 1.2),
    "PALE_DATA": (1.2, 1.4),
}


def contrast_to_white(colour):
    """As the Web Content Accessibility Guidelines compute it."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    red, green, blue = channels
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_what_has_a_meaning_has_its_published_colour():
    assert {name: getattr(picture, name) for name in PUBLISHED} == PUBLISHED


@pytest.mark.parametrize("name", GROUNDS)
def test_what_has_no_meaning_is_as_strong_as_it_needs_to_be(name):
    least, most = GROUNDS[name]
    assert least <= contrast_to_white(getattr(picture, name)) < most


def test_every_colour_of_the_pictures_is_accounted_for():
    told = [getattr(picture, name) for name in (*PUBLISHED, *GROUNDS) if name != "KINDS"]
    assert sorted(typed_colours(HOME.read_text("utf-8"))) == sorted([*told, *picture.KINDS])
