"""A laboratory in memory for the tests of the domain."""

from collections.abc import Callable

import pytest

from jupyter_openbis_server.adapters.memory import (
    MemoryConnections,
    MemoryMounts,
    MemoryNetwork,
    MemoryOpenbis,
    MemorySessions,
)
from jupyter_openbis_server.domain.errors import SessionExpired
from jupyter_openbis_server.domain.model import Connection, Credentials, Secret, Session
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

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
def connections(openbis, anna) -> MemoryConnections:
    """One connection, `lab`, which may log in as anna and has not yet."""
    connections = MemoryConnections()
    connections.add(Connection(openbis.instance("lab"), "anna", anna))
    return connections


@pytest.fixture
def keeper(connections, sessions) -> SessionKeeper:
    return SessionKeeper(connections, sessions)


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
