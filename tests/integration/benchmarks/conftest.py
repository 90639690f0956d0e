"""A benchmark of a few small files."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.cases import Case
from benchmarks.results import Result
from benchmarks.running import Benchmark, Plan
from benchmarks.servers import FAST, SERVLET, make_data_store
from benchmarks.tasks import DOWNLOAD, REPEAT, UPLOAD, Contender

CASE = Case("few", "a few files", {"original/a/one.dat": 3_000, "original/two.dat": 1_200_000, "original/empty": 0})
WAYS = ((FAST, DOWNLOAD), (FAST, REPEAT), (FAST, UPLOAD), (SERVLET, DOWNLOAD))
Measure = Callable[..., list[Result]]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """Runs contenders once in the ways asked for, in a world of their own, and gives the results."""

    def run(
        *contenders: Contender,
        ways: Sequence[tuple[str, str]] = WAYS,
        latencies: Sequence[int] = (1,),
        runs: int = 1,
        limit: float = 60,
    ) -> list[Result]:
        results: list[Result] = []
        plan = Plan(contenders, latencies, ways, [CASE.name], runs, 60, limit)
        Benchmark(plan, make_data_store(tmp_path / "openbis", [CASE]), tmp_path, results.append).run()
        return results

    return run
