"""What a move costs the kernel, picture included, and what the losses cost beside plain NumPy.

    python tests/benchmarks/update_cost.py [--json FILE]

Four tables: one move of each slider of each explorer; one move as the data grow a thousandfold;
each loss on a million samples against the formula in plain NumPy; and the memory that ten thousand
moves leave behind.
"""

import argparse
import gc
import json
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import psutil

sys.path.append(str(Path(__file__).resolve().parents[1]))

from every_explorer import EXPLORERS, places, sliders  # noqa: E402

from xent_lib import frames, losses  # noqa: E402
from xent_lib.explorers import coin, coins  # noqa: E402

SAMPLES = 1_000_000
MOVES = 10_000
GROWTH = (1, 10, 100, 1000)


def milliseconds(do, values):
    """Median and 95th percentile of `do(value)`; the first tenth warms up."""
    times = []
    for value in values:
        start = time.perf_counter()
        do(value)
        times.append(1000 * (time.perf_counter() - start))
    times = times[len(times) // 10 :]
    return {"median ms": float(np.median(times)), "p95 ms": float(np.percentile(times, 95))}


def moving(slider, number=111):
    """What one move of a slider costs up its range, and on the way back, of which all is kept."""
    up = places(slider, number // 2)
    move = partial(setattr, slider, "value")
    return milliseconds(move, up) | {
        "back ms": milliseconds(move, list(reversed(up)))["median ms"],
    }


def every_slider():
    """One move of each slider of each explorer."""
    rows = {}
    for kind in EXPLORERS:
        explorer = kind()
        for name, slider in sliders(explorer).items():
            start = slider.value
            rows[f"{kind.__name__} {name}"] = moving(slider)
            slider.value = start
    return rows


def growing_data():
    """One move of the coin's guess over ever more tosses, and of a weight over ever more birds."""
    rows = {}
    for times in GROWTH:
        explorer = coin.CoinExplorer(heads=7 * times, tails=3 * times)
        rows[f"coin, {10 * times:,} tosses"] = moving(explorer.controls["q"])
    ours = coins.birds
    try:
        for times in GROWTH:
            flock = coins.Birds(*(np.tile(values, times) for values in ours()))
            coins.birds = lambda flock=flock: flock
            explorer = coins.CoinsExplorer()
            name = f"coins, {len(flock.label):,} birds"
            rows[name] = moving(explorer.controls["w"], 111 if times < 1000 else 31)
    finally:
        coins.birds = ours
    return rows


def losses_beside_numpy(rng):
    """Each loss on a million samples: the library's time in that of the bare formula."""
    label, output = rng.integers(0, 2, SAMPLES), rng.uniform(0.01, 0.99, SAMPLES)
    logit = rng.normal(0, 3, SAMPLES)
    classes = np.eye(10)[rng.integers(0, 10, SAMPLES // 10)]
    outputs = rng.dirichlet(np.ones(10), SAMPLES // 10)
    logits = rng.normal(0, 3, (SAMPLES // 10, 10))
    y, q = label, output
    pairs = {
        "binary cross-entropy": (
            lambda: losses.binary_cross_entropy(label=label, output=output),
            lambda: -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q)),
        ),
        "… from logits": (
            lambda: losses.binary_cross_entropy_from_logits(label=label, logit=logit),
            lambda: np.mean(np.logaddexp(0, logit) - y * logit),
        ),
        "squared error": (
            lambda: losses.squared_error(label=label, output=output),
            lambda: np.mean((y - q) ** 2),
        ),
        "categorical cross-entropy": (
            lambda: losses.categorical_cross_entropy(label=classes, output=outputs),
            lambda: -np.mean(np.sum(classes * np.log(outputs), axis=1)),
        ),
        "… from logits, 10 classes": (
            lambda: losses.categorical_cross_entropy_from_logits(label=classes, logit=logits),
            lambda: np.mean(
                np.sum(classes * (np.logaddexp.reduce(logits, 1, keepdims=True) - logits), 1)
            ),
        ),
    }
    return {name: compared(*pair) for name, pair in pairs.items()}


def compared(ours, plain):
    """The two in turn, on the same numbers, which must come out alike."""
    np.testing.assert_allclose(ours(), plain(), rtol=1e-9)
    times = np.array([[timed(ours), timed(plain)] for _turn in range(9)])
    library, formula = np.median(times, axis=0)
    return {"library ms": library, "NumPy ms": formula, "ratio": library / formula}


def timed(do):
    return milliseconds(lambda _: do(), [None])["median ms"]


def memory():
    """Megabytes of the process before and after many moves of the coin's guess."""
    frames.AT_MOST = 0  # every move draws
    explorer = coin.CoinExplorer()
    slider = explorer.controls["q"]
    guesses = places(slider, 101)

    def move(times):
        for n in range(times):
            slider.value = guesses[n % 101]
        gc.collect()
        return psutil.Process().memory_info().rss / 1e6

    before = move(500)
    after = move(MOVES)
    return {f"coin, {MOVES:,} moves": {"before MB": before, "after MB": after}}


def show(title, rows):
    columns = next(iter(rows.values()))
    print(f"\n{title:36}", *(f"{column:>11}" for column in columns))
    for name, row in rows.items():
        print(f"{name:36}", *(f"{row[column]:11.2f}" for column in columns))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    tables = {
        "One move of": every_slider,
        "As the data grow": growing_data,
        f"Losses, {SAMPLES:,} numbers": lambda: losses_beside_numpy(np.random.default_rng(0)),
        "Memory": memory,
    }
    results = {}
    for title, measure in tables.items():
        results[title] = measure()
        show(title, results[title])
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, default=float))


if __name__ == "__main__":
    main()
