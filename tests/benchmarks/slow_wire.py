"""How pictures follow a hand over a slow wire, measured in a real browser.

    python tests/benchmarks/slow_wire.py [--trips MS ...] [--only NAME ...] [--rounds N]
        [--json FILE]
    python tests/benchmarks/slow_wire.py --sliders [--trips MS ...] [--only NAME ...]
        [--against PYTHON | site] [--json FILE]

The variants of `slider_latency.py` once more, with a relay between the browser and JupyterLab that
delays every byte: Binder from another continent is a round trip of 200 ms. Before each measurement
the hand rests on the slider for a second, as a hand does.

With `--sliders`, every slider of every explorer instead: a burst while nothing is sent ahead, as on
a metered connection, and then, a second after the hand came to rest, single moves and a burst.
`--against` lets those of another installation, or of the static site, which has no wire and needs
PYODIDE_RELEASE, take turns with ours: is one slower than the other?
"""

import argparse
import asyncio
import random
import sys
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import numpy as np
from hosts import jupyter_page, site_page
from playwright.async_api import async_playwright
from slider_latency import ALONE, HERE, Chromium, Station, keep, machine
from variants import DRAWN, OURS, VARIANTS, Variant

sys.path.append(str(HERE.parent))

from every_explorer import EXPLORERS, sliders  # noqa: E402

NAMES = ("text only", "explorer", "ipympl", "interact")
TRIPS = (0, 50, 100, 200, 300)  # milliseconds there and back
PRESSES = 15
FEW = 8  # of every slider
METERED = """(metered) => Object.defineProperty(
    navigator.connection, "saveData", { configurable: true, get: () => metered })"""


class Host:
    """A page behind a relay, with its variants."""

    def __init__(self, chromium, page, variants):
        self.chromium, self.page, self.relay, self.variants = chromium, page, page.relay, variants

    def station(self, variant, **options):
        return Station(self.chromium, variant, self.page.url, **options)


async def opened(stack, chromium, variants, served_by):
    """The page of these variants, there until the stack is left."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    served = Path(stack.enter_context(folder))
    async with chromium.attached() as window:
        page, roots = await stack.enter_async_context(served_by(window, served, variants))
        await page.evaluate((HERE / "meter.js").read_text())
        for name, root in roots.items():
            await root.evaluate("(root, name) => { root.dataset.variant = name; }", name)
    return Host(chromium, page, variants)


def browser(stack, engine):
    folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    chromium = Chromium(engine, Path(folder))
    stack.callback(chromium.close)
    return chromium


async def compared(engine, variants, trip, rounds):
    """Summaries by variant at one round trip."""
    async with AsyncExitStack() as stack:
        served_by = partial(jupyter_page, delay=trip / 2000)
        host = await opened(stack, browser(stack, engine), variants, served_by)
        relay, results = host.relay, {}
        for variant in variants:
            station = host.station(variant, rest=ALONE)
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
            say(f"{trip} {variant.name}", results[variant.name])
        return results


async def every_slider(engine, kinds, trip, other):
    """Summaries by slider at one round trip, and their medians."""
    variants = [Variant(kind.__name__, "canvas", OURS, code_of(kind)) for kind in kinds]
    async with AsyncExitStack() as stack:
        chromium = browser(stack, engine)
        here = partial(jupyter_page, delay=trip / 2000, head="")
        hosts = {"": await opened(stack, chromium, variants, here)}
        if other:
            lab = partial(here, python=other)
            there = partial(site_page, head="") if other == "site" else lab
            hosts["other "] = await opened(stack, chromium, variants, there)
        results = {}
        for kind, variant in zip(kinds, variants, strict=True):
            for number, name in enumerate(sliders(kind())):
                if not shows(kind(), name):
                    continue
                turns = [(f"{whose}{variant.name} {name}", host) for whose, host in hosts.items()]
                for title, host in random.sample(turns, len(turns)):
                    results[title] = await one_slider(host, variant, number, trip)
                    say(title, results[title])
        for whose in hosts:
            of = [
                row for title, row in results.items() if title.startswith("other ") == bool(whose)
            ]
            results[f"{whose}median"] = {
                key: float(np.median([r[key] for r in of])) for key in of[0]
            }
        return results


async def one_slider(host, variant, number, trip):
    """What is seen of a slider before anything is sent ahead, and after."""
    # A move's confirmation comes a round trip later, and must not pass for the next one's picture.
    options = {"number": number, "rest": ALONE, "pause": (trip + 30, trip + 150)}
    before, after = (host.station(variant, **options) for _ in range(2))
    async with before.attached() as (page, _root, _slider):
        await page.evaluate(METERED, True)
    await before.burst()
    async with after.attached() as (page, _root, _slider):
        await page.evaluate(METERED, False)
    await after.press(FEW)
    await after.burst()
    (shown, settled), *_ = before.bursts
    return {**after.summary(), "before/s": shown, "settle before": settled}


def say(title, row):
    """Already now what will be in the table: the whole takes minutes."""
    print(title, *(f"{value:.0f}" for value in row.values()), flush=True)


def medians(rows):
    return {column: float(np.median([row[column] for row in rows])) for column in rows[0]}


def shows(explorer, name):
    """Whether a move changes the picture: before the first step a learning rate does not."""
    before, slider = explorer.picture.pixels().copy(), explorer.controls[name]
    slider.value += slider.step if slider.value < slider.max else -slider.step
    return bool((explorer.picture.pixels() != before).any())


def code_of(kind):
    return f"{DRAWN}from {kind.__module__} import {kind.__name__}\n{kind.__name__}()"


async def measure(measured, trips, *what):
    async with async_playwright() as engine:
        return {trip: await measured(engine, what[0], trip, what[1]) for trip in trips}


def show(results):
    columns = next(iter(next(iter(results.values())).values()))
    print(f"{'trip':>5} {'':34}", *(f"{column:>13}" for column in columns))
    for trip, rows in results.items():
        for name, row in rows.items():
            print(f"{trip:5} {name:34}", *(f"{row[column]:13.0f}" for column in columns))


def main():
    ours = {kind.__name__: kind for kind in EXPLORERS if sliders(kind())}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trips", nargs="+", type=int, default=TRIPS, metavar="MS")
    parser.add_argument("--only", nargs="+", choices=[*NAMES, *ours], metavar="NAME")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sliders", action="store_true")
    parser.add_argument("--against", metavar="PYTHON | site")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    before = machine()
    if options.sliders:
        chosen = [kind for name, kind in ours.items() if name in (options.only or ours)]
        results = asyncio.run(measure(every_slider, options.trips, chosen, options.against))
    else:
        chosen = [variant for variant in VARIANTS if variant.name in (options.only or NAMES)]
        results = asyncio.run(measure(compared, options.trips, chosen, options.rounds))
    show(results)
    keep(results, before, options.json)


if __name__ == "__main__":
    main()
