"""Fuzzing for a given time, or repetition of one run: `python -m tests.fuzz --help`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.fuzz import chunks, large, patterns, protocol, terminal


def main() -> int:
    """Run the requested fuzzers; return the exit status: 1 if a run failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Feeds the program invalid input.")
    parser.add_argument("kind", nargs="?", choices=["protocol", *_KINDS, "all"], default="all")
    parser.add_argument("--seconds", type=float, default=600, help="for each (default: %(default)g)")
    parser.add_argument("--seed", type=int, help="protocol, terminal: repeat this run; others: first seed")
    given = parser.parse_args()
    if given.kind in _KINDS:
        return _KINDS[given.kind](given.seconds, given.seed)
    if given.seed is not None:
        return repeat(given.seed)
    found = fuzz_protocol(given.seconds)
    if given.kind == "all":
        for kind in _KINDS:  # each in its own process: atheris ends its process
            command = [sys.executable, "-m", "tests.fuzz", kind, "--seconds", str(given.seconds)]
            found = subprocess.run(command, check=False).returncode or found
    return found


def fuzz_protocol(seconds: float) -> int:
    """Run seeds in sequence, from a random first seed."""
    with protocol.laboratories() as laboratories:
        return _run_seeds("protocol", seconds, None, partial(protocol.attempt, laboratories), protocol.FuzzFailure)


def fuzz_terminal(seconds: float, seed: int | None) -> int:
    """Run the command line with names that contain terminal escapes: one seed, or seeds in sequence."""
    if seed is not None:
        print(terminal.attempt(seed))
        return 0
    return _run_seeds("terminal", seconds, None, terminal.attempt, terminal.TerminalFailure)


def fuzz_large(seconds: float, seed: int | None) -> int:
    """Parse large responses, from a given or random first seed."""
    return _run_seeds("large", seconds, seed, large.attempt, large.FuzzFailure)


def _run_seeds(
    kind: str, seconds: float, seed: int | None, attempt: Callable[[int], object], failure: type[Exception]
) -> int:
    """Run seeds in sequence for some time; print failures, and return the exit status."""
    first = random.SystemRandom().randrange(10**9) if seed is None else seed
    failures, number, end = 0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            attempt(first + number)
        except failure as error:
            failures += 1
            print(error, flush=True)
        number += 1
    print(f"{kind}: {number} runs from seed {first}, {failures} failed")
    return min(1, failures)


def repeat(seed: int) -> int:
    """Repeat one run, with the traceback of its failure."""
    with protocol.laboratories() as laboratories:
        print(protocol.attempt(laboratories, seed))
    return 0


def fuzz_api(seconds: float, seed: int | None) -> int:
    """Send requests to a Jupyter server, from a given or random seed."""
    first = random.SystemRandom().randrange(10**9) if seed is None else seed
    print(f"api: from seed {first}", flush=True)
    environment = {**os.environ, "FUZZ_SECONDS": str(seconds), "FUZZ_SEED": str(first)}
    options = ["-q", "--timeout=0", "-k", "every_answer", "tests/integration/jupyter/test_fuzzed_api.py"]
    return subprocess.run([sys.executable, "-m", "pytest", *options], env=environment, check=False).returncode


def fuzz_patterns(seconds: float, seed: int | None) -> int:
    """Compare path patterns with a slow reference, from a given or random seed."""
    first = random.SystemRandom().randrange(10**9) if seed is None else seed
    print(f"patterns: {patterns.at_random(seconds, first)} runs from seed {first}")
    return 0


def fuzz_chunks(seconds: float, seed: int | None) -> int:
    """Fuzz the parser of chunks; with atheris if it is installed."""
    if importlib.util.find_spec("atheris"):
        chunks.guided(seconds, seed or 1)
    print(f"Done {chunks.at_random(seconds, seed or 1)} runs")
    return 0


_KINDS = {
    "chunks": fuzz_chunks,
    "patterns": fuzz_patterns,
    "large": fuzz_large,
    "terminal": fuzz_terminal,
    "api": fuzz_api,
}
"""Functions that run a fuzzer for some seconds, from a given or random seed."""


if __name__ == "__main__":
    sys.exit(main())
