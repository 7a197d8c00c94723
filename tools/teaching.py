"""Write the table of all bets into ``TEACHING.md`` and its editions, in the words of the screen.

    python tools/teaching.py

A changed claim or translation asks for it, after ``tools/catalogue.py``.
"""

import re
from pathlib import Path

from xent_lib import language
from xent_lib.claims import CLAIMS
from xent_lib.explorers.bets import six_claims

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"en": "TEACHING.md", "ja": "TEACHING.ja.md"}
HEADS = {"en": "| bet | says | answer |", "ja": "| 賭け | 主張 | 答え |"}
ANSWERS = {"en": ("false: {}", "true: {}"), "ja": ("誤り：{}", "正しい：{}")}


def table(code):
    """Name, sentence, answer and reason of every bet, the six of level 1's beginning first."""
    with language.speaking(code):
        first = [(f"1.{number}", claim) for number, claim in enumerate(six_claims(), 1)]
        named = [(f"`{name}`", make()) for name, make in CLAIMS.items()]
        rows = [
            f"| {name} | {claim.text} | {ANSWERS[code][int(claim.truth)].format(claim.because)} |"
            for name, claim in first + named
        ]
    return "\n".join([HEADS[code], "|---|---|---|", *rows]) + "\n"


def filled(text, code):
    """The page with the table as it is now."""
    old = re.escape(HEADS[code]) + r"\n(\|.*\n)+"
    return re.sub(old, lambda _old: table(code), text)


def main():
    """Both pages."""
    for code, name in PAGES.items():
        page = ROOT / name
        page.write_text(filled(page.read_text("utf-8"), code), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
