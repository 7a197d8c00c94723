"""Record the READMEs' moving pictures: the coin, dragged by a hand in a real JupyterLab.

    python tools/record.py

It writes ``coin.webp``, which moves, and ``coin.png``, its first picture, beside the other pictures
of each edition. It needs Chromium and Playwright, as the tests in the browser do.
"""

import io
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))  # the JupyterLab of the tests
EDITIONS = {"en": ROOT / "notebooks" / "pictures", "ja": ROOT / "notebooks" / "ja" / "pictures"}
CODE = """from xent_lib import language
from xent_lib.explorers.coin import CoinExplorer
language.use({code!r})
CoinExplorer(q={q})"""
WAY = [0.3, 0.3, 0.45, 0.92, 0.92, 0.7, 0.7, 0.3]  # guesses that the hand goes to, and back
STEPS = 10  # frames from one to the next
MILLISECONDS = 70  # that a frame is seen; a pause where the hand stops
# A screenshot shows no pointer: this one goes where the mouse is.
POINTER = """() => {
    const pointer = document.createElement('div');
    pointer.style.cssText = 'position:fixed;z-index:99999;pointer-events:none;width:0;height:0';
    pointer.innerHTML = `<svg width="30" height="36" viewBox="0 0 15 18" style="position:absolute">
        <path d="M1 1v13l3.2-3 2.2 5.6 2.4-1-2.2-5.3H11z" fill="#000" stroke="#fff"/></svg>`;
    document.body.append(pointer);
    addEventListener('pointermove', ({clientX, clientY}) => {
        Object.assign(pointer.style, {left: `${clientX}px`, top: `${clientY}px`});
    }, true);
}"""


def guesses():
    """The way of the hand, slower where it turns: one guess a frame."""
    ease = (1 - np.cos(np.linspace(0, np.pi, STEPS, endpoint=False))) / 2
    ways = zip(WAY, WAY[1:], strict=False)
    return np.concatenate([start + (end - start) * ease for start, end in ways])


def frames(browser, lab, code):
    """Pictures of the coin while a hand drags the marker on the curve of likelihood."""
    from lab import NotebookPage

    cells = [new_code_cell(CODE.format(code=code, q=WAY[0]))]
    notebook = new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.folder / f"{code}.ipynb")
    opened = NotebookPage(browser, lab, f"{code}.ipynb")
    opened.run_all()
    page, explorer = opened.page, opened.explorers.first
    page.evaluate(POINTER)
    explorer.scroll_into_view_if_needed()
    canvas, told = explorer.locator("canvas").bounding_box(), explorer.locator(".xent-readout")
    grip = explorer.locator(".xent-handle").first.bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    slider = explorer.locator("input[name=q]")
    shares = per_guess(explorer, page, x, y, slider)
    area = {**explorer.bounding_box(), "x": canvas["x"] - 2, "width": canvas["width"] + 4}
    for guess in guesses():
        page.mouse.move(x + shares * (guess - WAY[0]), y)
        for _ in range(40):  # until what the kernel says of this guess is painted
            page.wait_for_timeout(150)
            if f"q = {float(slider.input_value()):.2f}" in told.inner_text():
                break
        yield Image.open(io.BytesIO(page.screenshot(clip=area))).convert("RGB")
    page.mouse.up()
    opened.close()


def per_guess(explorer, page, x, y, slider):
    """Grip the marker at (x, y); pixels of the page from the guess 0 to the guess 1."""
    page.mouse.move(x, y)
    page.mouse.down()
    before = float(slider.input_value())
    page.mouse.move(x + 100, y)
    page.wait_for_timeout(2000)
    return 100 / (float(slider.input_value()) - before)


def main():
    """Record, and write both files."""
    from lab import QUIET, Lab, find_chromium
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=find_chromium(), args=QUIET)
        lab = Lab(folder)
        try:
            for code, pictures in EDITIONS.items():
                save(frames(browser, lab, code), pictures)
        finally:
            lab.close()
            browser.close()


def save(frames, pictures):
    """Write the first frame as a still, and all as what moves."""
    first, *others = frames
    first.save(pictures / "coin.png", optimize=True)
    how = {"save_all": True, "duration": MILLISECONDS, "loop": 0, "lossless": True, "method": 6}
    first.save(pictures / "coin.webp", append_images=others, minimize_size=True, **how)


if __name__ == "__main__":
    main()
