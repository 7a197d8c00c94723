"""Moved: what a hand moves on a page, with an answer to every page which move was taken last."""

from math import isfinite
from time import perf_counter

import traitlets

from xent_lib.controls.spoken import Spoken


class Moved(Spoken):
    """A control whose moves do not wait for each other's answers (`moves.js` has the page's side).

    Moves are numbered by the page that makes them. One that comes late or twice is only answered:
    the kernel's word never goes back.
    """

    taken = traitlets.Dict(
        {"page": "", "move": 0, "ms": 0}, help="the last move, and its cost"
    ).tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self._taken = {}  # number of the last move, by page
        self.answering = self.hold_sync  # a move and all that comes of it, in one message
        self.on_msg(self._hear)

    def take(self, move):
        """Do what a hand wants."""
        raise NotImplementedError

    def _hear(self, _widget, content, _buffers):
        if "move" not in content:
            return  # another kind of message
        page, number = content["page"], content["move"]
        if number <= self._taken.get(page, 0):
            # Our answer may have been lost, and what it said with it.
            self.send_state([name for name in ("value", "taken") if self.has_trait(name)])
            return
        self._taken[page] = number
        began = perf_counter()
        with self.answering():
            try:
                if all(isfinite(at) for at in content.values() if isinstance(at, (int, float))):
                    self.take(content)
            finally:
                ms = round(1000 * (perf_counter() - began), 1)
                self.taken = {"page": page, "move": number, "ms": ms}
