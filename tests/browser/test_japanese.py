"""The Japanese edition in the real JupyterLab: the same lessons, and every word in Japanese."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import NOTEBOOKS
from playwright.sync_api import expect
from shown import Shown, drag, take_over
from twins import twins_meanwhile

from xent_lib import exercises, language

pytestmark = pytest.mark.browser
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(scope="module", params=sorted(p.name for p in (NOTEBOOKS / "ja").glob("*.ipynb")))
def lesson(request, desk):
    page = desk.open(f"ja/{request.param}")
    with twins_meanwhile(NOTEBOOKS / "ja" / request.param) as page.twins:
        page.run_all()
    page.name = request.param
    yield page
    page.close()


@pytest.fixture(scope="module")
def shown(lesson):
    pairs = zip(lesson.explorers.all(), lesson.twins.result(), strict=True)
    return [Shown(place, twin) for place, twin in pairs]


def test_every_explorer_appears_as_its_twin_is(shown, lesson, gallery):
    assert shown
    for number, explorer in enumerate(shown, start=1):
        explorer.agrees()
        assert JAPANESE.search(explorer.status.inner_text())
        explorer.place.screenshot(path=gallery / f"ja-{lesson.name[:6]}-{number}.png")


def test_axe_finds_nothing_to_object_to(lesson):
    results = Axe().run(lesson.page, context=".jp-OutputArea-output")
    found = {v["id"]: [node["html"] for node in v["nodes"]] for v in results.response["violations"]}
    assert found == {}


def test_a_picture_goes_with_the_mouse(shown, lesson):
    explorer = next(one for one in shown if one.twin.view.handles)
    before = explorer.seen()
    handle = explorer.place.locator(".xent-handle").first
    drag(lesson.page, handle, 60, -45)
    if explorer.settled() == before:  # it was at the end of its way
        drag(lesson.page, handle, -60, 45)
    assert explorer.settled() != before
    take_over(explorer)
    explorer.agrees()


def test_a_bet_is_settled_in_japanese(lesson):
    bets = lesson.page.locator(".xent-explorer:not(:has(.xent-picture))")
    bets.locator("input[type=range]").first.fill("80")
    bet = bets.filter(has=lesson.page.locator("button")).first
    said = bet.locator(".xent-status").last
    expect(said).to_be_empty()
    bet.locator("button").first.click()
    expect(said).to_contain_text("0.80")
    assert JAPANESE.search(said.inner_text())


# One exercise a lesson: a mistake as somebody would type it, and what it is called.
EXERCISES = {
    "level1_distance.ipynb": ("surprise", "lambda q: np.log(q)", "sign_missing"),
    "level2_coin.ipynb": (
        "binary_cross_entropy",
        "lambda label, output: -np.sum(label * np.log(output) + (1 - label) * np.log(1 - output))",
        "sum",
    ),
    "level3_die.ipynb": (
        "one_hot",
        "lambda classes, K: np.eye(K)[np.asarray(classes) - 1]",
        "off_by_one",
    ),
}


@pytest.fixture
def japanese():
    language.use("ja")
    yield
    language.use("en")


def typed(lesson, number, source):
    """Write this into a code cell, or leave what it has, and run it."""
    cell = lesson.page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    if source:
        lesson.page.keyboard.press("ControlOrMeta+A")
        lesson.page.keyboard.insert_text(source)
    lesson.page.keyboard.press("ControlOrMeta+Enter")
    return cell.locator(".jp-OutputArea-output").last


def test_an_exercise_names_a_mistake_gives_a_hint_and_takes_a_solution(lesson, japanese):
    name, wrong, mistake = EXERCISES[lesson.name]
    exercise = getattr(exercises, name)
    sources = lesson.page.locator(".jp-CodeCell .cm-content").all_inner_texts()
    starter = next(n for n, code in enumerate(sources) if f"def {name}(" in code)
    checking = next(n for n, code in enumerate(sources) if f"{name}.check(" in code)

    def answer(code):
        typed(lesson, starter, code)
        return typed(lesson, checking, f"exercises.{name}.check({name})")

    def plain(markdown):  # the page shows words, not the marks around them
        return re.split("[*`$]", markdown)[0]

    sentence = exercise.mistakes[mistake].sentence
    expect(answer(f"{name} = {wrong}")).to_contain_text(plain(sentence))
    hint = typed(lesson, checking, f"exercises.{name}.hint()")
    expect(hint).to_contain_text(plain(exercise.hints[0]))
    expect(answer(exercise.neat)).to_contain_text("正解です。")


def test_axe_finds_nothing_to_object_to_after_the_moves_either(lesson):
    test_axe_finds_nothing_to_object_to(lesson)


def test_nothing_goes_wrong(lesson):
    assert lesson.errors == []
    assert lesson.complaints == []
