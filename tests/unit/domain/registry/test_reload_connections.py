"""Reload of changed definitions; unchanged ones keep their sessions."""

from dataclasses import dataclass, field, replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionEntries
from jupyter_openbis_server.domain.connections.load_connections import ReloadConnections
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis


@dataclass
class Source:
    definitions: list[ConnectionDefinition] = field(default_factory=list)
    problems: tuple[str, ...] = ()

    def read(self) -> ConnectionEntries:
        return ConnectionEntries(tuple(self.definitions), self.problems)


@pytest.fixture
def source(openbis: MemoryOpenbis, anna: Credentials) -> Source:
    return Source([ConnectionDefinition(openbis.instance("lab"), "anna", anna)])


@pytest.fixture
def connections() -> ConnectionRegistry:
    return ConnectionRegistry()


@pytest.fixture
def reload(connections: ConnectionRegistry, session_manager: SessionManager, source: Source) -> ReloadConnections:
    reload = ReloadConnections(connections, session_manager, [source])
    reload()
    return reload


def test_an_unchanged_definition_keeps_its_session(
    reload: ReloadConnections, session_manager: SessionManager, connections: ConnectionRegistry, openbis: MemoryOpenbis
) -> None:
    session = session_manager.use("lab", lambda session: session)
    reload()
    assert connections.get("lab").session == session
    assert openbis.login_attempts == 1


def test_new_definitions_are_registered(
    reload: ReloadConnections, source: Source, connections: ConnectionRegistry, openbis: MemoryOpenbis
) -> None:
    source.definitions.append(ConnectionDefinition(openbis.instance("new")))
    reload()
    assert [each.name for each in connections.all()] == ["lab", "new"]


def test_changed_credentials_close_the_session_of_the_old_ones(
    reload: ReloadConnections,
    source: Source,
    session_manager: SessionManager,
    connections: ConnectionRegistry,
    openbis: MemoryOpenbis,
    bert: Credentials,
) -> None:
    session_manager.use("lab", lambda session: session)
    source.definitions[0] = replace(source.definitions[0], username="bert", credentials=bert)
    reload()
    assert openbis.open_sessions == ()
    assert connections.get("lab").username == "bert"


@dataclass(frozen=True)
class Noted(Instance):
    """An instance with a note, an attribute that requests to openBIS do not depend on."""

    note: str | None = field(default=None, compare=False)


def test_a_changed_note_is_noticed_and_keeps_the_session(
    reload: ReloadConnections,
    source: Source,
    session_manager: SessionManager,
    connections: ConnectionRegistry,
    openbis: MemoryOpenbis,
) -> None:
    first = source.definitions[0]
    noted = Noted(**vars(first.instance), note="a note")
    source.definitions[0] = replace(first, instance=noted)
    reload()
    session_manager.use("lab", lambda session: session)
    source.definitions[0] = replace(first, instance=replace(noted, note="another note"))
    reload()
    assert vars(connections.get("lab").instance)["note"] == "another note"
    assert connections.get("lab").session is not None
    assert openbis.login_attempts == 1


def test_removed_definition_stays_registered(
    reload: ReloadConnections, source: Source, connections: ConnectionRegistry
) -> None:
    source.definitions.clear()
    source.problems = ("the file cannot be read",)
    assert reload() == ("the file cannot be read",)
    assert connections.get("lab").credentials
