"""A slow wire on this machine: a relay on loopback that delays every byte, each way alike."""

import asyncio
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Relay:
    """Relays connections to the server at `url`; `url` of the relay itself is where to come in.

    Bytes come out as they went in, `delay` seconds later, however many follow: it has no narrow
    place. `there` and `back` count them. Only addresses on this machine are relayed to.
    """

    def __init__(self, url, delay=0.0):
        target = urlsplit(url)
        if target.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError(f"url is {url!r}, but a relay stays on this machine.")
        self._target = target.hostname, target.port
        self.delay, self.there, self.back = delay, 0, 0
        self._ends = set()  # of connections that are open
        self._loop, started = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait(10)

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        serving = asyncio.start_server(self._connect, "127.0.0.1", 0)
        server = self._loop.run_until_complete(serving)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        started.set()
        self._loop.run_forever()
        server.close()

    async def _connect(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        ends = {writer, far_writer}
        self._ends |= ends
        # A relay that is closed cancels it, which asyncio's streams would report.
        with suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._carry(reader, far_writer, "there"), self._carry(far_reader, writer, "back")
            )
        self._ends -= ends

    async def _carry(self, reader, writer, way):
        """One way of a connection: read at once, write when it is due."""
        due = asyncio.Queue()

        async def deliver():
            while (parcel := await due.get()) is not None:
                at, data = parcel
                if (wait := at - self._loop.time()) > 0:
                    await asyncio.sleep(wait)
                writer.write(data)
                await writer.drain()
            writer.close()

        delivery = asyncio.create_task(deliver())
        try:
            while data := await reader.read(65536):
                setattr(self, way, getattr(self, way) + len(data))
                due.put_nowait((self._loop.time() + self.delay, data))
        except ConnectionError:
            pass  # one end went away: so does the other
        due.put_nowait(None)
        await asyncio.gather(delivery, return_exceptions=True)

    def cut(self):
        """Break every connection, with all that is under way; new ones are relayed again."""

        async def cut():
            for end in self._ends:
                end.transport.abort()

        asyncio.run_coroutine_threadsafe(cut(), self._loop).result(10)

    def close(self):
        async def stop():
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
