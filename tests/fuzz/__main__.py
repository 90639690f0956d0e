"""Fuzzes for as long as one wants, or does one run again: `python -m tests.fuzz --help`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import time

from tests.fuzz import chunks, protocol


def main() -> int:
    """Run what was asked for. Returns the exit status: 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Feeds the program broken input.")
    parser.add_argument("what", nargs="?", choices=["protocol", "chunks", "api", "all"], default="all")
    parser.add_argument("--seconds", type=float, default=600, help="for each (default: %(default)g)")
    parser.add_argument("--seed", type=int, help="protocol: do this run again; else: where chance begins")
    given = parser.parse_args()
    if given.what == "chunks":
        return fuzz_chunks(given.seconds, given.seed or 1)
    if given.what == "api":
        return fuzz_api(given.seconds, given.seed)
    if given.seed is not None:
        return again(given.seed)
    found = fuzz_protocol(given.seconds)
    if given.what == "all":
        found = fuzz_api(given.seconds, None) or found
        command = [sys.executable, "-m", "tests.fuzz", "chunks", "--seconds", str(given.seconds)]
        found = subprocess.run(command, check=False).returncode or found
    return found


def fuzz_protocol(seconds: float) -> int:
    """Do run after run, from a seed that is new each time."""
    first = random.SystemRandom().randrange(10**9)
    failures, number, end = 0, 0, time.monotonic() + seconds
    with protocol.laboratories() as laboratories:
        while time.monotonic() < end:
            try:
                protocol.attempt(laboratories, first + number)
            except protocol.FuzzFailure as failure:
                failures += 1
                print(failure, flush=True)
            number += 1
    print(f"protocol: {number} runs from seed {first}, {failures} failed")
    return min(1, failures)


def again(seed: int) -> int:
    """Do one run again, and let its failure show where it comes from."""
    with protocol.laboratories() as laboratories:
        print(protocol.attempt(laboratories, seed))
    return 0


def fuzz_api(seconds: float, seed: int | None) -> int:
    """Send requests to a Jupyter server, from a seed that is new each time unless it is given."""
    first = random.SystemRandom().randrange(10**9) if seed is None else seed
    print(f"api: from seed {first}", flush=True)
    environment = {**os.environ, "FUZZ_SECONDS": str(seconds), "FUZZ_SEED": str(first)}
    options = ["-q", "--timeout=0", "-k", "every_answer", "tests/integration/jupyter/test_fuzzed_api.py"]
    return subprocess.run([sys.executable, "-m", "pytest", *options], env=environment, check=False).returncode


def fuzz_chunks(seconds: float, seed: int) -> int:
    """Fuzz the parser of chunks; guided where that is possible."""
    if importlib.util.find_spec("atheris"):
        chunks.guided(seconds, seed)
    print(f"Done {chunks.at_random(seconds, seed)} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
