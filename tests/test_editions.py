"""The notebooks of every language stay together, cell by cell."""

import shutil

import editions
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

LESSONS = sorted(editions.NOTEBOOKS.glob("*.ipynb"))
PAIRS = [
    pytest.param(path, editions.NOTEBOOKS / code / path.name, code, id=f"{code}/{path.stem}")
    for code in editions.editions()
    for path in LESSONS
]


def cells(*cells):
    """A notebook of these cells, called c1, c2, …"""
    for number, cell in enumerate(cells, 1):
        cell.id = f"c{number}"
    return new_notebook(cells=list(cells))


def pair(english, other):
    """Two cells of one kind that belong together, the second written from the first."""
    make = new_code_cell if "=" in english else new_markdown_cell
    stamp = {editions.KEY: editions.fingerprint(english)}
    return cells(make(english)), cells(make(other, metadata=stamp))


def test_there_is_a_japanese_edition():
    assert "ja" in editions.editions()


@pytest.mark.parametrize(("path", "other", "code"), PAIRS)
def test_an_edition_is_in_step_with_the_english_one(path, other, code):
    assert list(editions.complaints(editions.read(path), editions.read(other))) == []


@pytest.mark.parametrize(("path", "other", "code"), PAIRS)
def test_an_edition_chooses_its_language_in_its_first_cell_of_code(path, other, code):
    sources = [cell.source for cell in editions.read(other).cells if cell.cell_type == "code"]
    assert [f'language.use("{code}")' in source for source in sources] == [True] + [False] * (
        len(sources) - 1
    )


@pytest.mark.parametrize(("path", "other", "code"), PAIRS)
def test_the_editions_link_to_each_other(path, other, code):
    first = [editions.read(notebook).cells[0].source for notebook in (path, other)]
    assert f"]({code}/{path.name})" in first[0] and f"](../{path.name})" in first[1]


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ('ax.set(title="the cost", xlim=(0, 1))', 'ax.set(title="損失", xlim=(0, 1))'),
        ('print(f"{a:.2f} of {b}")\nx = 1  # one', 'print(f"{b}のうち{a:.2f}")\nx = 1  # 一'),
        (
            "from xent_lib import bets\nx = 1",
            'from xent_lib import bets, language\nlanguage.use("ja")\nx = 1',
        ),
        ("A cost of .693, in [50](http://x.y/123).", "損失は 0.693、[50](http://x.y/45) の中。"),
        ("$$-\\log q \\text{ if so}$$", "$$-\\log q \\text{ なら}$$"),
    ],
)
def test_words_may_differ(english, other):
    assert list(editions.complaints(*pair(english, other))) == []


@pytest.mark.parametrize(
    ("english", "other", "complaint"),
    [
        ('loss(x, reduction="mean")\nx = 1', 'loss(x, reduction="sum")\nx = 1', "other code"),
        ('bets.ask("a_claim")\nx = 1', 'bets.ask("another_claim")\nx = 1', "other code"),
        ("x = 0.5", "x = 0.6", "other code"),
        ('print(f"{a:.2f}")\nx = 1', 'print(f"{a:.3f}")\nx = 1', "other code"),
        ("A cost of .693.", "損失は 0.692。", "other numbers: lacks ['.693'], adds ['.692']"),
        ("20,000 rolls", "2万回", "other numbers"),
        ("$$-\\log q$$", "$$-\\log p$$", "other displayed formulas"),
    ],
)
def test_numbers_code_and_formulas_may_not(english, other, complaint):
    (said,) = editions.complaints(*pair(english, other))
    assert complaint in said and said.startswith("cell c1")


def test_a_cell_is_named_until_it_is_read_beside_the_new_english():
    english, other = pair("A coin.", "コイン。")
    english.cells[0].source = "A bent coin."
    (said,) = editions.complaints(english, other)
    assert said == "cell c1 was written from another English cell: read it beside today's"
    editions.read_again(english, other, ["c1"])
    assert list(editions.complaints(english, other)) == []


def test_lost_and_moved_cells_are_named():
    english = cells(new_markdown_cell("One."), new_markdown_cell("Two."))
    other = editions.begin(english, new_notebook())
    editions.read_again(english, other, ["c1", "c2"])
    assert list(editions.complaints(english, other)) == []
    other.cells.reverse()
    assert list(editions.complaints(english, other)) == ["has another order"]
    del other.cells[0]
    assert list(editions.complaints(english, other)) == ["lacks the cells ['c2'], adds []"]


def test_what_is_begun_keeps_what_is_translated_in_the_order_of_the_english_cells():
    english = cells(new_markdown_cell("One."), new_markdown_cell("Two."))
    other = new_notebook(cells=[new_markdown_cell("二。", id="c2")])
    assert [cell.source for cell in editions.begin(english, other).cells] == ["One.", "二。"]


def test_another_language_is_one_folder_more(tmp_path, monkeypatch):
    for path in LESSONS:
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(editions, "NOTEBOOKS", tmp_path)
    assert editions.editions() == []
    for path in LESSONS:
        editions.write(
            editions.begin(editions.read(path), new_notebook()), tmp_path / "qq" / path.name
        )
    assert editions.editions() == ["qq"]
    notebook = nbformat.read(tmp_path / "qq" / LESSONS[0].name, as_version=4)
    assert len(notebook.cells) == len(editions.read(LESSONS[0]).cells)
