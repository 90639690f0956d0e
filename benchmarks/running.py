"""Measurement of contenders in all cells: clean folder, measure, verify, repeat."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cases import ContentMismatch
from benchmarks.measuring import flush
from benchmarks.results import Cell, Result, Run
from benchmarks.servers import AFS, FAST, SERVLET, DataStore, ServerDidNotStart, World, running_servers
from benchmarks.tasks import (
    DOWNLOAD,
    REPEAT,
    UPLOAD,
    Contender,
    ContenderFailed,
    Outcome,
    Runner,
    Task,
    TaskTimeout,
)


@dataclass(frozen=True)
class Plan:
    """The contenders, cells and limits of a measurement.

    Attributes:
        contenders: The programs to measure.
        latencies: Milliseconds of a round trip, each in turn.
        ways: Pairs of transport and kind of task.
        upload_cases: Names of the cases that are uploaded; all are downloaded.
        runs: How often each cell is run.
        timeout: Seconds; a cell is not repeated after this time.
        limit: Seconds after which one run is aborted.
    """

    contenders: Sequence[Contender]
    latencies: Sequence[int]
    ways: Sequence[tuple[str, str]]
    upload_cases: Sequence[str]
    runs: int
    timeout: float
    limit: float

    def cells(self, transport: str, case: str, latency: int) -> Iterator[Cell]:
        """Yield what is done with one data set; a repetition comes after its download."""
        for kind in (DOWNLOAD, REPEAT, UPLOAD):
            if (transport, kind) in self.ways and (kind != UPLOAD or case in self.upload_cases):
                yield Cell(transport, kind, case, latency)


class Benchmark:
    """Carries out a plan.

    Args:
        plan: What is measured.
        data: The data sets.
        folder: Where everything else goes; on the same file system as the data.
        report: Receives each result as soon as it is available.
    """

    def __init__(self, plan: Plan, data: DataStore, folder: Path, report: Callable[[Result], None]) -> None:
        self._plan = plan
        self._data = data
        self._folder = folder
        self._root = folder / "root"
        self._root.mkdir(parents=True, exist_ok=True)
        self._report = report
        self._timed_out: set[tuple[str, str, str, str]] = set()

    def run(self) -> None:
        """Measure everything."""
        self._link_uploads()
        for latency in self._plan.latencies:
            for transport in (FAST, SERVLET, AFS):
                if any(way[0] == transport for way in self._plan.ways):
                    folder = self._folder / f"{transport}-{latency}"
                    with running_servers(self._data, folder, self._root, transport, latency / 1000) as world:
                        self._run_contenders(world, latency)

    def _link_uploads(self) -> None:
        """Link the files to upload below Jupyter's root, without folders: pyBIS knows only names."""
        for name in self._plan.upload_cases:
            (self._root / name).mkdir(parents=True, exist_ok=True)
            content = self._data.contents[name]
            for path in content.case.sizes:
                os.link(content.folder / path, self._root / name / path.rpartition("/")[2])

    def _run_contenders(self, world: World, latency: int) -> None:
        for contender in self._plan.contenders:
            if not any(way in contender.ways for way in self._plan.ways if way[0] == world.transport):
                continue
            with contender.running(world) as runner:
                for case in self._data.contents:
                    for cell in self._plan.cells(world.transport, case, latency):
                        if (cell.transport, cell.kind) in contender.ways:
                            self._report(self._measure(world, runner, contender, cell))

    def _measure(self, world: World, runner: Runner, contender: Contender, cell: Cell) -> Result:
        key = (contender.name, cell.transport, cell.kind, cell.case)
        if key in self._timed_out:
            return Result(cell, contender.name, problem="not tried: took too long with less latency")
        runs: list[Run] = []
        begin = time.monotonic()
        try:
            while len(runs) < self._plan.runs and (not runs or time.monotonic() - begin < self._plan.timeout):
                runs.append(self._run_once(world, runner, cell))
        except TaskTimeout:
            self._timed_out.add(key)
            return Result(cell, contender.name, tuple(runs), f"more than {self._plan.limit:.0f} s")
        except (ContenderFailed, ContentMismatch, ServerDidNotStart) as error:
            return Result(cell, contender.name, tuple(runs), f"failed: {error}")
        return Result(cell, contender.name, tuple(runs))

    def _run_once(self, world: World, runner: Runner, cell: Cell) -> Run:
        target = world.folder / "target"
        if cell.kind != REPEAT:
            shutil.rmtree(target, ignore_errors=True)
        target.mkdir(exist_ok=True)
        flush(target)
        content = self._data.contents[cell.case]
        perm_ids = self._data.owners if cell.transport == AFS else self._data.perm_ids
        task = Task(cell.kind, content, perm_ids[cell.case], target, self._root / cell.case, self._plan.limit)
        _forget_checksums(self._data.store)
        known = set(self._data.store.iterdir())
        with runner.prepared(task) as transfer:
            world.forget_requests()
            outcome = transfer()
            requests = world.requests()
        flushing = flush(target)
        if cell.kind == UPLOAD:
            self._check_upload(task, outcome, known, cell.transport)
        else:
            content.compare(target / task.perm_id)
        used = outcome.consumption
        return Run(outcome.seconds, flushing, used.cpu_seconds, used.peak_bytes, requests, outcome.status)

    def _check_upload(self, task: Task, outcome: Outcome, known: set[Path], transport: str) -> None:
        """Compare the uploaded files in the data store, and remove them."""
        if transport == AFS:
            outcome = replace(outcome, uploaded=self._data.upload_folder)
        uploaded = [outcome.uploaded] if outcome.uploaded else sorted(set(self._data.store.iterdir()) - known)
        if len(uploaded) != 1:
            raise ContentMismatch(f"{len(uploaded)} new data sets in {self._data.store}")
        task.content.compare_by_name(uploaded[0])
        shutil.rmtree(uploaded[0])


def _forget_checksums(store: Path) -> None:
    """Remove the checksums that the file server has cached: each run has to compute its own."""
    for cache in list(store.rglob(".afs")):
        shutil.rmtree(cache)
