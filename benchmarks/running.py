"""Runs contenders through cells: clean folder, measure, look at what arrived, again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import NotTheSame
from benchmarks.measuring import flush
from benchmarks.results import Cell, Result, Run
from benchmarks.servers import FAST, SERVLET, DataStore, ServerDidNotStart, World, running_servers
from benchmarks.tasks import (
    DOWNLOAD,
    REPEAT,
    UPLOAD,
    Contender,
    ContenderFailed,
    Outcome,
    Runner,
    TakesTooLong,
    Task,
)


@dataclass(frozen=True)
class Plan:
    """What is measured, and how patiently.

    Attributes:
        contenders: Who takes part.
        latencies: Milliseconds of a round trip, each in turn.
        ways: Pairs of transport and kind of task.
        upload_cases: Names of the cases that are uploaded; all are downloaded.
        runs: How often each cell is run.
        patience: Seconds; a cell that has taken so long is not run again.
        limit: Seconds after which one run is given up.
    """

    contenders: Sequence[Contender]
    latencies: Sequence[int]
    ways: Sequence[tuple[str, str]]
    upload_cases: Sequence[str]
    runs: int
    patience: float
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
        report: Is told each result as soon as it is there.
    """

    def __init__(self, plan: Plan, data: DataStore, folder: Path, report: Callable[[Result], None]) -> None:
        self._plan = plan
        self._data = data
        self._folder = folder
        self._root = folder / "root"
        self._root.mkdir(parents=True, exist_ok=True)
        self._report = report
        self._given_up: set[tuple[str, str, str, str]] = set()

    def run(self) -> None:
        """Measure everything."""
        self._lay_out_uploads()
        for latency in self._plan.latencies:
            for transport in (FAST, SERVLET):
                if any(way[0] == transport for way in self._plan.ways):
                    folder = self._folder / f"{transport}-{latency}"
                    with running_servers(self._data, folder, self._root, transport, latency / 1000) as world:
                        self._run_contenders(world, latency)

    def _lay_out_uploads(self) -> None:
        """Put what is uploaded below Jupyter's root, by hard links, without folders: pyBIS knows only names."""
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
        if key in self._given_up:
            return Result(cell, contender.name, problem="not tried: took too long with less latency")
        runs: list[Run] = []
        begin = time.monotonic()
        try:
            while len(runs) < self._plan.runs and (not runs or time.monotonic() - begin < self._plan.patience):
                runs.append(self._run_once(world, runner, cell))
        except TakesTooLong:
            self._given_up.add(key)
            return Result(cell, contender.name, tuple(runs), f"more than {self._plan.limit:.0f} s")
        except (ContenderFailed, NotTheSame, ServerDidNotStart) as error:
            return Result(cell, contender.name, tuple(runs), f"failed: {error}")
        return Result(cell, contender.name, tuple(runs))

    def _run_once(self, world: World, runner: Runner, cell: Cell) -> Run:
        target = world.folder / "target"
        if cell.kind != REPEAT:
            shutil.rmtree(target, ignore_errors=True)
        target.mkdir(exist_ok=True)
        flush(target)
        content = self._data.contents[cell.case]
        task = Task(
            cell.kind, content, self._data.perm_ids[cell.case], target, self._root / cell.case, self._plan.limit
        )
        known = set(self._data.store.iterdir())
        with runner.prepared(task) as transfer:
            world.forget_requests()
            outcome = transfer()
            requests = world.requests()
        flushing = flush(target)
        if cell.kind == UPLOAD:
            self._check_upload(task, outcome, known)
        else:
            content.compare(target / task.perm_id)
        used = outcome.consumption
        return Run(outcome.seconds, flushing, used.cpu_seconds, used.peak_bytes, requests, outcome.status)

    def _check_upload(self, task: Task, outcome: Outcome, known: set[Path]) -> None:
        """Compare what the data store has now, and remove it again."""
        arrived = [outcome.uploaded] if outcome.uploaded else sorted(set(self._data.store.iterdir()) - known)
        if len(arrived) != 1:
            raise NotTheSame(f"{len(arrived)} new data sets in {self._data.store}")
        task.content.compare_by_name(arrived[0])
        shutil.rmtree(arrived[0])
