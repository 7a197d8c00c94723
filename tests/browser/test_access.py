"""By keyboard, by ear, and on another day."""

import nbformat
import pytest
from lab import NotebookPage
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
COIN = "from xent_lib.explorers.coin import CoinExplorer\nCoinExplorer()"


@pytest.fixture
def page(browser, lab):
    notebook = new_notebook(cells=[new_code_cell(source) for source in ("1 + 1", COIN, "2 + 2")])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.folder / "access.ipynb")
    page = NotebookPage(browser, lab, "access.ipynb")
    page.run_all()
    yield page
    page.close()


def drag(page, handle, dx):
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y, steps=6)
    page.mouse.up()


def test_after_a_drag_the_keys_move_what_was_dragged_and_leave_the_notebook_alone(page):
    explorer = page.explorers.first
    slider = explorer.locator("input[name=q]")
    drag(page.page, explorer.locator(".xent-handle").first, 60)
    expect(slider).to_be_focused()
    before = float(slider.input_value())
    for key in ("ArrowRight", "d", "d", "Shift+M", "Control+Z", "x", "a"):
        page.page.keyboard.press(key)
    assert float(slider.input_value()) == pytest.approx(before + 0.01)
    assert page.page.locator(".jp-Cell").count() == 3


def test_one_sentence_is_said_when_the_hand_rests(page):
    explorer = page.explorers.first
    slider, said = explorer.locator("input[name=q]"), explorer.locator("[role=status]")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    expect(said).to_have_text("")
    readout = explorer.locator(".xent-readout")
    expect(readout).to_contain_text("With q = 0.55,")  # 0.5 and five steps of 0.01
    expect(said).to_have_text(readout.inner_text())


def test_a_restarted_kernel_is_told_of_over_the_picture(page):
    lost = page.explorers.first.locator(".xent-lost")
    expect(lost).to_be_hidden()
    page.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.page.locator(".lm-Menu-item", has_text="Restart Kernel").first.click()
    page.page.locator("dialog .jp-mod-accept").click()
    expect(lost).to_be_visible(timeout=10_000)
    expect(lost).to_contain_text("Run All Cells")


def test_opened_another_day_it_shows_its_last_picture_and_no_error(page, browser, lab):
    page.page.keyboard.press("Control+s")
    page.page.wait_for_timeout(1000)
    for session in page.page.request.get(f"{lab.url}/api/sessions").json():
        if session["path"] == "access.ipynb":
            token = {c["name"]: c["value"] for c in page.page.context.cookies()}.get("_xsrf", "")
            page.page.request.delete(
                f"{lab.url}/api/sessions/{session['id']}", headers={"X-XSRFToken": token}
            )
    page.page.close()
    page.page = (again := NotebookPage(browser, lab, "access.ipynb")).page
    still = page.page.locator(".xent-still img")
    expect(still).to_be_visible()
    assert "With q = 0.50" in still.get_attribute("alt")
    error = page.page.get_by_text("model not found")
    page.page.wait_for_timeout(3000)  # as long as the widgets' manager looks for the model
    assert not any(one.is_visible() for one in error.all())
    again.run_all()
    expect(still).to_be_hidden()
    expect(page.explorers.first).to_be_visible()
