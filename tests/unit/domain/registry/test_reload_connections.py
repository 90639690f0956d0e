"""Definitions that change while the program runs; sessions stay where nothing has changed."""

from dataclasses import dataclass, field, replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryOpenbis
from jupyter_openbis_server.domain.model import ConnectionDefinition, ConnectionEntries, Credentials
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases import ReloadConnections


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
def connections() -> MemoryConnections:
    return MemoryConnections()


@pytest.fixture
def reload(connections: MemoryConnections, keeper: SessionKeeper, source: Source) -> ReloadConnections:
    reload = ReloadConnections(connections, keeper, [source])
    reload()
    return reload


def test_an_unchanged_definition_keeps_its_session(
    reload: ReloadConnections, keeper: SessionKeeper, connections: MemoryConnections, openbis: MemoryOpenbis
) -> None:
    session = keeper.use("lab", lambda session: session)
    reload()
    assert connections.get("lab").session == session
    assert openbis.login_attempts == 1


def test_new_definitions_are_registered(
    reload: ReloadConnections, source: Source, connections: MemoryConnections, openbis: MemoryOpenbis
) -> None:
    source.definitions.append(ConnectionDefinition(openbis.instance("new")))
    reload()
    assert [each.name for each in connections.all()] == ["lab", "new"]


def test_other_credentials_close_the_session_that_the_old_ones_have_opened(
    reload: ReloadConnections,
    source: Source,
    keeper: SessionKeeper,
    connections: MemoryConnections,
    openbis: MemoryOpenbis,
    bert: Credentials,
) -> None:
    keeper.use("lab", lambda session: session)
    source.definitions[0] = replace(source.definitions[0], username="bert", credentials=bert)
    reload()
    assert openbis.open_sessions == ()
    assert connections.get("lab").username == "bert"


def test_a_definition_that_is_gone_stays_registered(
    reload: ReloadConnections, source: Source, connections: MemoryConnections
) -> None:
    source.definitions.clear()
    source.problems = ("the file cannot be read",)
    assert reload() == ("the file cannot be read",)
    assert connections.get("lab").credentials
