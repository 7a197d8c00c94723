"""JupyterLab, the static site and marimo, each serving the variants from a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import nbformat
from relay import Relay
from variants import HEAD

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "browser"))

from lab import Lab, free_port, wait_for  # noqa: E402
from site_page import Site, build  # noqa: E402

OPEN = """async (content) => {
    const notebook = {type: 'notebook', format: 'json', content: JSON.parse(content)};
    await jupyterapp.serviceManager.contents.save('benchmark.ipynb', notebook);
    await jupyterapp.commands.execute('docmanager:open', {path: 'benchmark.ipynb'});
}"""
RUN = """async (code) => {
    const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
    await kernel.requestExecute({code}).done;
    await jupyterapp.commands.execute('notebook:run-all-cells');
}"""
PUT = """
import importlib, pathlib, site
pathlib.Path(site.getsitepackages()[0], "coin_figure.py").write_text({figure!r})
importlib.invalidate_caches()
"""
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def benchmark(variants, kernel, head=HEAD):
    """A notebook in which each variant has a cell."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    sources = [head, *(variant.code for variant in variants)]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return notebook


async def shown(page, variants):
    """The output area of each variant by its name, when all cells have run."""
    cells = page.locator(".jp-CodeCell")
    done = cells.last.locator(".jp-InputPrompt", has_text=re.compile(r"\d]:"))
    await done.wait_for(timeout=60_000)
    outputs = {
        v.name: cells.nth(n).locator(".jp-OutputArea").first for n, v in enumerate(variants, 1)
    }
    for variant in variants:
        await outputs[variant.name].locator(variant.handle).first.wait_for(timeout=60_000)
    return outputs


@asynccontextmanager
async def jupyter_page(window, folder, variants, delay=None, python=sys.executable, head=HEAD):
    """The page of a running notebook, and the output area of each variant by its name.

    With a `delay` in seconds the page comes through a relay, `page.relay`. JupyterLab and the
    kernel are those of `python`.
    """
    shutil.copy(HERE / "coin_figure.py", folder)
    nbformat.write(benchmark(variants, KERNEL, head), folder / "benchmark.ipynb")
    lab = Lab(folder, python)
    # The page is loaded at once; it is its use that is slow.
    relay = Relay(lab.url)
    try:
        page = await window.new_page()
        page.relay = relay
        await page.goto(f"{lab.url if delay is None else relay.url}/lab/tree/benchmark.ipynb?reset")
        # Told to run before it knows its kernel, JupyterLab would ask which one to select.
        await page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        for name in ("Run", "Run All Cells"):
            await page.get_by_role("menuitem", name=name, exact=True).click()
        outputs = await shown(page, variants)
        await page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        relay.delay = delay or 0
        yield page, outputs
    finally:
        relay.close()
        lab.close()


@asynccontextmanager
async def site_page(window, folder, variants, head=HEAD):
    """The page of a notebook in the static site, which is built for it."""
    build(folder / "site")
    site = Site(folder / "site", compress=True)
    try:
        page = await window.new_page()
        page.relay = None
        await page.goto(f"{site.url}/lab/index.html")
        await page.locator(".jp-Launcher").wait_for(timeout=60_000)
        kernel = {"name": "python", "display_name": "Python (Pyodide)"}
        notebook = benchmark(variants, kernel, head)
        await page.evaluate(OPEN, nbformat.v4.writes(notebook))
        await page.get_by_text("Python is ready").wait_for(timeout=60_000)
        figure = (HERE / "coin_figure.py").read_text()
        await page.evaluate(RUN, PUT.format(figure=figure))
        outputs = await shown(page, variants)
        yield page, outputs
    finally:
        site.close()


@asynccontextmanager
async def marimo_page(window, folder, variants):
    """The page of marimo's own server over the variant, which is a whole app."""
    (variant,) = variants
    shutil.copy(HERE / "coin_figure.py", folder)
    app = folder / "app.py"
    app.write_text(variant.code)
    port = free_port()
    own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    where = ["--headless", "--no-token", "--host=127.0.0.1", f"--port={port}"]
    with (folder / "marimo.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "marimo", "run", *where, str(app)],
            env={**os.environ, **own},
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            page = await window.new_page()
            await page.goto(f"http://127.0.0.1:{port}")
            await page.locator(variant.handle).first.wait_for(timeout=60_000)
            await page.locator("#App img").first.wait_for(timeout=60_000)
            yield page, {variant.name: page.locator("#App")}
        finally:
            server.terminate()
            server.wait(30)
