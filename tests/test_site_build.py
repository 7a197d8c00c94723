"""What goes into the static site is checked, and is what the lessons need."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from site_page import build

ROOT = Path(__file__).resolve().parents[1]


def load(name):
    """A module of site/, which is no package: its name is that of one of Python's own."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"site/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release, wheels = load("release"), load("wheels")


@pytest.fixture
def unpacked(tmp_path):
    """A small release: two packages, of which one needs the other and one that nobody wants."""
    folder = tmp_path / "pyodide-1.2"
    folder.mkdir()
    packages = {}
    for name, depends in {"picture": ["numbers_", "fonts"], "numbers-": [], "fonts": []}.items():
        (folder / f"{name}.whl").write_bytes(name.encode())
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        packages[name] = {"file_name": f"{name}.whl", "sha256": sha256, "depends": depends}
    lock = json.dumps({"info": {"version": "1.2", "python": "3.12.7"}, "packages": packages})
    (folder / "pyodide-lock.json").write_text(lock)
    (folder / "run.wasm").write_bytes(b"run")
    return folder


def opened(folder, **sums):
    """The release, held against its files' own sums where no others are given."""
    names = ("pyodide-lock.json", "run.wasm")
    own = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names}
    return release.Release(folder, {"version": "1.2", "runtime": {**own, **sums}})


def test_files_of_a_whole_release_are_handed_out(unpacked):
    assert opened(unpacked).read("run.wasm") == b"run"
    assert opened(unpacked).package("fonts") == ("fonts.whl", b"fonts")


def test_a_package_comes_with_what_it_needs_and_without_what_is_left_out(unpacked):
    assert opened(unpacked).needed(["picture"]) == ["fonts", "numbers-", "picture"]
    assert opened(unpacked).needed(["picture"], {"fonts"}) == ["numbers-", "picture"]


def test_a_changed_package_is_refused_with_its_name(unpacked):
    (unpacked / "fonts.whl").write_bytes(b"Fonts")
    with pytest.raises(release.Refused, match=r"fonts\.whl .* is not the one of Pyodide 1\.2"):
        opened(unpacked).package("fonts")


def test_a_missing_package_is_refused_with_its_name(unpacked):
    (unpacked / "fonts.whl").unlink()
    with pytest.raises(release.Refused, match=r"fonts\.whl is missing from .*pyodide-1\.2"):
        opened(unpacked).package("fonts")


def test_a_changed_lock_file_is_refused_before_it_is_believed(unpacked):
    with pytest.raises(release.Refused, match="pyodide-lock"):
        opened(unpacked, **{"pyodide-lock.json": "0" * 64})


def test_a_changed_runtime_is_refused(unpacked):
    with pytest.raises(release.Refused, match=r"run\.wasm"):
        opened(unpacked, **{"run.wasm": "0" * 64}).read("run.wasm")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(release.Refused, match="no folder"):
        release.Release(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("words", "why"), [([], "PYODIDE_RELEASE"), (["--pyodide", "nowhere"], "nowhere is no folder")]
)
def test_the_command_says_what_it_lacks_and_builds_nothing(tmp_path, monkeypatch, words, why):
    monkeypatch.delenv("PYODIDE_RELEASE", raising=False)
    command = [sys.executable, ROOT / "site/build.py", tmp_path / "out", *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode != 0 and why in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_installed_package_becomes_a_wheel_for_any_machine():
    file, files = wheels.installed("psygnal")  # installed, it is compiled for this machine
    assert file.startswith("psygnal-") and file.endswith("-py3-none-any.whl")
    assert "psygnal/_signal.py" in files
    assert not [name for name in files if name.endswith((".so", ".pyd", ".pyc"))]


def test_the_library_goes_in_as_it_stands_here():
    _file, files = wheels.ours()
    assert files["xent_lib/losses.py"] == (ROOT / "xent_lib/losses.py").read_bytes()
    assert "xent_lib/data/penguins.csv" in files
    assert "xent_lib/controls/slider.js" in files
    assert not [name for name in files if "__pycache__" in name]


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("numpy/_core/tests/test_umath.py", True),
        ("numpy/_core/include/numpy/arrayobject.h", True),
        ("matplotlib/mpl-data/sample_data/goog.npz", True),
        ("matplotlib/backends/backend_pdf.py", True),
        ("matplotlib/fontlist.json", True),
        ("pygments/lexers/cobol.py", True),
        ("six-1.16.0.dist-info/RECORD", True),
        ("pygments/lexers/python.py", False),
        ("matplotlib/backends/backend_agg.py", False),
        ("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf", False),
        ("numpy/testing/__init__.py", False),
        ("numpy-2.0.2.dist-info/LICENSE.txt", False),
        ("xent_lib/locale/ja/LC_MESSAGES/xent_lib.mo", False),
    ],
)
def test_what_no_lesson_needs_stays_out(name, out):
    assert wheels.needless(name) == out


def test_files_go_into_an_archive_and_out_again(tmp_path):
    files = {"b.py": b"two", "a/a.py": b"one"}
    data = wheels.stored(files)
    assert wheels.unpacked(data) == files
    (tmp_path / "x.zip").write_bytes(data)
    assert zipfile.ZipFile(tmp_path / "x.zip").namelist() == ["a/a.py", "b.py"]


def test_the_page_and_the_tools_name_one_pyodide():
    version = json.loads((ROOT / "site/pyodide.json").read_text())["version"]
    assert json.loads((ROOT / "site/pyodide.json").read_text())["archive"].count(version) == 2
    assert f"pyodide-{version}" in (ROOT / ".ci/run").read_text()
    assert f"PYODIDE: {version}" in (ROOT / ".github/workflows/test.yml").read_text()


@pytest.mark.parametrize("page", ["index.html", "index.ja.html"])
def test_the_first_page_promises_the_time_that_the_lessons_name(page):
    lessons = sorted((ROOT / "notebooks").glob("level*.ipynb"))
    named = [re.search(r"about (\d+) minutes", path.read_text("utf-8"))[1] for path in lessons]
    page = (ROOT / "site/page" / page).read_text("utf-8")
    assert re.findall(r'class="time">(\d+)', page) == named


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """Two builds of the site, made at the same time."""
    if not os.environ.get("PYODIDE_RELEASE"):
        pytest.skip("PYODIDE_RELEASE names no folder with an unpacked Pyodide release.")
    folder = tmp_path_factory.mktemp("site")
    (folder / "neighbour").touch()
    with ThreadPoolExecutor() as both:
        return list(both.map(build, (folder / "one", folder / "other")))


def test_what_lies_beside_the_site_is_left_alone(builds):
    neighbour = builds[0].with_name("neighbour").stat().st_mtime
    assert 0 < (builds[0] / "index.html").stat().st_mtime - neighbour < 1000


def test_two_builds_are_the_same_bytes(builds):
    one, other = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in builds
    )
    assert one.keys() == other.keys() and len(one) > 100
    assert [path for path in one if one[path] != other[path]] == []
