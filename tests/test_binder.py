"""What Binder would build, asked of repo2docker itself, without a Docker engine."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
BUILDPACKS = Path(find_spec("repo2docker").origin).parent / "buildpacks"


def requirements(path):
    """Requirement by name, from the lines of a requirements file that name a package."""
    lines = (ROOT / path).read_text().splitlines()
    found = [Requirement(line) for line in lines if line and line[0] not in "-#"]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def here(lines):
    """Requirements that count on an ordinary machine, and not in a browser's Python."""
    found = map(Requirement, lines)
    return [wanted for wanted in found if not wanted.marker or wanted.marker.evaluate()]


def pinned(path):
    """Version by name, from a constraints file."""
    pins = requirements(path)
    assert all(str(pin.specifier).startswith("==") for pin in pins.values())
    return {name: Version(str(pin.specifier)[2:]) for name, pin in pins.items()}


@pytest.fixture(scope="module")
def wanted():
    """Every range that is asked for, by requirements.txt and by the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package = here(project["dependencies"])
    return [*requirements("requirements.txt").values(), *package]


@pytest.fixture(scope="module")
def python_version():
    name, _, version = (ROOT / "binder/runtime.txt").read_text().strip().partition("-")
    assert name == "python" and re.fullmatch(r"3\.\d+", version)
    return version


@pytest.fixture(scope="module")
def base_image(python_version):
    """Version by name of what Binder's base image brings, from repo2docker's own lock file."""
    lock = BUILDPACKS / f"conda/environment.py-{python_version}-linux-64.lock"
    found = re.findall(r"/([^/]+)-([^-/]+)-[^-/]+\.(?:conda|tar\.bz2)", lock.read_text())
    versions = {}
    for name, version in found:
        try:
            versions[canonicalize_name(name, validate=True)] = Version(version)
        except (InvalidVersion, ValueError):  # conda's own packages, no Python among them
            continue
    assert {"jupyterlab", "notebook", "ipywidgets"} <= set(versions)
    return versions


@pytest.fixture(scope="module")
def dockerfile():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout + finished.stderr


def test_the_image_gets_the_python_that_the_runtime_file_names(dockerfile, python_version):
    escaped = f"environment-2epy-2d{python_version.replace('.', '-2e')}-2dlinux"
    assert escaped in dockerfile


def test_the_image_installs_our_requirements_with_the_whole_repository_in_place(dockerfile):
    copied = dockerfile.index("COPY --chown=0:0 src/ ${REPO_DIR}/")
    (install,) = re.finditer(r"pip install --no-cache-dir -r \"(.+)\"", dockerfile)
    assert install[1] == "binder/requirements.txt"
    assert copied < install.start()


def test_the_image_installs_what_a_learner_installs_under_constraints():
    lines = (ROOT / "binder/requirements.txt").read_text().split("\n")
    assert lines == ["-r ../requirements.txt", "-c constraints.txt", ""]
    assert "-e ." in (ROOT / "requirements.txt").read_text().splitlines()


def test_every_constraint_lies_in_the_ranges_asked_for(wanted):
    pins = pinned("binder/constraints.txt")
    for requirement in wanted:
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is None or pin in requirement.specifier, requirement


def test_whatever_is_asked_for_is_in_the_base_image_or_constrained(wanted, base_image):
    pins = pinned("binder/constraints.txt")
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        assert (base_image.get(name) or pins.get(name)) in requirement.specifier, requirement


def test_no_constraint_names_what_the_base_image_brings(base_image):
    assert not set(pinned("binder/constraints.txt")) & set(base_image)


def test_requirements_and_package_ask_for_the_same_ranges():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    learner = requirements("requirements.txt")
    extra = project["optional-dependencies"]["test"]
    for requirement in here(project["dependencies"] + extra):
        same = learner.get(canonicalize_name(requirement.name), requirement)
        assert requirement.specifier == same.specifier


def test_pip_resolves_our_requirements_beside_the_base_image(
    base_image, python_version, wanted, tmp_path
):
    frozen = tmp_path / "base.txt"
    frozen.write_text("".join(f"{name}=={version}\n" for name, version in base_image.items()))
    constraints = [frozen, ROOT / "binder/constraints.txt"]
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet"]
    command += ["--report", tmp_path / "report.json", "--target", tmp_path / "nowhere"]
    command += ["--python-version", python_version, "--only-binary=:all:"]
    # pip before 24 holds a foreign version's wheels against the Python that runs pip.
    command += ["--ignore-requires-python"]
    command += [f"--platform=manylinux{glibc}_x86_64" for glibc in ("_2_28", "_2_27", "2014")]
    command += [word for path in constraints for word in ("-c", path)]
    names = [f"{requirement.name}{requirement.specifier}" for requirement in wanted]
    finished = subprocess.run([*command, *names], capture_output=True, text=True)
    if "from versions: none" in finished.stderr and "CI" not in os.environ:
        pytest.skip("pip reaches no package index, so nothing can be resolved")
    assert finished.returncode == 0, finished.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    chosen = {
        canonicalize_name(item["metadata"]["name"]): Version(item["metadata"]["version"])
        for item in report["install"]
    }
    assert chosen.items() >= pinned("binder/constraints.txt").items()
    assert chosen["jupyterlab"] == base_image["jupyterlab"]
