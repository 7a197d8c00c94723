"""Fixtures that every test may ask for, and one that none has to."""

import gc

import numpy as np
import pytest
from catalogue import catalogues, compiled
from committed_pictures import compare_pictures
from every_explorer import close_all_but_lent
from matplotlib.backends.backend_agg import FigureCanvasAgg
from xdist.scheduler import LoadFileScheduling

for path in catalogues():  # as an installation does, but for words that have changed since
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < path.stat().st_mtime:
        compiled(path)


@pytest.fixture
def rng():
    return np.random.default_rng(20240229)


@pytest.fixture
def undrawn(monkeypatch):
    """Words need no pixels, which take most of the time."""
    monkeypatch.setattr(FigureCanvasAgg, "draw", FigureCanvasAgg.get_renderer)


@pytest.fixture(autouse=True)
def no_widget_outlives_its_test():
    """A kernel keeps every widget; two thousand tests would keep gigabytes of pictures."""
    yield
    close_all_but_lent()


def pytest_collection_finish():
    """What is there before the first test stays: the collector need not look at it each time."""
    gc.freeze()


def pytest_collection_modifyitems(items):
    compare_pictures(items)
    # Browser tests come last: Playwright keeps the thread's event loop to itself once it runs.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


# What takes half of the browser tests' time: what has pages of its own.
HALF = "exported", "firefox", "handout_printed", "site", "voila", "wire"
HALF = {f"tests/browser/test_{name}.py" for name in HALF}


class TwoBrowsers(LoadFileScheduling):
    """A file stays in one process, and all that needs a browser in two."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        if not file.startswith("tests/browser/"):
            return file
        return f"tests/browser, {'one' if file in HALF else 'other'} half"


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return TwoBrowsers(config, log)
