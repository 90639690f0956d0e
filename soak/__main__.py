"""`make soak`, or `python -m soak [--seconds N] [--seed N]`."""

from __future__ import annotations

import argparse
import re
import secrets
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from soak.checks import complete_downloads, left_mounts, wrong_downloads, wrong_uploads
from soak.client import Client, Figures
from soak.footprint import Footprint
from soak.mischief import mischief
from soak.traffic import Journal, traffic
from soak.world import World, world

_ROUNDS = 5
"""After each one the server comes to rest and is measured; what grows from the second to the last is a leak."""


def main() -> int:
    """Run it, and print what happened. Returns 0 only if nothing was lost and nothing has leaked."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="how long there is traffic (default: 600)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="what chance begins with")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    figures, journal = Figures(), Journal()
    with world(options.seed) as running:
        footprints = list(_rounds(running, figures, journal, options.seconds, options.seed))
        complete_downloads(running, figures, journal)
        problems = [*figures.surprises, *wrong_downloads(running, journal), *wrong_uploads(running.openbis, journal)]
        problems += [*left_mounts(running, figures), *footprints[-1].leaks_since(footprints[1])]
        accidents = _accidents(running.jupyter.log)
    _report(figures, journal, footprints)
    problems += accidents
    for each in problems:
        print(f"PROBLEM: {each}", file=sys.stderr)
    return 1 if problems else 0


def _rounds(running: World, figures: Figures, journal: Journal, seconds: float, seed: int) -> Iterator[Footprint]:
    """Yield how the server looks at rest after each round of traffic."""
    for number in range(_ROUNDS):
        with traffic(running, figures, journal, seed + number), mischief(running.openbis, figures, seed + number):
            time.sleep(seconds / _ROUNDS)
        Client(running.jupyter, figures).quick("api/status")
        yield Footprint.of(running.jupyter.process_id, running.temporary)


def _accidents(log: Path) -> list[str]:
    """Return the tracebacks in Jupyter's log: none belongs there."""
    return re.findall(r"^ *Traceback .*?(?=^\[|\Z)", log.read_text(errors="replace"), re.MULTILINE | re.DOTALL)


def _report(figures: Figures, journal: Journal, footprints: list[Footprint]) -> None:
    for what, number in sorted(figures.counts.items()):
        print(f"{number:7}  {what}")
    print(f"{len(journal.downloads):7}  folders compared byte by byte")
    print(f"{len(journal.registered):7}  registered data sets compared")
    cuts = statistics.quantiles(figures.seconds, n=100)
    print(
        f"answers that need no openBIS: {len(figures.seconds)}, median {cuts[49] * 1000:.0f} ms, "
        f"99 % within {cuts[98] * 1000:.0f} ms, longest {max(figures.seconds) * 1000:.0f} ms"
    )
    for each in footprints:
        print(f"at rest: {each.threads} threads, {each.descriptors} open files, {each.memory} MiB")


if __name__ == "__main__":
    sys.exit(main())
