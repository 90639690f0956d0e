"""Synchronisations whose process is killed at different times: nothing is lost, and nothing is doubled."""

import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from tests.forked_program import PROGRAM
from tests.integration.cli.conftest import Run
from tests.support.waiting import until

_KILLS = 6


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


def _files(place: Path) -> dict[str, bytes]:
    files = (each for each in place.rglob("*") if each.is_file())
    paths = {str(each.relative_to(place)): each.read_bytes() for each in files}
    return {path: content for path, content in paths.items() if not path.startswith(".")}


def _requests(openbis: FakeOpenbis) -> int:
    return sum(openbis.requests.counts().values())


def _killed_after(requests: int, openbis: FakeOpenbis, folder: Path, environment: dict[str, str]) -> bool:
    """Synchronise in a process that is killed after some requests; return whether it was not faster."""
    limit = _requests(openbis) + requests
    arguments = [PROGRAM, "sync", "data", lab.EMPTY_BENCH, "--yes", "--progress", "none"]
    silent = subprocess.DEVNULL
    with subprocess.Popen(arguments, cwd=folder, env=environment, stdout=silent, stderr=silent) as program:
        until(lambda: program.poll() is not None or _requests(openbis) > limit)
        program.send_signal(signal.SIGKILL)
    return program.returncode == -signal.SIGKILL


def test_a_killed_synchronisation_is_continued(
    run: Run, environment: dict[str, str], openbis: FakeOpenbis, folder: Path
) -> None:
    chance = random.Random(7)
    (sample,) = openbis.laboratory.samples.find("identifier", lab.EMPTY_BENCH)
    add_afs_files(openbis.laboratory, sample)
    here, there = folder / "data", openbis.laboratory.afs_path(sample.perm_id)
    contents = {f"run {number % 7}/{number:03}.csv": chance.randbytes(2_000) for number in range(120)}
    contents |= {f"big {number}.raw": chance.randbytes(3_000_000) for number in range(4)}
    for number, (path, content) in enumerate(contents.items()):
        place = (here if number % 2 else there) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    killed = 0
    for attempt in range(_KILLS):
        killed += _killed_after(4 + 3 * attempt, openbis, folder, environment)
        seen = {*_files(here).values(), *_files(there).values()}
        assert set(contents.values()) <= seen
    assert killed > 1
    done = run("--json", "sync", "data", "--yes")
    assert done.status == 0, done.err
    assert _files(here) == _files(there) == contents
    assert run("--json", "sync", "data", "--yes").json["done"] == []
    assert [each for each in (here / ".openbis-sync" / "trash").rglob("*") if each.is_file()] == []
