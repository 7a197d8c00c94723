"""An explorer in Firefox, which draws sliders and canvases by code of its own."""

import io
import json
import os

import numpy as np
import pytest
from firefox import Firefox, find_firefox
from lab import FOREIGN
from PIL import Image
from shown import PIXELS, STILL
from twins import fingerprint

from xent_lib.explorers.coin import CoinExplorer

pytestmark = pytest.mark.browser
CELLS = ("1 + 1", "from xent_lib.explorers.coin import CoinExplorer\nCoinExplorer()")
CONTEXT = "globalThis.jupyterapp?.shell.currentWidget?.sessionContext"
# Asked to run before its kernel has answered, JupyterLab asks back.
READY = f"{CONTEXT}?.isReady && {CONTEXT}.session?.kernel?.info.then(() => true)"
RUN = "jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)"
CANVAS = "document.querySelector('.xent-picture canvas[data-frame]')"
SLIDER = "document.querySelector('.xent-slider input[name=q]')"
HANDLE = "document.querySelector('.xent-handle')"
LEFT, RIGHT = "\ue012", "\ue014"  # arrow keys, as WebDriver writes them
ORANGE, GREY = (0xD5, 0x5E, 0x00), (0x76, 0x76, 0x76)  # thumb and track in `slider.css`


@pytest.fixture(scope="module")
def page(lab, tmp_path_factory):
    """A notebook with one explorer, run."""
    firefox = find_firefox()
    if firefox is None:
        message = "No Firefox is installed: the explorers cannot be tried in it."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    name = lab.write("firefox.ipynb", CELLS)
    page = Firefox(firefox, tmp_path_factory.mktemp("firefox"))
    try:
        page.goto(f"{lab.url}/lab/tree/{name}?reset")
        page.wait_for(READY)
        page.evaluate(RUN)
        page.wait_for(f"{CANVAS} !== null")
        yield page
    finally:
        page.close()


@pytest.fixture(scope="module")
def twin():
    return CoinExplorer()


def agrees(page, twin):
    """Slider, words and, pixel for pixel, the picture are those of the twin."""
    assert page.evaluate(f"({STILL})(document.querySelector('.xent-explorer'))")
    twin.change(q=value(page))
    words = json.dumps(twin.view.status)
    page.wait_for(f"document.querySelector('.xent-readout').textContent === {words}")
    page.wait_for(f"({PIXELS})({CANVAS}).then((seen) => seen === {fingerprint(twin)!r})")


def value(page):
    return float(page.evaluate(f"{SLIDER}.value"))


def box(page, part):
    page.evaluate(f"{part}.scrollIntoView({{block: 'center'}})")
    return page.evaluate(f"{part}.getBoundingClientRect()")


def test_a_picture_follows_its_slider(page, twin):
    agrees(page, twin)
    page.evaluate(f"{SLIDER}.focus()")
    before = value(page)
    page.press(RIGHT, RIGHT, "d", "d", RIGHT)  # `d d` would delete the cell
    assert value(page) == pytest.approx(before + 0.03)
    agrees(page, twin)
    assert page.evaluate("document.querySelectorAll('.jp-Cell').length") == len(CELLS)


def test_a_picture_goes_with_the_mouse_and_then_with_the_keys(page, twin):
    at, before = box(page, HANDLE), value(page)
    page.drag(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2, 60, 0)
    page.wait_for(f"{SLIDER}.value > {before + 0.05}")
    agrees(page, twin)
    moved = value(page)
    page.press(LEFT)
    assert value(page) == pytest.approx(moved - 0.01)
    agrees(page, twin)


def test_a_slider_looks_as_in_every_browser(page, gallery):
    at = box(page, SLIDER)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(gallery / "firefox.png")
    sides = (at["left"], at["top"], at["right"], at["bottom"])
    seen = np.asarray(picture.crop([round(side) for side in sides]))
    thumb, track = (np.all(seen == colour, axis=2) for colour in (ORANGE, GREY))
    # A disc of 16 pixels, and a bar of 6 as long as the slider less the thumb; edges are blurred.
    assert thumb.sum() == pytest.approx(np.pi * 8**2, rel=0.25)
    assert track.sum() == pytest.approx(6 * (at["width"] - 18), rel=0.25)


def test_nothing_went_wrong(page):
    assert [error for error in page.errors if FOREIGN not in error] == []
    complaint = '[data-mime-type="application/vnd.jupyter.stderr"]'
    assert not page.evaluate(f"document.querySelector({complaint!r})")
