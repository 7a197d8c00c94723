"""One command says where the project lives, and every link follows."""

import shutil
import subprocess

import pytest
import repository
from repository import ROOT, current, move, pages, tracked


@pytest.fixture
def copy(tmp_path):
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
