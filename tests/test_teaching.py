"""TEACHING.md in step with the library: its links, claims, exercises, answers and truths."""

import re
from pathlib import Path

import numpy as np
import pytest

from xent_lib import exercises
from xent_lib.claims import CLAIMS

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "TEACHING.md").read_text("utf-8")
NOTEBOOKS = {
    level: next((ROOT / "notebooks").glob(f"level{level}_*.ipynb")).read_text("utf-8")
    for level in (1, 2, 3)
}
PLANS = dict(re.findall(r"^## Level (\d):.*?\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL))
ANSWERS = re.findall(r"^\| `(\w+)` \| `(.+?)` \| (.+) \|$", TEXT, re.MULTILINE)
BY_NAME = {exercise.name: exercise for exercise in exercises.ALL}


def given(name, answer):
    """What a learner hands in who writes this answer into the starter."""
    head = re.search(r"^def .+:$", BY_NAME[name].starter, re.MULTILINE)
    if head is None:
        return eval(answer)
    space = {"np": np}
    exec(f"{head[0]}\n    return {answer}", space)
    return space[name]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\w\]\((?!https?:|#)([^)\s]+)\)", TEXT))))
def test_every_link_leads_to_a_file(path):
    assert (ROOT / path).is_file()


def test_every_exercise_has_its_answer():
    assert {name for name, _answer, _instead in ANSWERS} == set(BY_NAME)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "answer"), [row[:2] for row in ANSWERS])
def test_an_answer_is_right(name, answer):
    feedback = BY_NAME[name].check(given(name, answer))
    assert feedback.outcome == "correct", feedback


@pytest.mark.parametrize(("name", "instead"), [(row[0], row[2]) for row in ANSWERS])
def test_every_wrong_answer_is_one_that_the_check_names(name, instead):
    assert set(re.findall(r"`(\w+)`", instead)) <= set(BY_NAME[name].mistakes)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_plan_names_what_its_notebook_has(level):
    known = set(CLAIMS) | set(BY_NAME)
    for name in re.findall(r"`(\w+)`", PLANS[str(level)]):
        assert name in known and name in NOTEBOOKS[level]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_plan_leaves_out_no_bet_of_its_notebook(level):
    bets = set(re.findall(r"bets\.(?:ask|place)\(\\\"(\w+)", NOTEBOOKS[level]))
    assert bets and bets <= set(re.findall(r"`(\w+)`", PLANS[str(level)]))


@pytest.mark.parametrize(("name", "said"), re.findall(r"`(\w+)` \((true|false)", TEXT))
def test_what_is_said_to_be_true_is(name, said):
    assert CLAIMS[name]().truth == (said == "true")


@pytest.mark.parametrize(("level", "column"), [(n, c) for n in (1, 2, 3) for c in (0, 1)])
def test_the_minutes_of_a_plan_follow_each_other_to_its_end(level, column):
    rows = re.findall(r"^\| (\d+–\d+|–) \| (\d+–\d+) \|", PLANS[str(level)], re.MULTILINE)
    spans = [row[column].split("–") for row in rows if row[column].strip("–")]
    spans = [(int(start), int(end)) for start, end in spans if end]
    assert spans[0][0] == 0 and spans[-1][1] == (50, 90)[column]
    for (_start, end), (start, _end) in zip(spans, spans[1:], strict=False):
        assert end == start
