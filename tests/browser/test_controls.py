"""What every widget owes a learner: a name, its own keys, and the last picture however slow."""

import re

import nbformat
import pytest
from lab import NotebookPage
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect
from test_explorers import Shown, burst

from xent_lib.controls import NumberBox, Slider
from xent_lib.explorers.coin import CoinExplorer

pytestmark = pytest.mark.browser

SLOW = """
import time
from xent_lib.explorers.coin import CoinExplorer

class SlowCoinExplorer(CoinExplorer):
    def _show(self):
        time.sleep(0.2)
        super()._show()

SlowCoinExplorer()
"""
QUICK = "from xent_lib.explorers.coin import CoinExplorer\nCoinExplorer()"


@pytest.fixture
def opened(browser, lab):
    """Opens a notebook with these cells, run."""
    pages = []

    def open_with(*sources):
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, lab.folder / "tried.ipynb")
        pages.append(NotebookPage(browser, lab, "tried.ipynb"))
        pages[-1].run_all()
        return pages[-1]

    yield open_with
    for page in pages:
        page.close()


def test_a_slow_kernel_shows_the_last_move_in_the_end(opened):
    explorer = Shown(opened(SLOW).explorers.first, CoinExplorer())
    [(slider, twin)] = explorer.controls(Slider)
    burst(slider)
    twin.value = float(slider.input_value())
    explorer.agrees()


def test_the_notebooks_own_keys_stay_out_of_an_explorer(opened):
    page = opened("1 + 1", QUICK)
    explorer = page.explorers.first
    cells = page.page.locator(".jp-Cell")
    for part in ("input[type=range]", "button.widget-button", ".xent-one-of input"):
        explorer.locator(part).first.focus()
        for key in ("a", "b", "d", "d", "x", "m"):
            page.page.keyboard.press(key)
            page.page.wait_for_timeout(100)
            assert cells.count() == 2, f"{key} on {part}"


def test_tab_leaves_a_slider(opened):
    slider = opened(QUICK).explorers.first.locator("input[type=range]").first
    slider.focus()
    slider.press("Tab")
    assert not slider.evaluate("(input) => input === document.activeElement")


def test_bad_input_is_told_beside_the_controls_and_changes_nothing(opened):
    explorer = Shown(opened(QUICK).explorers.first, CoinExplorer())
    (heads, _), (tails, twin) = explorer.controls(NumberBox)
    tails.fill("0")
    tails.press("Enter")
    twin.value = 0
    explorer.agrees()
    heads.fill("0")
    heads.press("Enter")
    expect(explorer.place.locator(".xent-problem [role=alert]")).to_contain_text(
        "at least one toss"
    )
    explorer.agrees()


def test_a_box_is_as_wide_as_its_number(opened):
    page = opened(QUICK.replace("CoinExplorer()", "CoinExplorer(heads=178_079, tails=172_678)"))
    for box in page.explorers.first.locator(".xent-number-box input").all():
        expect(box).to_have_value(re.compile("^17"))
        for number in (None, "1234567890"):  # as it came, and as it is typed
            if number:
                box.fill(number)
            inside, needed = box.evaluate("(box) => [box.clientWidth, box.scrollWidth]")
            assert needed <= inside


def test_two_views_of_one_explorer_show_the_same(opened):
    page = opened(QUICK.replace("CoinExplorer()", "coin = CoinExplorer()"), "coin", "coin")
    first, second = (Shown(place, CoinExplorer()) for place in page.explorers.all())
    first.controls(Slider)[0][0].fill("0.25")
    for explorer in (first, second):
        explorer.twin.change(q=0.25)
        explorer.agrees()
