"""A call that has to come back in time."""

import signal
import sys
import threading
import time
from ctypes import c_ulong, py_object, pythonapi

AGAIN = 0.05  # seconds; rung more than once, because a bare ``except:`` swallows one alarm
IN_A_BROWSER = sys.platform == "emscripten"  # where Python has neither threads nor signals


class Endless(BaseException):
    """Raised inside a call that does not come back; no ``except Exception`` stops it."""


def left(until):
    """Seconds up to a moment of `time.monotonic`, and never less than a short one."""
    return max(0.1, until - time.monotonic())


def within(seconds, call):
    """What ``call()`` returns, or `Endless` if it runs longer than `seconds`.

    In the main thread of Linux and macOS a timer's signal interrupts the call. Elsewhere (Windows,
    a kernel that runs cells in another thread) it runs in a thread of its own, in which Python is
    asked to raise. In a browser the call's own jumps and calls look at the clock. None of them
    reaches into a single long operation of C code: it has to end first, and in the thread it is
    left behind.
    """
    if IN_A_BROWSER:
        return _by_looking_at_the_clock(seconds, call)
    main = threading.current_thread() is threading.main_thread()
    by_signal = main and hasattr(signal, "setitimer")
    return (_in_this_thread if by_signal else _in_another_thread)(seconds, call)


def _in_this_thread(seconds, call):
    ringing = True

    def ring(number, frame):
        if ringing:
            raise Endless

    began = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    due, again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            return call()
        finally:
            ringing = False
    finally:  # also where the alarm rings between the two
        if due:  # somebody else's timer, which has gone on meanwhile
            due = max(1e-3, due - (time.monotonic() - began))
        signal.setitimer(signal.ITIMER_REAL, due, again)
        signal.signal(signal.SIGALRM, handler)


def _in_another_thread(seconds, call):
    outcome = {}

    def work():
        try:
            outcome["value"] = call()
        except BaseException as error:  # carried over to the thread that waits
            outcome["error"] = error

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    patience = time.monotonic() + 1
    while worker.is_alive() and time.monotonic() < patience:
        pythonapi.PyThreadState_SetAsyncExc(c_ulong(worker.ident), py_object(Endless))
        worker.join(AGAIN)
    if "error" in outcome:
        raise outcome["error"]
    if "value" not in outcome:
        raise Endless
    return outcome["value"]


def _by_looking_at_the_clock(seconds, call):
    """Every loop jumps and every recursion calls, so there is always a next look (Python 3.12)."""
    monitoring = getattr(sys, "monitoring", None)
    tool = _free_tool(monitoring)
    if tool is None:  # nobody can stop it: a restart of the kernel has to
        return call()
    here, until = threading.get_ident(), time.monotonic() + seconds

    def look(*_where):
        if time.monotonic() > until and threading.get_ident() == here:
            raise Endless

    events = monitoring.events
    try:
        for event in (events.JUMP, events.PY_START):
            monitoring.register_callback(tool, event, look)
        monitoring.set_events(tool, events.JUMP | events.PY_START)
        return call()
    finally:
        until = float("inf")
        monitoring.set_events(tool, events.NO_EVENTS)
        for event in (events.JUMP, events.PY_START):
            monitoring.register_callback(tool, event, None)
        monitoring.free_tool_id(tool)


def _free_tool(monitoring):
    """Number under which events can be asked for, the ones without a purpose first; or None."""
    for tool in (3, 4, 2, 1, 0) if monitoring else ():
        try:
            monitoring.use_tool_id(tool, "xent_lib")
        except ValueError:  # a debugger's, say
            continue
        return tool
    return None
