"""Say where the project lives: in one command, wherever a link names it.

    python tools/repository.py OWNER/REPO
    python tools/repository.py --links [--hub https://hub.example.org]

The first writes it, the second prints the links that open each lesson.
The address stands in ``pyproject.toml``; every file that names it follows.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = {".md", ".toml", ".cff", ".html", ".yml", ".py"}


def current(root=ROOT):
    """OWNER/REPO as ``pyproject.toml`` has it."""
    urls = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    return urls["Source"].removeprefix("https://github.com/")


def pages(repository):
    """Address of the static site that GitHub serves for a repository."""
    owner, name = repository.split("/")
    return f"https://{owner.lower()}.github.io/{name}/"


def lessons(root=ROOT):
    """Paths of the notebooks below ``notebooks``: the English ones, then by language."""
    folder = root / "notebooks"
    found = (path.relative_to(folder) for path in folder.rglob("level*.ipynb"))
    shown = [path for path in found if not path.parts[0].startswith(".")]
    return [path.as_posix() for path in sorted(shown, key=lambda p: (len(p.parts), p))]


def links(repository, lesson, hub="https://hub.example.org"):
    """Where a lesson opens: on the static site, on Binder, on a hub that has nbgitpuller.

    Parameters
    ----------
    repository : str
        OWNER/REPO.
    lesson : str
        Path below ``notebooks``, such as ``ja/level2_coin.ipynb``.
    hub : str
        Address of a JupyterHub.
    """
    name = repository.split("/")[1]
    pull = {
        "repo": f"https://github.com/{repository}",
        "urlpath": f"lab/tree/{name}/notebooks/{lesson}",
        "branch": "main",
    }
    opened = urlencode({"urlpath": f"lab/tree/notebooks/{lesson}"})
    return {
        "site": f"{pages(repository)}lab/index.html?{urlencode({'path': lesson})}",
        "binder": f"https://mybinder.org/v2/gh/{repository}/main?{opened}",
        "hub": f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(pull)}",
    }


def move(new, root=ROOT):
    """Write `new` in the place of the current address; the files that changed."""
    if not re.fullmatch(r"[\w-]+/[\w.-]+", new):
        raise ValueError(f"repository is {new!r}, but an OWNER/REPO was expected.")
    old = current(root)
    changed = []
    for path in tracked(root):
        before = path.read_text("utf-8")
        after = before.replace(pages(old), pages(new)).replace(old, new)
        if after != before:
            path.write_text(after, "utf-8", newline="\n")
            changed.append(path)
    return changed


def tracked(root):
    """Text files that git knows, but this one and its test, whose example is no address."""
    command = ["git", "ls-files", "-z"]
    names = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    for name in filter(None, names.decode().split("\0")):
        path = root / name
        if path.suffix in SUFFIXES and path.stem not in ("repository", "test_repository"):
            yield path


def main():
    """Read the command line, and print the files that changed, or the links."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("repository", metavar="OWNER/REPO", nargs="?")
    what.add_argument("--links", action="store_true", help="print the links to each lesson")
    parser.add_argument("--hub", default="https://hub.example.org", help="address of a hub")
    options = parser.parse_args()
    if options.links:
        for lesson in lessons():
            print(lesson, *links(current(), lesson, options.hub).values(), sep="\n  ")
        return
    try:
        for path in move(options.repository):
            print(path.relative_to(ROOT))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
