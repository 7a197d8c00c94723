"""Every explorer of the collection, found by looking."""

import pkgutil
from importlib import import_module

from ipywidgets.widgets import widget
from matplotlib.backends.backend_agg import FigureCanvasAgg

from xent_lib import explorers
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer
from xent_lib.state import Number, controlled, rules

MODULES = [
    import_module(f"{explorers.__name__}.{found.name}")
    for found in pkgutil.iter_modules(explorers.__path__)
]
EXPLORERS = sorted(
    {
        kind
        for module in MODULES
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Explorer)
        and kind.__module__ == module.__name__
    },
    key=lambda kind: kind.__name__,
)


# Of each kind, drawn or `undrawn`: its explorer, the state it began with, the widgets it holds.
_lent = {}


def lent(kind, **fields):
    """An explorer as new, the same one for every test that only moves it: building one is slow."""
    key = kind, FigureCanvasAgg.draw
    if key not in _lent:
        others = set(widget._instances)
        explorer = kind()
        _lent[key] = explorer, explorer.state, set(widget._instances) - others
    explorer, first, _widgets = _lent[key]
    for part in (explorer.view, *explorer.controls.values()):
        getattr(part, "_taken", {}).clear()
    explorer.view._trait_values.pop("drag", None)  # the same once more would be no change
    explorer.view.near = False
    explorer.frames.clear()
    explorer.state = kind.State(**fields) if fields else first
    return explorer


def close_all_but_lent():
    """Close every widget that is nobody's after a test."""
    kept = set().union(*(widgets for _explorer, _first, widgets in _lent.values()))
    for name in set(widget._instances) - kept:
        if name in widget._instances:  # and went not with another
            widget._instances[name].close()


def names_of_sliders(kind):
    """The fields of its state that sliders set, of a kind of explorer."""
    known = rules(kind.State)
    return [name for name in controlled(kind.State) if isinstance(known[name], Number)]


def sliders(explorer):
    """Its sliders, by the field of the state that they set."""
    return {name: c for name, c in explorer.controls.items() if isinstance(c, Slider)}


def places(slider, number):
    """That many values of a slider, from its lower end to its upper."""
    return [slider.min + (slider.max - slider.min) * n / (number - 1) for n in range(number)]
