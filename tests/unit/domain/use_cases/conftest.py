"""The ports of the use cases, in memory."""

import datetime as dt
import posixpath
from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.memory import (
    MemoryConnectionFile,
    MemoryDataSets,
    MemoryDataSetTypes,
    MemoryDataStore,
    MemoryDownloadFolders,
    MemoryEntities,
    MemoryTokenKeeper,
    MemoryWorkspace,
)
from jupyter_openbis_server.domain.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.model import Cancellation, ConnectionOrigin, Download, DownloadRequest
from jupyter_openbis_server.domain.use_cases import DownloadDataset, ForgetLogin, LinkDatasets, SaveOwnConnection
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
def own_file() -> MemoryConnectionFile:
    """The user's own connection file."""
    return MemoryConnectionFile(origin=ConnectionOrigin.OWN_FILE)


@pytest.fixture
def save_own(own_file) -> SaveOwnConnection:
    return SaveOwnConnection(own_file)


@pytest.fixture
def token_keeper() -> MemoryTokenKeeper:
    return MemoryTokenKeeper()


@pytest.fixture
def forget_login(connections, sessions, token_keeper) -> ForgetLogin:
    return ForgetLogin(connections, sessions, [MemoryTokenKeeper(), token_keeper])


@pytest.fixture
def workspace() -> MemoryWorkspace:
    return MemoryWorkspace({"work/curve.csv": b"1,2,3", "work/notes.txt": b"fine", "other/curve.csv": b"4,5,6"})


NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def planner(data_sets, data_store, folders) -> DownloadPlanner:
    return DownloadPlanner(data_sets, data_store, folders)


@pytest.fixture
def download_dataset(keeper, planner, data_store, folders, world) -> DownloadDataset:
    return DownloadDataset(keeper, planner, data_store, folders, "test 1", lambda: NOON)


@pytest.fixture
def link_datasets(connections, keeper, data_sets, mounts, folders, world) -> LinkDatasets:
    return LinkDatasets(connections, keeper, data_sets, mounts, folders)


@pytest.fixture
def download(download_dataset) -> Callable[..., Download]:
    """Download one data set."""

    def run(name: str, perm_id: str, folder: str, cancellation: Cancellation | None = None, **how: object) -> Download:
        (done,) = download_dataset(name, DownloadRequest((perm_id,), folder, **how), cancellation)
        return done

    return run


@pytest.fixture
def perm_id(world) -> str:
    return world.data_set.perm_id


def without_manifests(folders: MemoryDownloadFolders) -> dict[str, bytes]:
    hidden = ".openbis-dataset.json"
    return {path: content for path, content in folders.files.items() if posixpath.basename(path) != hidden}


class Fetched:
    """Which files the data store was asked for."""

    def __init__(self, data_store, monkeypatch) -> None:
        self.paths: list[str] = []
        fetch = data_store.fetch

        def fetch_and_remember(session, data_set, files, into, cancellation) -> None:
            self.paths += [file.path for file in files]
            fetch(session, data_set, files, into, cancellation)

        monkeypatch.setattr(data_store, "fetch", fetch_and_remember)


@pytest.fixture
def fetched(data_store, monkeypatch) -> Fetched:
    return Fetched(data_store, monkeypatch)
