"""The Japanese edition spells a word one way: the table in the glossary is kept everywhere."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "xent_lib" / "locale" / "GLOSSARY.md"
TEXTS = [
    ROOT / "xent_lib" / "locale" / "ja" / "LC_MESSAGES" / "xent_lib.po",
    *sorted(ROOT.glob("*.ja.md")),
    ROOT / "tools" / "handout.py",
    *sorted((ROOT / "notebooks" / "ja").glob("*.ipynb")),
    *sorted((ROOT / "site" / "page").glob("*.ja.html")),
]
KANA_OR_KANJI = "[ぁ-んァ-ヶ一-龠ー]"
# A counter stands at its number, and Japanese sentences stand at each other.
SPACES = {
    "a space before a counter": r"\d (?=[つ個回枚羽件])",
    "a space between two sentences": rf"。 (?={KANA_OR_KANJI})",
}


def spellings():
    """What is not written, from the glossary's last table."""
    _, table = GLOSSARY.read_text("utf-8").split("| not | but |")
    return [
        word for left in re.findall(r"^\| ([^|-]+?) \|", table, re.M) for word in left.split("、")
    ]


def read(path):
    """The Japanese of a file: of a notebook its cells, of a catalogue its translations."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return re.sub(r'"\n"', "", text) if path.suffix == ".po" else text


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_word_is_spelled_one_way(path):
    text = read(path)
    assert not [word for word in spellings() if word in text]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_spaces_stand_where_japanese_has_them(path):
    text = read(path)
    assert not {why: found for why, what in SPACES.items() if (found := re.findall(what, text))}


def test_the_table_is_read():
    assert {"けっして", "全て", "あなた"} <= set(spellings())
