"""What an answer prints and shows while it is checked: kept, and nothing of it gets out.

Only for the thread that runs the answer. Others print on as before, and two checks may overlap.
"""

import io
import sys
import threading
from contextlib import contextmanager, suppress

_here = threading.local()  # .page: where what this thread prints is kept
_lock = threading.Lock()
_restore = []  # how to take the switches off again
_checks = 0  # that are under way


class CheckInside(RuntimeError):
    """A function called `check` while it was being checked itself."""


class Page(io.StringIO):
    """Keeps the first thousand characters, should a loop print without end."""

    def write(self, text):
        super().write(text[: max(0, 1000 - self.tell())])
        return len(text)


class Switch:
    """A stream in front of another: a checked thread writes on its page, all else goes through."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        """Write on the page of this thread, if it has one."""
        return (page() or self._stream).write(text)

    def writelines(self, lines):
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)


def page():
    """Where what this thread prints is kept; None where nothing is being checked."""
    return getattr(_here, "page", None)


def not_inside():
    """Refuse to check while this thread runs an answer that is being checked."""
    if page() is not None:
        raise CheckInside("check was called by the function that is being checked")


@contextmanager
def captured():
    """A `Page`; what is printed and shown inside `writing_on` it stays there."""
    global _checks
    figures = set(_figures())
    with _lock:
        _checks += 1
        if _checks == 1:
            _put_switches_on()
    try:
        yield Page()
    finally:
        _here.page = None  # an alarm may have kept `writing_on` from it
        with _lock:
            _checks -= 1
            if not _checks:
                while _restore:
                    _restore.pop()()
        for number in set(_figures()) - figures:
            sys.modules["matplotlib._pylab_helpers"].Gcf.destroy(number)


@contextmanager
def writing_on(kept):
    """What this thread prints and shows is kept on the page."""
    _here.page = kept
    try:
        yield
    finally:
        _here.page = None


def _put_switches_on():
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is not None:
            switch = Switch(getattr(sys, name))
            setattr(sys, name, switch)
            _restore.append(lambda name=name, switch=switch: _take_off(name, switch))
    publisher = _publisher()
    if publisher is not None and "publish" not in vars(publisher):
        publisher.publish = _muted(publisher.publish)
        _restore.append(lambda: vars(publisher).pop("publish", None))


def _take_off(name, switch):
    if getattr(sys, name) is switch:  # and nobody has put another stream there meanwhile
        setattr(sys, name, switch._stream)


def _muted(publish):
    def publish_outside(data, *others, **more):
        if page() is None:
            return publish(data, *others, **more)
        page().write(data.get("text/plain", "") + "\n")

    return publish_outside


def _publisher():
    """What a notebook shows things with."""
    with suppress(KeyError, AttributeError):
        return sys.modules["IPython"].get_ipython().display_pub


def _figures():
    """Numbers of the figures that pyplot would show."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    return helpers.Gcf.figs if helpers else ()
