"""Every explorer on a projector, by keyboard, and on small screens; one page for all."""

from pathlib import Path

import pytest
from every_explorer import EXPLORERS
from lab import NotebookPage
from playwright.sync_api import expect

from xent_lib.explorers.room import HANDS, RoomState
from xent_lib.style import SMALLEST

pytestmark = pytest.mark.browser
FAULTS = (Path(__file__).parent / "faults.js").read_text("utf-8")
PIXELS_A_POINT = 96 / 72
WORDY = "DetectiveBoard", "SwapExplorer"
LEAST_LETTER = """(explorer) => Math.min(...[...explorer.querySelectorAll('*')]
    .filter((one) => one.getClientRects().length && !one.closest('.xent-heard') &&
        (one.innerText?.trim() || one.matches('select, input[type=number]')))
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""

IN_PANEL = """(part) => {
    const panel = document.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect();
    const box = part.getBoundingClientRect();
    return panel.top - 1 <= box.top && box.bottom <= panel.bottom + 1;
}"""


def cell(kind, code="en"):
    name = kind.__name__
    start = f"from xent_lib import language\nlanguage.use({code!r})\n"
    return f"{start}from {kind.__module__} import {name}\n{name}()"


@pytest.fixture(scope="module")
def page(browser, lab):
    """A notebook with every explorer, and those with the most words in Japanese as well."""
    cells = [cell(kind) for kind in EXPLORERS]
    cells += [cell(kind, "ja") for kind in EXPLORERS if kind.__name__ in WORDY]
    cells += ["from xent_lib.bets import bets\nbets.ask('fair_or_bent')"]
    page = NotebookPage(browser, lab, lab.write("sizes.ipynb", cells))
    page.run_all(seconds=150)
    page.appearance("Simple Interface")
    page.page.keyboard.press("Control+b")  # the files
    yield page
    page.close()


def resized(page, width, height):
    page.page.set_viewport_size({"width": width, "height": height})
    page.page.wait_for_timeout(1000)


def each(page):
    """Every explorer that has a picture, with its name."""
    names = [kind.__name__ for kind in EXPLORERS]
    names += [f"{name} (ja)" for name in names if name in WORDY]
    return zip(names, page.explorers.all(), strict=True)


def faults(page):
    shown = page.page.locator(".xent-explorer").all()
    assert len(shown) > len(EXPLORERS)
    return [found for explorer in shown for found in explorer.evaluate(FAULTS)]


def letters_in_picture(explorer):
    """Pixels of the smallest letter that a picture may have, as it is shown."""
    shares = "(frame) => frame.clientWidth / frame.style.getPropertyValue('--width')"
    scale = explorer.locator(".xent-frame").evaluate(shares)
    return SMALLEST * PIXELS_A_POINT * scale


@pytest.mark.parametrize("width", [768, 390, 320])  # a tablet, a phone, and 1280 at 400 %
def test_on_a_small_screen_nothing_is_cut_off_and_all_can_be_read_and_gripped(page, width, gallery):
    resized(page, width, 800)
    page.page.screenshot(path=gallery / f"small-{width}.png")
    assert faults(page) == []
    for name, explorer in each(page):
        assert letters_in_picture(explorer) >= 11, name
        for handle in explorer.locator(".xent-handle").all():
            box = handle.bounding_box()
            assert min(box["width"], box["height"]) >= 24, name


def test_who_is_on_a_control_sees_its_picture_and_its_sentences(page):
    resized(page, 1280, 720)
    for name, explorer in each(page):
        controls = "input, select, button, .xent-one-of input"
        first, *_others, last = explorer.locator(controls).locator("visible=true").all()
        for control in (first, last):
            seen_whole(page, explorer, control, name)


def seen_whole(page, explorer, control, name):
    page.page.keyboard.press("Tab")  # who comes by keyboard, not by mouse
    control.focus()
    for part in (".xent-frame", ".xent-readout"):
        place = explorer.locator(part)
        for _ in range(20):
            if page.page.evaluate(IN_PANEL, place.element_handle()):
                break
            page.page.wait_for_timeout(50)
        else:
            raise AssertionError(f"{name}: {part} is not on the screen.")


def test_a_class_is_counted_and_revealed_by_keyboard_alone(page):
    room = dict(each(page))["RoomExplorer"]
    hands = dict(zip(HANDS, (3, 12, 4, 2, 7, 1), strict=True))
    room.locator("input").first.focus()
    for count in hands.values():
        page.page.keyboard.press("Control+a")
        page.page.keyboard.type(str(count))
        page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    said = RoomState(**hands, revealed=True).readout
    expect(room.locator(".xent-readout")).to_have_text(said)


def test_in_presentation_mode_every_explorer_fits_on_a_projector(page, gallery):
    resized(page, 1280, 720)
    page.appearance("Presentation Mode")
    page.page.wait_for_timeout(1500)
    room = page.page.locator(".jp-WindowedPanel-outer").bounding_box()
    assert faults(page) == []
    for name, explorer in each(page):
        explorer.evaluate("(explorer) => explorer.scrollIntoView({block: 'start'})")
        page.page.screenshot(path=gallery / f"large-{name}.png")
        box = explorer.bounding_box()
        assert box["height"] <= room["height"], name
        frame = explorer.locator(".xent-frame").bounding_box()
        assert frame["x"] + frame["width"] <= room["x"] + room["width"], name
        assert letters_in_picture(explorer) >= 18, name
        assert explorer.evaluate(LEAST_LETTER) >= 18, name


def test_a_larger_picture_is_as_sharp_as_its_screen(page):
    """The test before has switched to Presentation Mode."""
    canvas = page.explorers.first.locator("canvas")
    width = canvas.bounding_box()["width"]
    assert width > 900 and canvas.evaluate("(canvas) => canvas.width") > width


def test_nothing_went_wrong(page):
    assert page.errors == []
    assert page.complaints == []
