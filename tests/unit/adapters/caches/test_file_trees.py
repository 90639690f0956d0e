from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.caches.file_trees import CachedFileTrees
from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.errors import DataNotAvailable, UnknownConnection
from jupyter_openbis_server.domain.files.file_tree import FileTree
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret

LAB = Instance("lab", "https://openbis.example.org")
ANNA = Credentials("anna", Secret("correct horse"))


@dataclass
class Trees:
    """A `ListFiles` that records its calls."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    fails: bool = False
    is_mutable: bool = False

    def __call__(self, name: str, perm_id: str) -> FileTree:
        self.asked.append((name, perm_id))
        if self.fails:
            raise DataNotAvailable("not now")
        return FileTree(DataSet(perm_id, "RAW_DATA", is_mutable=self.is_mutable), ())


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def connections() -> ConnectionRegistry:
    connections = ConnectionRegistry()
    connections.add(Connection.defined(ConnectionDefinition(LAB)))
    return connections


def log_in(connections: ConnectionRegistry, token: str) -> None:
    connections.change("lab", lambda known: known.connected(Session(LAB, Secret(token), "anna"), ANNA))


@pytest.fixture
def trees() -> Trees:
    return Trees()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cached(trees, connections, clock) -> CachedFileTrees:
    return CachedFileTrees(trees, connections, 60, clock)


def test_listing_is_cached_for_a_minute(cached, trees, connections, clock):
    log_in(connections, "one")
    assert cached("lab", "1-2") is cached("lab", "1-2")
    cached("lab", "1-3")
    assert trees.asked == [("lab", "1-2"), ("lab", "1-3")]
    clock.now = 61
    cached("lab", "1-2")
    assert trees.asked.count(("lab", "1-2")) == 2


def test_cache_is_per_session(cached, trees, connections):
    log_in(connections, "one")
    cached("lab", "1-2")
    log_in(connections, "two")
    cached("lab", "1-2")
    assert len(trees.asked) == 2


def test_nothing_is_cached_without_a_session(cached, trees):
    cached("lab", "1-2")
    cached("lab", "1-2")
    assert len(trees.asked) == 2


def test_failures_are_not_cached(cached, trees, connections):
    log_in(connections, "one")
    trees.fails = True
    with pytest.raises(DataNotAvailable):
        cached("lab", "1-2")
    trees.fails = False
    assert cached("lab", "1-2").root.perm_id == "1-2"


def test_listings_of_mutable_files_are_not_cached(cached, trees, connections):
    log_in(connections, "one")
    trees.is_mutable = True
    cached("lab", "1-2")
    cached("lab", "1-2")
    assert len(trees.asked) == 2


def test_number_of_cached_listings_is_limited(cached, trees, connections):
    log_in(connections, "one")
    for number in range(5):
        cached("lab", f"1-{number}")
    cached("lab", "1-0")
    assert len(trees.asked) == 6


def test_unknown_connection_is_an_error(cached):
    with pytest.raises(UnknownConnection):
        cached("unknown", "1-2")
