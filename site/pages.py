"""The first page, and what stands on a lesson's page besides JupyterLab."""

import json
import re
import shutil
from html import escape
from pathlib import Path

import nbformat

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": "English", "ja": "日本語"}
FIRST = (
    '<link rel="icon" href="../favicon.svg"><link rel="stylesheet" href="../lesson.css">'
    '<script src="../able.js"></script><script src="../lesson.js"></script>'
)
OFF = "<noscript><p>JavaScript is off in this browser. The lessons need it.</p></noscript>"


def write_pages(out):
    """Put the first page, its pictures and the lesson's extras into the built site."""
    for name in ("style.css", "able.js", "first.js", "lesson.js", "lesson.css", "favicon.svg"):
        shutil.copyfile(HERE / "page" / name, out / name)
    for pictures in sorted((HERE.parent / "notebooks").rglob("pictures")):
        edition = pictures.parent.relative_to(HERE.parent / "notebooks")
        shutil.copytree(pictures, out / "pictures" / edition, dirs_exist_ok=True)
    size = sum(file["size"] for file in kernel(out)["files"].values()) / 1e6
    for path in sorted((HERE / "page").glob("index*.html")):
        page = path.read_text("utf-8").replace("<!-- megabytes -->", f"{size:.0f}")
        own = re.search(r'<html lang="(\w+)"', page)[1]
        page = re.sub(
            r"<!-- lesson (\d) -->", lambda found, own=own: links(out, found[1], own), page
        )
        (out / path.name).write_text(page, "utf-8")
    extend(out / "lab/index.html")


def kernel(out):
    """What the kernel fetches at its start."""
    return json.loads((out / "static/pyodide/kernel.json").read_text("utf-8"))


def extend(path):
    """Let JupyterLab's own page say its language, and load ours before everything else."""
    page = path.read_text("utf-8")
    changed = page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head>{FIRST}", 1)
    changed = re.sub("(<body[^>]*>)", rf"\1{OFF}", changed, count=1)
    parts = (FIRST, 'lang="en"', OFF)
    assert all(changed.count(part) == 1 for part in parts), f"{path} has another form"
    path.write_text(changed, "utf-8")


def links(out, level, first):
    """A link to a level in each language that there is, with one of them first."""
    found = {}
    for path in sorted((out / "files").rglob(f"level{level}_*.ipynb"), key=lambda p: len(p.parts)):
        place = path.relative_to(out / "files")
        language = place.parent.name or "en"
        words = f"{LANGUAGES.get(language, language)}: {title(path)}"
        address = f"lab/index.html?path={place.as_posix()}"
        link = f'<a class="start" lang="{language}" href="{address}">{escape(words)}</a>'
        found[language] = link
    return "\n".join(sorted(found.values(), key=lambda link: link != found.get(first)))


def title(path):
    """A notebook's first heading."""
    first = nbformat.read(path, 4).cells[0].source
    return re.match(r"# (.+)", first)[1]
