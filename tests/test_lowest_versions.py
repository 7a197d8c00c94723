"""The oldest versions that are promised show the lessons as the newest do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LESSON = "notebooks/level2_coin.ipynb"  # its plots come from Matplotlib's inline backend

pytestmark = pytest.mark.skipif(
    not {"CI", "XENT_LOWEST_VERSIONS"} & set(os.environ),
    reason="an environment of its own takes a minute; set XENT_LOWEST_VERSIONS to try it",
)


def run(*command):
    finished = subprocess.run(command, capture_output=True, text=True, timeout=400, cwd=ROOT)
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:]


@pytest.fixture(scope="module")
def oldest(tmp_path_factory):
    """A Python with the lowest versions that our ranges allow."""
    folder = tmp_path_factory.mktemp("oldest") / "venv"
    uv = [sys.executable, "-m", "uv"]
    run(*uv, "venv", "--quiet", "--python", sys.executable, str(folder))
    python = next(folder.glob("[bS]*/python*"))
    lowest = ["--resolution", "lowest-direct", "--python", str(python)]
    run(*uv, "pip", "install", "--quiet", *lowest, "-r", "requirements.txt")
    return python


def test_a_lesson_and_its_plots_come_out_as_they_are_committed(oldest):
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with=tests/nbval_sanitize.cfg"]
    run(str(oldest), "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(ROOT), *nbval, LESSON)


def test_a_plot_appears_under_the_cell_that_makes_it(oldest, tmp_path):
    script = tmp_path / "late.py"
    script.write_text(
        "import nbformat, nbclient\n"
        "from nbformat.v4 import new_code_cell, new_notebook\n"
        'cells = ["import matplotlib.pyplot as plt", "_ = plt.plot([1, 2])", "1 + 1"]\n'
        "book = new_notebook(cells=[new_code_cell(cell) for cell in cells])\n"
        "nbclient.NotebookClient(book, kernel_name='python3').execute()\n"
        "kinds = [[k for o in c.outputs for k in o.get('data', {})] for c in book.cells]\n"
        "assert 'image/png' in kinds[1] and 'image/png' not in kinds[2], kinds\n"
    )
    run(str(oldest), str(script))
