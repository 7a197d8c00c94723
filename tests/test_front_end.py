"""The JavaScript that needs no browser: Node's own test runner, and pictures packed by Python."""

import base64
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from every_explorer import EXPLORERS, names_of_sliders
from frames_ahead import frames_ahead

from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.die import DieExplorer
from xent_lib.pixels import deflated, packed

TESTS = Path(__file__).parent / "front_end"


def as_text(data):
    return base64.b64encode(data).decode()


def recorded(explorer, states):
    """A picture's static part, and for each state what travels and what is to be seen."""
    picture, moves = explorer.picture, []
    for state in states:
        picture.show(state)
        overlay = as_text(packed(picture.changes()))
        moves.append({"overlay": overlay, "shown": as_text(deflated(packed([picture.pixels()])))})
    rows, columns = picture.base.shape
    base = as_text(deflated(packed([picture.base])))
    return {"columns": columns, "rows": rows, "base": base, "moves": moves}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    coin, die = CoinExplorer(), DieExplorer()
    recordings = [
        recorded(coin, [replace(coin.state, q=q) for q in (0, 0.31, 0.7, 1)]),
        # The same picture once more leaves the canvas as it is.
        recorded(die, [die.state, die.state]),
    ]
    path = tmp_path_factory.mktemp("pictures") / "pictures.json"
    path.write_text(json.dumps(recordings))
    return path


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """What is sent ahead for one slider of each explorer."""
    first = [(kind, name) for kind in EXPLORERS for name in names_of_sliders(kind)[:1]]
    path = tmp_path_factory.mktemp("frames") / "frames.json"
    path.write_text(json.dumps([frames_ahead(kind, name) for kind, name in first]))
    return path


def test_the_page_reads_what_the_kernel_packs(pictures, frames):
    node = shutil.which("node")
    if node is None and "CI" not in os.environ:
        pytest.skip("there is no node")
    environment = os.environ | {"XENT_PICTURES": str(pictures), "XENT_FRAMES": str(frames)}
    command = [node, "--test", *map(str, sorted(TESTS.glob("*.test.mjs")))]
    finished = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "# skipped 0" in finished.stdout
