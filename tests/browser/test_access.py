"""By keyboard, by ear, by a hand, and on another day: in JupyterLab and in Notebook 7."""

import io
from contextlib import contextmanager

import numpy as np
import pytest
from lab import NotebookPage
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SOURCES = [
    "1 + 1",
    "from xent_lib.explorers.coin import CoinExplorer\nCoinExplorer()",
    "from xent_lib.bets import bets\nbets.ask('six_times_no_idea')",
    "from xent_lib.explorers.penguins import PenguinsExplorer\nPenguinsExplorer()",
    "from xent_lib.explorers.die import DieExplorer\nDieExplorer()",
    "from xent_lib.explorers.detective import DetectiveBoard\nDetectiveBoard()",
    "bets.place('fair_or_bent')",
]
COIN, PENGUINS, DIE, DETECTIVE = range(4)  # of the explorers with a picture


@pytest.fixture(scope="module", params=["lab/tree", "notebooks"])
def page(request, browser, desk, lab):
    """All of these run once, in the order in which they stand here."""
    name = lab.write(f"access-{request.param[:3]}.ipynb", SOURCES)
    own = request.param == "notebooks"
    page = NotebookPage(browser, lab, name, request.param) if own else desk.open(name)
    page.name = name
    page.run_all()
    expect(page.page.locator(".xent-explorer canvas[data-frame]")).to_have_count(4)
    yield page
    page.close()


@pytest.fixture
def coin(page):
    return page.explorers.nth(COIN)


def parts(page):
    """One of each kind of thing that takes the focus."""
    return {
        "slider": page.explorers.nth(COIN).locator("input[type=range]").first,
        "box": page.explorers.nth(COIN).locator("input[type=number]").first,
        "choice": page.explorers.nth(PENGUINS).locator("input[type=radio]").first,
        "button": page.explorers.nth(PENGUINS).locator("button").first,  # at the left edge
        "list": page.explorers.nth(DETECTIVE).locator("select").first,
    }


def grip(page, handle, dx, steps=6):
    """Take a handle and move it, without letting go."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y, steps=steps)


def at_rest(slider):
    """Its value when the kernel has answered the last of a drag."""
    last, quiet = None, 0
    while quiet < 6:
        slider.page.wait_for_timeout(100)
        now = float(slider.input_value())
        last, quiet = now, quiet + 1 if now == last else 0
    return last


# Of what is scrolled: elements that are not come and go while the kernel works.
SCROLLED = """() => [...document.querySelectorAll('*')].map((one) => one.scrollTop)
    .filter((top) => top).join()"""


def test_after_a_drag_the_keys_move_what_was_dragged_and_leave_the_notebook_alone(page, coin):
    slider = coin.locator("input[name=q]")
    grip(page.page, coin.locator(".xent-handle").first, 60)
    page.page.mouse.up()
    expect(slider).to_be_focused()
    before, scrolled = at_rest(slider), page.page.evaluate(SCROLLED)
    for key in ("ArrowRight", "d", "d", "Shift+M", "Control+Z", "x", "a", "ArrowRight"):
        page.page.keyboard.press(key)
    assert float(slider.input_value()) == pytest.approx(before + 0.02)
    expect(coin.locator(".xent-readout")).to_contain_text(f"With q = {before + 0.02:.2f},")
    assert page.page.evaluate(SCROLLED) == scrolled
    assert page.page.locator(".jp-Cell").count() == len(SOURCES)


def test_after_a_button_and_a_drag_the_keys_move_what_was_dragged(page, coin):
    coin.locator("button").last.click()
    grip(page.page, coin.locator(".xent-handle").first, -40)
    page.page.mouse.up()
    slider = coin.locator("input[name=q]")
    before, step = at_rest(slider), float(slider.get_attribute("step"))
    page.page.keyboard.press("ArrowLeft")
    assert float(slider.input_value()) == pytest.approx(before - step)


def test_the_notebooks_own_keys_stay_out_of_every_control(page):
    cells = page.page.locator(".jp-Cell")
    for kind, part in parts(page).items():
        part.focus()
        for key in ("a", "b", "x", "d", "d", "m", "Shift+M", "c", "Shift+ArrowDown"):
            page.page.keyboard.press(key)
        page.page.wait_for_timeout(100)
        assert cells.count() == len(SOURCES), kind
        assert page.page.locator(".jp-Cell.jp-mod-multiSelected").count() == 0, kind
        assert part.is_visible()
        page.page.keyboard.press("Escape")


def test_what_was_typed_is_taken_or_refused_with_a_sentence(page, coin):
    box, problem = coin.get_by_role("spinbutton").first, coin.locator(".xent-problem [role=alert]")
    for typed, shown in (("2.5", "2.5"), ("-5", "-5"), ("1e9", "1000000000"), ("", "''")):
        box.click()
        page.page.keyboard.press("Control+A")
        page.page.keyboard.press("Delete")
        page.page.keyboard.type(typed)
        page.page.keyboard.press("Enter")
        expect(problem).to_contain_text(f"is {shown}, but expected a whole number")
        assert box.input_value() == typed or float(box.input_value()) == float(typed)
    box.fill("12")
    box.press("Enter")
    expect(problem).to_have_count(0)
    expect(coin.locator(".xent-readout")).to_contain_text("(12 heads)")


# What is seen -----------------------------------------------------------------------------------


def seen(page, part, margin=8):
    box = part.bounding_box()
    clip = {
        "x": box["x"] - margin,
        "y": box["y"] - margin,
        "width": box["width"] + 2 * margin,
        "height": box["height"] + 2 * margin,
    }
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    return np.asarray(picture) / 255


def brightness(pixels):
    """Relative luminance, as the Web Content Accessibility Guidelines define it."""
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(before, after):
    bright, dark = np.maximum(before, after), np.minimum(before, after)
    return (bright + 0.05) / (dark + 0.05)


@contextmanager
def emulated(page, **wishes):
    """The page of somebody with these wishes; afterwards again of somebody without any."""
    page.page.emulate_media(**wishes)
    try:
        yield
    finally:
        page.page.emulate_media(forced_colors="none", reduced_motion="no-preference")


@pytest.fixture(params=["none", "active"], ids=["colours", "forced-colours"])
def colours(page, request):
    with emulated(page, forced_colors=request.param):
        yield


@pytest.fixture
def at_once(page):
    """Jupyter fades its shadows: not in this test, and in those after it again."""
    style = page.page.add_style_tag(content="* {transition: none !important}")
    yield
    style.evaluate("(style) => style.remove()")


def test_who_has_the_focus_is_seen_at_three_to_one(page, colours, at_once):
    for kind, part in parts(page).items():
        part.scroll_into_view_if_needed()
        page.page.keyboard.press("Shift")  # from here on the focus is a keyboard's
        part.evaluate("(one) => one.blur()")
        page.page.mouse.move(0, 0)
        before = seen(page.page, part)
        part.focus()
        after = seen(page.page, part)
        marked = contrast(brightness(before), brightness(after)) >= 3
        around = 2 * (before.shape[0] + before.shape[1] - 32)
        assert marked.sum() >= around, f"{kind}: {marked.sum()} pixels of {around}"
        part.evaluate("(one) => one.blur()")


def test_which_one_is_chosen_is_seen_at_three_to_one(page, colours):
    choice = page.explorers.nth(PENGUINS).get_by_role("radiogroup").first
    choice.scroll_into_view_if_needed()
    page.page.mouse.move(0, 0)
    on, off = (
        np.median(brightness(seen(page.page, choice.locator(state), -3)))
        for state in ("input:checked", "input:not(:checked)")
    )
    assert contrast(on, off) >= 3


def test_a_button_has_an_edge_where_colours_are_forced(page):
    with emulated(page, forced_colors="active"):
        width = parts(page)["button"].evaluate("(one) => getComputedStyle(one).borderTopWidth")
    assert float(width.removesuffix("px")) >= 1


def test_nothing_of_ours_moves_by_itself_for_who_wants_no_motion(page):
    moves = """() => [...document.querySelectorAll('.xent-explorer *')].filter((one) => {
        const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(one);
        return animationName !== 'none' || scrollBehavior === 'smooth' ||
            transitionDuration.split(',').some((time) => parseFloat(time) > 0);
    }).map((one) => one.outerHTML.slice(0, 100))"""
    with emulated(page, reduced_motion="reduce"):
        assert page.page.evaluate(moves) == []


# What is said -----------------------------------------------------------------------------------

HEAR = """(place) => {
    window.hearing?.disconnect();
    window.heard = [];
    const live = '[role=status], [role=alert], [role=log], [aria-live], output';
    const says = (one) => one?.checkVisibility() && one.getAttribute('aria-live') !== 'off';
    window.hearing = new MutationObserver((changes) => changes.forEach(({target}) => {
        const region = (target.closest ? target : target.parentElement)?.closest(live);
        if (says(region)) window.heard.push(region.textContent);
    }));
    window.hearing.observe(place, {childList: true, characterData: true, subtree: true});
}"""


def test_one_sentence_is_said_when_the_hand_rests_and_none_before(page, coin):
    coin.evaluate(HEAR)
    readout = coin.locator(".xent-readout")
    before = readout.inner_text()
    try:
        grip(page.page, coin.locator(".xent-handle").first, 70, steps=25)
        expect(readout).not_to_have_text(before)
        page.page.wait_for_timeout(1500)  # held longer than a rest
        assert page.page.evaluate("heard") == []
    finally:
        page.page.mouse.up()
    page.page.wait_for_function("heard.length")
    page.page.wait_for_timeout(300)
    assert page.page.evaluate("heard") == [readout.inner_text()]


def test_one_sentence_is_said_when_the_keys_rest(page, coin):
    coin.evaluate(HEAR)
    slider, readout = coin.locator("input[name=q]"), coin.locator(".xent-readout")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    number = slider.locator("xpath=../output").inner_text()  # with as many digits as are said
    expect(readout).to_contain_text(f"With q = {number},")
    page.page.wait_for_function("heard.length")
    page.page.wait_for_timeout(300)
    assert page.page.evaluate("heard") == [readout.inner_text()]


def test_names_groups_and_states_are_known(page):
    bet = page.page.locator(".xent-explorer:not(:has(.xent-picture))").first
    claim = bet.get_by_role("slider").evaluate("(one) => one.labels[0].textContent")
    assert len(claim) > 20
    expect(bet.get_by_role("slider", name=claim)).to_have_attribute("aria-valuetext", "50 %")
    expect(bet.get_by_role("button", name="Reveal")).to_have_accessible_description(claim)
    group = page.explorers.nth(PENGUINS).get_by_role("radiogroup", name="learning rate")
    assert [one.is_checked() for one in group.get_by_role("radio").all()] == [True, False, False]
    expect(group.get_by_role("radio").nth(1)).to_have_accessible_name("8")
    clues = page.explorers.nth(DETECTIVE)
    for letter in "ABCDEF":
        expect(clues.get_by_role("combobox", name=letter, exact=True)).to_be_visible()
        expect(clues.locator(".xent-readout")).to_contain_text(f"{letter} (K = ")
    expect(page.explorers.nth(DIE).locator(".xent-readout")).to_contain_text("frequencies")
    for explorer in page.explorers.all():
        expect(explorer.locator("canvas")).to_have_accessible_name(explorer_alt(explorer))


def explorer_alt(explorer):
    alt = explorer.locator("canvas").get_attribute("aria-label")
    assert len(alt) > 40
    return alt


# Another day ------------------------------------------------------------------------------------


def test_a_cell_that_is_run_again_keeps_what_was_bet(page):
    bet = page.page.locator(".xent-explorer:not(:has(.xent-picture))").first
    bet.get_by_role("button").click()
    expect(bet.locator(".xent-status")).to_contain_text("1 bet")
    page.page.locator(".jp-CodeCell .cm-content").first.click()
    page.page.keyboard.press("Control+A")
    page.page.keyboard.type("from xent_lib.bets import bets; bets.score()")
    page.page.keyboard.press("Control+Enter")
    expect(page.page.locator(".jp-OutputArea-output").first).to_contain_text("1 bet")


def test_a_restarted_kernel_is_told_of_wherever_one_looks(page):
    expect(page.explorers.first.locator(".xent-lost")).to_be_hidden()
    page.menu("Kernel")
    page.page.locator(".lm-Menu-item", has_text="Restart Kernel…").first.click()
    page.page.locator("dialog .jp-mod-accept, .jp-Dialog .jp-mod-accept").first.click()
    for explorer in page.explorers.all():
        expect(explorer.locator(".xent-lost")).to_be_visible(timeout=20_000)
        expect(explorer.locator(".xent-lost")).to_contain_text("Run All Cells")
    bets = page.page.locator(".xent-explorer:not(:has(.xent-picture)) .xent-status")
    expect(bets).to_have_count(2)  # of the bet that is asked, and of that which is placed
    for bet in bets.all():
        told = bet.evaluate("(one) => getComputedStyle(one, '::after').content")
        assert "Run All Cells" in told


def test_opened_another_day_it_shows_its_last_picture_and_no_error(browser, desk, lab):
    today = desk.open(lab.write("access.ipynb", SOURCES[:2]))
    today.run_all()
    page = today.page
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)
    today.close()
    for session in page.request.get(f"{lab.url}/api/sessions").json():
        if session["path"] == "access.ipynb":
            token = {c["name"]: c["value"] for c in page.context.cookies()}.get("_xsrf", "")
            page.request.delete(
                f"{lab.url}/api/sessions/{session['id']}", headers={"X-XSRFToken": token}
            )
    again = NotebookPage(browser, lab, "access.ipynb")
    still = again.page.locator(".xent-still img")
    expect(still).to_be_visible()
    assert "With q = 0.50" in still.get_attribute("alt")
    error = again.page.get_by_text("model not found")
    again.page.wait_for_timeout(3000)  # as long as the widgets' manager looks for the model
    assert not any(one.is_visible() for one in error.all())
    again.run_all()
    expect(still).to_be_hidden()
    expect(again.explorers.first).to_be_visible()
    again.close()
