"""Keep the notebooks of another language in step with the English ones, cell by cell.

    python tools/editions.py begin ja [LEVEL ...]     copy the English cells that ja lacks
    python tools/editions.py check ja [LEVEL ...]     say what is not in step
    python tools/editions.py read ja CELL [CELL ...]  these cells were read beside the English ones

Each cell of another edition keeps, in its metadata, a fingerprint of the English cell that it was
written from. When the English changes, the cell is named until somebody has read it again.
"""

import argparse
import ast
import copy
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KEY = "english"  # in a cell's metadata: the fingerprint of the English cell it was written from
# Ten may be a word in one language and 10 in another; a comma is a number's before three digits.
NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|(?<![\w.])\.\d+|\d{1,3}(?:,\d{3})+|\d{3,}")
WORDS_IN_FORMULAS = re.compile(r"\\(?:text|mathrm|textrm)\{[^{}]*\}")


def editions():
    """Codes of the languages that have a folder of notebooks."""
    return sorted(path.name for path in NOTEBOOKS.iterdir() if any(path.glob("*.ipynb")))


def fingerprint(source):
    """A short hash of a cell's source."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def read(path):
    """The notebook at `path`."""
    return nbformat.read(path, as_version=4)


def write(notebook, path):
    """Store a notebook as it is committed."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", "utf-8", newline="\n")


# What has to be the same --------------------------------------------------------------------------


class _Wordless(ast.NodeTransformer):
    """Takes out of a cell's code what may differ: its words, and its choice of a language."""

    def visit_Constant(self, node):
        said = isinstance(node.value, str) and not (node.value.isascii() and _is_name(node.value))
        return ast.copy_location(ast.Constant("words"), node) if said else node

    def visit_JoinedStr(self, node):
        inside = [part for part in node.values if not isinstance(part, ast.Constant)]
        for part in inside:
            part.value = self.visit(part.value)  # its format stays as it is
        order = sorted(inside, key=ast.dump)  # another language puts its words in another order
        return ast.copy_location(ast.JoinedStr(order), node)

    def visit_ImportFrom(self, node):
        node.names = [alias for alias in node.names if alias.name != "language"]
        return node if node.names else None

    def visit_Expr(self, node):
        if ast.unparse(node).startswith("language.use("):
            return None
        return self.generic_visit(node)


def _is_name(text):
    """Whether a string may be a name of something in the code, which no language changes."""
    return re.fullmatch(r"[\w.-]*[_\d.][\w.-]*|mean|sum|none", text) is not None


def code_without_words(source):
    """The code of a cell, with every phrase replaced by the same one."""
    return ast.unparse(_Wordless().visit(ast.parse(source)))


def numbers(source):
    """Numbers of two digits or more in some prose, each once; .5 and 0.5 are the same."""
    found = NUMBER.findall(re.sub(r"\]\([^)]*\)", "]", source))
    return {number.removeprefix("0") if "." in number else number for number in found}


def formulas(source):
    """Displayed formulas, without the words in them."""
    return [
        "".join(WORDS_IN_FORMULAS.sub("", f).split())
        for f in re.findall(r"\$\$(.+?)\$\$", source, re.S)
    ]


def cell_complaints(english, other):
    """What is not in step between two cells that belong together."""
    if english.cell_type != other.cell_type:
        yield "is of another type"
    elif english.cell_type == "code":
        if code_without_words(english.source) != code_without_words(other.source):
            yield "has other code, words apart"
    else:
        missing, added = numbers(english.source), numbers(other.source)
        if missing != added:
            lost, new = sorted(missing - added), sorted(added - missing)
            yield f"has other numbers: lacks {lost}, adds {new}"
        if formulas(english.source) != formulas(other.source):
            yield "has other displayed formulas"
    tags = [cell.metadata.get("tags", []) for cell in (english, other)]
    if tags[0] != tags[1]:
        yield f"has the tags {tags[1]}, not {tags[0]}"
    if english.metadata.get("slideshow") != other.metadata.get("slideshow"):
        yield "has other slide metadata"
    if other.metadata.get(KEY) != fingerprint(english.source):
        yield "was written from another English cell: read it beside today's"


def complaints(english, other):
    """What is not in step between two editions of one notebook: sentences that name cells."""
    ids = [[cell.id for cell in notebook.cells] for notebook in (english, other)]
    if ids[0] != ids[1]:
        lost, added = Counter(ids[0]) - Counter(ids[1]), Counter(ids[1]) - Counter(ids[0])
        yield (
            f"lacks the cells {[*lost]}, adds {[*added]}" if lost or added else "has another order"
        )
    twins = {cell.id: cell for cell in other.cells}
    for cell in english.cells:
        if cell.id in twins:
            for complaint in cell_complaints(cell, twins[cell.id]):
                yield f"cell {cell.id} {complaint}"


# What the command line does -----------------------------------------------------------------------


def begin(english, other):
    """The cells of `other` in the order of `english`; what it lacks is copied, to be translated."""
    twins = {cell.id: cell for cell in other.cells}
    notebook = copy.deepcopy(english)
    notebook.cells = [twins.get(cell.id) or copy.deepcopy(cell) for cell in english.cells]
    return notebook


def read_again(english, other, ids):
    """Note that these cells of `other` were read beside the English ones."""
    sources = {cell.id: cell.source for cell in english.cells}
    for cell in other.cells:
        if cell.id in ids and cell.id in sources:
            cell.metadata[KEY] = fingerprint(sources[cell.id])


def main():
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=["begin", "check", "read"])
    parser.add_argument("code", help="the language, such as ja")
    parser.add_argument("names", nargs="*", help="notebooks (level1_distance), or for read: cells")
    asked = parser.parse_args()
    found = 0
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        target = NOTEBOOKS / asked.code / path.name
        english = read(path)
        other = read(target) if target.exists() else nbformat.v4.new_notebook()
        if asked.do == "read":
            if target.exists():
                read_again(english, other, asked.names)
                write(other, target)
        elif not asked.names or path.stem in asked.names:
            if asked.do == "begin":
                write(begin(english, other), target)
            for complaint in complaints(english, other) if asked.do == "check" else []:
                found += 1
                print(f"{asked.code}/{path.name}: {complaint}.")
    return found > 0


if __name__ == "__main__":
    sys.exit(main())
