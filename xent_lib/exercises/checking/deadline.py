"""A call that has to come back in time."""

import signal
import threading
import time
from ctypes import c_ulong, py_object, pythonapi

AGAIN = 0.05  # seconds; rung more than once, because a bare ``except:`` swallows one alarm


class Endless(BaseException):
    """Raised inside a call that does not come back; no ``except Exception`` stops it."""


def left(until):
    """Seconds up to a moment of `time.monotonic`, and never less than a short one."""
    return max(0.1, until - time.monotonic())


def within(seconds, call):
    """What ``call()`` returns, or `Endless` if it runs longer than `seconds`.

    In the main thread of Linux and macOS a timer's signal interrupts the call. Elsewhere (Windows,
    a kernel that runs cells in another thread) it runs in a thread of its own, in which Python is
    asked to raise. Neither reaches into a single long operation of C code: it has to end first,
    and in the thread it is left behind.
    """
    main = threading.current_thread() is threading.main_thread()
    by_signal = main and hasattr(signal, "setitimer")
    return (_in_this_thread if by_signal else _in_another_thread)(seconds, call)


def _in_this_thread(seconds, call):
    ringing = True

    def ring(number, frame):
        if ringing:
            raise Endless

    handler = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            return call()
        finally:
            ringing = False
    finally:  # also where the alarm rings between the two
        signal.setitimer(signal.ITIMER_REAL, *timer)
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
