"""TEACHING.md and its Japanese edition in step with the library: bets, answers, figures."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
import numpy as np
import pytest
import yaml
from teaching import filled, table

from xent_lib import exercises, language
from xent_lib.claims import CLAIMS
from xent_lib.explorers.detective import CAUSES
from xent_lib.training import logs

ROOT = Path(__file__).resolve().parents[1]
BY_NAME = {exercise.name: exercise for exercise in exercises.ALL}


@dataclass(frozen=True)
class Edition:
    """The page in one language, and the words by which its parts are found."""

    code: str
    page: str
    notebooks: str
    level: str
    truths: dict

    @cached_property
    def text(self):
        return (ROOT / self.page).read_text("utf-8")

    @cached_property
    def plans(self):
        plan = rf"^## {self.level}(\d)[:：].*?\n(.*?)(?=^## )"
        return {int(n): text for n, text in re.findall(plan, self.text, re.MULTILINE | re.DOTALL)}

    @cached_property
    def answers(self):
        return re.findall(r"^\| `(\w+)` \| `(.+?)` \| (`.+) \|$", self.text, re.MULTILINE)

    def notebook(self, level):
        (path,) = (ROOT / self.notebooks).glob(f"level{level}_*.ipynb")
        return nbformat.read(path, 4)

    def __str__(self):
        return self.code


EDITIONS = [
    Edition("en", "TEACHING.md", "notebooks", "Level ", {"true": True, "false": False}),
    Edition("ja", "TEACHING.ja.md", "notebooks/ja", "レベル", {"正しい": True, "誤り": False}),
]
ENGLISH = EDITIONS[0]
TEXT, ANSWERS = ENGLISH.text, ENGLISH.answers

editions = pytest.mark.parametrize("edition", EDITIONS, ids=str)
levels = pytest.mark.parametrize("level", [1, 2, 3])


def given(name, answer):
    """What a learner hands in who writes this answer into the starter."""
    head = re.search(r"^def .+:$", BY_NAME[name].starter, re.MULTILINE)
    if head is None:
        return eval(answer)
    space = {"np": np}
    exec(f"{head[0]}\n    return {answer}", space)
    return space[name]


@editions
def test_every_link_leads_to_a_file(edition):
    links = set(re.findall(r"\]\((?!https?:|#)([^)\s#]+)[^)\s]*\)", edition.text))
    assert links and [path for path in links if not (ROOT / path).is_file()] == []


@editions
def test_every_link_within_the_page_leads_to_a_heading(edition):
    headings = re.findall(r"^##+ (.+)$", edition.text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", edition.text)) <= anchors


def test_the_editions_link_to_each_other_and_have_the_same_parts():
    english, japanese = (edition.text for edition in EDITIONS)
    assert "](TEACHING.ja.md)" in english and "](TEACHING.md)" in japanese
    blocks = [
        re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL) for text in (english, japanese)
    ]
    assert blocks[0] == blocks[1]
    assert EDITIONS[0].answers == EDITIONS[1].answers
    assert (
        len(set(len(re.findall("^## ", text, re.MULTILINE)) for text in (english, japanese))) == 1
    )


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


@editions
def test_the_six_flaws_are_named_as_on_the_screen(edition):
    (told,) = re.findall(r"^\*\*[^*|]+\*\* (A[:：](?:.+\n)+)", edition.text, re.MULTILINE)
    words = told.replace("\n", " " if edition.code == "en" else "")
    said = dict(re.findall(r"([A-F])[:：]\s?(.+?)[.。]", words))
    with language.speaking(edition.code):
        assert said == {
            letter: language._(CAUSES[log.cause].name) for letter, log in logs().items()
        }


@editions
def test_the_area_under_the_likelihood_is_told(edition):
    q = np.linspace(0, 1, 1001)
    assert f" {np.trapezoid(q**7 * (1 - q) ** 3, q):.5f}" in edition.plans[2]


def test_the_site_is_built_with_the_release_that_it_is_made_for():
    release = json.loads((ROOT / "site/pyodide.json").read_text("utf-8"))
    assert f"\ncurl -L {release['archive']} | tar -xj\n" in TEXT


@editions
@levels
def test_a_plan_names_what_its_notebook_has(edition, level):
    code = "\n".join(cell.source for cell in edition.notebook(level).cells)
    names = re.findall(r"`(\w+)`", edition.plans[level])
    assert [name for name in names if name not in CLAIMS and name not in BY_NAME] == []
    assert [name for name in names if name not in code] == []


@editions
@levels
def test_a_plan_names_headings_as_its_notebook_has_them(edition, level):
    text = "\n".join(cell.source for cell in edition.notebook(level).cells)
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    rows = "\n".join(re.findall(r"^\|.*$", edition.plans[level], re.MULTILINE))
    named = re.findall(r"\*\*(.+?)\*\*", rows)
    assert len(named) >= 6 and [name for name in named if name not in headings] == []


@editions
@levels
def test_a_plan_leaves_out_no_bet_of_its_notebook(edition, level):
    code = "\n".join(cell.source for cell in edition.notebook(level).cells)
    bets = set(re.findall(r"bets\.(?:ask|place)\(\"(\w+)", code))
    assert bets and bets <= set(re.findall(r"`(\w+)`", edition.plans[level]))


@editions
def test_what_is_said_to_be_true_is(edition):
    words = "|".join(edition.truths)
    said = re.findall(rf"`(\w+)`[^`|]*?[(（]({words})[:：,）)]", "".join(edition.plans.values()))
    assert len(said) >= 12
    assert [name for name, word in said if CLAIMS[name]().truth != edition.truths[word]] == []


@editions
def test_the_bets_are_told_in_the_words_of_the_screen(edition):
    assert table(edition.code) in edition.text
    assert filled(edition.text, edition.code) == edition.text, "run tools/teaching.py"


@editions
@levels
@pytest.mark.parametrize("column", [0, 1])
def test_the_minutes_of_a_plan_follow_each_other_to_its_end(edition, level, column):
    rows = re.findall(r"^\| (\d+–\d+|–) \| (\d+–\d+) \|", edition.plans[level], re.MULTILINE)
    spans = [row[column].split("–") for row in rows if row[column].strip("–")]
    spans = [(int(start), int(end)) for start, end in spans if end]
    assert spans[0][0] == 0 and spans[-1][1] == (50, 90)[column]
    for (_start, end), (start, _end) in zip(spans, spans[1:], strict=False):
        assert end == start


@editions
@levels
@pytest.mark.parametrize("column", [0, 1])
def test_what_a_row_names_fits_into_its_minutes(edition, level, column):
    """By the page's own estimate: of a bet, a show of hands, an exercise, a bug hunt."""
    row = r"^\| (\d+–\d+|–) \| (\d+–\d+) \| (.+?) \|"
    rows = re.findall(row, edition.plans[level], re.MULTILINE)
    assert len(rows) >= 6
    for *spans, words in rows:
        said = words if column else re.split("90(?:分：|:)", words)[0]
        names = re.findall(r"`(\w+)`", said)
        hands = len(re.findall(r"Hands on `|` に挙手", said))
        bets = sum(name in CLAIMS for name in names)
        tasks = [BY_NAME[name].starter for name in names if name in BY_NAME]
        minutes = (bets - hands) * 2 / 3 + hands * 2 + sum(4.5 if "def " in t else 2 for t in tasks)
        if spans[column] != "–":
            start, end = map(int, spans[column].split("–"))
            assert minutes <= end - start, words


def test_the_hub_for_zero_to_jupyterhub_keeps_to_the_measured_figures():
    values = yaml.safe_load(re.search(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[1])
    alone, dragging = (re.search(rf"{about}", TEXT)[1] for about in FIGURES_OF_ONE)
    learner = values["singleuser"]
    assert learner["memory"]["guarantee"] == f"{alone}M"
    assert learner["cpu"]["guarantee"] == float(dragging)
    assert megabytes(learner["memory"]["limit"]) > 2 * float(alone)
    limits = dict(re.findall(r"tljh-config set limits\.(\w+) (\S+)", TEXT))
    assert limits == {"memory": learner["memory"]["limit"], "cpu": str(learner["cpu"]["limit"])}


@editions
def test_a_class_gets_the_memory_and_the_cores_that_its_learners_take(edition):
    shared, run, dragging = (
        float(re.search(about, TEXT)[1])
        for about in (r"takes (\d+) MB", r"(\d+) s of a core for \*Run All\*", FIGURES_OF_ONE[1])
    )
    row = r"^\| (\d+) \| (\d+) GB \| (\d+) \| (\d+) ?(?:s|秒) \|$"
    rows = [tuple(map(int, row)) for row in re.findall(row, edition.text, re.MULTILINE)]
    assert [learners for learners, *_rest in rows] == [30, 100]
    for learners, memory, cores, seconds in rows:
        assert 1.2 * learners * shared / 1000 < memory and learners * dragging < cores
        assert seconds == learners * run / cores


FIGURES_OF_ONE = r"(\d+) where nothing is shared", r"(0\.\d+) of a core while dragging"


def megabytes(amount):
    return float(amount[:-1]) * {"M": 1, "G": 1000}[amount[-1]]
