"""The Japanese edition spells a word one way: the table in the glossary is kept everywhere."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from xent_lib import language

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
# A counted number stands at its counter and at the word before it, and a sentence at the last one.
NUMBER = r"(?:\d[\d,.]*|\{[^}]*\})"
SPACES = {
    "a space before a counter": rf"(?<!\+ ){NUMBER} (?=[つ個回枚羽件組列])",
    "a space before a counted number": (
        rf"{KANA_OR_KANJI} (?={NUMBER}(?:[つ個回枚羽件組列倍層秒]|クラス|ステップ))"
    ),
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
        fences = {"markdown": "{}", "code": "```\n{}\n```"}
        return "\n\n".join(
            fences[cell["cell_type"]].format("".join(cell["source"]))
            for cell in json.loads(text)["cells"]
        )
    return re.sub(r'"\n"', "", text) if path.suffix == ".po" else text


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_word_is_spelled_one_way(path):
    text = read(path)
    assert not [word for word in spellings() if word in text]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_spaces_stand_where_japanese_has_them(path):
    text = read(path)
    assert not {why: found for why, what in SPACES.items() if (found := re.findall(what, text))}


def stars_that_stay(text):
    """What Markdown does not set off, but shows with its stars.

    One next to a punctuation mark inside needs a space or a mark outside: “**はい。**次” stays.
    """
    text = re.sub(r"```.*?```|`[^`\n]*`|\$[^$\n]*\$", "`", text, flags=re.DOTALL)
    for line in re.split(r"\n\s*\n|\n(?=[*|#\d]|msg)|\|", text):
        for found in re.finditer(r"(?<!\*)(\*{1,2})(?![\s*])([^*]+)(?<!\s)\1(?!\*)", line):
            around = f" {line} "[found.start()], f" {line} "[found.end() + 1]
            inside = found[2][0], found[2][-1]
            if any(map(stays, inside, around)):
                yield found[0]


def stays(inside, outside):
    inside, outside = (unicodedata.category(letter)[0] for letter in (inside, outside))
    return inside in "PS" and outside not in "PSZC"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_star_stays_on_the_page(path):
    assert not list(stars_that_stay(read(path)))


def test_a_star_that_stays_is_seen():
    assert list(stars_that_stay("**はい。**次"))
    assert list(stars_that_stay("と*「はい」*と"))
    assert not list(stars_that_stay("**はい。** 次は*これ*だけ。**`a`** です。"))


def test_a_sentence_behind_a_bold_one_leaves_no_star():
    language.use("ja")
    try:
        assert language.sentences("**はい。**", "次。") == "**はい。** 次。"
        assert language.sentences("はい。", "次。") == "はい。次。"
    finally:
        language.use("en")


def test_the_table_is_read():
    assert {"けっして", "全て", "あなた"} <= set(spellings())
