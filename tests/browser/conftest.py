"""A browser and a JupyterLab for each process, and a folder for what they looked like."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from lab import NOTEBOOKS, QUIET, Desk, Lab, find_chromium


@pytest.fixture(scope="session")
def browser():
    chromium = find_chromium("chromium-headless-shell")  # the same engine, and no more
    if chromium is None:
        message = "No Chromium is installed: the notebooks cannot be tried in a browser."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def no_widget_outlives_its_test():
    """Here they do: a lesson's twins live as long as its page."""


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS.rglob("*.ipynb"):
        copy = folder / notebook.relative_to(NOTEBOOKS)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(notebook, copy)
    lab = Lab(folder)
    yield lab
    lab.close()


@pytest.fixture(scope="session")
def desk(browser, lab):
    return Desk(browser, lab)


@pytest.fixture(scope="session")
def gallery():
    """Where screenshots are kept: outside the repository, in XENT_SCREENSHOTS if that is set."""
    default = Path(tempfile.gettempdir()) / "xent-screenshots"
    folder = Path(os.environ.get("XENT_SCREENSHOTS", default))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
