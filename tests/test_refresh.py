"""The command that stores the notebooks' outputs."""

import sys

import nbformat
import pytest
import refresh_outputs
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PNG = "iVBORw0KGgo="
WIDGET = f"""
import ipywidgets
class Shown(ipywidgets.HBox):
    def __repr__(self):
        return "Shown(value=3)"
    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {{"image/png": "{PNG}"}}
Shown()
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    cells = [
        new_markdown_cell("# A title", metadata={"slideshow": {"slide_type": "slide"}}),
        new_code_cell("print(1)\nprint(2)\n1 + 1", metadata={"execution": {"began": "noon"}}),
        new_code_cell(WIDGET),
        new_code_cell("import sys; sys.executable"),
    ]
    notebook = new_notebook(
        cells=cells, metadata={"language_info": {"name": "python", "version": "2.7"}}
    )
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    path = tmp_path_factory.mktemp("notebooks") / "tiny.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module")
def refreshed(path):
    assert refresh_outputs.main([str(path)]) == 0
    return nbformat.read(path, as_version=4)


def test_a_second_refresh_writes_the_same_bytes(refreshed, path):
    first = path.read_bytes()
    assert refresh_outputs.refresh(path) is False
    assert path.read_bytes() == first


def test_a_widget_keeps_its_text_and_picture_and_loses_its_live_view(refreshed):
    (output,) = refreshed.cells[2].outputs
    assert output.data == {"text/plain": "Shown(value=3)", "image/png": PNG}


def test_neither_widget_state_nor_timing_nor_version_is_stored(refreshed):
    assert "widgets" not in refreshed.metadata
    assert "version" not in refreshed.metadata.language_info
    assert refreshed.cells[1].metadata == {}


def test_slide_metadata_stays(refreshed):
    assert refreshed.cells[0].metadata == {"slideshow": {"slide_type": "slide"}}


def test_cells_are_numbered_from_one_and_say_what_they_said(refreshed):
    assert [cell.execution_count for cell in refreshed.cells[1:]] == [1, 2, 3]
    printed, value = refreshed.cells[1].outputs
    assert printed.text == "1\n2\n"
    assert value.data["text/plain"] == "2"


def test_the_kernel_is_the_python_that_runs_the_command(refreshed):
    assert refreshed.cells[3].outputs[0].data["text/plain"] == repr(sys.executable)


def test_a_notebook_that_fails_is_left_as_it_was(path, tmp_path, capsys):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "1 / 0"
    failing = tmp_path / "failing.ipynb"
    nbformat.write(notebook, failing)
    before = failing.read_bytes()
    assert refresh_outputs.main([str(failing)]) == 1
    assert failing.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().out
