"""Imports point one way: from what is shown down to the mathematics."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "xent_lib"
LAYERS = [
    {"animals", "arguments", "language", "numerals", "state", "websocket"},
    {"losses"},
    {"mistakes", "network", "datasets"},
    {"training", "claims"},
    {"fonts", "pixels", "stamp", "style", "picture", "marks", "frames", "controls"},
    {"ahead"},
    {"explorer", "interruption"},
    {"explorers", "bets", "exercises"},
]
DRAWING = {"matplotlib", "PIL"}
WIDGETS = {"ipywidgets", "anywidget", "traitlets", "IPython"}
FORBIDDEN = {
    **dict.fromkeys(set.union(*LAYERS[:4]), DRAWING | WIDGETS),
    "fonts": WIDGETS,
    "pixels": WIDGETS | DRAWING,
    "stamp": WIDGETS,
    "style": WIDGETS,
    "picture": WIDGETS,
    "marks": WIDGETS,
    "frames": WIDGETS | DRAWING,
    "controls": DRAWING,
}
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = [
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCES
    if path.parent != PACKAGE or path.name != "__init__.py"
]


def layer_of(module):
    name = module.partition(".")[0]
    return next(number for number, names in enumerate(LAYERS) if name in names)


def blocked_for(module):
    """What a module has to do without: the layers above its own, and what its layer forbids."""
    above = {f"xent_lib.{name}" for names in LAYERS[layer_of(module) + 1 :] for name in names}
    return above | FORBIDDEN.get(module.partition(".")[0], set())


def import_with(modules, blocked):
    """Import in a Python of its own, in which the blocked names cannot be imported."""
    lines = [
        "import sys, importlib",
        *(f"sys.modules[{name!r}] = None" for name in sorted(blocked)),
        *(f"importlib.import_module({module!r})" for module in modules),
    ]
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True)


# One Python for all modules that have to do without the same.
GROUPS = {}
for name in MODULES:
    GROUPS.setdefault(frozenset(blocked_for(name)), []).append(f"xent_lib.{name}")


@pytest.mark.parametrize(
    ("blocked", "modules"), GROUPS.items(), ids=[modules[0] for modules in GROUPS.values()]
)
def test_modules_can_be_imported_without_the_layers_above_them(blocked, modules):
    finished = import_with(modules, blocked)
    assert finished.returncode == 0, finished.stderr


def test_blocking_is_felt():
    assert "numpy" in import_with(["xent_lib.losses"], {"numpy"}).stderr


def test_every_module_that_the_layers_name_exists_up_to_the_explorers():
    present = {module.partition(".")[0] for module in MODULES}
    assert set.union(*LAYERS) - {"bets", "exercises"} <= present


def test_importing_the_package_imports_nothing_else():
    finished = import_with(["xent_lib"], {"numpy", *DRAWING, *WIDGETS})
    assert finished.returncode == 0, finished.stderr


def imported(source):
    """Every dotted name that a module's source imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_imports_pyplot(path):
    stateful = ("matplotlib.pyplot", "matplotlib.pylab", "pylab")
    assert not [name for name in imported(path.read_text("utf-8")) if name.startswith(stateful)]


def test_nothing_that_the_modules_import_brings_pyplot_with_it():
    everything = "; ".join(f"import xent_lib.{module}" for module in MODULES)
    code = f"import sys; {everything}; print('matplotlib.pyplot' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert finished.stdout == "False\n", finished.stderr


@pytest.mark.parametrize(
    "source",
    [
        "import matplotlib.pyplot as plt",
        "from matplotlib import pyplot",
        "def draw():\n    from matplotlib.pyplot import plot",
    ],
)
def test_every_way_to_import_pyplot_is_seen(source):
    assert any(name.startswith("matplotlib.pyplot") for name in imported(source))
