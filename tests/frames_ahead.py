"""What an explorer sends ahead, caught in the place of a page."""

import asyncio
import base64
import zlib
from unittest.mock import patch

from every_explorer import lent

from xent_lib import ahead
from xent_lib.pixels import packed


def sent_ahead(explorer, name, meanwhile=lambda frames: None, asker=None):
    """Frames that reach a page that says at once to have them."""
    frames = []

    def send(content, buffers):
        frames.append((content["ahead"], buffers[0]))
        explorer.ahead.got(len(buffers[0]))
        meanwhile(frames)

    explorer.view.send = send

    async def rest():
        explorer.ahead.start(name, asker)
        if task := explorer.ahead._task:
            await task

    asyncio.run(rest())
    return frames


def overlay(explorer):
    return packed(explorer.picture.changes())


def frames_ahead(kind, name):
    """For the page's side: the static part, what was sent, and what it means."""
    explorer, twin = kind(), lent(kind)
    frames = []
    with patch.multiple(ahead, QUIET=0, SHY=0, EACH_WAY=2):
        sent = sent_ahead(explorer, name)
    for told, data in sent:
        twin.change(**{name: told["value"]})
        frames.append({"way": told["way"], "data": text(data), "overlay": text(overlay(twin))})
    rows, columns = twin.picture.base.shape
    base = text(zlib.compress(twin.picture.base.tobytes(), 1))
    return {"columns": columns, "rows": rows, "base": base, "frames": frames}


def text(data):
    return base64.b64encode(data).decode()
