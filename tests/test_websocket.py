"""No picture waits for the acknowledgement of the message before it."""

import asyncio
import json
import subprocess
import sys
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
    loop = SimpleNamespace(add_callback=lambda call: None)
    server = SimpleNamespace(web_app=SimpleNamespace(settings=settings), io_loop=loop)
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


def test_the_collector_looks_no_more_at_what_the_server_has_loaded():
    code = """
import asyncio, gc, weakref
from types import SimpleNamespace
from xent_lib import websocket

class Loaded: pass
class Lost: pass

loaded, lost = Loaded(), Lost()
lost.itself, gone = lost, weakref.ref(lost)
del lost
gc.disable()

async def server():
    loop = SimpleNamespace(add_callback=asyncio.get_running_loop().call_soon)
    settings = {"kernel_websocket_connection_class": object}
    websocket._load_jupyter_server_extension(
        SimpleNamespace(web_app=SimpleNamespace(settings=settings), io_loop=loop)
    )
    before = any(one is loaded for one in gc.get_objects())
    await asyncio.sleep(0)
    print(before, any(one is loaded for one in gc.get_objects()), gone())

asyncio.run(server())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False", "None"], done.stderr


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
