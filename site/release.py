"""A folder with an unpacked Pyodide release, of which nothing is taken unchecked.

The lock file of a release gives the SHA-256 of every package in it. Nothing gives those of the
lock file and of the runtime, so they stand beside this module, in ``pyodide.json``.
"""

import hashlib
import json
from pathlib import Path

PINNED = Path(__file__).with_name("pyodide.json")
LOCK = "pyodide-lock.json"


class Refused(Exception):
    """Why no site can be built, as a sentence for whoever asked for one."""


class Release:
    """An unpacked Pyodide release; every file is checked as it is read.

    Parameters
    ----------
    folder
        Where it lies.
    pinned
        What it has to be: `version`, and in `runtime` the SHA-256 of each file of the runtime.
    """

    def __init__(self, folder, pinned=None):
        self.folder = Path(folder)
        pinned = pinned or json.loads(PINNED.read_text("utf-8"))
        self.version, self.runtime = pinned["version"], pinned["runtime"]
        if not self.folder.is_dir():
            raise Refused(f"{self.folder} is no folder; unpack Pyodide {self.version} into it.")
        lock = json.loads(self.read(LOCK))
        self.info, self.packages = lock["info"], lock["packages"]

    def read(self, name):
        """The bytes of a file of the runtime."""
        return self._checked(name, self.runtime[name], PINNED.name)

    def package(self, name):
        """A package's file name and bytes."""
        entry = self.packages[name]
        return entry["file_name"], self._checked(entry["file_name"], entry["sha256"], LOCK)

    def needed(self, roots, without=()):
        """The roots and everything that they depend on, without what is to be left out."""
        found, ahead = set(), [name.replace("_", "-") for name in roots]
        while ahead:
            name = ahead.pop()
            if name not in found and name not in without:
                found.add(name)
                ahead += [depends.replace("_", "-") for depends in self.packages[name]["depends"]]
        return sorted(found)

    def _checked(self, name, expected, witness):
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            raise Refused(
                f"{name} is missing from {self.folder}, where Pyodide {self.version} has to be."
            ) from None
        if hashlib.sha256(data).hexdigest() != expected:
            raise Refused(
                f"{name} in {self.folder} is not the one of Pyodide {self.version}: "
                f"its SHA-256 is another than {witness} gives."
            )
        return data


def sums(folder):
    """What ``pyodide.json`` has to say of another release: see CONTRIBUTING.md."""
    folder = Path(folder)
    info = json.loads((folder / LOCK).read_text("utf-8"))["info"]
    names = (LOCK, "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
    runtime = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    return {"version": info["version"], "python": info["python"], "runtime": runtime}
