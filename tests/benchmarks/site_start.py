"""How long the static site takes from its link to a lesson that has run, and how much it fetches.

    python tests/benchmarks/site_start.py SITE [--rounds N] [--lesson NAME] [--json FILE]

SITE is the folder that `site/build.py` made. It is served by Python's own file server, and by one
that compresses as GitHub Pages does. Each round is a browser that has never been there, and the
same browser once more, closed in between. All cells are told to run as soon as the lesson is there.
It needs Chromium and `pip install -e ".[test]"`.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "browser"))

from lab import QUIET, find_chromium  # noqa: E402
from site_page import Site  # noqa: E402

# Seconds since the link was opened, told by the page itself.
WATCH = """
const events = {
  readable: () => document.querySelector('.jp-OutputArea img'),
  picture: () => document.querySelector('.xent-picture canvas[data-frame]'),
};
window.at = {};
const note = (name) => { at[name] ??= performance.now() / 1000; };
const told = setInterval(() => {
  if (!window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel) return;
  clearInterval(told);
  jupyterapp.commands.execute('notebook:run-all-cells').then(() => note('run'));
}, 50);
setInterval(() => {
  for (const [name, seen] of Object.entries(events)) if (seen()) note(name);
}, 50);
"""


def visit(engine, site, lesson, profile):
    """Seconds to each event, and megabytes that came over the wire."""
    options = {"executable_path": find_chromium(), "args": QUIET}
    context = engine.chromium.launch_persistent_context(profile, **options)
    try:
        context.add_init_script(WATCH)
        before = len(site.sent)
        page = context.pages[0]
        page.goto(f"{site.url}/lab/index.html?path={lesson}", wait_until="commit")
        page.wait_for_function("() => at.run", timeout=180_000, polling=500)
        seconds = page.evaluate("() => at")
        ordered = {name: seconds[name] for name in ("readable", "picture", "run")}
        return {**ordered, "MB": sum(size for _path, size in site.sent[before:]) / 1e6}
    finally:
        context.close()


def measure(folder, lesson, rounds):
    """Medians by the kind of visit."""
    results = {}
    with sync_playwright() as engine:
        for compress in (True, False):
            site = Site(folder, compress=compress)
            host = "compressing host" if compress else "http.server"
            try:
                for _round in range(rounds):
                    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                        for time in ("first visit", "second visit"):
                            found = visit(engine, site, lesson, profile)
                            results.setdefault(f"{host}, {time}", []).append(found)
            finally:
                site.close()
    return {
        kind: {name: float(np.median([one[name] for one in found])) for name in found[0]}
        for kind, found in results.items()
    }


def main():
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path, help="folder that site/build.py made")
    parser.add_argument("--lesson", default="level1_distance.ipynb")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    results = measure(options.site, options.lesson, options.rounds)
    names = list(next(iter(results.values())))
    print(f"{'':32}", *(f"{name:>9}" for name in names))
    for kind, row in results.items():
        print(f"{kind:32}", *(f"{row[name]:9.1f}" for name in names))
    print(f"{os.cpu_count()} cores, load before {load:.1f}")
    if options.json:
        options.json.write_text(json.dumps({"load": load, "results": results}, indent=1))


if __name__ == "__main__":
    main()
