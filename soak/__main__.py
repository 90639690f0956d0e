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

from soak.checks import complete_downloads, remaining_mounts, wrong_downloads, wrong_uploads
from soak.client import Client, Figures
from soak.fault_injection import inject_faults
from soak.footprint import Footprint
from soak.hanging import hanging_folder
from soak.object_checks import wrong_object_downloads, wrong_object_files
from soak.traffic import Journal, traffic
from soak.world import World, world

_ROUNDS = 5
"""The idle server is measured after each round; growth from the second to the last round is a leak."""


def main() -> int:
    """Run the soak test and print the counts; return 0 only if nothing was lost and nothing has leaked."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="duration of the traffic (default: 600)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="seed of the random numbers")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    figures, journal = Figures(), Journal()
    with world(options.seed) as running:
        footprints = list(_rounds(running, figures, journal, options.seconds, options.seed))
        complete_downloads(running, figures, journal)
        problems = [*figures.problems, *wrong_downloads(running, journal), *wrong_uploads(running.openbis, journal)]
        problems += wrong_object_files(running.openbis, journal.object_files, figures)
        problems += wrong_object_downloads(running, journal.object_files, figures)
        problems += [*remaining_mounts(running, figures), *footprints[-1].leaks_since(footprints[1])]
        tracebacks = _tracebacks(running.jupyter.log)
    _report(figures, journal, footprints)
    problems += tracebacks
    for each in problems:
        print(f"PROBLEM: {each}", file=sys.stderr)
    return 1 if problems else 0


def _rounds(running: World, figures: Figures, journal: Journal, seconds: float, seed: int) -> Iterator[Footprint]:
    """Yield the footprint of the idle server after each round of traffic."""
    for number in range(_ROUNDS):
        with (
            hanging_folder(running, figures, seed + number),
            traffic(running, figures, journal, seed + number),
            inject_faults(running.openbis, figures, seed + number),
        ):
            time.sleep(seconds / _ROUNDS)
        Client(running.jupyter, figures).quick("api/status")
        yield Footprint.of(running.jupyter.process_id, running.temporary)


def _tracebacks(log: Path) -> list[str]:
    """Return the tracebacks in Jupyter's log; there must be none."""
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
        print(f"idle: {each.threads} threads, {each.descriptors} open files, {each.memory} MiB")


if __name__ == "__main__":
    sys.exit(main())
