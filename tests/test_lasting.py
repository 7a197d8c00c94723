"""What a widget leaves behind, what a cell lets go of, and what is said when something breaks."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from test_explorer import PointExplorer

from xent_lib.controls import cells
from xent_lib.controls.lasting import VIEW
from xent_lib.explorers.coin import CoinExplorer


@pytest.fixture
def shell(monkeypatch):
    shell = InteractiveShell.instance()
    shell.parent_header = {}
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    monkeypatch.setattr(cells, "_shown", {})
    monkeypatch.setattr(cells, "_before", {})
    shell.user_ns.update(PointExplorer=PointExplorer, CoinExplorer=CoinExplorer)
    yield shell
    InteractiveShell.clear_instance()


def run(shell, cell, source):
    """Run a cell and return what it showed."""
    shell.parent_header = {"metadata": {"cellId": cell}}
    with capture_output() as captured:
        assert shell.run_cell(source, store_history=True).success
    return captured.outputs


def test_a_still_comes_first_and_the_widget_has_an_output_of_its_own(shell):
    still, live = (output.data for output in run(shell, "a", "CoinExplorer()"))
    assert set(still) == {"text/plain", "text/html"} and set(live) == {VIEW}
    assert still["text/plain"].startswith("CoinExplorer(")
    alt = CoinExplorer().state.readout
    assert f'{alt}"' in still["text/html"]  # at the end of the alternative text
    assert "run the cells" in still["text/html"]


def test_a_cell_that_is_run_again_lets_its_predecessor_go(shell):
    run(shell, "a", "first = PointExplorer()\nfirst")
    first = shell.user_ns["first"]
    run(shell, "b", "1 + 1")
    assert first.view.comm is not None
    run(shell, "a", "first = PointExplorer()\nfirst")
    assert first.view.comm is None and first.picture.base is None
    assert shell.user_ns["first"].view.comm is not None
    assert "PointExplorer(" in repr(first)


def test_what_another_cell_still_shows_stays(shell):
    run(shell, "a", "one = PointExplorer()\none")
    run(shell, "b", "one")
    one = shell.user_ns["one"]
    run(shell, "a", "PointExplorer()")
    assert one.view.comm is not None
    run(shell, "b", "PointExplorer()")
    assert one.view.comm is None


def test_a_cell_that_shows_the_same_two_again_keeps_both(shell):
    source = "both = globals().get('both') or [PointExplorer(), PointExplorer()]\n"
    source += "display(*both)"
    run(shell, "a", source)
    run(shell, "a", source)
    assert all(one.view.comm is not None for one in shell.user_ns["both"])


MEMORY = """
import gc, psutil
from IPython.core.interactiveshell import InteractiveShell
from xent_lib.controls import cells
shell = InteractiveShell.instance()
shell.parent_header = {"metadata": {"cellId": "a"}}
shell.run_cell("from xent_lib.explorers.coin import CoinExplorer; kept = []")
import contextlib, io

def run(times):
    for _ in range(times):
        with contextlib.redirect_stdout(io.StringIO()):
            # As a notebook's Out does, something keeps every result.
            shell.run_cell("kept.append(CoinExplorer()); display(kept[-1])", store_history=True)
    gc.collect()
    return psutil.Process().memory_info().rss

before = run(7)  # by then every cache is full
print(run(20) - before)
"""


def test_runs_of_a_cell_leave_the_memory_as_it_was():
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    finished = subprocess.run(
        [sys.executable, "-c", MEMORY], env=environment, capture_output=True, text=True, check=True
    )
    assert int(finished.stdout.split()[-1]) < 20 * 500_000  # it was 16 MB each, and then 1


# What breaks ----------------------------------------------------------------------------------


def broken(*_args, **_kwargs):
    raise ZeroDivisionError("nothing is divided by <zero>")


@pytest.mark.parametrize(
    "place", ["moved", "fitted", "picture.move", "picture.show", "picture.data_at"]
)
def test_an_error_in_a_callback_is_said_and_the_next_move_works(monkeypatch, place):
    explorer = PointExplorer()
    owner, _, name = place.rpartition(".")
    before = explorer.state
    with monkeypatch.context() as patch:
        patch.setattr(explorer.picture if owner else explorer, name, broken)
        if place == "picture.data_at":
            explorer.view.drag = {"handle": 0, "x": 0.4, "y": 0.4}
        else:
            explorer.controls["x"].value = 0.25
        assert "divided by &lt;zero&gt;" in explorer.problem.value
        assert 'role="alert"' in explorer.problem.value
        assert explorer.state == before
    explorer.controls["x"].value = 0.75
    assert explorer.problem.value == ""
    assert explorer.state.x == 0.75
    fresh = PointExplorer()
    fresh.state = explorer.state
    assert (explorer.picture.pixels() == fresh.picture.pixels()).all()


def test_an_error_while_it_plays_stops_it_with_a_word():
    async def play():
        explorer = PointExplorer()
        explorer.play(broken, every=0)
        await asyncio.sleep(0.05)
        return explorer

    explorer = asyncio.run(play())
    assert not explorer.playing and "ZeroDivisionError" in explorer.problem.value


def test_jupyters_interrupt_stops_what_plays_and_gives_the_signal_back():
    async def play():
        explorer = PointExplorer()
        explorer.play(lambda state: state, every=0.01)
        await asyncio.sleep(0.05)
        assert explorer.playing
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.05)
        return explorer

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel has it between cells
    try:
        assert not asyncio.run(play()).playing
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
