from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, RememberedFileTrees
from jupyter_openbis_server.domain.errors import DataNotAvailable, UnknownConnection
from jupyter_openbis_server.domain.model import (
    Connection,
    ConnectionDefinition,
    Credentials,
    DataSet,
    FileTree,
    Instance,
    Secret,
    Session,
)

LAB = Instance("lab", "https://openbis.example.org")
ANNA = Credentials("anna", Secret("correct horse"))


@dataclass
class Trees:
    """Answers, and remembers how often it was asked."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    fails: bool = False

    def __call__(self, name: str, perm_id: str) -> FileTree:
        self.asked.append((name, perm_id))
        if self.fails:
            raise DataNotAvailable("not now")
        return FileTree(DataSet(perm_id, "RAW_DATA"), ())


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def connections() -> MemoryConnections:
    connections = MemoryConnections()
    connections.add(Connection.defined(ConnectionDefinition(LAB)))
    return connections


def log_in(connections: MemoryConnections, token: str) -> None:
    connections.change("lab", lambda known: known.connected(Session(LAB, Secret(token), "anna"), ANNA))


@pytest.fixture
def trees() -> Trees:
    return Trees()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def remembered(trees, connections, clock) -> RememberedFileTrees:
    return RememberedFileTrees(trees, connections, 60, clock)


def test_a_listing_is_remembered_for_a_minute(remembered, trees, connections, clock):
    log_in(connections, "one")
    assert remembered("lab", "1-2") is remembered("lab", "1-2")
    remembered("lab", "1-3")
    assert trees.asked == [("lab", "1-2"), ("lab", "1-3")]
    clock.now = 61
    remembered("lab", "1-2")
    assert trees.asked.count(("lab", "1-2")) == 2


def test_another_session_is_told_nothing_of_it(remembered, trees, connections):
    log_in(connections, "one")
    remembered("lab", "1-2")
    log_in(connections, "two")
    remembered("lab", "1-2")
    assert len(trees.asked) == 2


def test_without_a_session_nothing_is_remembered(remembered, trees):
    remembered("lab", "1-2")
    remembered("lab", "1-2")
    assert len(trees.asked) == 2


def test_failures_are_not_remembered(remembered, trees, connections):
    log_in(connections, "one")
    trees.fails = True
    with pytest.raises(DataNotAvailable):
        remembered("lab", "1-2")
    trees.fails = False
    assert remembered("lab", "1-2").root.perm_id == "1-2"


def test_only_a_few_are_kept(remembered, trees, connections):
    log_in(connections, "one")
    for number in range(5):
        remembered("lab", f"1-{number}")
    remembered("lab", "1-0")
    assert len(trees.asked) == 6


def test_a_connection_that_there_is_none_of_is_said_to_be_unknown(remembered):
    with pytest.raises(UnknownConnection):
        remembered("nobody", "1-2")
