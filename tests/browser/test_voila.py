"""Each lesson as a page of Voilà, by the command that `TEACHING.md` gives."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import pytest
from lab import MIXED, NOTEBOOKS, WINDOW, free_port, wait_for
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ROOT = NOTEBOOKS.parent
TEACHING = (ROOT / "TEACHING.md").read_text("utf-8")
COMMAND = re.search(r"^\.venv/bin/voila notebooks (.+)$", TEACHING, re.MULTILINE)[1]


@pytest.fixture(scope="module")
def voila(tmp_path_factory):
    """Its address, serving a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("voila")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    port = free_port()
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA")}
    here = ["--no-browser", f"--port={port}"]
    # All at once on TCP, two kernels could be given one port.
    here.append("--KernelManager.transport=ipc")
    # A socket's path has at most 107 letters.
    short = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with short as own["JUPYTER_RUNTIME_DIR"], (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "voila", "notebooks", *shlex.split(COMMAND), *here],
            cwd=folder,
            env={**os.environ, **own},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", log.name)
            yield f"http://127.0.0.1:{port}/voila/render"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture
def page(voila, browser):
    """One page at a time: the kernels of six at once leave a page waiting for its widgets."""
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(120_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lesson", MIXED)
def test_a_lesson_is_a_page_whose_pictures_move(page, voila, lesson):
    page.goto(f"{voila}/{lesson}", wait_until="commit")
    explorer = page.locator(".xent-explorer:has(.xent-picture)").first
    canvas = explorer.locator("canvas[data-frame]")
    canvas.wait_for()
    before, readout = canvas.get_attribute("data-frame"), explorer.locator(".xent-readout")
    words = readout.inner_text()
    explorer.locator("input[type=range]:enabled").first.press("ArrowRight")
    expect(readout).not_to_have_text(words)
    expect(canvas).not_to_have_attribute("data-frame", before)

    # The last widget of a page comes some time after the first.
    expect(page.locator(".xent-still:visible")).to_have_count(0, timeout=60_000)
    shown = page.locator("body").inner_text()
    for complaint in ("Traceback", "Error displaying widget", "model not found", "error occurred"):
        assert complaint not in shown
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    # Exercises are hidden, and what their checks say with them.
    assert not re.search(r"exercises\.\w+\.hint\(\)", shown)
