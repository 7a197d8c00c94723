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
    '<script src="../lesson.js"></script>'
)


def write_pages(out):
    """Put the first page, its pictures and the lesson's extras into the built site."""
    for name in ("style.css", "first.js", "lesson.js", "lesson.css", "favicon.svg"):
        shutil.copyfile(HERE / "page" / name, out / name)
    shutil.copytree(HERE.parent / "notebooks/pictures", out / "pictures", dirs_exist_ok=True)
    page = (HERE / "page/index.html").read_text("utf-8")
    page = re.sub(r"<!-- lesson (\d) -->", lambda found: links(out, found[1]), page)
    size = sum(file["size"] for file in kernel(out)["files"].values()) / 1e6
    (out / "index.html").write_text(page.replace("<!-- megabytes -->", f"{size:.0f}"), "utf-8")
    extend(out / "lab/index.html")


def kernel(out):
    """What the kernel fetches at its start."""
    return json.loads((out / "static/pyodide/kernel.json").read_text("utf-8"))


def extend(path):
    """Let JupyterLab's own page say its language, and load ours before everything else."""
    page = path.read_text("utf-8")
    changed = page.replace("<html>", '<html lang="en">', 1).replace("<head>", f"<head>{FIRST}", 1)
    assert changed.count(FIRST) == 1 and 'lang="en"' in changed, f"{path} has another form"
    path.write_text(changed, "utf-8")


def links(out, level):
    """A link to a level in each language that there is."""
    found = []
    for path in sorted((out / "files").rglob(f"level{level}_*.ipynb"), key=lambda p: len(p.parts)):
        place = path.relative_to(out / "files")
        language = place.parent.name or "en"
        words = f"{LANGUAGES.get(language, language)}: {title(path)}"
        address = f"lab/index.html?path={place.as_posix()}"
        found.append(f'<a class="start" lang="{language}" href="{address}">{escape(words)}</a>')
    return "\n".join(found)


def title(path):
    """A notebook's first heading."""
    first = nbformat.read(path, 4).cells[0].source
    return re.match(r"# (.+)", first)[1]
