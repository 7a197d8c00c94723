"""A small extension of the Jupyter server, so that no picture waits 40 ms for an acknowledgement.

A move is answered by three short messages: busy, the picture, idle. The server leaves Nagle's
algorithm on, which holds the second back until the browser acknowledges the first, and a browser's
system delays that by 40 ms (Linux) to 200 ms (Windows). Tornado advises to turn it off.
"""


def _jupyter_server_extension_points():
    return [{"module": "xent_lib.websocket"}]


def _load_jupyter_server_extension(server):
    """Let the kernels' websockets send each message at once."""
    settings = server.web_app.settings
    settings["kernel_websocket_connection_class"] = without_delay(
        settings["kernel_websocket_connection_class"]
    )


def without_delay(connection_class):
    """The same connection, of which no small message waits for another's acknowledgement."""

    class ConnectionWithoutDelay(connection_class):
        async def connect(self):
            self.websocket_handler.set_nodelay(True)
            return await super().connect()

    return ConnectionWithoutDelay
