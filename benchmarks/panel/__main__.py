"""`python -m benchmarks.panel`: how long the panel takes to show, search, open long lists, and answer keys.

JupyterLab in headless Chromium, beside a fake openBIS on the same machine. Needs Chromium and the built panel.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.panel.figures import Figures
from benchmarks.panel.steps import Steps, goals
from benchmarks.panel.world import BUILT, Sizes, World, find_chromium, running_world

_INSTALL = "apt install chromium"


def main() -> int:
    """Measure, print a table. Returns the exit status: 1 if a goal is missed or something is not installed."""
    options = _options()
    if options.show:
        sys.stdout.write(Figures.from_json(json.loads(options.show.read_text())).markdown())
        return 0
    executable = find_chromium()
    if executable is None or not (BUILT / "package.json").is_file():
        print(f"Missing: Chromium ({_INSTALL}), or the built panel (make frontend).", file=sys.stderr)
        return 1
    sizes = Sizes(500, 1000, 150) if options.quick else Sizes(options.samples, options.files, options.nodes)
    figures = Figures(goals=goals(sizes))
    before = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as name,
        running_world(Path(name).resolve(), sizes, executable) as world,
    ):
        figures.about.update(_about(world, before))
        for number in range(1, options.runs + 1):
            print(f"Run {number} of {options.runs} ...", flush=True)
            with world.page() as page:
                Steps(page, figures, sizes, options.keys).run()
        figures.about["load at the end"] = f"{os.getloadavg()[0]:.1f}"
    if options.json:
        options.json.write_text(json.dumps(figures.as_json(), indent=1))
    sys.stdout.write(figures.markdown())
    return 1 if any(each.is_reached is False for each in figures) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="short lists: a check of the benchmark")
    parser.add_argument("--runs", type=int, default=3, help="pages that are opened (%(default)s)")
    parser.add_argument("--keys", type=int, default=200, help="keys in each list (%(default)s)")
    parser.add_argument("--samples", type=int, default=5000, help="of the experiment (%(default)s)")
    parser.add_argument("--files", type=int, default=10_000, help="of the data set (%(default)s)")
    parser.add_argument("--nodes", type=int, default=999, help="of the lineage, without its start (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where data is kept (default: a temporary folder)")
    parser.add_argument("--json", type=Path, help="file for the results")
    parser.add_argument("--show", type=Path, metavar="JSON", help="measure nothing; show the table of earlier results")
    return parser.parse_args()


def _about(world: World, load: float) -> dict[str, str]:
    browser = world.browser.browser
    return {
        "machine": f"{os.cpu_count()} processors, {platform.system()} {platform.release()}",
        "Chromium": browser.version if browser else "headless",
        "load before": f"{load:.1f}",
    }


if __name__ == "__main__":
    sys.exit(main())
