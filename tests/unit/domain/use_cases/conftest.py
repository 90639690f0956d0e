"""The ports of the use cases, in memory."""

import pytest

from jupyter_openbis_server.adapters.memory import (
    MemoryDataSets,
    MemoryDataSetTypes,
    MemoryDataStore,
    MemoryDownloadFolders,
    MemoryEntities,
    MemoryWorkspace,
)
from tests.contract.contracts.world import World
from tests.contract.memory_world import fill


@pytest.fixture
def world(openbis) -> World:
    return fill(openbis)


@pytest.fixture
def entities(network) -> MemoryEntities:
    return MemoryEntities(network)


@pytest.fixture
def data_sets(network) -> MemoryDataSets:
    return MemoryDataSets(network)


@pytest.fixture
def types(network) -> MemoryDataSetTypes:
    return MemoryDataSetTypes(network)


@pytest.fixture
def data_store(network) -> MemoryDataStore:
    return MemoryDataStore(network)


@pytest.fixture
def folders() -> MemoryDownloadFolders:
    return MemoryDownloadFolders()


@pytest.fixture
def workspace() -> MemoryWorkspace:
    return MemoryWorkspace({"work/curve.csv": b"1,2,3", "work/notes.txt": b"fine", "other/curve.csv": b"4,5,6"})
