"""A hand on a slider, by the messages that the page would send for it.

Where forty learners drag, no page is drawn: what `moves.js` and `ahead.js` tell the kernel is told
here, by the same rules, and what the page would show is only taken note of.
"""

import asyncio
import time
import uuid
from collections import deque
from itertools import count


class Hand:
    """A hand on a slider: when it moved, and when a picture of that move or a later one came."""

    def __init__(self, learner):
        self.learner = learner
        self.waits = []  # seconds
        self.moves = self.at_once = 0  # `at_once`: of those, whose picture was there already
        self._numbers = count(1)
        self._unseen = deque()  # number and time of each move
        learner.listeners.append(self.heard)

    def move(self, value):
        value = round(value, 10)  # as the page does, and the kernel
        self.moves += 1
        self.last = next(self._numbers)
        self._unseen.append((self.last, time.perf_counter()))
        self.make(value)

    def make(self, value):
        """Tell the kernel, now or when it is time."""
        raise NotImplementedError

    def heard(self, kind, cause, content, buffers):
        """A message came from the kernel."""
        raise NotImplementedError

    def seen(self, number):
        """A picture came of the move with this number."""
        now = time.perf_counter()
        while self._unseen and self._unseen[0][0] <= number:
            self.waits.append(now - self._unseen.popleft()[1])

    @property
    def unseen(self):
        return len(self._unseen)

    def forget(self):
        """Count from here."""
        self.waits, self.moves, self.at_once = [], 0, 0

    def let_go(self):
        self.learner.listeners.remove(self.heard)


class HandOnOurs(Hand):
    """On a slider of ours: `moves.js` once more, and of `ahead.js` what the kernel hears of it.

    With `far`, the page asks for the pictures around a hand at rest, as one does whose answers take
    40 ms or more.
    """

    BUSY, LOST, PAUSES = 0.7, 3.0, 0.4
    MARGIN, KEEP = 12, 100

    def __init__(self, learner, cell, name, far=False):
        super().__init__(learner)
        self.slider = learner.made_by(cell, name=name, step=None)
        self.view = learner.made_by(cell, version=None)
        self.name, self.far = name, far
        self.page, self.number = uuid.uuid4().hex[:10], 0
        self.waiting, self.cost, self.sent = None, 0.0, float("-inf")
        self.fastest = float("inf")
        self.unanswered = deque()
        self.timer = self.resting = None
        self.frames, self.version = {}, None

    def make(self, value):
        self.waiting = value
        self.at_once += value in self.frames
        self.go()
        if self.far:
            self.rest(value)

    def full(self):
        busy = self.unanswered and time.perf_counter() - self.unanswered[0][1] > self.BUSY
        return busy or self.cost and len(self.unanswered) + 1 > max(1, self.fastest / self.cost)

    def go(self):
        loop, now = asyncio.get_running_loop(), time.perf_counter()
        pause = self.sent + self.cost - now
        if self.waiting is not None and not self.full() and pause <= 0:
            self.number += 1
            self.told = self.waiting
            move = {"value": self.waiting, "page": self.page, "move": self.number}
            self.learner.tell(self.slider, {"method": "custom", "content": move})
            self.waiting, self.sent = None, now
            alone = not self.unanswered
            self.unanswered.append((self.number, now, self.last, alone))
        if self.timer:
            self.timer.cancel()
        if self.waiting is not None and not self.full():
            self.timer = loop.call_later(max(pause, 0), self.go)
        elif self.waiting is not None or self.unanswered:
            self.timer = loop.call_later(self.LOST, self.again)

    def again(self):
        self.unanswered.clear()
        if self.waiting is None:
            self.waiting = self.told
        self.go()

    def heard(self, kind, cause, content, buffers):
        if kind != "comm_msg" or content["comm_id"] not in (self.slider, self.view):
            return
        state = content["data"].get("state", {})
        if content["comm_id"] == self.view:
            if state.get("version", self.version) != self.version:
                self.frames.clear()
                self.version = state["version"]
            if ahead := content["data"].get("content", {}).get("ahead"):
                self.frames[round(ahead["value"], 10)] = True
                while len(self.frames) > self.KEEP:
                    del self.frames[next(iter(self.frames))]
                self.say({"got": len(buffers[0])})
        answer = state.get("answers", {}).get(self.slider, state)
        taken = answer.get("taken", {})
        if taken.get("page") == self.page and any(n <= taken["move"] for n, *_ in self.unanswered):
            while self.unanswered and self.unanswered[0][0] <= taken["move"]:
                _number, at, shown, alone = self.unanswered.popleft()
            self.seen(shown)  # its picture came with it
            self.cost += (0.3 if self.cost else 1) * (taken["ms"] / 1000 - self.cost)
            took = time.perf_counter() - at
            self.fastest = took if alone else min(self.fastest, took)
            self.go()

    def say(self, content):
        self.learner.tell(self.view, {"method": "custom", "content": content})

    def rest(self, value):
        """After a short while without a move: ask for what is not known around here."""
        if self.resting:
            self.resting.cancel()
        self.resting = asyncio.get_running_loop().call_later(self.PAUSES, self._rests, value)

    def _rests(self, value):
        model = self.learner.models[self.slider]
        low, high, step = (model[name] for name in ("min", "max", "step"))
        near = [at for at in self.frames if abs(at - value) < (self.MARGIN + 0.5) * step]
        for room, known in (
            (high - value, sum(at > value + step / 2 for at in near)),
            (value - low, sum(at < value - step / 2 for at in near)),
        ):
            if known < min(self.MARGIN, int(room / step + 0.01)):
                return self.say({"rests": self.name})

    def let_go(self):
        super().let_go()
        for timer in (self.timer, self.resting):
            if timer:
                timer.cancel()


class HandOnInteract(Hand):
    """On a slider of ipywidgets', which lets one change be under way at a time.

    What JupyterLab sends back to the kernel, every picture once more for `Output.outputs`, it is
    spared.
    """

    def __init__(self, learner, cell):
        super().__init__(learner)
        self.slider = learner.made_by(cell, _model_name="FloatSliderModel")
        self.waiting = self.underway = None
        self.asked = {}  # number of the move that each message told

    def make(self, value):
        self.waiting = value
        self.go()

    def go(self):
        if self.underway is None and self.waiting is not None:
            data = {"method": "update", "state": {"value": self.waiting}, "buffer_paths": []}
            self.underway = self.learner.tell(self.slider, data)
            self.asked[self.underway] = self.last
            self.waiting = None

    def heard(self, kind, cause, content, buffers):
        if cause not in self.asked:
            return
        if kind == "display_data" and "image/png" in content["data"]:
            self.seen(self.asked[cause])
        if kind == "status" and content["execution_state"] == "idle" and cause == self.underway:
            self.underway = None
            self.go()
