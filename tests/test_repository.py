"""One command says where the project lives, and every link follows."""

import shutil
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
import repository
from repository import ROOT, current, move, pages, tracked


@pytest.fixture
def copy(tmp_path):
    if not (ROOT / ".git").exists():
        pytest.skip("what git tracks is known in a clone only")
    for path in tracked(ROOT):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def naming(text, root):
    return {
        str(path.relative_to(root)) for path in tracked(root) if text in path.read_text("utf-8")
    }


def test_every_file_that_names_the_old_address_names_the_new_one(copy):
    old = current(copy)
    before = naming(old, copy) | naming(pages(old), copy)
    assert {"README.md", "pyproject.toml"} <= before
    move("somebody/entropy", copy)
    assert current(copy) == "somebody/entropy"
    assert naming(old, copy) | naming(pages(old), copy) == set()
    assert naming("somebody/entropy", copy) | naming(pages("somebody/entropy"), copy) == before


def test_moving_there_and_back_changes_nothing(copy):
    old = current(copy)
    texts = {path: path.read_bytes() for path in tracked(copy)}
    move("somebody/entropy", copy)
    move(old, copy)
    assert {path: path.read_bytes() for path in tracked(copy)} == texts


@pytest.mark.parametrize("wrong", ["", "entropy", "a/b/c", "https://github.com/a/b", "a b/c"])
def test_what_is_no_address_gets_a_sentence_and_changes_nothing(copy, wrong):
    with pytest.raises(ValueError, match="OWNER/REPO was expected"):
        move(wrong, copy)
    assert current(copy) == current()


def test_the_site_of_a_repository():
    assert repository.pages("Ada/entropy") == "https://ada.github.io/entropy/"


@pytest.mark.parametrize("lesson", ["level2_coin.ipynb", "ja/level2_coin.ipynb"])
def test_a_link_opens_the_lesson_it_names(lesson):
    links = repository.links("Ada/entropy", lesson, hub="https://hub.ada.org/")
    site, binder, hub = (urlsplit(links[name]) for name in ("site", "binder", "hub"))
    assert (site.netloc, site.path) == ("ada.github.io", "/entropy/lab/index.html")
    assert parse_qs(site.query) == {"path": [lesson]}
    assert (binder.netloc, binder.path) == ("mybinder.org", "/v2/gh/Ada/entropy/main")
    assert parse_qs(binder.query) == {"urlpath": [f"lab/tree/notebooks/{lesson}"]}
    assert (hub.netloc, hub.path) == ("hub.ada.org", "/hub/user-redirect/git-pull")
    assert parse_qs(hub.query) == {
        "repo": ["https://github.com/Ada/entropy"],
        "urlpath": [f"lab/tree/entropy/notebooks/{lesson}"],
        "branch": ["main"],
    }


def test_every_lesson_of_every_language_has_its_links():
    lessons = repository.lessons()
    assert lessons[:3] == ["level1_distance.ipynb", "level2_coin.ipynb", "level3_die.ipynb"]
    assert all((ROOT / "notebooks" / lesson).is_file() for lesson in lessons)
