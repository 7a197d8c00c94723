"""Explorer: controls → state → picture and readout. The only base class of the widgets."""

import asyncio
import sys
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from functools import partial
from html import escape
from inspect import cleandoc
from threading import RLock

import ipywidgets as widgets

from xent_lib import language
from xent_lib.ahead import Ahead
from xent_lib.controls import NumberBox, OneOf, PictureView, Slider, cells
from xent_lib.controls.lasting import Lasting
from xent_lib.controls.slider import nearest
from xent_lib.frames import Frames
from xent_lib.interruption import Interruption
from xent_lib.language import _, listed, sentences
from xent_lib.picture import Still
from xent_lib.pixels import deflated, packed
from xent_lib.state import Choice, Count, Flag, Number, State, controlled, parameters, rules


class Explorer(Lasting, widgets.VBox):
    """A widget that shows one state: a frozen dataclass that its controls set, field by field.

    A subclass names its `State` and its `Picture`, and says in `alt` what the picture is of. Its
    controls are made from the rules of the state's fields. The state says what is to be read in
    `readout`, a sentence, and in `summary`, a line for the notebook's record.

    An explorer says everything in the language that was spoken when it was made.

    Parameters
    ----------
    **fields
        Fields of the state that are to start with another value than the state's own.
    """

    State = None
    Picture = None
    alt = ""
    looks = {}  # of controls, by field: what `control` takes beside the rule

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.__doc__ and "State" in vars(cls) and issubclass(cls.State, State):
            cls.__doc__ = f"{cleandoc(cls.__doc__)}\n\n{parameters(cls.State)}\n"

    def __init__(self, **fields):
        self._one_at_a_time = RLock()  # JupyterLab's messages reach the kernel on two threads
        self.language = language.spoken()
        self._state = self.State(**known(self.State, fields))
        self._refused = {}  # what the controls show and the state has not taken
        self._following = False  # True while the controls follow the state, not the other way
        self._task = None
        self._closed = False
        self._interruption = Interruption(self.stop)
        self.picture = self.Picture()
        self.frames = Frames()
        self.ahead = Ahead(self)
        size = {"width": self.picture.width, "height": self.picture.height}
        self.view = PictureView(alt=_(self.alt), lost=lost(), **size)
        # It takes no place and lies over the picture's top, which must not jump when it comes.
        self.problem = widgets.HTML(layout=widgets.Layout(height="0", margin="0"))
        self.problem.add_class("xent-problem")
        self.controls = self.build(self._state)
        self.buttons = {}
        for name, control in self.controls.items():
            if isinstance(control, Slider):
                control.name = name  # so that a handle finds it on the page
                control.answering = partial(self._answering, control)
            control.observe(partial(self._controlled, name), "value")
        self.view.answering = self._in_one_message
        self.view.observe(self._dragged, "drag")
        self.view.on_msg(self._rests)
        super().__init__([*self.arrange(), self.problem, self.view])
        self.add_class("xent-explorer")
        self._bring(self._state)

    # What a subclass says ---------------------------------------------------------------------

    def build(self, state):
        """The controls by field: one for each that is made `of` a rule."""
        known = rules(self.State)
        return {
            name: control(known[name], getattr(state, name), **self.looks.get(name, {}))
            for name in controlled(self.State)
        }

    def arrange(self):
        """The rows of controls, above the picture."""
        return [row(*self.controls.values())]

    def dress(self, state):
        """Set what in controls and buttons depends on the state, beside their values."""

    def fitted(self, state):
        """The state as the controls, dressed for it, can show it."""
        return state

    def moved(self, state, fields):
        """The fields to set where a control or a hand sets `fields` of `state`: more, at times."""
        return fields

    # What a subclass uses ---------------------------------------------------------------------

    def row(self, *parts):
        """Controls, by the names of their fields, and other widgets side by side."""
        return row(*(self.controls[part] if isinstance(part, str) else part for part in parts))

    def button(self, words, make):
        """A button that goes to the state `make(state)`; `self.buttons[words]` from here on."""
        return self.action(words, lambda: self.attempt(lambda: make(self._state)))

    def action(self, words, act):
        """A button that calls `act()`; `self.buttons[words]` from here on."""

        def click(_button):
            with self._heard():
                act()

        button = widgets.Button(description=_(words), layout=widgets.Layout(width="auto"))
        button.on_click(click)
        self.buttons[words] = button
        return button

    @contextmanager
    def at_work(self):
        """One thread at a time, and in the explorer's own language."""
        with self._one_at_a_time, language.speaking(self.language):
            yield

    @contextmanager
    def _heard(self):
        """At work for the page: an error that nobody would hear of is said beside the controls."""
        with self.at_work():
            before = self._state
            try:
                yield
            except Exception as error:
                self.stop()
                words = _(
                    "This went wrong, and it is not your mistake: {error}. All is as it was before."
                )
                self.picture.base = None  # nothing that was begun is kept
                self._state = before
                with suppress(Exception):  # it may go wrong once more
                    self._take(before)
                self.problem.value = alert(words.format(error=repr(error)))

    # The state --------------------------------------------------------------------------------

    @property
    def state(self):
        """What is shown. Set it, and controls, picture and readout follow."""
        return self._state

    @state.setter
    def state(self, state):
        self._take(state)

    def _take(self, state, refused=(), problem=""):
        """Show a state; controls whose value was refused keep it, and the complaint stays."""
        with self.at_work():
            self._refused = dict(refused)
            self.problem.value = problem
            self._bring(state)

    def _bring(self, state):
        """Bring controls, picture and readout to a state."""
        self.dress(state)
        state = self._state = self.fitted(state)
        self._following = True
        try:
            for name, control in self.controls.items():
                if name not in self._refused:
                    control.value = getattr(state, name)
        finally:
            self._following = False
        self._show()

    def change(self, **fields):
        """Set some fields of the state; what the state refuses is said beside the controls.

        A control goes on showing a value that was refused, so that value counts again at the next
        change: two counts can be 0 on the way to others.
        """
        with self.at_work():
            fields = self.moved(self._state, fields)
            kept = {name: at for name, at in self._refused.items() if name not in fields}
            wanted = {**kept, **fields}
            state, problem = tried(lambda: replace(self._state, **wanted))
            if problem:
                state, _ignored = tried(lambda: replace(self._state, **fields))
            if state is not None:
                self._take(state, kept if problem else (), problem)
            else:
                self._refused, self.problem.value = wanted, problem

    def forget(self, *names):
        """Count what was refused of these fields no more: the next change takes it back."""
        for name in names:
            self._refused.pop(name, None)

    def attempt(self, make):
        """Show the state that `make()` returns, or say why there is none and keep the last."""
        with self.at_work():
            state, problem = tried(make)
            if state is not None:
                self.state = state
            else:
                self.problem.value = problem

    @contextmanager
    def _answering(self, slider):
        """A slider's move: the picture's message is the only one, and brings the slider's answer.

        A message costs kernel, server and page half a millisecond each.
        """
        with self._in_one_message():
            try:
                with slider.silent():
                    yield
            finally:
                answer = {"value": slider.value, "taken": slider.taken}
                self.view.answers = {slider.model_id: answer}

    @contextmanager
    def _in_one_message(self):
        with self.at_work(), self.view.hold_sync():
            yield

    def _controlled(self, name, change):
        with self._heard():
            if not self._following:
                self.change(**{name: change["new"]})

    def _dragged(self, change):
        hand = change["new"]
        with self._heard():
            handles = self.picture.handles(self._state)
            if hand["handle"] >= len(handles):
                return  # it went away under the hand
            handle = handles[hand["handle"]]
            fields = handle.sets(*self.picture.data_at(handle, hand["x"], hand["y"]))
            self.change(**{name: nearest(self.controls.get(name), v) for name, v in fields.items()})

    def _show(self):
        """Paint the state and send what changed, in one message."""
        if self._closed:
            return
        near = self.view.near  # read once: the page may be saying so on another thread
        frame = self.frames.get((self._state, near))
        redrawn = False
        if not frame or not self.picture.stand(self._state):
            redrawn = self.picture.show(self._state)
            frame = self.framed(self._state, near)
        overlay, told = frame
        with self.view.hold_sync():
            self.view.answers = {}  # an old one must not come again with a page that is loaded
            if redrawn:
                rows, columns = self.picture.base.shape
                self.view.size = [columns, rows]
                self.view.base = deflated(packed([self.picture.base]))
            self.view.deflated = not near
            self.view.overlay = overlay
            self.view.version = self.ahead.follow(self._state)
            for name, value in told.items():
                setattr(self.view, name, value)

    def framed(self, state, near):
        """What a page is sent of `state`, which the picture shows: bytes, and what is told beside.

        It is kept, and not drawn again for a page that is as near.
        """
        changes = packed(self.picture.changes())
        data = changes if near else deflated(changes)
        return self.frames.keep((state, near), data, self.told(state))

    def told(self, state):
        """What a page is told beside the picture, which shows `state`."""
        return {
            "status": state.readout,
            "handles": [
                {"cursor": h.cursor, "names": h.names, "box": self.picture.place(h)}
                for h in self.picture.handles(state)
            ],
        }

    def foreseen(self, name, value):
        """The state that a control at `value` would bring; None where it is refused."""
        with self.at_work():
            fields = self.moved(self._state, {name: value})
            state, _problem = tried(lambda: self.fitted(replace(self._state, **fields)))
            return state

    @property
    def refused(self):
        """Whether a control shows a value that the state has not taken."""
        return bool(self._refused)

    def _rests(self, _view, content, _buffers):
        """A hand rests on a slider of a page that is far; or the page has what was sent ahead."""
        if "rests" in content:
            with self.at_work():
                self.ahead.start(content["rests"], content.get("asker"))
        if "got" in content:
            self.ahead.got(content["got"])

    # Playing ----------------------------------------------------------------------------------

    def play(self, step, every=0.05):
        """Go to `step(state)` every so many seconds until it returns None or `stop` is called."""
        self.stop()

        def further():
            with self._heard():
                if self._task is not asyncio.current_task():
                    return False  # stopped, or played anew
                if (state := step(self._state)) is None:
                    self.stop()
                    return False
                self.state = state
                return True
            return False  # it went wrong

        async def steps():
            while further():
                await asyncio.sleep(every)  # lets the kernel hear the stop button

        self._task = asyncio.get_running_loop().create_task(steps())
        self.view.playing = True
        self._interruption.heed()

    @property
    def playing(self):
        return self._task is not None and not self._task.done()

    def stop(self):
        """Stop playing where it is."""
        with self.at_work():
            if self.playing:
                # The task sees for itself that it is no longer wanted: it may belong to the
                # event loop of another thread, where nothing can be cancelled from here.
                self._task = None
                self.view.playing = False
                self._interruption.ignore()
                self.stopped()

    def stopped(self):
        """Called when playing ends, by itself or by `stop`."""

    def close(self):
        """Stop playing, and let go of the controls and the picture as well."""
        if "view" not in vars(self) or self._closed or sys.is_finalizing():
            # Its state was refused before there was anything to close; or the collector has it, in
            # the midst of anything: CPython may lose a context variable that is set just then
            # (python/cpython#148891); or Python goes.
            return
        self.stop()
        self._closed = True
        self.ahead.stop()
        for widget in belongings(self):
            widget.close()
        super().close()
        # A notebook keeps every result of its cells; what is heavy in this one goes.
        self.picture.let_go()
        self.frames.clear()
        self.view.base = self.view.overlay = b""

    def _ipython_display_(self):
        super()._ipython_display_()
        cells.shown(self)

    # What a notebook keeps --------------------------------------------------------------------

    def __repr__(self):
        with self.at_work():
            return f"{type(self).__name__}({self._state.summary})"

    def still(self):
        with self.at_work():
            alt = sentences(self.view.alt, self._state.readout)
            picture = Still(self.picture.png(), alt, self.picture.width)
            words = _("A still picture. To move it, run the cells: menu Run, Run All Cells.")
            return f"{picture._repr_html_()}<p>{escape(words)}</p>"


def known(kind, values):
    """`values`, whose names must be fields of this kind of state."""
    names = [field.name for field in fields(kind)]
    for name in values:
        if name not in names:
            sentence = _("{name} is not known here; expected one of {known}.")
            raise ValueError(sentence.format(name=name, known=listed(names)))
    return values


def lost():
    """What is said where Python does not answer."""
    return _(
        "Python does not answer. It may be busy with another cell; if it was restarted, run the "
        "cells again (menu Run, Run All Cells), and this moves as before."
    )


def tried(make):
    """What `make()` returns and no complaint; or None, and what the ValueError says."""
    try:
        return make(), ""
    except ValueError as error:
        return None, alert(str(error))


def alert(words):
    """HTML of a complaint, read aloud as soon as it appears."""
    return f'<p role="alert">⚠ {escape(words)}</p>'


def control(rule, value, kind=None, **look):
    """The control of a field with this rule.

    Parameters
    ----------
    rule : Number, Count, Choice, Flag or Words
    value : object
        What it shows.
    kind : type, optional
        A widget for a choice: `OneOf` unless another is named.
    **look
        What the widget takes beside, such as its `layout` and its `style`.
    """
    words = _(rule.label)
    if isinstance(rule, Number):
        low, high = rule.slider or (rule.low, rule.high)
        span = {"min": low, "max": high, "step": rule.step, "decimals": rule.decimals}
        return Slider(words, value=value, unit=_(rule.unit), **span, **look)
    if isinstance(rule, Choice):
        options = [(_(name), key) for key, name in rule.names.items()]
        look = look if kind else {"quiet": rule.quiet, **look}
        return (kind or OneOf)(options=options, value=value, description=words, **look)
    if isinstance(rule, Count):
        return NumberBox(value, max=rule.most, description=words, **look)
    if isinstance(rule, Flag):
        return widgets.Checkbox(value, description=words, indent=False, **look)
    return widgets.Text(value, description=words, continuous_update=False, **look)


def row(*children):
    """Controls side by side, going on below where the page is narrow."""
    layout = widgets.Layout(flex_flow="row wrap", grid_gap="4px 20px", align_items="center")
    return widgets.Box(children, layout=layout)


def belongings(widget):
    """What goes with a widget: the widgets in it with theirs, and what says how it looks."""
    for child in getattr(widget, "children", ()):
        yield from belongings(child)
        yield child
    looks = (getattr(widget, name, None) for name in ("layout", "style"))
    yield from (look for look in looks if look is not None)
