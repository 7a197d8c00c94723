"""Put the place of this repository on GitHub wherever a page links to it.

    python tools/set_repository.py OWNER/REPO

Until then those links say OWNER/REPO. Run again with another name, it replaces the last one, which
it reads from the README's Binder badge.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Every file in which the place stands; `tests/test_set_repository.py` looks for others.
PLACES = ("README.md", "site/page/index.html")
BADGE = re.compile(r"mybinder\.org/v2/gh/([\w.-]+/[\w.-]+?)/main")
NAME = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")


def links(place):
    """The forms in which the place of a repository stands in a link, by what it is for."""
    owner, _, name = place.partition("/")
    return (
        f"github.com/{place}",
        f"mybinder.org/v2/gh/{place}",
        f"{owner.lower()}.github.io/{name}",
    )


def set_repository(place, root=ROOT):
    """Write `place` over the present one in all links; return the files that changed."""
    if not NAME.fullmatch(place):
        raise ValueError(f"{place!r} is no OWNER/REPO")
    present = BADGE.search((root / "README.md").read_text("utf-8"))[1]
    changed = []
    for path in (root / name for name in PLACES):
        before = text = path.read_text("utf-8")
        for old, new in zip(links(present), links(place), strict=True):
            text = re.sub(rf"{re.escape(old)}(?![\w.-])", new, text, flags=re.IGNORECASE)
        if text != before:
            path.write_text(text, "utf-8")
            changed.append(path)
    return changed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        done = set_repository(sys.argv[1])
    except ValueError as error:
        sys.exit(str(error))
    print(*(path.relative_to(ROOT) for path in done), sep="\n")
