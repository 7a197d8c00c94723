"""A class at a hub: learners log in, open level 2, run it all, and drag at once.

    python tests/benchmarks/classroom.py [--learners N ...] [--seconds S] [--json FILE]

A real JupyterHub with its proxy on loopback, a server and a kernel for every learner. The learners
speak as a browser does (`learner.py`), on the same machine, and what they take of it is shown. Each
class is the last one and as many more as it takes: these come in, a few at a time, and run the
lesson all at once; then the whole class drags one figure at five moves a second: the explorer; the
explorer with pictures sent ahead, as to pages that are far; and `interact`. It ends where the
machine's memory does. It needs `pip install -e ".[test,benchmark]" jupyterhub` and
`npm install -g configurable-http-proxy`, and takes a quarter of an hour.
"""

import argparse
import asyncio
import random
import shutil
import signal
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import psutil
from hand import HandOnInteract, HandOnOurs
from hosts import HERE
from hub import Hub, missing
from learner import Learner
from slider_latency import keep, machine
from variants import HEAD, VARIANTS

LEARNERS = (1, 5, 10, 20, 40, 60)
LESSON = HERE.parents[1] / "notebooks" / "level2_coin.ipynb"
SHOWS = "CoinExplorer("  # the cell with the figure
INTERACT = next(variant.code for variant in VARIANTS if variant.name == "interact")
FIGURES = ("explorer", "sent ahead", "interact")
# A kernel keeps what it showed, for a hand that comes back: each class begins without.
FORGET = """
from ipywidgets.widgets.widget import _instances
from xent_lib.explorer import Explorer
for widget in _instances.values():
    if isinstance(widget, Explorer):
        widget.frames.clear()
"""
A_SECOND = 5  # moves
AT_A_TIME = 4  # learners that come in together
SPARE = 300  # megabytes for each who is still to come
LATE = 15  # seconds after the last move, when a picture counts as not come
LONGEST = 900  # seconds for one class
TIMES = ("", "s"), ("slowest ", "s"), ("", "core s")


class Desk:
    """A learner, and the cells with the figures in the lesson that was run there."""

    def __init__(self, hub, number):
        self.hub, self.name = hub, f"learner{number:02}"
        self.learner = Learner(hub.url, self.name)

    async def come_in(self, door):
        """Log in and open the lesson; seconds from the door to the page."""
        async with door:
            home = self.hub.folder / "homes" / self.name
            home.mkdir()
            for file in (LESSON, HERE / "coin_figure.py"):
                shutil.copy(file, home)
            seconds = await self.learner.join()
            self.notebook = await self.learner.open(LESSON.name)
            return seconds

    async def run(self):
        """Run the lesson, and make the other figure; seconds of the lesson."""
        seconds, asked = await self.learner.run(self.notebook)
        code = [cell["source"] for cell in self.notebook["cells"] if cell["cell_type"] == "code"]
        self.ours = next(cell for cell, source in zip(asked, code, strict=True) if SHOWS in source)
        await self.learner.execute(HEAD, "head")
        self.others = await self.learner.execute(INTERACT, "interact")
        return seconds

    def hand(self, figure):
        if figure == "interact":
            return HandOnInteract(self.learner, self.others)
        return HandOnOurs(self.learner, self.ours, "q", far=figure == "sent ahead")


async def grown(hub, desks, size):
    """The class with new learners, who come in and run the lesson: their seconds and errors."""
    door, errors, seconds = asyncio.Semaphore(AT_A_TIME), [], {}
    new = [Desk(hub, number) for number in range(len(desks), size)]
    desks += new
    for part, act in (("spawn", lambda desk: desk.come_in(door)), ("run", Desk.run)):
        before, _now = used(hub)
        done = await asyncio.gather(*map(act, new), return_exceptions=True)
        failed = [desk for desk, took in zip(new, done, strict=True) if isinstance(took, Exception)]
        errors += [
            f"{part}: {type(took).__name__} {took}" for took in done if isinstance(took, Exception)
        ]
        for desk in failed:
            new.remove(desk)
            desks.remove(desk)
            await desk.learner.close()
        times = [took for took in done if not isinstance(took, Exception)] or [np.nan]
        after, _now = used(hub)
        seconds |= {
            f"{part} s": float(np.median(times)),
            f"slowest {part} s": max(times),
            f"{part} core s": (sum(after.values()) - sum(before.values())) / len(times),
        }
    return seconds, errors


async def drag(hand, seconds):
    """There and back between a quarter and three quarters, a hundredth at a time."""
    loop, begin = asyncio.get_running_loop(), random.randrange(100)
    await asyncio.sleep(random.uniform(0, 1 / A_SECOND))  # hands do not march
    start = loop.time()
    for number in range(round(seconds * A_SECOND)):
        await asyncio.sleep(start + number / A_SECOND - loop.time())
        hand.move((25 + abs((begin + number) % 100 - 50)) / 100)
    await waited_for(hand)


async def waited_for(hand):
    loop = asyncio.get_running_loop()
    late = loop.time() + LATE
    while hand.unseen and loop.time() < late:
        await asyncio.sleep(0.05)


async def dragged(hub, desks, figure, seconds):
    """What the whole class waits for the pictures, and what they cost."""
    await asyncio.gather(*(desk.learner.execute(FORGET, "forget") for desk in desks))
    hands = [desk.hand(figure) for desk in desks]
    for hand in hands:  # a first move, which warms up and is not counted
        hand.move(0.2)
    for hand in hands:
        await waited_for(hand)
        hand.forget()
    await asyncio.sleep(2)
    before, began = used(hub)
    await asyncio.gather(*(drag(hand, seconds) for hand in hands))
    after, ended = used(hub)
    for hand in hands:
        hand.let_go()
    waits = 1000 * np.array([wait for hand in hands for wait in hand.waits] or [np.nan])
    moves = sum(hand.moves for hand in hands)
    return {
        "p50 ms": float(np.median(waits)),
        "p95 ms": float(np.percentile(waits, 95)),
        "worst ms": float(waits.max()),
        "moves": moves,
        "unseen": sum(hand.unseen for hand in hands),
        "at once %": 100 * sum(hand.at_once for hand in hands) / moves,
        "cores": {part: (after[part] - before[part]) / (ended - began) for part in sorted(after)},
        "load": psutil.getloadavg()[0],
    }


def used(hub):
    """Processor time of each part so far, the learners' own part too; and the time."""
    client = sum(psutil.Process().cpu_times()[:2])
    return {**hub.seconds(), "client": client}, asyncio.get_running_loop().time()


async def lesson(hub, desks, size, seconds):
    """All of one class."""
    coming, errors = await grown(hub, desks, size)
    if not desks:
        raise RuntimeError(f"Nobody came in: {errors[0]}\n{hub.log[-2000:]}")
    results = {"learners": len(desks), **coming}
    for figure in FIGURES:
        results[figure] = await dragged(hub, desks, figure, seconds)
    results |= {name: total / len(desks) for name, total in hub.memory().items()}
    for desk in desks:
        errors += [f"{desk.name}: {error}" for error in desk.learner.errors]
        desk.learner.errors.clear()
    return {**results, "errors": errors}


async def measure(hub, sizes, seconds, results):
    """Fill `results`, class by class."""
    desks = []
    try:
        for size in sorted(sizes):
            if (size - len(desks)) * SPARE * 1e6 > psutil.virtual_memory().available:
                print(f"A class of {size} does not fit into this machine's memory.")
                break
            async with asyncio.timeout(LONGEST):
                results[size] = await lesson(hub, desks, size, seconds)
            show(size, results[size])
    finally:
        for desk in desks:
            with suppress(Exception):
                await desk.learner.close()


def show(size, result):
    """One class: how it came in, and a line for each figure."""
    print(
        f"\n{result['learners']} of {size} learners, "
        f"{result['MB']:.0f} MB each ({result['MB alone']:.0f} where nothing is shared)"
    )
    for part, words in (("spawn", "from the door to the page"), ("run", "the whole lesson")):
        median, slowest, cores = (result[f"{kind}{part} {unit}"] for kind, unit in TIMES)
        print(f"{words}: {median:.1f} s, slowest {slowest:.1f} s, {cores:.1f} s of a core each")
    columns = ("p50 ms", "p95 ms", "worst ms", "moves", "unseen", "at once %")
    parts = ("kernels", "servers", "proxy", "hub", "client")
    print(
        f"{'':12}", *(f"{column:>10}" for column in columns), *(f"{p:>8}" for p in parts), "cores"
    )
    for figure in FIGURES:
        row = result[figure]
        print(
            f"{figure:12}",
            *(f"{row[column]:10.0f}" for column in columns),
            *(f"{row['cores'].get(part, 0):8.2f}" for part in parts),
        )
    print(f"{len(result['errors'])} errors", *result["errors"][:10], sep="\n  ", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", nargs="+", type=int, default=LEARNERS, metavar="N")
    parser.add_argument("--seconds", type=float, default=10, metavar="S", help="of dragging")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if min(options.learners) < 1 or options.seconds < 1:
        parser.error("a class has a learner or more, who drag for a second or longer")
    if lacking := missing():
        parser.error(lacking)
    before, results = machine(), {}
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be cleared up after, too
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            with closing(Hub(folder)) as hub:
                asyncio.run(measure(hub, options.learners, options.seconds, results))
    except KeyboardInterrupt:
        print("\nStopped.")
    keep(results, before, options.json)


if __name__ == "__main__":
    main()
