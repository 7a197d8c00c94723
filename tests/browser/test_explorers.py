"""Every explorer of every notebook, moved by hand in a real JupyterLab.

The oracle is its twin: the same explorer made in this process and moved the same way. The page has
to say the twin's readout and show the twin's picture, pixel for pixel.
"""

import re
from itertools import cycle

import ipywidgets as widgets
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import NOTEBOOKS
from playwright.sync_api import expect
from shown import PLAYS, Shown, burst, drag, take_over
from twins import twins_meanwhile

from xent_lib.controls import NumberBox, OneOf, Slider

pytestmark = pytest.mark.browser
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
STOP, STEP = re.compile("Stop|Pause"), re.compile("^(One step|Step)$")


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, desk):
    page = desk.open(request.param)
    with twins_meanwhile(NOTEBOOKS / request.param) as page.twins:
        page.run_all()
    page.name = request.param
    yield page
    page.close()


@pytest.fixture(scope="module")
def shown(lesson):
    """The explorers of a lesson beside their twins; every test leaves the two in step."""
    pairs = zip(lesson.explorers.all(), lesson.twins.result(), strict=True)
    return [Shown(place, twin) for place, twin in pairs]


@pytest.fixture(autouse=True)
def nothing_goes_wrong(lesson):
    yield
    assert lesson.errors == []
    assert lesson.complaints == []


def test_every_explorer_appears_as_its_twin_is(shown, lesson, gallery):
    assert shown
    for number, explorer in enumerate(shown, start=1):
        explorer.agrees()
        name = f"{lesson.name.partition('.')[0]}-{number}-{type(explorer.twin).__name__}.png"
        explorer.place.screenshot(path=gallery / name)


def test_axe_finds_nothing_to_object_to(lesson):
    results = Axe().run(lesson.page, context=".jp-OutputArea-output")
    found = {v["id"]: [node["html"] for node in v["nodes"]] for v in results.response["violations"]}
    assert found == {}


def test_every_slider_moves_by_its_keys(shown):
    for explorer in shown:
        for slider, twin in explorer.controls(Slider):
            before = explorer.seen()
            slider.focus()
            for key in ("End", "PageDown", "Home"):
                slider.press(key)
                twin.value = float(slider.input_value())
                explorer.agrees()
            slider.press("ArrowRight")
            twin.value = float(slider.input_value())
            explorer.agrees()
            assert explorer.seen() != before, twin.label


def test_every_choice_is_followed(shown):
    for explorer in shown:
        for box, twin in explorer.controls(widgets.Checkbox):
            for _ in range(2):
                box.click()
                twin.value = not twin.value
                explorer.agrees()
        for number, (choice, twin) in enumerate(explorer.controls(widgets.Dropdown)):
            # Lists side by side are alike: of all but the first, its two ends.
            every = len(twin.options) - 1 if number else 1
            for index in range(len(twin.options) - 1, -1, -every):
                choice.select_option(index=index)
                twin.index = index
                explorer.agrees()
        for kind, part in ((OneOf, "input"), (widgets.ToggleButtons, "button")):
            for choice, twin in explorer.controls(kind):
                for index, button in reversed(list(enumerate(choice.locator(part).all()))):
                    button.click()
                    twin.index = index
                    explorer.agrees()


def test_every_number_is_taken(shown):
    for explorer in shown:
        for box, twin in explorer.controls(NumberBox):
            for value in (twin.max, twin.min, twin.min + 5):
                box.fill(str(value))
                box.press("Enter")
                twin.value = value
                explorer.agrees()


def test_every_button_does_what_it_says(shown):
    for explorer in shown:
        for button, twin in explorer.controls(widgets.Button):
            if not twin.description.startswith(PLAYS) and not twin.disabled:
                button.click()
                twin.click()
                explorer.agrees()


def test_what_can_be_dragged_goes_with_the_mouse(shown, lesson):
    for explorer in shown:
        handles = explorer.place.locator(".xent-handle").all()
        assert len(handles) == len(explorer.twin.view.handles)
        for handle in handles[:3] + handles[3:][-1:]:  # up to twelve are alike
            before = explorer.seen()
            drag(lesson.page, handle, 60, -45)
            after = explorer.settled()
            if after == before:  # a marker at the end of its way can only go back
                drag(lesson.page, handle, -60, 45)
                after = explorer.settled()
            assert after != before
            take_over(explorer)
            explorer.agrees()


def test_a_fast_hand_leaves_no_picture_behind(shown):
    """Thirty moves in half a second, and the last one is what stays."""
    for explorer in shown:
        for slider, twin in explorer.controls(Slider)[:1]:
            burst(slider)
            twin.value = float(slider.input_value())
            explorer.agrees()


@pytest.mark.parametrize(
    "means", ["its button", "Interrupt in the menu", "Interrupt in the toolbar"]
)
def test_what_plays_goes_on_until_it_is_stopped_and_the_next_move_counts(shown, lesson, means):
    for explorer in shown:
        for button, twin in explorer.controls(widgets.Button):
            if twin.description.startswith(PLAYS):
                before = explorer.seen()
                button.click()
                expect(explorer.status).not_to_have_text(before["words"])
                going = explorer.status.inner_text()
                expect(explorer.status).not_to_have_text(going)
                stop(explorer, lesson, means)
                expect(button).to_have_text(twin.description, timeout=1000)
                stopped = explorer.settled()
                assert stopped != before
                explorer.place.get_by_role("button", name=STEP).click()
                expect(explorer.status).not_to_have_text(stopped["words"])


def stop(explorer, lesson, means):
    if means == "its button":
        explorer.place.get_by_role("button", name=STOP).click()
    elif means == "Interrupt in the menu":
        lesson.menu("Kernel")
        lesson.page.get_by_role("menuitem", name="Interrupt Kernel").click()
    else:
        lesson.page.get_by_role("button", name="Interrupt the kernel").click()


def test_axe_finds_nothing_to_object_to_after_the_moves_either(lesson):
    test_axe_finds_nothing_to_object_to(lesson)


# What a learner can leave in the place of an answer.
BROKEN = "def answer(q:\n    return q", "raise RuntimeError"


@pytest.mark.parametrize("lesson", LESSONS[:1], indirect=True, scope="module")
def test_after_a_restart_everything_works_beside_answers_that_fail(lesson, shown):
    """That no answer can stop a lesson is asked of every notebook in `test_notebook_rules`."""
    cells = [one for one in nbformat.read(NOTEBOOKS / lesson.name, 4).cells if one.source]
    code = [one for one in cells if one.cell_type == "code"]
    answers = [at for at, one in enumerate(code) if "exercise" in one.metadata.get("tags", ())]
    assert answers
    for place, source in zip(answers, cycle(BROKEN), strict=False):
        lesson.page.locator(".jp-CodeCell .cm-content").nth(place).click()
        lesson.page.keyboard.press("ControlOrMeta+A")
        lesson.page.keyboard.insert_text(source)
    lesson.restart_and_run_all()
    told = "".join(lesson.complaints)
    assert told.count("SyntaxError:") + told.count("RuntimeError:") == len(answers)
    for place, before in zip(lesson.explorers.all(), shown, strict=True):
        before.twin.state = before.start
        explorer = Shown(place, before.twin)
        explorer.agrees()
        for slider, control in explorer.controls(Slider)[:1]:
            slider.press("ArrowLeft")
            control.value = float(slider.input_value())
            explorer.agrees()
    lesson.menu("Edit", "Clear Outputs of All Cells")  # these complaints were wanted
