"""Contenders that cheat, fail or never end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.cases import write_content
from benchmarks.measuring import Consumption
from benchmarks.servers import FAST, World
from benchmarks.tasks import DOWNLOAD, UPLOAD, Contender, ContenderFailed, Outcome, Task, TaskTimeout, Transfer
from tests.integration.benchmarks.conftest import CASE


@dataclass
class Copier:
    """Downloads by copying from the data store, except for one file."""

    world: World
    spoil: str
    content: bytes | None

    @contextmanager
    def prepared(self, task: Task) -> Iterator[Transfer]:
        yield lambda: self.transfer(task)

    def transfer(self, task: Task) -> Outcome:
        for path in task.content.case.sizes:
            target = task.target / task.perm_id / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if path != self.spoil:
                target.write_bytes((task.content.folder / path).read_bytes())
            elif self.content is not None:
                target.write_bytes(self.content)
        return Outcome(1.0, Consumption(0.5, 1024))


def copier(spoil: str = "", content: bytes | None = None) -> Contender:
    @contextmanager
    def running(world: World) -> Iterator[Copier]:
        yield Copier(world, spoil, content)

    return Contender("copier", "copier", frozenset({(FAST, DOWNLOAD)}), running)


def raiser(error: Exception) -> Contender:
    @dataclass
    class Runner:
        @contextmanager
        def prepared(self, _task: Task) -> Iterator[Transfer]:
            yield self.transfer

        def transfer(self) -> Outcome:
            raise error

    @contextmanager
    def running(_world: World) -> Iterator[Runner]:
        yield Runner()

    return Contender("raiser", "raiser", frozenset({(FAST, DOWNLOAD), (FAST, UPLOAD)}), running)


def test_a_contender_that_copies_all_files_has_a_result(measure):
    (result,) = measure(copier())
    assert (result.problem, result.runs[0].seconds, result.runs[0].cpu_seconds) == ("", 1.0, 0.5)


@pytest.mark.parametrize(
    ("content", "what"),
    [(None, "is missing"), (b"short", "has another content"), (bytes(3_000), "has another content")],
    ids=["missing", "too short", "wrong bytes"],
)
def test_a_wrong_file_makes_the_contender_fail(measure, content, what):
    (result,) = measure(copier("original/a/one.dat", content))
    assert result.runs == ()
    assert result.problem.startswith("failed")
    assert "original/a/one.dat" in result.problem
    assert what in result.problem


def test_the_error_of_a_contender_is_in_the_result(measure):
    results = measure(raiser(ContenderFailed("no network")))
    assert [each.problem for each in results] == ["failed: no network", "failed: no network"]


def test_a_contender_that_takes_too_long_is_not_tried_with_more_latency(measure):
    results = measure(raiser(TaskTimeout()), ways=[(FAST, DOWNLOAD)], latencies=[0, 20], limit=7)
    assert [(each.cell.latency, each.problem) for each in results] == [
        (0, "more than 7 s"),
        (20, "not tried: took too long with less latency"),
    ]


def test_files_of_an_earlier_run_are_not_accepted_for_a_later_one(measure):
    first, second = measure(copier(), copier("original/two.dat"), ways=[(FAST, DOWNLOAD)])
    assert first.problem == ""
    assert "original/two.dat is missing" in second.problem


def test_the_data_is_the_same_each_time(tmp_path: Path):
    one, other = (write_content(CASE, tmp_path / name).checksums for name in ("one", "other"))
    assert one == other
