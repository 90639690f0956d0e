"""A benchmark of a few small files."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.cases import Case
from benchmarks.results import Result
from benchmarks.running import Benchmark, Plan
from benchmarks.servers import AFS, FAST, SERVLET, make_data_store
from benchmarks.tasks import DOWNLOAD, REPEAT, UPLOAD, Contender
from tests.real_parts import PACKAGES, need

CASE = Case("few", "a few files", {"original/a/one.dat": 3_000, "original/two.dat": 1_200_000, "original/empty": 0})
FULL = Case("full", "files that are not empty", {"original/a/one.dat": 3_000, "original/two.dat": 1_200_000})
"""pyBIS 7 fails where it uploads an empty file to the file server."""
WAYS = ((FAST, DOWNLOAD), (FAST, REPEAT), (FAST, UPLOAD), (SERVLET, DOWNLOAD))
FILE_SERVER = ((AFS, DOWNLOAD), (AFS, UPLOAD))
Measure = Callable[..., list[Result]]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """Return a function that runs contenders once in the given ways, in a world of their own, and returns results.

    Skips a test of the servlet without nginx, which serves its files, and a test of a program that is not installed.
    """

    def run(
        *contenders: Contender,
        ways: Sequence[tuple[str, str]] = WAYS,
        latencies: Sequence[int] = (1,),
        runs: int = 1,
        limit: float = 60,
    ) -> list[Result]:
        if any(transport == SERVLET for transport, _kind in ways):
            need("nginx")
        need(*(each.name for each in contenders if each.name in PACKAGES))
        return benchmark(tmp_path, contenders, ways, latencies, runs, limit)

    return run


def benchmark(
    folder: Path,
    contenders: Sequence[Contender],
    ways: Sequence[tuple[str, str]] = WAYS,
    latencies: Sequence[int] = (1,),
    runs: int = 1,
    limit: float = 60,
    case: Case = CASE,
) -> list[Result]:
    """Run contenders in the given ways with servers of their own, and return the results."""
    results: list[Result] = []
    plan = Plan(contenders, latencies, ways, [case.name], runs, 60, limit)
    Benchmark(plan, make_data_store(folder / "openbis", [case]), folder, results.append).run()
    return results
