"""Say where the project lives: in one command, wherever a link names it.

    python tools/repository.py OWNER/REPO

The address stands in ``pyproject.toml``; every file that names it follows.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path

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
    """Read the command line, and print the files that changed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("repository", metavar="OWNER/REPO")
    try:
        for path in move(parser.parse_args().repository):
            print(path.relative_to(ROOT))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
