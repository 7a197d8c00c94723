"""Far from the kernel: what is sent ahead, played, lost on the way, or moved in two windows."""

from dataclasses import replace
from threading import Timer

import pytest
from lab import NotebookPage
from playwright.sync_api import expect
from relay import Relay
from shown import Shown, burst

from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.descent import DescentExplorer

pytestmark = pytest.mark.browser
FAR = 0.1  # seconds each way
CELLS = (
    "from xent_lib.explorers.coin import CoinExplorer\nCoinExplorer()",
    "from xent_lib.explorers.descent import DescentExplorer\nDescentExplorer()",
)


@pytest.fixture(scope="module")
def wire(lab):
    relay = Relay(lab.url)
    yield relay
    relay.close()


@pytest.fixture(scope="module")
def window(browser, lab, wire):
    """The notebook, run, kept, and from then on far away."""
    window = NotebookPage(browser, wire, lab.write("wire.ipynb", CELLS))
    window.run_all()
    window.page.keyboard.press("Control+s")
    yield window
    window.close()


@pytest.fixture(autouse=True)
def far(wire, window):
    wire.delay = FAR
    yield
    wire.delay = FAR


@pytest.fixture
def coin(window):
    return Shown(window.explorers.nth(0), CoinExplorer())


def slider_of(shown, name):
    return shown.place.locator(f"input[name={name}]")


def rest_on(slider, wire):
    """A hand comes to rest, and the nearest pictures come, if they are not there."""
    slider.blur()
    slider.focus()
    before = wire.back
    for _ in range(30):
        if wire.back - before > 60_000:
            break
        slider.page.wait_for_timeout(100)


def number_beside(slider):
    return slider.locator("xpath=../output")


def agrees(shown, name, **fields):
    """Thumb, number and picture are those of a twin with these fields."""
    shown.twin.change(**fields)
    slider, control = slider_of(shown, name), shown.twin.controls[name]
    expect(slider).to_have_value(f"{control.value:g}", timeout=10_000)
    expect(number_beside(slider)).to_have_text(
        f"{control.value:.{control.decimals}f}{control.unit}"
    )
    shown.agrees()


def test_what_is_shown_ahead_is_right_and_is_not_announced_before_the_kernel_says_it(coin, wire):
    slider, said = slider_of(coin, "q"), coin.place.locator("[role=status]")
    agrees(coin, "q", q=float(slider.input_value()))
    rest_on(slider, wire)
    before = coin.status.inner_text()
    # Longer on its way than a sentence waits to be said.
    wire.delay = 1.5
    slider.press("ArrowRight")
    agrees(coin, "q", q=float(slider.input_value()))
    now = coin.status.inner_text()
    assert now != before
    coin.status.page.wait_for_timeout(1200)
    assert said.inner_text() != now
    expect(said).to_have_text(now, timeout=10_000)
    agrees(coin, "q", q=float(slider.input_value()))


def test_what_plays_is_not_throttled_by_the_round_trip_and_stops_where_it_was_stopped(window, wire):
    wire.delay = 0.4
    shown = Shown(window.explorers.nth(1), DescentExplorer())
    steps = """(readout) => { window.seen = []; new MutationObserver(() =>
        seen.push(readout.textContent)).observe(readout, {subtree: true, characterData: true}) }"""
    shown.status.evaluate(steps)
    shown.place.get_by_role("button", name="Play").click()
    window.page.wait_for_function("() => seen.length > 5")
    began = window.page.evaluate("() => [seen.length, performance.now()]")
    window.page.wait_for_timeout(1600)
    ended = window.page.evaluate("() => [seen.length, performance.now()]")
    # Were each answered before the next is sent, there would be one in 800 milliseconds.
    assert ended[0] - began[0] > 2 * (ended[1] - began[1]) / 800
    shown.place.get_by_role("button", name="Pause").click()
    expect(shown.place.get_by_role("button", name="Play")).to_be_visible()
    shown.settled()
    seen = window.page.evaluate("() => seen")
    told = told_by_step()
    places = [told.index(words) for words in seen]
    assert places == sorted(places)
    shown.twin.state = replace(shown.twin.state, step=places[-1])
    shown.agrees()


def told_by_step():
    """What a run says, step by step."""
    states = [DescentExplorer.State()]
    while (state := states[-1].next()) is not None:
        states.append(state)
    return [state.readout for state in states]


def test_after_a_lost_connection_thumb_number_and_picture_agree(coin, wire):
    slider = slider_of(coin, "q")
    cutting = Timer(0.25, wire.cut)  # in the middle of the burst
    cutting.start()
    burst(slider)
    cutting.join()
    agrees(coin, "q", q=float(slider.input_value()))
    rest_on(slider, wire)
    slider.press("ArrowLeft")
    agrees(coin, "q", q=float(slider.input_value()))


def test_two_windows_on_one_notebook_agree(browser, coin, wire):
    wire.delay = 0
    second = NotebookPage(browser, wire, "wire.ipynb")
    second.explorers.first.wait_for(timeout=30_000)
    wire.delay = FAR
    other = Shown(second.explorers.nth(0), CoinExplorer())
    for mover, watcher in ((coin, other), (other, coin)):
        slider = slider_of(mover, "q")
        rest_on(slider, wire)
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        burst(slider)
        moved = float(slider.input_value())
        for shown in (mover, watcher):
            agrees(shown, "q", q=moved)
    second.close()
