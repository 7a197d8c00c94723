"""Make the handout: one sheet of A4, printed on both sides, in English and in Japanese.

    python tools/handout.py

It writes ``handout/handout.<language>.html``, and the PDF beside it with Chromium and Playwright.
"""

import shutil
import sys
from html import escape
from pathlib import Path

from xent_lib import language
from xent_lib.claims import CLAIMS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "handout"
TO_TAKE_HOME = ("six_times_no_idea", "certain_and_undecided", "known_coin", "nine_in_ten",
                "calling_it_fair", "ten_coins")  # fmt: skip
CALLS = [
    ("scikit-learn", "log_loss(y_true, y_proba)", 0),
    ("Keras", "binary_crossentropy(y_true, y_pred)", 0),
    ("PyTorch", "binary_cross_entropy(input, target)", 1),
    ("xent_lib", "binary_cross_entropy(label=…, output=…)", 2),
]
LABELS = ["assumption", "likelihood", "logarithm", "sign", "mean"]
FORMULAS = [
    "y<sub>n</sub> ∼ Bernoulli(q<sub>n</sub>)",
    "∏<sub>n</sub> q<sub>n</sub><sup>y<sub>n</sub></sup>"
    " (1 − q<sub>n</sub>)<sup>1 − y<sub>n</sub></sup>",
    "Σ<sub>n</sub> [ y<sub>n</sub> ln q<sub>n</sub> + (1 − y<sub>n</sub>) ln(1 − q<sub>n</sub>) ]",
    "− Σ<sub>n</sub> [ … ]",
    "− 1/N · Σ<sub>n</sub> [ … ]",
]
WORDS = {
    "en": {
        "title": "Cross-entropy in your hands",
        "levels": [
            "How far apart? What does it cost to be sure and wrong?",
            "A biased coin. What is tossed, and what bends the coin?",
            "A biased die. What do K coins and a die have in common?",
        ],
        "derive": "Each label is a toss of its own coin: fill in",
        "labels": LABELS,
        "independent": ", independent",
        "order": "Which comes first?",
        "columns": ["library", "call", "first comes"],
        "first": ["the label", "the output", "say which"],
        "bets": "Bets to take home",
        "how": "How likely is each to be true? Write 1 to 99 %. Find out in the notebooks: a bet "
        "costs −ln of the probability that you gave to what is so. No idea, 50 %, costs 0.69.",
        "bet": ["claim", "%", "cost"],
        "back": "To compare",
    },
    "ja": {
        "title": "手で動かすクロスエントロピー",
        "levels": [
            "どれくらい離れているでしょうか。自信を持って間違えると、損失はいくらでしょうか。",
            "歪んだコイン。何を投げるのでしょうか。何がコインを歪めるのでしょうか。",
            "歪んだサイコロ。K 枚のコインとサイコロに共通するのは何でしょうか。",
        ],
        "derive": "「正解ラベルは、それぞれ別のコインを投げた結果」：空欄を埋めてください",
        "labels": ["仮定", "尤度", "対数", "符号", "平均"],
        "independent": "、互いに独立",
        "order": "どちらを先に書きますか",
        "columns": ["ライブラリ", "呼び出し", "先に書くもの"],
        "first": ["正解ラベル", "出力", "名前で書く"],
        "bets": "家で考える賭け",
        "how": "それぞれ、どれくらい確かだと思いますか。1〜99% で書いてください。"
        "答えはノートブックにあります。損失は、正しい答えに与えた確率の −ln です。"
        "「わからない」の 50% なら 0.69 です。",
        "bet": ["主張", "%", "損失"],
        "back": "答え合わせ",
    },
}
STYLE = """
@font-face { font-family: ja; src: url(../xent_lib/fonts/ja.otf);
  font-weight: 100 500; font-display: block }
@font-face { font-family: ja; src: url(../xent_lib/fonts/ja-bold.otf);
  font-weight: 600 900; font-display: block }
@page { size: A4; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; font: 11.5pt/1.45 "DejaVu Sans", ja, sans-serif; color: #000 }
:lang(ja) body { font-family: ja, "DejaVu Sans", sans-serif }
.side { width: 210mm; height: 296.5mm; padding: 14mm 16mm; overflow: hidden }
.side + .side { break-before: page }
h1 { font-size: 20pt; margin: 0 0 4mm } h2 { font-size: 13.5pt; margin: 6mm 0 2mm }
p { margin: 0 0 3mm }
table { width: 100%; border-collapse: collapse }
th, td { border: 1px solid #555; padding: 1.6mm 2.4mm; text-align: left; vertical-align: top }
.blank { height: 16mm } .levels .blank { height: 21mm } .narrow { width: 17mm }
.levels td { width: 50% }
code { font: 10pt "DejaVu Sans Mono", monospace }
"""


def table(heads, rows, kind=""):
    """HTML of a table; cells are HTML."""
    head = "".join(f"<th>{escape(words)}</th>" for words in heads)
    body = "".join("<tr>" + "".join(row) + "</tr>" for row in rows)
    return f'<table class="{kind}">{f"<tr>{head}</tr>" if heads else ""}{body}</table>'


def cell(html="", kind=""):
    """A cell of a table; an empty one is to be written in."""
    return f'<td class="{kind or ("" if html else "blank")}">{html}</td>'


def calls(words, answered):
    """The table of the order of arguments, with its last column filled in or not."""
    rows = [
        [cell(name), cell(f"<code>{call}</code>"), cell(words["first"][first] if answered else "")]
        for name, call, first in CALLS
    ]
    return table(words["columns"], rows)


def formulas(words):
    """What is to be filled in beside the five labels."""
    first, *others = FORMULAS
    return [first + words["independent"], *others]


def derivation(words, answered):
    """The five labels, each with its formula or the room for it."""
    rows = formulas(words) if answered else [""] * len(FORMULAS)
    labels = zip(words["labels"], rows, strict=True)
    return table([], [[cell(f"<b>{label}</b>", "narrow"), cell(html)] for label, html in labels])


def page(code):
    """The handout in one language, as HTML: two sides."""
    words = WORDS[code]
    with language.speaking(code):
        claims = [CLAIMS[name]().text for name in TO_TAKE_HOME]
    levels = [[cell(f"<b>{n}</b> {escape(text)}"), cell()] for n, text in
              enumerate(words["levels"], 1)]  # fmt: skip
    bets = [[cell(escape(text)), cell("", "narrow"), cell("", "narrow")] for text in claims]
    front = (
        f"<h1>{words['title']}</h1>{table([], levels, 'levels')}"
        f"<h2>{words['derive']}</h2>{derivation(words, False)}"
        f"<h2>{words['order']}</h2>{calls(words, False)}"
    )
    back = (
        f"<h1>{words['bets']}</h1><p>{words['how']}</p>{table(words['bet'], bets)}"
        f"<h2>{words['back']}</h2>{derivation(words, True)}<p></p>{calls(words, True)}"
    )
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        f"<title>{words['title']}</title><style>{STYLE}</style></head>\n"
        f'<body><section class="side">{front}</section>\n'
        f'<section class="side">{back}</section></body></html>\n'
    )


def cut(browser_page):
    """Pixels of each side that do not fit on it."""
    return browser_page.eval_on_selector_all(
        ".side", "sides => sides.map(one => Math.max(0, one.scrollHeight - one.clientHeight))"
    )


def printed(browser, code):
    """The PDF of the page in one language, and how much of each side was cut off."""
    sheet = browser.new_page()
    try:
        # From its file: the font is found beside it.
        sheet.goto((FOLDER / f"handout.{code}.html").as_uri())
        fonts = "['12pt ja', 'bold 12pt ja'].map((font) => document.fonts.load(font, '手'))"
        sheet.evaluate(f"Promise.all({fonts})")
        return sheet.pdf(prefer_css_page_size=True, print_background=True), cut(sheet)
    finally:
        sheet.close()


def main():
    """Write the handout in every language."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as engine:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = engine.chromium.launch(executable_path=chromium, args=arguments)
        for code in WORDS:
            (FOLDER / f"handout.{code}.html").write_text(page(code), "utf-8")
            pdf, lost = printed(browser, code)
            if any(lost):
                sys.exit(f"{code}: {lost} pixels do not fit on the two sides.")
            (FOLDER / f"handout.{code}.pdf").write_bytes(pdf)
        browser.close()


if __name__ == "__main__":
    main()
