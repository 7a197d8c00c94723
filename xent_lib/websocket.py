"""A small extension of the Jupyter server, so that no picture waits where nothing is to be done.

For 40 ms on an acknowledgement: a move is answered by three short messages, busy, the picture,
idle. The server leaves Nagle's algorithm on, which holds the second back until the browser
acknowledges the first, and a browser's system delays that by 40 ms (Linux) to 200 ms (Windows).
Tornado advises to turn it off.

For 60 ms on Python's collector: now and then it looks at all that the server has imported, which
stays as long as the server does. In a class this was a third of what all servers did.
"""

import gc


def _jupyter_server_extension_points():
    return [{"module": "xent_lib.websocket"}]


def _load_jupyter_server_extension(server):
    """Let the kernels' websockets send each message at once, and the collector look less."""
    settings = server.web_app.settings
    settings["kernel_websocket_connection_class"] = without_delay(
        settings["kernel_websocket_connection_class"]
    )
    server.io_loop.add_callback(keep_what_is_there)  # as soon as all is loaded


def keep_what_is_there():
    """Collect what is garbage now, and never look again at what is not."""
    gc.collect()
    gc.freeze()


def without_delay(connection_class):
    """The same connection, of which no small message waits for another's acknowledgement."""

    class ConnectionWithoutDelay(connection_class):
        async def connect(self):
            self.websocket_handler.set_nodelay(True)
            return await super().connect()

    return ConnectionWithoutDelay
