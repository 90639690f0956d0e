"""Fixtures of the domain tests: an openBIS in memory."""

import datetime as dt
import posixpath
from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.downloads.download_planner import DownloadPlanner
from jupyter_openbis_server.domain.downloads.link_data_sets import LinkDatasets
from jupyter_openbis_server.domain.errors import SessionExpired
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeleteStoredLogin
from jupyter_openbis_server.domain.stored_logins.remember_login import RememberLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.testing.fakes.connection_file import MemoryConnectionFile
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.mounts import MemoryMounts
from jupyter_openbis_server.testing.fakes.openbis.data_sets import MemoryDataSets
from jupyter_openbis_server.testing.fakes.openbis.data_store import MemoryDataStore
from jupyter_openbis_server.testing.fakes.openbis.entities import MemoryEntities
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.object_files import MemoryObjectFiles
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.openbis.types import MemoryEntityTypes, MemoryPropertyTypes
from jupyter_openbis_server.testing.fakes.search.searches import MemorySearches
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore, UnavailableTokenStore
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace
from tests.support.memory_world import fill
from tests.support.world import World

PASSWORD = "correct horse"


@pytest.fixture
def openbis() -> MemoryOpenbis:
    return MemoryOpenbis(users={"anna": PASSWORD, "bert": "battery staple"})


@pytest.fixture
def network(openbis) -> MemoryNetwork:
    return MemoryNetwork(openbis)


@pytest.fixture
def sessions(network) -> MemorySessions:
    return MemorySessions(network)


@pytest.fixture
def anna() -> Credentials:
    return Credentials("anna", Secret(PASSWORD))


@pytest.fixture
def bert() -> Credentials:
    return Credentials("bert", Secret("battery staple"))


@pytest.fixture
def wrong() -> Credentials:
    return Credentials("anna", Secret("mistyped"))


@pytest.fixture
def connections(openbis, anna) -> ConnectionRegistry:
    """One connection, `lab`, which may log in as anna and has not yet."""
    connections = ConnectionRegistry()
    connections.add(Connection(openbis.instance("lab"), "anna", anna))
    return connections


@pytest.fixture
def session_manager(connections, sessions) -> SessionManager:
    return SessionManager(connections, sessions)


@pytest.fixture
def mounts() -> MemoryMounts:
    return MemoryMounts({"anna": PASSWORD})


@pytest.fixture
def token_of(sessions) -> Callable[[Session], str]:
    """An action: the session's token, as long as openBIS knows it."""

    def ask(session: Session) -> str:
        if not sessions.is_alive(session):
            raise SessionExpired(session.instance.name)
        return session.token.reveal()

    return ask


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
def searches(network) -> MemorySearches:
    return MemorySearches(network)


@pytest.fixture
def property_types(network) -> MemoryPropertyTypes:
    return MemoryPropertyTypes(network)


@pytest.fixture
def types(network) -> MemoryEntityTypes:
    return MemoryEntityTypes(network)


@pytest.fixture
def data_store(network) -> MemoryDataStore:
    return MemoryDataStore(network)


@pytest.fixture
def object_files(network) -> MemoryObjectFiles:
    return MemoryObjectFiles(network)


@pytest.fixture
def folders() -> MemoryDownloadFolders:
    return MemoryDownloadFolders()


@pytest.fixture
def own_file() -> MemoryConnectionFile:
    """The user's own connection file."""
    return MemoryConnectionFile(origin=ConnectionOrigin.USER_FILE)


@pytest.fixture
def save_own(own_file) -> SaveOwnConnection:
    return SaveOwnConnection(own_file)


@pytest.fixture
def token_store() -> MemoryTokenStore:
    return MemoryTokenStore()


@pytest.fixture
def delete_stored_login(connections, sessions, token_store) -> DeleteStoredLogin:
    return DeleteStoredLogin(connections, sessions, [MemoryTokenStore(), token_store])


@pytest.fixture
def restore_login(connections, token_store) -> RestoreLogin:
    return RestoreLogin(connections, [MemoryTokenStore(), token_store], lambda: NOON)


@pytest.fixture
def remember_login(connections, session_manager, sessions, token_store) -> RememberLogin:
    """Remembers logins in `token_store`: there is no keyring."""
    stores = [UnavailableTokenStore(), token_store]
    thirty_days = dt.timedelta(days=30)
    return RememberLogin(connections, session_manager, sessions, stores, "Jupyter (here)", lambda: NOON, thirty_days)


@pytest.fixture
def workspace() -> MemoryWorkspace:
    return MemoryWorkspace({"work/curve.csv": b"1,2,3", "work/notes.txt": b"fine", "other/curve.csv": b"4,5,6"})


NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def planner(data_sets, data_store, folders) -> DownloadPlanner:
    return DownloadPlanner(data_sets, data_store, folders)


@pytest.fixture
def download_dataset(session_manager, planner, data_store, folders, world) -> DownloadDataset:
    return DownloadDataset(session_manager, planner, data_store, folders, "test 1", lambda: NOON)


@pytest.fixture
def link_datasets(connections, session_manager, data_sets, mounts, folders, world) -> LinkDatasets:
    return LinkDatasets(connections, session_manager, data_sets, mounts, folders)


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
    """Record of the files that were requested from the data store."""

    def __init__(self, data_store, monkeypatch) -> None:
        self.paths: list[str] = []
        fetch = data_store.fetch

        def fetch_and_record(session, data_set, files, into, cancellation) -> None:
            self.paths += [file.path for file in files]
            fetch(session, data_set, files, into, cancellation)

        monkeypatch.setattr(data_store, "fetch", fetch_and_record)


@pytest.fixture
def fetched(data_store, monkeypatch) -> Fetched:
    return Fetched(data_store, monkeypatch)


class Clock:
    """A clock that a test turns."""

    now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()
