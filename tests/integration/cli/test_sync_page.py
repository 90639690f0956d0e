"""The tutorial of the page about synchronisation, as it is."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Ended, Run

PAGE = Path(__file__).parents[3] / "docs" / "users" / "sync.md"
BLOCKS = [
    re.findall(r"^\$ (.+)$", block, re.MULTILINE)
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(), re.DOTALL)
]


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def typed(run: Run, folder: Path) -> Run:
    """Return a function that runs a line of the page."""

    def enter(line: str) -> Ended:
        if line.startswith("jupyter openbis "):
            return run(*shlex.split(line)[2:])
        done = subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=True, timeout=60)
        return Ended(done.returncode, done.stdout, done.stderr)

    return enter


def test_the_tutorial(typed: Run, openbis: FakeOpenbis, folder: Path) -> None:
    tutorial, service, data_sets = BLOCKS
    ended = {number: typed(line) for number, line in enumerate(tutorial, -len(tutorial))}
    assert {number: each.status for number, each in ended.items() if each.status} == {-3: 1}
    assert "to send: 1 files" in ended[-6].out
    assert "curve.csv  send" in ended[-2].out
    assert len(service) == 1
    assert "--watch" in service[0]
    assert "curve.csv  sent as" in typed(data_sets[0]).out
    assert [each.name for each in folder.iterdir()] == ["data"]
