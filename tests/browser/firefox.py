"""A stock Firefox, by WebDriver BiDi, which it speaks itself; Playwright drives one of its own."""

import base64
import json
import os
import shutil
import subprocess
import time
from itertools import count

from lab import free_port
from websocket import WebSocketException, create_connection

# Nothing but this machine can be reached: for the rest there is a proxy that nobody runs.
PREFERENCES = {
    "network.proxy.type": 1,
    **{f"network.proxy.{kind}": "127.0.0.1" for kind in ("http", "ssl")},
    **{f"network.proxy.{kind}_port": 9 for kind in ("http", "ssl")},
}
SECONDS = 60  # at most, for whatever is waited for


def find_firefox():
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """One page in a window of its own, and what went wrong on it."""

    def __init__(self, executable, profile):
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines))
        port = free_port()
        command = [executable, "--headless", "--no-remote", "--profile", str(profile)]
        self.process = subprocess.Popen(
            [*command, f"--remote-debugging-port={port}"],
            # In the home of somebody else, as in a workflow's container, it does not start.
            env={**os.environ, "HOME": str(profile)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.numbers, self.errors, self.page = count(), [], {}
        self.socket = self._connect(f"ws://127.0.0.1:{port}/session")
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])
        # The first window may be without the focus, and JupyterLab then runs no command.
        window = self.command("browsingContext.create", type="window")
        self.page = {"context": window["context"]}
        size = {"width": 1280, "height": 900}
        self.command("browsingContext.setViewport", viewport=size)
        self.wait_for("document.hasFocus()")

    def _connect(self, url):
        end = time.monotonic() + SECONDS
        while True:
            try:
                return create_connection(url, timeout=SECONDS, suppress_origin=True)
            except (OSError, WebSocketException):
                if time.monotonic() > end or self.process.poll() is not None:
                    self.process.kill()
                    raise
                time.sleep(0.2)

    def command(self, method, **params):
        number, end = next(self.numbers), time.monotonic() + SECONDS
        asked = {"id": number, "method": method, "params": {**self.page, **params}}
        self.socket.send(json.dumps(asked))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            assert time.monotonic() < end, f"{method} had no answer in {SECONDS} s."
            if answer["method"] == "log.entryAdded" and answer["params"]["level"] == "error":
                self.errors.append(answer["params"]["text"])
        assert answer["type"] == "success", f"{method}: {answer['message']}"
        return answer["result"]

    def goto(self, url):
        self.command("browsingContext.navigate", url=url, wait="complete")

    def evaluate(self, expression):
        """What a JavaScript expression is, or what it promises."""
        source = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        where = {"target": self.page, "awaitPromise": True}
        answer = self.command("script.evaluate", expression=source, **where)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def wait_for(self, expression):
        end = time.monotonic() + SECONDS
        while not self.evaluate(expression):
            assert time.monotonic() < end, f"In {SECONDS} s never so: {expression}"
            time.sleep(0.1)

    def press(self, *keys):
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform(type="key", id="keyboard", actions=acts)

    def drag(self, x, y, dx, dy, steps=6):
        way = [(x + dx * at / steps, y + dy * at / steps) for at in range(steps + 1)]
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in way]
        down, up = ({"type": f"pointer{to}", "button": 0} for to in ("Down", "Up"))
        self._perform(type="pointer", id="mouse", actions=[moves[0], down, *moves[1:], up])

    def _perform(self, **source):
        self.command("input.performActions", actions=[source])

    def screenshot(self):
        """The page as a PNG."""
        return base64.b64decode(self.command("browsingContext.captureScreenshot")["data"])

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(SECONDS)
