"""Run by the release's own Python, under Node: compile what the page imports, and pack it.

Compiled here a lesson starts a quarter sooner, and compressed here it is the same bytes whatever
machine builds. Archives are compressed as a whole, which is smaller, and which the browser undoes
instead of its Python. Our own modules keep their sources: exercises and tracebacks show them.
"""

import gzip
import importlib.util
import io
import json
import os
import shutil
import site
import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
PACKAGES = site.getsitepackages()[0]
LIBRARY = next(path for path in sys.path if path.endswith(".zip"))


def compiled(source, place):
    """Bytecode that is taken without another look at the source; None where it is no Python."""
    # Python's own library goes without its docstrings, a megabyte that no lesson reads.
    bare = 2 if place.startswith(LIBRARY) else 0
    try:
        code = compile(source, place, "exec", dont_inherit=True, optimize=bare)
    except SyntaxError:
        return None
    return _code_to_hash_pyc(code, importlib.util.source_hash(source), False)


def entries(archive, home, with_sources):
    """Names and bytes of what goes into the packed archive."""
    for name in sorted(archive.namelist()):
        data = archive.read(name)
        bytecode = compiled(data, f"{home}/{name}") if name.endswith(".py") else None
        if bytecode is None:
            yield name, data
        elif with_sources:
            yield name, data
            yield importlib.util.cache_from_source(name), bytecode
        else:
            yield name + "c", bytecode


def archive(source, more):
    """The archive `source` anew, compiled, with `more` names and bytes; like beside like."""
    home = LIBRARY if source.endswith(".zip") else PACKAGES
    ours = os.path.basename(source).startswith("xent_lib")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        found = [*entries(old, home, with_sources=ours), *more]
        for name, data in sorted(found, key=lambda one: (os.path.splitext(one[0])[1], one[0])):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data)
    return out.getvalue()


def unpack(raw):
    """Put what will be packed where it can be imported."""
    for name in os.listdir(raw):
        if name.endswith(".whl"):
            shutil.unpack_archive(f"{raw}/{name}", PACKAGES, "zip")
    importlib.invalidate_caches()


def fonts():
    """What Matplotlib finds out about its fonts where it has no list of them: file name, bytes.

    Pyodide's Matplotlib looks for the list beside its own modules. Without one, the first picture
    comes with a message in red that a list is being made.
    """
    from matplotlib import font_manager

    font_manager.json_dump(font_manager.fontManager, "/tmp/fonts.json")
    with open("/tmp/fonts.json") as file:
        return "matplotlib/fontlist.json", json.dumps(json.load(file), sort_keys=True).encode()


def main(raw, out):
    """Pack every file of one folder into another."""
    unpack(raw)
    listed = fonts()
    for name in sorted(os.listdir(raw)):
        if name.endswith((".whl", ".zip")):
            more = [listed] if name.startswith("matplotlib-") else []
            data = archive(f"{raw}/{name}", more)
        else:
            with open(f"{raw}/{name}", "rb") as file:
                data = file.read()
        with open(f"{out}/{name}.packed", "wb") as file:
            file.write(gzip.compress(data, 9, mtime=0))


main("/raw", "/out")
