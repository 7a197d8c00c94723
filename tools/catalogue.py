"""Keep the catalogues of all languages in step with the sources: extract, update, compile.

    python tools/catalogue.py           after a word has changed
    python tools/catalogue.py de        begins another language
    python tools/catalogue.py --compile what building the package does

A message that is new has no translation yet; one that changed keeps its old translation and is
marked fuzzy, which means: read it again. Both show their English words until then, and a test
names them.
"""

import argparse
import io
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "xent_lib"
LOCALE = PACKAGE / "locale"
KEYWORDS = {"_": None, "later": None, "plural": (1, 2)}
COMMENT = "Translators:"  # a comment that begins so, on the line above, goes into the catalogue


def template():
    """Every message in the sources, in their order."""
    found = Catalog(project="xent_lib", fuzzy=False)
    messages = extract_from_dir(
        PACKAGE,
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=[COMMENT],
        strip_comment_tags=True,
    )
    for file, _line, message, comments, _context in sorted(messages, key=lambda m: m[0]):
        found.add(message, locations=[(Path(file).as_posix(), None)], auto_comments=comments)
    return found


def catalogues():
    """The path of each language's catalogue."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/xent_lib.po"))


def read(path):
    """The catalogue in the file `path`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def written(catalogue):
    """The text of a catalogue, the same on every day and in every checkout."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, ignore_obsolete=True, include_lineno=False)
    heading, _blank, messages = file.getvalue().decode().partition("\n\n")
    kept = ("msg", '"Language: ', '"Plural-Forms', '"MIME-Version', '"Content-')
    lines = [line for line in heading.splitlines() if line.startswith(kept)]
    return "\n".join([*lines, "", messages])


def updated(path):
    """The text of the catalogue at `path` with the messages of today's sources."""
    catalogue = read(path)
    catalogue.update(template(), update_header_comment=False)
    return written(catalogue)


def begun(code):
    """Make the catalogue of another language, with nothing translated."""
    path = LOCALE / code / "LC_MESSAGES" / "xent_lib.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(Catalog(locale=code, project="xent_lib", fuzzy=False)), "utf-8")
    return path


def compiled(path):
    """Write the ``.mo`` that Python's gettext reads beside the ``.po`` at `path`."""
    target = path.with_suffix(".mo")
    # In one go: tests that run side by side each compile, and read what another one writes.
    with NamedTemporaryFile(dir=target.parent, delete=False) as file:
        write_mo(file, read(path))
    os.replace(file.name, target)
    target.chmod(0o644)
    return target


def main():
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("code", nargs="?", help="begin a catalogue for this language")
    parser.add_argument("--compile", action="store_true", help="only compile")
    asked = parser.parse_args()
    if asked.code:
        begun(asked.code)
    for path in catalogues():
        if not asked.compile:
            path.write_text(updated(path), "utf-8")
        compiled(path)
        messages = [m for m in read(path) if m.id]
        waiting = sum(m.fuzzy or not m.string or not all(m.string) for m in messages)
        print(f"{path.parts[-3]}: {len(messages)} messages, {waiting} to translate")


if __name__ == "__main__":
    main()
