"""The handout: two sides, nothing cut, nothing given away on the front."""

import re
from html import unescape

import pytest
from fontTools.ttLib import TTFont

import handout

CODES = list(handout.WORDS)


def sides(code):
    return re.findall(r'<section class="side">.*?</section>', handout.page(code), re.DOTALL)


@pytest.mark.parametrize("code", CODES)
def test_the_page_that_is_kept_is_the_one_that_the_command_makes(code):
    path = handout.FOLDER / f"handout.{code}.html"
    assert path.read_text("utf-8") == handout.page(code)


@pytest.mark.parametrize("code", CODES)
def test_the_pdf_that_is_kept_has_two_pages(code):
    pdf = (handout.FOLDER / f"handout.{code}.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2


@pytest.mark.parametrize("code", CODES)
def test_no_answer_is_on_the_front_and_all_are_on_the_back(code):
    front, back = sides(code)
    words = handout.WORDS[code]
    answers = [f'<td class="">{answer}</td>' for answer in handout.formulas(words) + words["first"]]
    assert not any(answer in front for answer in answers)
    assert all(answer in back for answer in answers)
    assert all(label in front for label in words["labels"])


def test_the_front_has_room_for_every_answer():
    front, _back = sides("en")
    rooms = len(handout.FORMULAS) + len(handout.CALLS) + 3  # and one a level
    assert front.count('class="blank"') == rooms


def test_both_languages_say_as_much():
    english, japanese = (handout.WORDS[code] for code in CODES)
    assert english.keys() == japanese.keys()
    for key, words in english.items():
        assert isinstance(words, str) or len(words) == len(japanese[key])


def test_every_japanese_character_is_in_the_font_that_ships():
    text = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", handout.page("ja"), flags=re.DOTALL))
    known = TTFont(handout.ROOT / "xent_lib/fonts/ja.otf").getBestCmap()
    assert {c for c in text if ord(c) >= 0x3000 and ord(c) not in known} == set()
