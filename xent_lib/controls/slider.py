"""Slider: a native range input with a name, for a mouse, a finger, a keyboard, a screen reader."""

from contextlib import contextmanager

import traitlets

from xent_lib.controls.front_end import script, style
from xent_lib.controls.moved import Moved


class Slider(Moved):
    """A labelled slider.

    Parameters
    ----------
    label : str
        Its name, shown and read aloud.
    value, min, max, step : float
        A value is moved to the nearest step within the limits.
    decimals : int
        Digits shown behind the point.
    unit : str
        Shown behind the value.
    about : str
        What a screen reader says before the label, where that alone does not tell.
    """

    _esm = script("slider")
    _css = style("slider")
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Float().tag(sync=True)
    min = traitlets.Float(0.0).tag(sync=True)
    max = traitlets.Float(1.0).tag(sync=True)
    step = traitlets.Float(0.01).tag(sync=True)
    decimals = traitlets.Int(2).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode(help="field of the state that it sets").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, label, **traits):
        # The limits first: a value is held against them as soon as it is set.
        value = traits.pop("value", traits.get("min", 0.0))
        self._silent = False
        super().__init__(label=label, **traits)
        self.value = value

    @contextmanager
    def silent(self):
        """Leave it to another widget to tell the page its value and the move that was taken."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    def send_state(self, key=None):
        # One name is what has changed just now; a list was asked for, and is told.
        if not (self._silent and key in ("value", "taken")):
            super().send_state(key)

    def take(self, move):
        self.value = move["value"]

    @traitlets.validate("value")
    def _nearest_step(self, proposal):
        return nearest(self, proposal["value"])


def nearest(control, value):
    """`value` as `control` takes it: on its step and within its limits, if it has any."""
    if not hasattr(control, "step"):
        return value
    steps = round((value - control.min) / control.step)
    # Rounded as the page rounds, so that 0.7 from the page is 0.7 here.
    return min(max(round(control.min + steps * control.step, 10), control.min), control.max)
