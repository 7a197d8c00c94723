"""A real JupyterLab on a free loopback port, and a notebook in it, driven in a real Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
# Every lesson once, and both languages, where nothing depends on which goes with which.
MIXED = sorted(path.name for path in NOTEBOOKS.glob("level*.ipynb"))
MIXED[1::2] = [f"ja/{name}" for name in MIXED[1::2]]
QUIET = ["--disable-gpu", "--disable-background-networking", "--no-sandbox", "--disable-sync"]
# Nothing but this machine can be reached: no lesson needs anything else.
QUIET += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"]
SETTINGS = {
    # Every cell stays on the page, seen or not.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
LOOK = 100  # milliseconds; at each frame, as is usual, the page would draw them for that alone
WINDOW = {"width": 1280, "height": 900}
OPEN = """async (path) => {
    const {sessionContext} = await jupyterapp.commands.execute('docmanager:open', {path});
    await sessionContext.ready;
    await sessionContext.session.kernel.info; // asked to run before that, JupyterLab asks back
}"""
# Whatever is open, without asking whether to save it; its kernel stays, as it does for learners.
CLOSE = """() => [...jupyterapp.shell.widgets('main')]
    .forEach((one) => one.context && one.dispose())"""

# An extension of the static site's JupyterLite, which this JupyterLab loads where both are
# installed, and which works in that one only.
FOREIGN = "Shared module @jupyterlite/services"


def find_chromium(*better):
    """The first that is installed of these names and the usual ones."""
    names = (*better, "chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def free_port():
    """A port of this machine that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(url, log=None, seconds=60):
    """Wait until a server that was started answers; if it does not, say the end of its log."""
    for _ in range(seconds * 5):
        try:
            return urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
    told = f":\n{Path(log).read_text()[-2000:]}" if log else "."
    raise TimeoutError(f"{url} did not answer in {seconds} s{told}")


class Lab:
    """JupyterLab over a folder of notebooks, with settings and data of its own."""

    def __init__(self, folder, python=sys.executable):
        self.folder = Path(folder)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        private = self.folder / ".private"
        for plugin, settings in SETTINGS.items():
            path = private / "settings" / f"{plugin}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings))
        own = {"CONFIG_DIR": "config", "DATA_DIR": "data"}
        environment = {f"JUPYTER_{name}": str(private / place) for name, place in own.items()}
        # The kernels' sockets lie here, and the path of a socket has at most 107 letters.
        self.runtime = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        environment["JUPYTER_RUNTIME_DIR"] = self.runtime.name
        environment["JUPYTERLAB_SETTINGS_DIR"] = str(private / "settings")
        self.log = (private / "server.log").open("w")
        self.server = subprocess.Popen(
            [
                *(python, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                "--expose-app-in-browser",  # the tests ask it to open notebooks and run them
                *(f"--ServerApp.root_dir={self.folder}", "--IdentityProvider.token="),
                # Kernels that start at once on TCP can be given the same port.
                "--KernelManager.transport=ipc",
                *("--ip=127.0.0.1", f"--port={port}"),
            ],
            env={**os.environ, **environment},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        wait_for(f"{self.url}/api", self.log.name)

    def write(self, name, sources):
        """A notebook with these cells; its name."""
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.folder / name)
        return name

    def close(self):
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:  # it stumbles over a kernel that is being restarted
            self.server.kill()
            self.server.wait(30)
        self.log.close()
        self.runtime.cleanup()


class NotebookPage:
    """One notebook open in JupyterLab or Notebook 7, and what went wrong on its page."""

    def __init__(self, browser, lab, name, app="lab/tree"):
        self.app = app
        self._watch(browser.new_page(viewport=WINDOW))
        self.page.goto(f"{lab.url}/{app}/{name}?reset", timeout=60_000)
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        self._wait_for_kernel(lab.url)

    def _watch(self, page):
        self.page, self.errors = page, []
        page.on("console", self._note)
        page.on("pageerror", self._fail)

    def _wait_for_kernel(self, url):
        """Until the page has an idle kernel; asked to run before that, JupyterLab asks back."""
        for _ in range(300):
            for session in self.page.request.get(f"{url}/api/sessions").json():
                kernel = session["kernel"] or {}
                if f"/{self.app}/{session['path']}" in self.page.url and kernel.get("connections"):
                    if kernel["execution_state"] == "idle":
                        return self.page.wait_for_timeout(300)
            self.page.wait_for_timeout(200)
        raise TimeoutError("The notebook's kernel did not start.")

    def _note(self, message):
        if message.type == "error":
            self._fail(message.text)

    def _fail(self, error):
        if FOREIGN not in str(error):
            self.errors.append(str(error))

    def menu(self, *names):
        for name in names:
            self.page.get_by_role("menuitem", name=name, exact=True).click()

    def run_all(self, seconds=60):
        self.menu("Run", "Run All Cells")
        self.wait_until_run(seconds)

    def restart_and_run_all(self):
        self.menu("Kernel", "Restart Kernel and Run All Cells…")
        self.page.locator("dialog .jp-mod-accept").click()
        # Until then it shows the old run's numbers.
        last = self.page.locator(".jp-CodeCell .jp-InputPrompt").last
        expect(last).to_have_text("[*]:", timeout=30_000)
        self.wait_until_run()

    def wait_until_run(self, seconds=60):
        """Until every cell has its number, none waits, and the kernel is idle."""
        self.page.wait_for_function(
            """() => {
                // A cell whose code is hidden has neither text nor number.
                const cells = [...document.querySelectorAll('.jp-CodeCell:has(.cm-content)')];
                const done = cells.every((cell) =>
                    /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent) ||
                    !cell.querySelector('.cm-content').textContent.trim());
                const kernel = document.querySelector('.jp-Notebook-ExecutionIndicator');
                return cells.length && done && (!kernel || kernel.dataset.status === 'idle');
            }""",
            timeout=1000 * seconds,
            polling=LOOK,
        )

    def appearance(self, name):
        """Switch one of the notebook's looks on or off."""
        self.menu("View")
        self.page.locator(".lm-Menu-item", has_text="Appearance").click()
        self.page.get_by_role("menuitem", name=name).click()  # a shortcut may follow

    @property
    def complaints(self):
        """What a learner would see of a failure."""
        stderr = '[data-mime-type="application/vnd.jupyter.stderr"]'
        shown = self.page.locator(f".jp-OutputArea-output{stderr}, .jp-RenderedText{stderr}")
        return shown.all_inner_texts() + [
            text
            for text in self.page.locator(".jp-OutputArea-output").all_inner_texts()
            if "Error displaying widget" in text or "model not found" in text
        ]

    @property
    def explorers(self):
        return self.page.locator(".xent-explorer:has(.xent-picture)")

    def close(self):
        self.page.close()


class Desk:
    """A page of JupyterLab in which one notebook is opened after another, as learners do."""

    def __init__(self, browser, lab):
        self.page = browser.new_page(viewport=WINDOW)
        self.page.goto(f"{lab.url}/lab?reset", timeout=60_000)
        self.page.wait_for_function(
            "() => globalThis.jupyterapp?.restored.then(() => true)", timeout=60_000, polling=LOOK
        )

    def open(self, name):
        return OnDesk(self, name)


class OnDesk(NotebookPage):
    """The one notebook that is open there."""

    def __init__(self, desk, name):
        self._watch(desk.page)
        self.page.evaluate(CLOSE)  # what is left of one that could not be run
        self.page.evaluate(OPEN, name)
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def close(self):
        self.page.remove_listener("console", self._note)
        self.page.remove_listener("pageerror", self._fail)
        self.page.evaluate(CLOSE)
