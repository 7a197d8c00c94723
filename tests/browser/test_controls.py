"""What every widget owes a learner: a name, its own keys, and the last picture however slow."""

import re

import pytest
from playwright.sync_api import expect
from shown import Shown, burst

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
QUICK = "from xent_lib.explorers.coin import CoinExplorer\n"
CELLS = {
    "slow": SLOW,
    "quick": QUICK + "CoinExplorer()",
    "wide": QUICK + "CoinExplorer(heads=178_079, tails=172_678)",
    "first": QUICK + "coin = CoinExplorer()\ncoin",
    "second": "coin",
    "its slider": 'coin.controls["q"]',
}


@pytest.fixture(scope="module")
def page(desk, lab):
    """A notebook with these cells, run."""
    page = desk.open(lab.write("tried.ipynb", CELLS.values()))
    page.run_all()
    yield page
    page.close()


@pytest.fixture
def place(page):
    """Where the page shows the explorer of a cell."""
    return lambda name: page.explorers.nth(list(CELLS).index(name))


def test_a_slow_kernel_shows_the_last_move_in_the_end(place):
    explorer = Shown(place("slow"), CoinExplorer())
    [(slider, twin)] = explorer.controls(Slider)
    burst(slider)
    twin.value = float(slider.input_value())
    explorer.agrees()


def test_the_notebooks_own_keys_stay_out_of_an_explorer(page, place):
    explorer = place("quick")
    cells = page.page.locator(".jp-Cell")
    for part in ("input[type=range]", "button.widget-button", ".xent-one-of input"):
        explorer.locator(part).first.focus()
        for key in ("a", "b", "d", "d", "x", "m"):
            page.page.keyboard.press(key)
            page.page.wait_for_timeout(100)
            assert cells.count() == len(CELLS), f"{key} on {part}"


def test_tab_leaves_a_slider(place):
    slider = place("quick").locator("input[type=range]").first
    slider.focus()
    slider.press("Tab")
    assert not slider.evaluate("(input) => input === document.activeElement")


def test_bad_input_is_told_beside_the_controls_and_changes_nothing(place):
    explorer = Shown(place("quick"), CoinExplorer())
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


def test_a_box_is_as_wide_as_its_number(place):
    for box in place("wide").locator(".xent-number-box input").all():
        expect(box).to_have_value(re.compile("^17"))
        for number in (None, "1234567890"):  # as it came, and as it is typed
            if number:
                box.fill(number)
            inside, needed = box.evaluate("(box) => [box.clientWidth, box.scrollWidth]")
            assert needed <= inside


def test_two_views_of_one_explorer_show_the_same(place):
    first, second = (Shown(place(name), CoinExplorer()) for name in ("first", "second"))
    first.controls(Slider)[0][0].fill("0.25")
    for explorer in (first, second):
        explorer.twin.change(q=0.25)
        explorer.agrees()


def test_a_slider_that_is_shown_without_its_picture_is_answered(page, place):
    alone = page.page.locator(".jp-CodeCell").nth(list(CELLS).index("its slider"))
    slider, output = alone.locator("input"), alone.locator("output")
    explorer = Shown(place("first"), CoinExplorer())
    [(beside, _twin)] = explorer.controls(Slider)
    for mover, watcher in ((slider, beside), (beside, slider)):
        burst(mover)
        mover.press("ArrowRight")
        moved = float(mover.input_value())
        explorer.twin.change(q=moved)
        explorer.agrees()
        expect(watcher).to_have_value(f"{moved:g}")
        expect(output).to_have_text(f"{moved:.2f}")
    # A slider that waits for its answer would say once more where it was.
    page.page.wait_for_timeout(3500)
    expect(slider).to_have_value(f"{moved:g}")
