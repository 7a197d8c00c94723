"""The catalogues are in step with the sources, complete, and safe to fill in."""

import ast
import re
from string import Formatter

import catalogue
import pytest
from editions import code_without_words
from pseudo_language import is_code

PATHS = catalogue.catalogues()
MESSAGES = [
    pytest.param(path.parts[-3], message, id=f"{path.parts[-3]}: {str(message.id)[:40]}")
    for path in PATHS
    for message in catalogue.read(path)
    if message.id
]


def placeholders(text):
    """Names, conversions and formats of what is filled in, without their order."""
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        return set()  # a set in a starter's code, say: it is not filled in
    return {(name, kind, shape) for _words, name, shape, kind in fields if name is not None}


def forms(message):
    """Each translation beside the English words that it stands for."""
    if not message.pluralizable:
        return [(message.id, message.string)]
    return [
        (message.id[min(n, 1)] if len(message.string) > 1 else message.id[1], text)
        for n, text in enumerate(message.string)
    ]


def test_there_is_a_japanese_catalogue():
    assert "ja" in {path.parts[-3] for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_what_the_sources_make_of_it(path):
    assert path.read_text("utf-8") == catalogue.updated(path), "run tools/catalogue.py"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_and_none_waits_to_be_read_again(path):
    waiting = [
        m.id for m in catalogue.read(path) if m.id and (m.fuzzy or not all(dict(forms(m)).values()))
    ]
    assert waiting == []


@pytest.mark.parametrize(("_code", "message"), MESSAGES)
def test_a_translation_keeps_placeholders_code_formulas_and_line_ends(_code, message):
    for english, other in forms(message):
        assert placeholders(english) == placeholders(other)
        for mark in (r"`[^`]*`", r"\$[^$]*\$"):
            kept = [set(re.findall(mark, text)) for text in (english, other)]
            assert kept[0] <= kept[1] or is_code(english), kept[0] - kept[1]
        assert [english[:1] == "\n", english[-1:] == "\n"] == [
            other[:1] == "\n",
            other[-1:] == "\n",
        ]
        assert english.count("**") == other.count("**")


@pytest.mark.parametrize(("_code", "message"), MESSAGES)
def test_a_translated_starter_is_the_same_code(_code, message):
    if isinstance(message.id, str) and is_code(message.id):
        ast.parse(message.string)
        assert code_without_words(message.id) == code_without_words(message.string)
