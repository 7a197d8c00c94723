"""Whatever is moved, pressed and dragged, in whatever order: state, controls and picture agree."""

import math

import ipywidgets as widgets
import numpy as np
import pytest
from every_explorer import EXPLORERS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from xent_lib.controls import OneOf, Slider
from xent_lib.controls.slider import nearest

# A share of a way; or what no hand of good will sends.
AT = st.floats(0, 1) | st.sampled_from([math.nan, math.inf, -math.inf, -1e9, 1e9])
# What is done, to which control, button or handle (modulo how many there are), and where to.
STEP = st.tuples(
    st.sampled_from(["control", "control", "button", "drag", "late"]), st.integers(0, 60), AT, AT
)
BY_ITSELF = ("Play", "Train")  # these need a running event loop
TRIED = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Hand:
    """What a page sends while somebody moves, presses and drags."""

    def __init__(self, explorer):
        self.explorer, self.moves = explorer, 0

    def does(self, what, which, x, y):
        explorer = self.explorer
        if what == "control":
            controls = list(explorer.controls.values())
            self.sets(controls[which % len(controls)], x)
        elif what == "button" and explorer.buttons:
            words = list(explorer.buttons)[which % len(explorer.buttons)]
            button = explorer.buttons[words]
            if words not in BY_ITSELF and not button.disabled:
                button.click()
        elif what == "late":
            before = explorer.state
            last = explorer.view._taken.get("p", 0)
            self.drags(which % 9, x, y, move=last)
            assert explorer.state is before
        else:
            self.drags(which % 9, x, y)  # at times a handle that is not there any more

    def sets(self, control, at):
        part = int(60 * at) if 0 <= at <= 1 else 0
        if isinstance(control, Slider):
            value = control.min + (control.max - control.min) * at
            self.sends(control, value=value)
        elif isinstance(control, (OneOf, widgets.Dropdown, widgets.ToggleButtons)):
            control.index = part % len(control.options)
        elif isinstance(control, widgets.Checkbox):
            control.value = not control.value
        elif isinstance(control, widgets.BoundedIntText):
            control.value = part
        else:
            control.value = ["", "6 6 6", "cat", "1, 2, 3, 4, 5, 6", "x" * 500][part % 5]

    def drags(self, handle, x, y, move=None):
        self.sends(self.explorer.view, move, handle=handle, x=x, y=y)

    def sends(self, widget, move=None, **content):
        if move is None:
            move = self.moves = self.moves + 1
        widget._hear(widget, {"page": "p", "move": move, **content}, [])


def is_all_in_step(explorer):
    assert "went wrong" not in explorer.problem.value, explorer.problem.value
    state, view, picture = explorer.state, explorer.view, explorer.picture
    assert view.status == state.readout
    for name, control in explorer.controls.items():
        if name not in explorer._refused:
            at = getattr(state, name)
            assert control.value == (nearest(control, at) if sets_steps(control) else at), name
    for one in picture.handles(state):
        assert np.isfinite(picture.place(one)).all()
    # The article's formula as printed gives every class the same output: no distribution.
    printed = getattr(state, "formula", None) == "printed"
    for name in ("frequencies", "q") if printed else ("output", "frequencies", "q"):
        if np.ndim(given := getattr(state, name, 0)) == 1 and len(given) > 2:
            assert np.isnan(given).any() or np.sum(given) == pytest.approx(1), name
    page = picture.figure.bbox
    for artist in picture._moving:
        if isinstance(artist, Text) and artist.get_visible() and artist.get_text().strip():
            box = artist.get_window_extent(picture.canvas.get_renderer())
            inside = page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1
            inside = inside and page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1
            assert inside, f"{artist.get_text()!r} is cut off: {box} of {page}"


def sets_steps(control):
    return isinstance(control, Slider)


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_any_sequence_of_moves_leaves_all_in_step(kind):
    explorer, first = kind(), kind().state
    hand = Hand(explorer)

    @TRIED
    @given(st.lists(STEP, min_size=4, max_size=9))
    def tried(steps):
        explorer.state = first
        for step in steps:
            hand.does(*step)
            is_all_in_step(explorer)

    tried()
    for far in (-1e9, 1e9):
        for handle in range(9):
            hand.does("drag", handle, far, far)
            is_all_in_step(explorer)
    # The picture is that of the state, however it came to it.
    fresh = kind()
    fresh.state = explorer.state
    assert (fresh.picture.pixels() == explorer.picture.pixels()).all()
