"""The hub of `classroom.py`: on this machine alone, learners known by name, and nothing kept.

A hub for a class differs in who may come in and in what lasts. Where and for whom it runs,
`hub.py` says on the command line.
"""

import os
import socket
import sys
from contextlib import suppress

c = get_config()  # noqa: F821 (JupyterHub brings it)
folder = os.environ["XENT_CLASSROOM"]

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = f"{folder}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{folder}/proxy.pid"

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{folder}/homes/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.environment = {
    "JUPYTER_CONFIG_DIR": f"{folder}/config",
    "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
    "XENT_CLASSROOM": folder,
    # The list of fonts is made once for all, and not by each at their first picture.
    "MPLCONFIGDIR": f"{folder}/matplotlib",
    # One learner's arithmetic needs one core: more threads only get in each other's way.
    "OMP_NUM_THREADS": "1",
}
PORTS = iter(range(20_000, 32_000))  # below those that a system gives away itself


def own_port(spawner):
    """Servers that start at once could be given the same port."""
    for port in PORTS:
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            spawner.port = port
            return


c.Spawner.pre_spawn_hook = own_port
# Kernels that start at once on TCP can be given the same port.
c.Spawner.args = ["--allow-root", "--KernelManager.transport=ipc"]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
