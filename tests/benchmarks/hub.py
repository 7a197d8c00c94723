"""JupyterHub with its proxy on loopback: started, looked at, and cleared away."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import psutil
from hosts import HERE, wait_for

MARK = "XENT_CLASSROOM"  # in the environment of all that the hub starts: its folder
PROXY = "configurable-http-proxy"
PARTS = {PROXY: "proxy", "ipykernel": "kernels", "labhub": "servers", "singleuser": "servers"}


def missing():
    """What is not installed here, as a sentence; or nothing."""
    if find_spec("jupyterhub") is None:
        return "JupyterHub is not installed: pip install jupyterhub"
    if shutil.which(PROXY) is None:
        return f"{PROXY} is not on the PATH: npm install -g {PROXY}"
    return ""


class Hub:
    """A hub over a folder of its own.

    Whatever it started carries its mark, so that `close` finds all of it: servers and kernels
    lead groups of processes, and outlive a hub that is killed.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.url, hub, proxy = (f"http://127.0.0.1:{port}" for port in free_ports(3))
        for name in ("config", "runtime", "homes", "matplotlib"):
            (self.folder / name).mkdir()
        fonts = {**os.environ, "MPLCONFIGDIR": str(self.folder / "matplotlib")}
        look = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(look, env=fonts, check=True, stderr=subprocess.DEVNULL)
        (self.folder / "cookie_secret").write_text(os.urandom(32).hex())
        (self.folder / "cookie_secret").chmod(0o600)
        where = [
            f"--JupyterHub.bind_url={self.url}",
            f"--JupyterHub.hub_bind_url={hub}",
            f"--ConfigurableHTTPProxy.api_url={proxy}",
            f"--ConfigurableHTTPProxy.command={shutil.which(PROXY)}",
        ]
        with (self.folder / "hub.log").open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", HERE / "jupyterhub_config.py", *where],
                env={**os.environ, MARK: str(self.folder)},
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl+C is ours to hear, and `close` its end
            )
        try:
            wait_for(f"{self.url}/hub/health")
        except BaseException:
            self.close()
            raise

    @property
    def log(self):
        return (self.folder / "hub.log").read_text(errors="replace")

    @property
    def processes(self):
        """All that the hub started and itself, by part."""
        found = defaultdict(list)
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == str(self.folder):
                    words = " ".join(process.cmdline())
                    part = next((PARTS[word] for word in PARTS if word in words), "hub")
                    found[part].append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
                pass  # gone meanwhile, or somebody else's
        return found

    def seconds(self):
        """Processor time that each part has used."""
        return {
            part: sum(sum(process.cpu_times()[:2]) for process in processes)
            for part, processes in self.processes.items()
        }

    def memory(self):
        """Megabytes of servers and kernels: shared pages counted once, and each on its own."""
        processes = self.processes
        learners = processes["servers"] + processes["kernels"]
        return {
            "MB": sum(process.memory_full_info().pss for process in learners) / 1e6,
            "MB alone": sum(process.memory_info().rss for process in learners) / 1e6,
        }

    def close(self):
        """End it and all that it started."""
        processes = sum(self.processes.values(), [])
        for process in [self.process, *processes]:
            try:
                process.terminate()
            except (psutil.NoSuchProcess, OSError):
                pass
        psutil.wait_procs(processes, timeout=10)
        deadline = time.monotonic() + 20
        while (left := sum(self.processes.values(), [])) and time.monotonic() < deadline:
            for process in left:
                process.kill()
            psutil.wait_procs(left, timeout=2)
        self.process.wait(10)


def free_ports(number):
    """Ports that nobody listens on, all different."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
