"""Every explorer of the collection, found by looking."""

import pkgutil
from importlib import import_module

from xent_lib import explorers
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer

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


def sliders(explorer):
    """Its sliders, by the field of the state that they set."""
    return {name: c for name, c in explorer.controls.items() if isinstance(c, Slider)}


def places(slider, number):
    """That many values of a slider, from its lower end to its upper."""
    return [slider.min + (slider.max - slider.min) * n / (number - 1) for n in range(number)]
