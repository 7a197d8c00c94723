"""Whatever is moved, pressed, dragged and played, in whatever order, all that is shown is true."""

import asyncio
import math
import zlib
from functools import partial

import ipywidgets as widgets
import numpy as np
import pytest
from every_explorer import EXPLORERS, lent
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from matplotlib.lines import Line2D
from matplotlib.text import Text
from what_is_shown import numbers_in, shown

from xent_lib.controls import NumberBox, OneOf, Slider
from xent_lib.controls.slider import nearest
from xent_lib.explorer import Explorer
from xent_lib.pixels import packed

# A share of a way; or what no hand of good will sends.
AT = st.floats(0, 1) | st.sampled_from([math.nan, math.inf, -math.inf, -1e9, 1e9])
WHICH = st.integers(0, 60)
BY_ITSELF = ("Play", "Train")  # these need an event loop
TRIED = settings(
    max_examples=5,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Hand(RuleBasedStateMachine):
    """What a page sends while somebody moves, presses, drags and plays."""

    kind = explorer = None

    def __init__(self):
        super().__init__()
        self.moves = 0
        lent(self.kind)

    @rule(which=WHICH, at=AT)
    def control(self, which, at):
        self.sets(list(self.explorer.controls.values()), which, at)

    @rule(which=WHICH)
    def button(self, which):
        words = list(self.explorer.buttons or [None])[which % max(len(self.explorer.buttons), 1)]
        if words is None or words in BY_ITSELF:
            return
        # "Stop" and "One step" say what they do to the trainings in test_explorer_penguins.
        expected = shown(self.explorer).after(words)
        self.explorer.buttons[words].click()
        for name, value in expected.items():
            found = getattr(self.explorer.state, name)
            assert found == (pytest.approx(value) if isinstance(value, float) else value), name

    @rule(handle=st.integers(0, 8), x=AT, y=AT)
    def drag(self, handle, x, y):  # at times a handle that is not there any more
        self.sends(self.explorer.view, handle=handle, x=x, y=y)

    @rule(handle=st.integers(0, 8), x=AT, y=AT)
    def late(self, handle, x, y):
        before, last = self.explorer.state, self.explorer.view._taken.get("p", 0)
        self.sends(self.explorer.view, last, handle=handle, x=x, y=y)
        assert self.explorer.state is before

    @rule(steps=st.integers(0, 4), which=WHICH, at=AT, more=st.integers(0, 2))
    def play(self, steps, which, at, more):
        """Let it play, reach in, let it go on, and stop it with a button or in code."""
        (words,) = [words for words in BY_ITSELF if words in self.explorer.buttons] or [None]
        if words is None:
            return
        halt = self.explorer.buttons.get("Stop", self.explorer.buttons[words])

        async def session():
            self.explorer.buttons[words].click()
            for _step in range(steps):
                await asyncio.sleep(0)
                self.all_is_true()
            self.sets(list(self.explorer.controls.values()), which, at)
            for _step in range(more):
                await asyncio.sleep(0)
                self.all_is_true()
            if self.explorer.playing:
                halt.click()
            last = self.explorer.state
            await asyncio.sleep(0)
            assert not self.explorer.playing and self.explorer.state is last

        asyncio.run(session())

    def sets(self, controls, which, at):
        control = controls[which % len(controls)]
        part = int(60 * at) if 0 <= at <= 1 else 0
        if isinstance(control, Slider):
            self.sends(control, value=control.min + (control.max - control.min) * at)
        elif isinstance(control, (OneOf, widgets.Dropdown, widgets.ToggleButtons)):
            control.index = part % len(control.options)
        elif isinstance(control, widgets.Checkbox):
            control.value = not control.value
        elif isinstance(control, NumberBox):
            control.value = [part, 2.5, "", -part, 10**12][part % 5]
        else:
            control.value = ["", "6 6 6", "cat", "1, 2, 3, 4, 5, 6", "x" * 500][part % 5]

    def sends(self, widget, move=None, **content):
        if move is None:
            move = self.moves = self.moves + 1
        widget._hear(widget, {"page": "p", "move": move, **content}, [])

    @invariant()
    def all_is_true(self):
        explorer = self.explorer
        assert "went wrong" not in explorer.problem.value, explorer.problem.value
        controls_and_state_agree(explorer)
        must = shown(explorer)
        told, expected = numbers_in(explorer.view.status), must.numbers()
        if expected.endswith("…"):
            told = told[: len(numbers_in(expected))]
        assert told == numbers_in(expected), f"{explorer.view.status}\n{expected}"
        handles = explorer.picture.handles(explorer.state)
        at = [handle.at for handle in handles]
        np.testing.assert_allclose(at, must.grips(), rtol=1e-6, atol=1e-9)
        assert explorer.view.handles == explorer.told(explorer.state)["handles"]
        probabilities_sum_to_one(explorer.state)
        all_is_on_the_page(explorer.picture)


def controls_and_state_agree(explorer):
    for name, control in explorer.controls.items():
        if name not in explorer._refused:
            at = getattr(explorer.state, name)
            assert control.value == (nearest(control, at) if sets_steps(control) else at), name


def sets_steps(control):
    return isinstance(control, Slider)


def probabilities_sum_to_one(state):
    # The article's formula as printed gives every class the same output: no distribution.
    printed = getattr(state, "formula", None) == "printed"
    for name in ("frequencies", "q") if printed else ("output", "frequencies", "q"):
        if np.ndim(given := getattr(state, name, 0)) == 1 and len(given) > 2:
            assert np.isnan(given).any() or np.sum(given) == pytest.approx(1), name


def all_is_on_the_page(picture):
    """Words lie on the page, and what no axes would cut off lies inside its axes."""
    page = picture.figure.bbox
    for artist in picture._moving:
        if not artist.get_visible():
            continue
        if isinstance(artist, Text) and artist.get_text().strip():
            box = extent_of(artist, picture)
            inside = page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1
            inside = inside and page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1
            assert inside, f"{artist.get_text()!r} is cut off: {box} of {page}"
        if isinstance(artist, Line2D) and not artist.get_clip_on():
            if artist.get_transform().contains_branch(artist.axes.transData):
                (x, y), axes = artist.get_data(), artist.axes
                for values, ends in ((x, axes.get_xlim()), (y, axes.get_ylim())):
                    values = np.asarray(values, float)
                    values = values[np.isfinite(values)]
                    low, high = min(ends) - 1e-9, max(ends) + 1e-9
                    assert ((low <= values) & (values <= high)).all(), (artist, values, ends)


EXTENTS = {}


def extent_of(text, picture):
    """Where words lie: measured once for the same words at the same place."""
    key = (id(text), text.get_text(), text.get_position(), text.get_va(), text.get_ha())
    if key not in EXTENTS:
        EXTENTS[key] = text.get_window_extent(picture.canvas.get_renderer())
    return EXTENTS[key]


def played_at_once(explorer, step, every):
    """Play as fast as the event loop turns."""
    Explorer.play(explorer, step, every=0)


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_any_sequence_of_moves_leaves_all_that_is_shown_true(kind, monkeypatch):
    explorer = lent(kind)
    monkeypatch.setattr(explorer, "play", partial(played_at_once, explorer), raising=False)
    EXTENTS.clear()

    class Tried(Hand):
        pass

    Tried.kind, Tried.explorer = kind, explorer
    run_state_machine_as_test(Tried, settings=TRIED)
    hand = Tried()
    for far in (-1e9, 1e9):
        for handle in range(len(explorer.view.handles)):
            hand.drag(handle, far, far)
            hand.all_is_true()
    # The picture is that of the state, however it came to it, and a page has it.
    fresh = kind()
    fresh.state = explorer.state
    assert (fresh.picture.pixels() == explorer.picture.pixels()).all()
    assert zlib.decompress(explorer.view.overlay) == packed(fresh.picture.changes())
