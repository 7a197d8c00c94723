"""No picture waits for the acknowledgement of the message before it."""

import asyncio
import json
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from types import SimpleNamespace

import xent_lib
from xent_lib import websocket

SWITCH = "etc/jupyter/jupyter_server_config.d/xent_lib.json"


class Connection:
    """What the extension needs of jupyter_server's connection to a kernel."""

    def __init__(self):
        self.done = []
        self.websocket_handler = SimpleNamespace(
            set_nodelay=lambda flag: self.done.append(("nodelay", flag))
        )

    async def connect(self):
        self.done.append("connected")


def extended(connection_class):
    settings = {"kernel_websocket_connection_class": connection_class}
    server = SimpleNamespace(web_app=SimpleNamespace(settings=settings))
    websocket._load_jupyter_server_extension(server)
    return settings["kernel_websocket_connection_class"]


def test_a_websocket_sends_small_messages_at_once_from_its_first_one_on():
    connection = extended(Connection)()
    asyncio.run(connection.connect())
    assert connection.done == [("nodelay", True), "connected"]


def test_the_servers_own_connection_is_extended_and_not_replaced():
    channels = import_module("jupyter_server.services.kernels.connection.channels")
    prompt = extended(channels.ZMQChannelsWebsocketConnection)
    assert issubclass(prompt, channels.ZMQChannelsWebsocketConnection)


def test_installing_the_package_switches_the_extension_on():
    source = Path(xent_lib.__file__).with_name("jupyter_server.json")
    extensions = json.loads(source.read_text())["ServerApp"]["jpserver_extensions"]
    assert extensions == {"xent_lib.websocket": True}
    (point,) = import_module(*extensions)._jupyter_server_extension_points()
    assert point["module"] in extensions


def test_the_switch_is_installed_where_this_environments_server_looks():
    files = [file for found in distributions(name="xent-lib") for file in found.files or ()]
    placed = [file.locate() for file in files if file.match(SWITCH)]
    assert placed and placed[0].is_file(), "an older installation? pip install -e ."
