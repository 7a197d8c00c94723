"""Two thousand moves end where they began, in a process of their own as a kernel is."""

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

from every_explorer import close_all_but_lent
from test_explorer import PointExplorer

MOVES = """
import gc, psutil
from test_explorer import PointExplorer
from xent_lib import frames

def resident():
    gc.collect()
    return psutil.Process().memory_info().rss

explorer = PointExplorer()
explorer.view.near = True  # what is sent is not deflated, and so large enough to be missed
slider = explorer.controls["x"]
frames.AT_MOST = 10 * len(explorer.view.overlay)  # not all places: every move draws

def move(times):
    for n in range(times):
        slider.value = (n % 101) / 100

move(303)  # fills every cache: three times over all positions
before, sent = resident(), len(explorer.view.overlay)
move(2_000)
print(resident() - before, sent)
"""


def test_two_thousand_moves_leave_no_memory_behind():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    finished = subprocess.run(
        [sys.executable, "-c", MOVES], env=environment, capture_output=True, text=True, check=True
    )
    grown, sent = map(int, finished.stdout.split())
    assert grown < 2_000 * 400 < 2_000 * sent / 2


def test_an_explorer_that_is_closed_leaves_nothing_behind():
    explorer = weakref.ref(PointExplorer())
    close_all_but_lent()
    gc.collect()
    assert explorer() is None
