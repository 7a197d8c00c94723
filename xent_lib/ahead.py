"""Ahead: the pictures of what a hand may do next, sent to a page that is far away.

Over a wire of 200 ms a picture that is asked for comes 200 ms late. When a hand rests on a slider
of a page that is far, the pictures of the positions around it are sent, the nearest first; the page
shows them as the hand moves, and the kernel's own answer confirms them (`ahead.js` has its side).
"""

import asyncio
import time
import zlib
from dataclasses import fields

from IPython import get_ipython

from xent_lib.controls.slider import Slider, nearest
from xent_lib.pixels import deflated, laid, packed, runs

EACH_WAY = 40  # positions
UNDER_WAY = 64_000  # bytes that have been sent and that the page has not said to have
AT_MOST = 600_000  # bytes for one rest of the hand
QUIET = 0.3  # seconds without a move before work that a move would have to wait for
SHY = 10  # times as long as others kept a frame from the processor, the next one waits
AT_LONGEST = 0.5  # seconds
GIVE_UP = 5.0  # seconds to wait for the page


class Ahead:
    """What is sent ahead for one explorer.

    Pictures are only sent for states that differ from the shown one in the control's own field and
    are drawn over the same static part, so that each stays right while the hand moves that control.
    `version` goes up with everything else that changes, and makes void what was sent before.
    """

    def __init__(self, explorer):
        self.explorer = explorer
        self.version = 0
        self._name = None  # of the control that a hand rests on
        self._rest = None  # all that must stay as it is
        self._asked = None  # who asked, and where the hand rested
        self._task = None
        self._number = 0  # of the last frame
        self._moved = 0.0  # when the state last changed
        self._got = 0  # bytes that the page has, of `_sent`
        self._sent = 0

    def follow(self, state):
        """Note that `state` is shown now; the version that is in force."""
        self._moved = time.monotonic()
        if self._name and self._all_but(self._name, state) != self._rest:
            self.stop()
        return self.version

    def stop(self):
        """Send nothing more, and make void what was sent."""
        self._name = self._rest = self._task = None
        self.version += 1

    def got(self, size):
        """The page has so many bytes more."""
        self._got += size

    def start(self, name, asker=None):
        """A hand rests on the slider `name`: send what lies around it, while nobody else works.

        What is sent names the `asker`: a page, and how often something was touched there that
        makes void what it asked for before.
        """
        explorer = self.explorer
        slider = isinstance(explorer.controls.get(name), Slider)
        if not slider or explorer.playing or explorer.refused:
            return
        watch_cells(get_ipython())
        center = getattr(explorer.state, name)
        # A move may bring more with it, and the same at every step: a trace that ends, say.
        state = explorer.foreseen(name, center)
        if state is None:
            return
        rest = self._all_but(name, state)
        if (name, rest) != (self._name, self._rest):
            self.stop()
            explorer.view.version = self.version
        elif (asker, center) == self._asked and self._task and not self._task.done():
            return  # it is under way
        self._name, self._rest, self._asked = name, rest, (asker, center)
        self._sent = self._got = 0
        self._task = asyncio.get_running_loop().create_task(self._send(name, center, asker))

    def _all_but(self, name, state):
        others = (f.name for f in fields(state) if f.name != name)
        kept = tuple(getattr(state, other) for other in others)
        return *kept, self.explorer.picture.scene(state)

    async def _send(self, name, center, asker):
        control = self.explorer.controls[name]
        frames, kept, pause = 0, 0.0, 0.0
        ends = {0: None}  # the last pixels sent of each way, which the next differ from
        for way, value in positions(control, center):
            if not await self._may(pause):
                return
            began = time.perf_counter() - time.thread_time()
            frame = self.frame(name, value)
            # In a class the processor is others', too: their moves come before our frames.
            kept += time.perf_counter() - time.thread_time() - began
            frames += 1
            pause = min(max(0, SHY * kept / frames), AT_LONGEST)
            if frame is None:
                continue
            words, pixels = frame
            neighbour = ends.get(way, ends[0])
            data = deflated(packed(difference(pixels, neighbour, self.explorer.picture.base)))
            ends[way] = pixels
            with self.explorer.at_work():
                if self._task is not asyncio.current_task():
                    return
                self._number += 1
                head = {"version": self.version, "asker": asker, "number": self._number}
                head |= {"name": name, "value": value, "way": way}
                self.explorer.view.send({"ahead": {**head, **words}}, buffers=[data])
            self._sent += len(data)

    async def _may(self, pause):
        """Wait until the page can take more and no move comes; whether it is wanted then."""
        await asyncio.sleep(pause)
        waited, wait = time.monotonic(), 0.002
        while True:
            still = QUIET - (time.monotonic() - self._moved)
            await asyncio.sleep(max(still, wait))  # whoever waits comes first
            wait = 0.02  # in a class, forty who look all the time keep each other waiting
            if self._task is not asyncio.current_task() or self._sent > AT_MOST:
                return False
            if time.monotonic() - waited > GIVE_UP or a_cell_runs():
                return False
            if time.monotonic() - self._moved > QUIET and self._sent - self._got < UNDER_WAY:
                return True

    def frame(self, name, value):
        """What a page would be told and shown with a slider at `value`: words and pixels.

        None where the state refuses it, or where more than this field or another static part would
        change.
        """
        explorer = self.explorer
        with explorer.at_work():
            state = explorer.foreseen(name, value)
            if state is None or self._all_but(name, state) != self._rest:
                return None
            near, picture = explorer.view.near, explorer.picture
            kept = explorer.frames.get((state, near))
            if kept and picture.base is not None:  # it is, unless drawing went wrong
                data, told = kept
                return told, laid(data if near else zlib.decompress(data), picture.base)
            with picture.glimpse(state, explorer.state) as pixels:
                # The move that follows finds it there.
                _data, told = explorer.framed(state, near)
                return told, pixels


def positions(control, center):
    """Ways and values of a slider around `center`: itself, then the nearest first."""
    yield 0, center
    for steps in range(1, EACH_WAY + 1):
        for way in (1, -1):
            value = nearest(control, center + way * steps * control.step)
            if control.min <= center + way * (steps - 0.5) * control.step <= control.max:
                yield way, value


def difference(pixels, neighbour, base):
    """Runs of one colour that turn the neighbour's pixels, or the static part's, into these."""
    return runs(pixels, base if neighbour is None else neighbour)


def a_cell_runs():
    """Whether the kernel runs a cell: what is sent ahead must not keep it waiting."""
    return _CELLS["running"]


_CELLS = {"running": False}


def watch_cells(shell):
    """Take note of when cells run; `shell` is IPython's, if there is one."""
    if shell is None or _CELLS.get("shell") is shell:
        return
    _CELLS["shell"] = shell
    shell.events.register("pre_run_cell", lambda _info: _CELLS.update(running=True))
    shell.events.register("post_run_cell", lambda _result: _CELLS.update(running=False))
