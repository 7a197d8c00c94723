"""A learner at a hub, as the hub, the server and the kernel see one: a page without its picture.

Logs in, waits for a server, opens a lesson, runs it and drags, by the messages that JupyterLab and
the front ends of the widgets send; what is drawn is not drawn. A browser takes 300 MB and half a
core: forty of them would measure themselves.
"""

import asyncio
import json
import time
import uuid
from datetime import UTC, datetime
from urllib.parse import quote

import aiohttp
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from yarl import URL

PROTOCOL = "v1.kernel.websocket.jupyter.org"
PATIENCE = 300  # seconds for a server or a lesson
TIMEOUT = aiohttp.ClientTimeout(total=PATIENCE)


class Learner:
    """One learner with a server, a kernel and what went wrong there.

    Parameters
    ----------
    url : str
        Of the hub.
    name : str
        Who it is; nobody asks for more.
    """

    def __init__(self, url, name):
        self.url, self.name = url, name
        self.home = f"{url}/user/{quote(name)}"
        self.errors = []
        self.models = {}  # states of the kernel's widgets, by comm
        self.born = {}  # of each, the message that made it
        self.listeners = []
        self._waiting = {}  # futures, by the message that is to be done
        self._tolerated = set()  # messages that may raise: exercises as they are handed out
        self._session = uuid.uuid4().hex

    async def join(self):
        """Log in, wait for the server and see its page; seconds of the whole."""
        began = time.monotonic()
        jar = aiohttp.CookieJar(unsafe=True)  # names of hosts that are numbers, too
        self.web = aiohttp.ClientSession(cookie_jar=jar, timeout=TIMEOUT)
        await self._get(f"{self.url}/hub/login")
        data = {"username": self.name, "password": "", "_xsrf": self._xsrf(f"{self.url}/hub/")}
        async with self.web.post(f"{self.url}/hub/login", data=data) as page:
            page.raise_for_status()  # which brought us to the page that starts the server
        await self._ready()
        await self._get(f"{self.home}/lab")
        return time.monotonic() - began

    async def _ready(self):
        """Follow the hub's bar of progress to its end."""
        progress = f"{self.url}/hub/api/users/{quote(self.name)}/server/progress"
        key = {"_xsrf": self._xsrf(f"{self.url}/hub/")}
        async with self.web.get(progress, params=key) as events:
            events.raise_for_status()
            async for line in events.content:
                if line.startswith(b"data:"):
                    said = json.loads(line[5:])
                    if said.get("ready"):
                        return
                    if said.get("failed"):
                        raise RuntimeError(said["message"])
        raise RuntimeError("the hub stopped telling how far the server is")

    async def open(self, path):
        """Open a notebook of the learner's folder, with a kernel of its own."""
        notebook = json.loads(await self._get(f"{self.home}/api/contents/{path}"))["content"]
        kind = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        headers = {"X-XSRFToken": self._xsrf(f"{self.home}/")}
        async with self.web.post(f"{self.home}/api/sessions", json=kind, headers=headers) as made:
            made.raise_for_status()
            kernel = (await made.json())["kernel"]["id"]
        self.socket = await self.web.ws_connect(
            f"{self.home}/api/kernels/{kernel}/channels?session_id={self._session}",
            protocols=(PROTOCOL,),
            max_msg_size=0,
        )
        self._listening = asyncio.create_task(self._listen())
        await self._done(self.send("kernel_info_request", {}))
        return notebook

    async def run(self, notebook):
        """Run every cell, one after the other; seconds, and the messages that asked for each."""
        began, asked = time.monotonic(), []
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                may_raise = "raises-exception" in cell["metadata"].get("tags", ())
                asked.append(await self.execute(cell["source"], cell["id"], may_raise))
        return time.monotonic() - began, asked

    async def execute(self, code, cell, may_raise=False):
        """Run one cell to its end; the message that asked for it."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        message = self.send("execute_request", content, {"cellId": cell})
        if may_raise:
            self._tolerated.add(message)
        await self._done(message)
        return message

    def send(self, kind, content, metadata=None):
        """Send a message to the kernel; its number."""
        number = uuid.uuid4().hex
        header = {
            "msg_id": number,
            "msg_type": kind,
            "username": self.name,
            "session": self._session,
            "date": datetime.now(UTC).isoformat(),
            "version": "5.4",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, metadata or {}, content)]
        writing = self.socket.send_bytes(serialize_msg_to_ws_v1(parts, "shell"))
        task = asyncio.ensure_future(writing)
        task.add_done_callback(self._sent)
        return number

    def _sent(self, task):
        if not task.cancelled() and task.exception():
            self.errors.append(f"not sent: {task.exception()!r}")

    def tell(self, comm, data):
        """Send a widget a message; its number."""
        return self.send("comm_msg", {"comm_id": comm, "data": data})

    def made_by(self, message, **traits):
        """The widget that a cell made and that has these values (or, for None, these names)."""
        for comm, state in self.models.items():
            fits = (k in state and v in (None, state[k]) for k, v in traits.items())
            if self.born[comm] == message and all(fits):
                return comm
        raise LookupError(f"no widget with {traits} was made")

    async def close(self):
        if hasattr(self, "_listening"):
            self._listening.cancel()
            await self.socket.close()
        await self.web.close()

    # What comes --------------------------------------------------------------------------------

    async def _listen(self):
        async for message in self.socket:
            if message.type != aiohttp.WSMsgType.BINARY:
                continue
            channel, parts = deserialize_msg_from_ws_v1(message.data)
            header, parent, content = (json.loads(parts[n]) for n in (0, 1, 3))
            kind, cause = header["msg_type"], parent.get("msg_id")
            if kind == "comm_open":
                self.models[content["comm_id"]] = dict(content["data"].get("state", {}))
                self.born[content["comm_id"]] = cause
            elif kind == "comm_msg" and content["data"].get("method") == "update":
                self.models[content["comm_id"]].update(content["data"]["state"])
            elif kind == "error" and cause not in self._tolerated:
                self.errors.append(f"{content['ename']}: {content['evalue']}")
            elif kind == "stream" and content["name"] == "stderr":
                self.errors.append(f"stderr: {content['text'][-300:]}")
            for listener in self.listeners:
                listener(kind, cause, content, parts[4:])
            if kind == "status" and content["execution_state"] == "idle":
                if waiting := self._waiting.pop(cause, None):
                    waiting.set_result(None)
        self.errors.append("the connection to the kernel was closed")

    async def _done(self, message):
        """Until the kernel is idle again after a message."""
        self._waiting[message] = asyncio.get_running_loop().create_future()
        await asyncio.wait_for(self._waiting[message], PATIENCE)

    # Pages -------------------------------------------------------------------------------------

    async def _get(self, url):
        async with self.web.get(url) as page:
            page.raise_for_status()
            return await page.read()

    def _xsrf(self, url):
        return self.web.cookie_jar.filter_cookies(URL(url))["_xsrf"].value
