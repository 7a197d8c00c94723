"""Run the notebooks and store their outputs the way they are committed.

    python tools/refresh_outputs.py [NOTEBOOK ...]

Without a name, every notebook is run. A second run writes the same bytes. The picture under a cell
with the tag "readme" is also written to a file of its own, for the README.
"""

import base64
import re
import sys
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_METADATA = {"english", "jupyter", "slideshow", "tags"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    # No version: every supported Python must write the same file.
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


class KernelOfThisPython(AsyncKernelManager):
    """Starts the Python that runs this command, whatever kernels the user's home holds."""

    def __init__(self, **kwargs):
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **kwargs)


def execute(notebook, folder):
    """Run every cell in a new kernel, started in `folder`."""
    NotebookClient(
        notebook,
        kernel_name="python3",
        kernel_manager_class=KernelOfThisPython,
        timeout=120,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
    ).execute()


def normalise(notebook):
    """Keep what a reader sees; drop what depends on the machine, the hour or a live kernel."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.setdefault("id", f"cell-{number}")
        cell.metadata = {key: cell.metadata[key] for key in CELL_METADATA & set(cell.metadata)}
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if has_content(output)]


def has_content(output):
    """Whether something is left of `output` without its live view."""
    if "data" not in output:
        return True
    output.data.pop(WIDGET_VIEW, None)
    return bool(output.data)


def refresh(path):
    """Run the notebook at `path` and store it; True if that changed the file."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    execute(notebook, path.parent)
    normalise(notebook)
    nbformat.validate(notebook)
    after = nbformat.writes(notebook).rstrip("\n") + "\n"
    path.write_text(after, encoding="utf-8", newline="\n")
    for png in readme_pictures(notebook):
        picture = picture_of(path)
        picture.parent.mkdir(exist_ok=True)
        picture.write_bytes(png)
    return after != before


def picture_of(path):
    """Where the README's picture of the notebook at `path` is kept."""
    return path.parent / "pictures" / f"{path.stem.partition('_')[0]}.png"


def readme_pictures(notebook):
    """PNG bytes of the outputs of cells with the tag "readme"."""
    tagged = [c for c in notebook.cells if "readme" in c.metadata.get("tags", [])]
    return [png for cell in tagged for output in cell.outputs for png in pngs(output)]


def pngs(output):
    """Bytes of the PNGs in an output, those within its HTML as well."""
    data = output.get("data", {})
    html = data.get("text/html", "")
    html = html if isinstance(html, str) else "".join(html)  # a file may store it line by line
    found = [data["image/png"]] if "image/png" in data else []
    found += re.findall(r"data:image/png;base64,([\w+/=\s]+)", html)
    return [base64.b64decode(png) for png in found]


def lessons():
    """Paths of all lessons, in every language."""
    found = (path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return sorted(found, key=lambda path: (len(path.parts), path))


def main(names):
    """Refresh the notebooks named, or all; the number of notebooks that failed."""
    failed = 0
    for path in [Path(name) for name in names] or lessons():
        try:
            print(path, "refreshed" if refresh(path) else "unchanged", flush=True)
        except CellExecutionError as error:
            failed += 1
            print(path.name, "left as it was, because a cell failed:", error, sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
