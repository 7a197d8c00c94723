"""What Jupyter's Interrupt does to what plays by itself, between cells."""

import asyncio
import signal
import sys
import threading
from contextlib import suppress


def main_loop():
    """The event loop of the main thread, asked for on that thread; None where there is none."""
    if threading.current_thread() is threading.main_thread() and sys.platform != "emscripten":
        with suppress(RuntimeError):
            return asyncio.get_running_loop()
    return None


class Interruption:
    """Calls `stop` when the kernel is interrupted while no cell runs.

    The kernel ignores the signal then. Signals belong to the main thread, and what plays may run
    on another: JupyterLab's messages about widgets come there.
    """

    def __init__(self, stop):
        self._stop = stop
        self._loop = main_loop()
        self._before = None

    def heed(self):
        """From now on."""
        self._on_main_thread(self._set)

    def ignore(self):
        """No more."""
        self._on_main_thread(self._unset)

    def _on_main_thread(self, act):
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(act)

    def _set(self):
        if self._before is None:
            self._before = signal.signal(signal.SIGINT, self._interrupted)

    def _unset(self):
        if self._before is not None and signal.getsignal(signal.SIGINT) == self._interrupted:
            signal.signal(signal.SIGINT, self._before)
        self._before = None

    def _interrupted(self, _signal, _frame):
        # Not here: whatever this thread was doing may hold what stopping needs.
        self._loop.call_soon_threadsafe(self._stop)
