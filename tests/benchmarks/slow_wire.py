"""How pictures follow a hand over a slow wire, measured in a real browser.

    python tests/benchmarks/slow_wire.py [--trips MS ...] [--only NAME ...] [--rounds N]
        [--json FILE]

The variants of `slider_latency.py` once more, with a relay between the browser and JupyterLab that
delays every byte: Binder from another continent is a round trip of 200 ms. Before each measurement
the hand rests on the slider for a second, as a hand does.
"""

import argparse
import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from playwright.async_api import async_playwright
from slider_latency import HERE, Chromium, Station, jupyter_page, keep, machine
from variants import VARIANTS

NAMES = ("text only", "explorer", "ipympl", "interact")
TRIPS = (0, 50, 100, 200, 300)  # milliseconds there and back
PRESSES = 15


async def measured(engine, variants, trip, rounds):
    """Summaries by variant at one round trip."""
    async with AsyncExitStack() as stack:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        place = Path(stack.enter_context(folder))
        chromium = Chromium(engine, place / "chromium")
        stack.callback(chromium.close)
        served = place / "lab"
        served.mkdir()
        async with chromium.attached() as window:
            host = jupyter_page(window, served, variants, delay=trip / 2000)
            page, roots = await stack.enter_async_context(host)
            await page.evaluate((HERE / "meter.js").read_text())
            for name, root in roots.items():
                await root.evaluate("(root, name) => { root.dataset.variant = name; }", name)
        results = {}
        for variant in variants:
            station, relay = Station(chromium, variant, page.url), page.relay
            await station.press(4)
            station.presses.clear()
            before, began = (relay.there, relay.back), asyncio.get_running_loop().time()
            for _round in range(rounds):
                await station.press(PRESSES)
                await station.burst()
            seconds = asyncio.get_running_loop().time() - began
            results[variant.name] = {
                **station.summary(),
                "kB/s there": (relay.there - before[0]) / seconds / 1000,
                "kB/s back": (relay.back - before[1]) / seconds / 1000,
            }
        return results


async def measure(variants, trips, rounds):
    async with async_playwright() as engine:
        return {trip: await measured(engine, variants, trip, rounds) for trip in trips}


def show(results):
    columns = next(iter(next(iter(results.values())).values()))
    print(f"{'trip':>5} {'':12}", *(f"{column:>11}" for column in columns))
    for trip, rows in results.items():
        for name, row in rows.items():
            print(f"{trip:5} {name:12}", *(f"{row[column]:11.0f}" for column in columns))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trips", nargs="+", type=int, default=TRIPS, metavar="MS")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    before = machine()
    chosen = [variant for variant in VARIANTS if variant.name in options.only]
    results = asyncio.run(measure(chosen, options.trips, options.rounds))
    show(results)
    keep(results, before, options.json)


if __name__ == "__main__":
    main()
