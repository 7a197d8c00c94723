"""The notebooks keep the rules that make them short, honest and safe to run top to bottom.

A rule takes a notebook and yields one complaint for each place that breaks it.
"""

import ast
import base64
import re
import statistics
import struct
from itertools import groupby
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from refresh_outputs import WIDGET_VIEW, normalise, picture_of, pngs, readme_pictures

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
LESSONS = {"level1_distance.ipynb", "level2_coin.ipynb", "level3_die.ipynb"}
ARTICLE = "https://tips-memo.com/cross-entropy"
OUTSIDE = {"ftplib", "http", "os", "pip", "requests", "shutil", "socket", "subprocess", "sys"}
OUTSIDE |= {"urllib", "micropip", "httpx"}
DECIMAL = r"(?:\d[\d,]*)?\.\d+|\d{1,3}(?:,\d{3})+"
HEX = r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b"
LEAKY = {"Output", "interact", "interactive", "interactive_output"}


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def explorers(notebook):
    """Outputs that show a widget: their text is the state of an explorer."""
    shown = [output for output in outputs(notebook) if "data" in output]
    return [output for output in shown if re.match(r"\w*Explorer\(", text_of(output))]


def text_of(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def words(markdown):
    """Number of words that are read as words: no mathematics, code, table or address."""
    for aside in (r"```.*?```", r"\$\$.*?\$\$", r"\$[^$]+\$", r"\]\([^)]*\)", r"<[^>]+>"):
        markdown = re.sub(aside, " ", markdown, flags=re.DOTALL)
    markdown = re.sub(r"^\s*\|.*$", " ", markdown, flags=re.MULTILINE)
    return len(re.findall(r"\w[\w’'-]*", markdown))


def prose(notebook):
    """Number of words between code cells, one for each stretch of markdown."""
    stretches = groupby(notebook.cells, key=lambda cell: cell.cell_type)
    return [
        sum(words(cell.source) for cell in cells) for kind, cells in stretches if kind == "markdown"
    ]


def minutes(notebook):
    """Of a beginner who is alone, by the estimate on the teaching page."""
    taken, later = 0, False
    for cell in notebook.cells:
        for heading in re.findall(r"^## (.+)$", cell.source, flags=re.MULTILINE):
            later = heading.startswith("For later")
        spend = reading if cell.cell_type == "markdown" else doing
        taken += 0 if later else spend(cell.source)
    return taken


def reading(markdown):
    """Minutes for words, also those in tables; for formulas; and for a derivation on paper."""
    aside = r"<details>.*?</details>|\]\([^)]*\)"
    shown = re.sub(aside, " ", markdown, flags=re.DOTALL)
    displayed = re.findall(r"\$\$.+?\$\$", shown, flags=re.DOTALL)
    shown = re.sub(r"\$\$.+?\$\$", " ", shown, flags=re.DOTALL)
    in_line = re.findall(r"\$[^$]*(?:[=^]|\\[a-z]{2})[^$]*\$", shown)
    read = re.findall(r"\w[\w’'.,-]*", re.sub(r"\$[^$]+\$", " ", shown))
    paper = 3 * shown.count("Take paper")
    return len(read) / 150 + (15 * len(displayed) + 3 * len(in_line)) / 60 + paper


def doing(code):
    """Minutes for widgets, exercises, bug hunts and bets, or for any other cell of code."""
    each = {
        r"^\w+(?:Explorer|Board)\(": 3,
        r"^def ": 4.5,
        r"^(?!exercises\.).*\.check\(": 2,
        r"bets\.(?:ask|place)\(": 40 / 60,
    }
    known = sum(t * len(re.findall(what, code, flags=re.MULTILINE)) for what, t in each.items())
    counted = known or re.match(r"exercises\.|bets\.settle", code)  # where it begins
    return known if counted else 20 / 60


def it_takes_no_longer_than_it_says(notebook):
    said = re.search(r"about (\d+) minutes", notebook.cells[0].source)
    if not said or minutes(notebook) > int(said[1]):
        yield f"{minutes(notebook):.1f} minutes"


def a_code_cell_holds_one_thought(notebook):
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    yield from (f"{length} lines in a cell" for length in lengths if not 0 < length <= 12)
    if statistics.median(lengths) > 4:
        yield f"a median of {statistics.median(lengths)} lines a cell"


def it_was_run_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts {counts}"


def nothing_fails_or_warns(notebook):
    for output in outputs(notebook):
        if output.output_type == "error" or output.get("name") == "stderr":
            yield output.get("ename") or output.text


def a_picture_stands_beside_every_widget(notebook):
    for output in explorers(notebook):
        png = next(iter(pngs(output)), b"")
        if png[:8] != b"\x89PNG\r\n\x1a\n" or min(struct.unpack(">2I", png[16:24])) < 100:
            yield text_of(output)


def the_state_of_a_widget_is_told_whole(notebook):
    for output in explorers(notebook):
        if len(text_of(output)) >= 110 or not text_of(output).endswith(")"):
            yield text_of(output)


def there_are_one_to_five_widgets(notebook):
    if not 1 <= len(explorers(notebook)) <= 5:
        yield f"{len(explorers(notebook))} widgets"


def it_is_stored_as_the_refresh_command_stores_it(notebook):
    stored = nbformat.writes(notebook)
    plain = nbformat.from_dict(notebook)
    normalise(plain)
    if nbformat.writes(plain) != stored:
        yield "run tools/refresh_outputs.py"


def no_output_tells_an_address(notebook):
    told = [
        address
        for output in outputs(notebook)
        for address in re.findall(r"0x\w{6,}", text_of(output))
    ]
    yield from told


def it_has_35_to_50_cells(notebook):
    if not 35 <= len(notebook.cells) <= 50:
        yield f"{len(notebook.cells)} cells"


def headings_are_sentences_that_skip_no_level(notebook):
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = re.findall(r"^(#+) (.+)$", "\n".join(markdown), flags=re.MULTILINE)
    levels = [len(marks) for marks, _ in headings]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "not one title, at the top"
    yield from (f"{a} to {b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1)
    yield from (heading for _, heading in headings if len(heading.split()) < 3)


def every_cell_knows_its_place_in_a_slide_show(notebook):
    for cell in notebook.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        if kind not in {"slide", "subslide", "fragment", "skip", "notes", "-"}:
            yield cell.source


def prose_is_short(notebook):
    inner = prose(notebook)[1:-1]
    yield from (f"{count} words between code cells" for count in inner if count > 90)


def the_article_is_credited_in_the_first_cell(notebook):
    if ARTICLE not in notebook.cells[0].source:
        yield notebook.cells[0].source


def cells_are_plain_python_that_stays_inside(notebook):
    for cell in code_cells(notebook):
        try:
            names = set(names_in(ast.parse(cell.source)))
        except SyntaxError:  # a magic, a shell command, or no Python at all
            yield cell.source
            continue
        yield from sorted(names & (OUTSIDE | LEAKY | {"open", "exec", "eval"}))


def names_in(tree):
    """Modules imported, and functions called by name, in a cell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))


def a_function_is_defined_only_as_an_exercise(notebook):
    for cell in code_cells(notebook):
        defines = re.search(r"^\s*(def|class) ", cell.source, flags=re.MULTILINE)
        if defines and "exercise" not in cell.metadata.get("tags", []):
            yield cell.source


def a_bet_does_not_show_its_answer(notebook):
    for cell in code_cells(notebook):
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        if hidden or re.search(r"\b(truth|because)=|\bClaim\(", cell.source):
            yield cell.source


def the_book_of_bets_is_that_of_the_kernel(notebook):
    # A book made in a cell is empty again whenever the cell is run again.
    yield from (cell.source for cell in code_cells(notebook) if re.search(r"\bBets\b", cell.source))


def a_cell_of_prose_has_one_list_at_most(notebook):
    for cell in notebook.cells:
        lists = re.findall(r"(?:^[*-] .*\n?(?:^\n|^ .*\n?)*)+", cell.source, flags=re.MULTILINE)
        if cell.cell_type == "markdown" and len(lists) > 1:
            yield cell.source


def a_spoilt_exercise_stops_nothing(notebook):
    for cell in code_cells(notebook):
        tags = set(cell.metadata.get("tags", []))
        if ("exercise" in tags or ".check(" in cell.source) and "raises-exception" not in tags:
            yield cell.source


def colours_come_by_their_names(notebook):
    yield from (hue for cell in code_cells(notebook) for hue in re.findall(HEX, cell.source))


def a_plot_of_a_cell_has_words(notebook):
    for output in outputs(notebook):
        data = output.get("data", {})
        if "image/png" in data and output not in explorers(notebook):
            yield text_of(output)
        for image in re.findall(r"<img[^>]*>", data.get("text/html", "")):
            if not re.search(r'alt="[^"]+"', image):
                yield text_of(output)


def every_decimal_in_the_prose_is_computed(notebook):
    """Or stands in a cell of code, to as many places as the prose gives."""
    shown = [cell.source for cell in code_cells(notebook)]
    shown += [text_of(output) for output in outputs(notebook)]
    known = {float(n.replace(",", "")) for n in re.findall(DECIMAL + r"|\d+", "\n".join(shown))}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            plain = re.sub(r"\]\([^)]*\)|https?://\S+|`[^`]*`", "", cell.source)
            for number in re.findall(DECIMAL, plain):
                value, places = float(number.replace(",", "")), len(number.partition(".")[2])
                if not any(abs(round(n, places) - value) < 1e-9 for n in known):
                    yield number


def no_cell_ends_in_a_semicolon(notebook):
    # nbval sees the result all the same.
    yield from (cell.source for cell in code_cells(notebook) if cell.source.rstrip().endswith(";"))


RULES = [
    it_takes_no_longer_than_it_says,
    a_code_cell_holds_one_thought,
    it_was_run_from_top_to_bottom,
    nothing_fails_or_warns,
    a_picture_stands_beside_every_widget,
    the_state_of_a_widget_is_told_whole,
    there_are_one_to_five_widgets,
    it_is_stored_as_the_refresh_command_stores_it,
    no_output_tells_an_address,
    it_has_35_to_50_cells,
    headings_are_sentences_that_skip_no_level,
    every_cell_knows_its_place_in_a_slide_show,
    prose_is_short,
    the_article_is_credited_in_the_first_cell,
    cells_are_plain_python_that_stays_inside,
    a_function_is_defined_only_as_an_exercise,
    a_bet_does_not_show_its_answer,
    the_book_of_bets_is_that_of_the_kernel,
    a_cell_of_prose_has_one_list_at_most,
    a_spoilt_exercise_stops_nothing,
    colours_come_by_their_names,
    a_plot_of_a_cell_has_words,
    every_decimal_in_the_prose_is_computed,
    no_cell_ends_in_a_semicolon,
]


def test_the_three_lessons_are_there():
    assert {path.name for path in PATHS} >= LESSONS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_keeps_the_rule(path, rule):
    assert list(rule(nbformat.read(path, as_version=4))) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_is_valid_and_ends_its_file_with_one_newline(path):
    text = path.read_text(encoding="utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert text.endswith("}\n") and "\r" not in text


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_readme_shows_a_picture_that_the_notebook_holds(path):
    (png,) = readme_pictures(nbformat.read(path, as_version=4))
    assert picture_of(path).read_bytes() == png
    assert picture_of(path).name in (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_has_prose_between_its_code(path):
    assert len(prose(nbformat.read(path, as_version=4))) > 10


SLIDE = {"slideshow": {"slide_type": "slide"}}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">2I", 640, 400)


def shown(text="CoinExplorer(q=0.70)", **data):
    png = base64.b64encode(PNG).decode()
    html = f'<img alt="two curves" src="data:image/png;base64,{png}">'
    data = {"text/plain": text, "text/html": html} | data
    return [new_output("execute_result", data=data, execution_count=1)]


def good_notebook():
    """Keeps every rule, in as few words as that takes."""
    cells = []
    for number in range(1, 19):
        heading = "# A first title, about 10 minutes" if number == 1 else "## What is this?"
        cells.append(new_markdown_cell(f"{heading}\n\n{ARTICLE}", metadata=SLIDE))
        cells.append(new_code_cell("x", execution_count=number, metadata=SLIDE, outputs=[]))
    cells[1].outputs = shown()
    notebook = new_notebook(cells=cells)
    normalise(notebook)
    return notebook


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_keeps_the_rule(rule):
    assert list(rule(good_notebook())) == []


def output_changed(**changes):
    return lambda notebook: notebook.cells[1].update(outputs=shown(**changes))


def code_changed(source):
    return lambda notebook: notebook.cells[1].update(source=source)


def prose_changed(source):
    return lambda notebook: notebook.cells[2].update(source=source)


def stream(name, text):
    output = new_output("stream", name=name, text=text)
    return lambda notebook: notebook.cells[3].update(outputs=[output])


BREACHES = [
    (it_takes_no_longer_than_it_says, code_changed(4 * "\nGapExplorer()")),
    (it_takes_no_longer_than_it_says, prose_changed("Take paper. " * 2)),
    (it_takes_no_longer_than_it_says, lambda notebook: notebook.cells.pop(0)),
    (a_code_cell_holds_one_thought, code_changed("x\n" * 13)),
    (a_code_cell_holds_one_thought, code_changed("")),
    (
        a_code_cell_holds_one_thought,
        lambda notebook: [cell.update(source="x\n" * 5) for cell in notebook.cells],
    ),
    (
        it_was_run_from_top_to_bottom,
        lambda notebook: notebook.cells[1].update(execution_count=None),
    ),
    (nothing_fails_or_warns, stream("stderr", "Warning")),
    (
        nothing_fails_or_warns,
        lambda notebook: notebook.cells[3].update(outputs=[new_output("error", ename="Oh")]),
    ),
    (a_picture_stands_beside_every_widget, output_changed(**{"text/html": "<img>"})),
    (the_state_of_a_widget_is_told_whole, output_changed(text="CoinExplorer(" + 110 * "q" + ")")),
    (the_state_of_a_widget_is_told_whole, output_changed(text="CoinExplorer(q=0.7…")),
    (there_are_one_to_five_widgets, lambda notebook: notebook.cells[1].update(outputs=[])),
    (there_are_one_to_five_widgets, lambda notebook: notebook.cells[1].update(outputs=6 * shown())),
    (it_is_stored_as_the_refresh_command_stores_it, output_changed(**{WIDGET_VIEW: {}})),
    (
        it_is_stored_as_the_refresh_command_stores_it,
        lambda notebook: notebook.cells[1].metadata.update(execution={}),
    ),
    (
        it_is_stored_as_the_refresh_command_stores_it,
        lambda notebook: notebook.metadata.update(widgets={}),
    ),
    (no_output_tells_an_address, stream("stdout", "<object at 0x7f0a12bc>")),
    (it_has_35_to_50_cells, lambda notebook: notebook.cells.pop() and notebook.cells.pop()),
    (headings_are_sentences_that_skip_no_level, prose_changed("### Two levels down")),
    (headings_are_sentences_that_skip_no_level, prose_changed("# A second title")),
    (headings_are_sentences_that_skip_no_level, prose_changed("## Recap")),
    (
        every_cell_knows_its_place_in_a_slide_show,
        lambda notebook: notebook.cells[1].metadata.clear(),
    ),
    (prose_is_short, prose_changed("word " * 91)),
    (the_article_is_credited_in_the_first_cell, lambda notebook: notebook.cells.pop(0)),
    (cells_are_plain_python_that_stays_inside, code_changed("%matplotlib inline")),
    (cells_are_plain_python_that_stays_inside, code_changed("!pip install numpy")),
    (cells_are_plain_python_that_stays_inside, code_changed("import sys\nsys.path.append('..')")),
    (cells_are_plain_python_that_stays_inside, code_changed("from urllib.request import urlopen")),
    (cells_are_plain_python_that_stays_inside, code_changed("widgets.interact(f)")),
    (a_function_is_defined_only_as_an_exercise, code_changed("def helper():\n    return 1")),
    (a_bet_does_not_show_its_answer, code_changed("bets.ask('x', truth=True, because='y')")),
    (a_bet_does_not_show_its_answer, code_changed("bets.ask(Claim('x', True))")),
    (
        a_bet_does_not_show_its_answer,
        lambda notebook: notebook.cells[1].metadata.update(jupyter={"source_hidden": True}),
    ),
    (the_book_of_bets_is_that_of_the_kernel, code_changed("bets = Bets()")),
    (a_cell_of_prose_has_one_list_at_most, prose_changed("Do:\n\n* a\n* b\n\nThen:\n\n* c")),
    (a_spoilt_exercise_stops_nothing, code_changed("exercises.kl.check(kl)")),
    (
        a_spoilt_exercise_stops_nothing,
        lambda notebook: notebook.cells[1].metadata.update(tags=["exercise"]),
    ),
    (colours_come_by_their_names, code_changed("ax.plot(x, color='#0072B2')")),
    (a_plot_of_a_cell_has_words, output_changed(text="<Figure>", **{"image/png": "iVBORw0KGgo="})),
    (a_plot_of_a_cell_has_words, output_changed(**{"text/html": '<img src="x" alt="">'})),
    (every_decimal_in_the_prose_is_computed, prose_changed("## It costs 4.606")),
    (no_cell_ends_in_a_semicolon, code_changed("x;")),
]


@pytest.mark.parametrize(("rule", "breach"), BREACHES, ids=lambda part: part.__name__)
def test_a_breach_of_the_rule_is_seen(rule, breach):
    notebook = good_notebook()
    breach(notebook)
    assert list(rule(notebook))


def test_every_rule_has_a_breach_that_proves_it():
    assert {rule for rule, _ in BREACHES} == set(RULES)


def test_words_leave_out_mathematics_code_and_addresses():
    text = "Two **words** $x + y$ $$a\nb$$ and [three](https://a.b/c)\n\n| a | b |\n```\nx y\n```"
    assert words(text) == 4
