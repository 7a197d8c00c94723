"""Words in pictures find their glyphs, in every language and on every machine."""

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from PIL import Image

from xent_lib import fonts, language
from xent_lib.picture import show

FOLDER = Path(fonts.__file__).parent
MIXED = "損失 $-\\log q$ を下げる（≤ ∞）"


def labelled(words):
    figure = Figure((5, 2), layout="constrained")
    figure.subplots().set(title=words, xlabel=words, ylabel=words)
    return figure


def test_a_font_is_small_and_has_its_licence_beside_it():
    assert sum(file.stat().st_size for file in FOLDER.glob("*.otf")) < 1_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "LICENSE-OFL.txt").read_text("utf-8")


def test_each_name_is_found_in_its_own_file():
    for code, file in fonts.FILES.items():
        assert Path(findfont(fonts.BROUGHT[code], fallback_to_default=False)) == file


def test_a_language_reads_its_own_font_first_and_english_the_plain_one():
    assert fonts.families()[0] == "DejaVu Sans"
    with language.speaking("ja"):
        assert fonts.families() == ["xent_lib ja", "xent_lib ja, whole", "DejaVu Sans"]


def test_mathematics_and_japanese_stand_in_one_label_without_a_missing_glyph(caplog):
    with language.speaking("ja"), warnings.catch_warnings():
        warnings.simplefilter("error")
        show(labelled(MIXED), "損失")
    assert not caplog.records


def test_english_finds_what_its_own_font_lacks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        show(labelled("クロスエントロピー, cross-entropy ⁻ ✗"), "one word, twice")


@pytest.mark.parametrize("code", ["en", "ja"])
def test_bold_words_find_a_font_without_a_complaint(code, caplog):
    figure = labelled("loss")
    figure.text(0.5, 0.5, "2.3026 損失", weight="bold")
    with language.speaking(code):
        show(figure, "a loss")
    assert not caplog.records


def ink(words, weight):
    """How black some words are."""
    figure = Figure((3, 1))
    figure.text(0.1, 0.4, words, size=30, weight=weight)
    with language.speaking("ja"), warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that is missing
        png = show(figure, "some words").png
    return 255 - np.asarray(Image.open(io.BytesIO(png)).convert("L")).mean()


@pytest.mark.parametrize("words", ["0.6931", "損失", "くちばし"])
def test_what_is_stressed_is_bolder(words):
    assert ink(words, "bold") > 1.1 * ink(words, "normal")


def test_a_kanji_that_the_bold_font_lacks_comes_in_regular_weight():
    [bold] = FOLDER.glob("*-bold.otf")
    lacks = next(c for c in "鞍轡櫓" if ord(c) not in TTFont(bold).getBestCmap())
    assert ink(lacks, "bold") == ink(lacks, "normal") > 0


def test_without_the_font_the_glyphs_are_missed(monkeypatch):
    monkeypatch.setattr(fonts, "BROUGHT", {})
    with pytest.warns(UserWarning, match="missing from font"):
        show(labelled("損失"), "a loss")


def test_no_setting_of_a_notebook_is_changed():
    before = dict(rcParams)
    show(labelled("損失"), "a loss")
    assert dict(rcParams) == before
