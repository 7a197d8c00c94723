"""The static site, built once a run and served as any web server would; and a lesson open in it."""

import gzip
import json
import subprocess
import sys
import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from lab import LOOK, WINDOW, NotebookPage

COMPRESSED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".txt"}
ROOT = Path(__file__).resolve().parents[2]
RUN_HERE = """async (code) => {
    const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
    const run = kernel.requestExecute({code}), said = [];
    run.onIOPub = ({content}) => said.push(content.text ?? content.evalue ?? '');
    await run.done;
    return said.join('');
}"""


def build(out):
    """Do what the documented command does, and return the folder."""
    command = [sys.executable, "site/build.py", out]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return out


class Files(SimpleHTTPRequestHandler):
    """Python's own file server, with nothing to say; it lets the tests reach JupyterLab itself."""

    def setup(self):
        super().setup()
        if self.site.compress:
            self.protocol_version = "HTTP/1.1"  # as of today's web servers: connections are kept
        write = self.wfile.write

        def counted(data):
            self.site.sent.append((self.path, len(data)))
            return write(data)

        self.wfile.write = counted

    @property
    def site(self):
        return self.server.site

    def send_head(self):
        path = Path(self.translate_path(self.path))
        data = instead(path, self.site.compress)
        changed = self.date_time_string(path.stat().st_mtime) if data else None
        if data is None or self.headers.get("If-Modified-Since") == changed:
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Length", len(data))
        self.send_header("Last-Modified", changed)
        if data[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(data)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """One whom a page may leave in the middle of an answer."""

    def handle_error(self, request, address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, address)


@cache
def instead(path, compress):
    """What is sent instead of a file as it is, or None."""
    if path.name == "jupyter-lite.json":
        configuration = json.loads(path.read_text())
        configuration["jupyter-config-data"]["exposeAppInBrowser"] = "true"
        return json.dumps(configuration).encode()
    if compress and path.suffix in COMPRESSED and path.is_file():
        return gzip.compress(path.read_bytes(), 6, mtime=0)


class Site:
    """The built site on a loopback port; `compress` what is text, as GitHub Pages does."""

    def __init__(self, folder, compress=False):
        self.folder, self.compress = Path(folder), compress
        self.sent = []  # what was asked for, and bytes of the answer
        self.server = Server(("127.0.0.1", 0), partial(Files, directory=folder))
        self.server.site = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def lessons(self):
        """Every notebook in it, as its address names it."""
        files = self.folder / "files"
        return sorted(path.relative_to(files).as_posix() for path in files.rglob("*.ipynb"))

    def address(self, lesson):
        return f"{self.url}/lab/index.html?path={lesson}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Visit:
    """A browser that has never been to the site; what it asked for, and what of that elsewhere."""

    def __init__(self, browser, site, **options):
        self.site = site
        self.context = browser.new_context(viewport=WINDOW, **options)
        self.elsewhere, self.asked = [], []
        self.context.on("request", self._note)

    def _note(self, request):
        self.asked.append(request.url)
        if not request.url.startswith((f"{self.site.url}/", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def open(self, lesson):
        page = SitePage(self)
        page.page.goto(self.site.address(lesson))
        page.wait_for_cells()
        return page

    def follow(self, lesson):
        """Open it from the first page."""
        page = SitePage(self)
        page.page.goto(f"{self.site.url}/")
        page.page.locator(f"a.start[href$='={lesson}']").click()
        page.wait_for_cells()
        return page

    def close(self):
        self.context.close()


class SitePage(NotebookPage):
    """A page of the site, with a lesson in it."""

    def __init__(self, visit):
        self.visit = visit
        self._watch(visit.context.new_page())

    def _fail(self, error):
        self.errors.append(str(error))  # nothing is foreign here

    def wait_for_cells(self):
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
        self.page.locator(".jp-NotebookPanel-toolbar").get_by_text(
            "Python (Pyodide)"
        ).first.wait_for()

    def wait_for_python(self):
        """Until the page says that Python is ready."""
        self.page.wait_for_function(
            "() => document.querySelector('#lesson-note p').textContent.includes('is ready')",
            timeout=60_000,
            polling=LOOK,
        )

    @property
    def note(self):
        return self.page.locator("#lesson-note")

    def notebook(self):
        """The notebook as it is on the page, outputs and all."""
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toJSON()")

    def run(self, code):
        """What the kernel prints when it runs this code."""
        return self.page.evaluate(RUN_HERE, code)
