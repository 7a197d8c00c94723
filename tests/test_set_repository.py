"""One command tells every page where the repository is."""

import re
import shutil
import subprocess

import pytest
from set_repository import PLACES, ROOT, links, set_repository


@pytest.fixture
def copy(tmp_path):
    for name in PLACES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def texts(folder):
    return "".join((folder / name).read_text("utf-8") for name in PLACES)


def test_every_link_to_the_repository_is_set(copy):
    set_repository("Ada-L/cross.entropy", copy)
    text = texts(copy)
    assert "github.com/Ada-L/cross.entropy" in text
    assert "mybinder.org/v2/gh/Ada-L/cross.entropy/main" in text
    for link in links("OWNER/REPO"):
        assert not re.search(rf"{re.escape(link)}\b", text, re.IGNORECASE)


def test_set_again_it_moves_on_and_set_back_nothing_is_left_of_it(copy):
    before = texts(copy)
    set_repository("ada/one", copy)
    set_repository("bob/one-and-a-half", copy)
    assert "ada/one" not in texts(copy)
    set_repository("OWNER/REPO", copy)
    assert texts(copy) == before


@pytest.mark.parametrize("name", ["one", "a/b/c", "a b/c", "", "https://github.com/a/b"])
def test_what_is_no_place_is_refused_and_changes_nothing(copy, name):
    before = texts(copy)
    with pytest.raises(ValueError, match="OWNER/REPO"):
        set_repository(name, copy)
    assert texts(copy) == before


def test_no_other_file_links_to_a_place_of_the_repository():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        names = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*.[mhtyp]*") if p.is_file()]
    else:
        names = tracked.stdout.splitlines()
    own = {*PLACES, "tools/set_repository.py", "tests/test_set_repository.py"}
    linking = re.compile("|".join(re.escape(link) for link in links("OWNER/REPO")), re.IGNORECASE)
    for name in names:
        path = ROOT / name
        if name not in own and path.suffix in (".md", ".html", ".py", ".yml", ".toml", ".ipynb"):
            if path.is_file() and not name.startswith(".venv"):
                assert not linking.search(path.read_text("utf-8")), name
