"""The command line over an openBIS in memory."""

from pathlib import Path

import pytest

from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from tests.memory_program import MemoryProgram, memory_openbis
from tests.support.memory_world import fill
from tests.support.world import World


@pytest.fixture
def openbis() -> MemoryOpenbis:
    return memory_openbis()


@pytest.fixture
def world(openbis: MemoryOpenbis) -> World:
    return fill(openbis)


@pytest.fixture
def run(openbis: MemoryOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryProgram:
    monkeypatch.chdir(tmp_path)
    return MemoryProgram(openbis, tmp_path)
