"""How fast pictures follow a slider, measured in a real browser.

    python tests/benchmarks/slider_latency.py [--only NAME ...] [--rounds N] [--json FILE]

One figure, the coin's two curves with one marker, is moved by arrow keys in JupyterLab (in marimo
for comparison, and in the static site) in headless Chromium. The variants take turns, so that
whatever else the machine does hits all alike. It needs Chromium and
`pip install -e ".[test,benchmark]"`; the site needs PYODIDE_RELEASE as `site/build.py` does.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import subprocess
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import numpy as np
from hosts import HERE, jupyter_page, marimo_page, site_page
from lab import QUIET, find_chromium
from playwright.async_api import async_playwright
from variants import VARIANTS

MOVES = 60  # of a burst, in one second
PRESSES = 25  # single moves a round
ALONE = 1000  # milliseconds that a page is left alone before a burst
PACKAGES = ("jupyterlab", "ipywidgets", "ipykernel", "matplotlib", "ipympl", "marimo")


class Chromium:
    """A browser that Playwright can come to and leave: while it is there, it is told every message
    that the page gets, which costs the machine more than some of the pictures do."""

    def __init__(self, engine, folder):
        self.engine, self.port = engine, folder / "DevToolsActivePort"
        options = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        awake = ["--disable-renderer-backgrounding", "--disable-background-timer-throttling"]
        self.process = subprocess.Popen(
            [find_chromium(), *QUIET, *options, *awake, "--window-size=1280,1000", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @asynccontextmanager
    async def attached(self):
        """Its window, in which Playwright can open, find and use pages."""
        while not self.port.exists():
            await asyncio.sleep(0.1)
        port = self.port.read_text().split()[0]
        browser = await self.engine.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        yield browser.contexts[0]
        await browser.close()  # lets go of the process, which goes on

    def close(self):
        self.process.terminate()
        self.process.wait(30)


class Station:
    """One slider of a variant on its page, and what was measured there.

    `rest` is how long a hand stays on the slider before its first move, and `pause` between two
    moves, in milliseconds.
    """

    def __init__(self, chromium, variant, url, number=0, rest=300, pause=(30, 150)):
        self.chromium, self.variant, self.url = chromium, variant, url
        self.number, self.rest, self.pause = number, rest, pause
        self.presses, self.bursts = [], []
        self.blank = self.resized = 0

    @asynccontextmanager
    async def attached(self):
        """The page, in front, with the keys on the variant's slider."""
        async with self.chromium.attached() as window:
            page = next(page for page in window.pages if page.url == self.url)
            await page.bring_to_front()
            root = page.locator(f'[data-variant="{self.variant.name}"]')
            await root.scroll_into_view_if_needed()
            slider = root.locator(self.variant.handle).nth(self.number)
            # It comes anew, and what it brings with it does.
            await slider.evaluate("(handle) => { handle.blur(); handle.focus(); }")
            yield page, root, slider

    def note(self, report):
        self.blank += report["blank"]
        self.resized += report["resized"]

    async def press(self, presses=PRESSES):
        """Single moves, each after a hand's short pause: milliseconds from key to picture."""
        async with self.attached() as (page, root, _slider):
            start = "(root, kind) => { window.meter = new Meter(root, kind); }"
            await root.evaluate(start, self.variant.kind)
            await page.wait_for_timeout(self.rest)
            for move in range(presses):
                await page.wait_for_timeout(random.uniform(*self.pause))
                await page.evaluate("() => meter.expect()")
                await page.keyboard.press("ArrowRight" if move < presses / 2 else "ArrowLeft")
                self.presses.append(await page.evaluate("() => meter.answered"))
            await page.wait_for_timeout(200)
            self.note(await page.evaluate("() => meter.stop()"))

    async def burst(self):
        """Sixty moves in a second: to the right, back over the start, and home again.

        The page moves its slider itself, frame by frame, as a hand's events arrive, and nobody
        watches. Sent from here the moves would cost more than some of the pictures; and after a
        key Chromium holds back what the network brings until the next frame, so that sixty a
        second would starve all alike.
        """
        async with self.attached() as (page, root, slider):
            what = [self.variant.kind, await slider.element_handle(), MOVES, ALONE]
            await root.evaluate("(root, what) => { window.report = burst(root, ...what); }", what)
        await asyncio.sleep(ALONE / 1000 + 2)
        async with self.attached() as (page, _root, _slider):
            report = await page.evaluate("() => report")
        self.note(report)
        moves, shown = report["moves"], report["shown"]
        within = sum(moves[0] < at <= moves[0] + 1000 for at in shown)
        self.bursts.append((within, max(0, shown[-1] - moves[-1])))

    def summary(self):
        shown, settled = np.median(self.bursts, axis=0)
        return {
            "median ms": float(np.median(self.presses)),
            "p95 ms": float(np.percentile(self.presses, 95)),
            "shown/s": float(shown),
            "settle ms": float(settled),
            "blank": self.blank,
            "resized": self.resized,
        }


async def measure(variants, rounds):
    """Summaries by name of variant, of rounds in which every variant has its turn."""
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(async_playwright())

        def folder():
            folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            return Path(stack.enter_context(folder))

        chromium = Chromium(engine, folder())
        stack.callback(chromium.close)
        stations = []
        elsewhere = {"marimo": marimo_page, "site": site_page}
        for host in (jupyter_page, marimo_page, site_page):
            served = [v for v in variants if elsewhere.get(v.name, jupyter_page) is host]
            if served:
                async with chromium.attached() as window:
                    page, roots = await stack.enter_async_context(host(window, folder(), served))
                    await page.evaluate((HERE / "meter.js").read_text())
                    for name, root in roots.items():
                        mark = "(root, name) => { root.dataset.variant = name; }"
                        await root.evaluate(mark, name)
                stations += [Station(chromium, variant, page.url) for variant in served]
        for station in stations:  # the first moves import, compile and fill caches
            await station.press(4)
            station.presses.clear()
        for _round in range(rounds):
            for turn in (Station.press, Station.burst):
                for station in random.sample(stations, len(stations)):
                    await turn(station)
        return {station.variant.name: station.summary() for station in stations}


def machine():
    """What it was measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        **{package: version(package) for package in PACKAGES},
    }


def cpu():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def show(results):
    """A table, and below it each variant's time in the explorer's and the floor's."""
    columns = next(iter(results.values()))
    print(f"{'':22}", *(f"{column:>10}" for column in columns))
    for name, row in results.items():
        print(f"{name:22}", *(f"{row[column]:10.0f}" for column in columns))
    print()
    for base in ("text only", "explorer"):
        if base in results:
            for name, row in results.items():
                ratio = row["median ms"] / results[base]["median ms"]
                print(f"{name:22} {ratio:5.1f} × {base}")
            print()


def keep(results, before, file):
    """Say what it was measured on, and store both in a file where one is named."""
    print(*(f"{key} {value}" for key, value in before.items()), sep=", ")
    if file:
        file.write_text(json.dumps({"machine": before, "results": results}, indent=1))


def main():
    names = [variant.name for variant in VARIANTS]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3, help=f"of {PRESSES} presses and a burst")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if find_chromium() is None:
        parser.error("Chromium is not installed")
    if "site" in options.only and not os.environ.get("PYODIDE_RELEASE"):
        print("Without the site: PYODIDE_RELEASE names no folder with an unpacked Pyodide release.")
        options.only = [name for name in options.only if name != "site"]
    before = machine()
    chosen = [variant for variant in VARIANTS if variant.name in options.only]
    results = asyncio.run(measure(chosen, options.rounds))
    show(results)
    keep(results, before, options.json)


if __name__ == "__main__":
    main()
