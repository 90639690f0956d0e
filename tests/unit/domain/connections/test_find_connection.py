"""Look-up of connections in this process, then in the openBIS panel."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.known_connections import AddPanelConnections, FindConnection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import AmbiguousConnection, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.panel_login import MemoryPanelLogin

OTHER = ConnectionDefinition(Instance("other", "https://other.example.org"), "bert")


@pytest.fixture
def panel() -> MemoryPanelLogin:
    return MemoryPanelLogin(OTHER)


@pytest.fixture
def session_manager(
    connections: ConnectionRegistry, sessions: MemorySessions, panel: MemoryPanelLogin
) -> SessionManager:
    return SessionManager(connections, sessions, panel)


@pytest.fixture
def find(connections: ConnectionRegistry, session_manager: SessionManager, panel: MemoryPanelLogin) -> FindConnection:
    return FindConnection(connections, AddPanelConnections(connections, session_manager, panel))


def test_a_connection_that_only_the_panel_has_is_found(find: FindConnection) -> None:
    assert (find("other").instance, find("other").username) == (OTHER.instance, "bert")


def test_connection_of_this_process_is_unchanged(
    find: FindConnection, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    panel.definitions = (ConnectionDefinition(Instance("lab", "https://other.example.org")),)
    before = connections.get("lab")
    assert find("lab") == find() == before


def test_connections_of_the_panel_are_found_without_a_name(
    find: FindConnection, connections: ConnectionRegistry
) -> None:
    with pytest.raises(AmbiguousConnection, match="lab, other"):
        find()
    connections.remove("lab")
    assert find().name == "other"


def test_an_unknown_name_is_an_error(find: FindConnection) -> None:
    with pytest.raises(UnknownConnection):
        find("nowhere")


def test_a_panel_that_does_not_answer_has_no_connections(find: FindConnection, panel: MemoryPanelLogin) -> None:
    panel.failure = NotLoggedIn("other")
    with pytest.raises(UnknownConnection):
        find("other")


@pytest.mark.parametrize("name", ["nowhere", None])
def test_error_has_the_reason_of_the_failed_request_to_the_panel(
    find: FindConnection, connections: ConnectionRegistry, panel: MemoryPanelLogin, name: str | None
) -> None:
    panel.failure, panel.problem = NotLoggedIn("other"), "this Jupyter server has no token"
    connections.remove("lab")
    with pytest.raises((UnknownConnection, AmbiguousConnection)) as caught:
        find(name)
    start = "No such connection: nowhere" if name else "No connection is registered"
    assert str(caught.value) == f"{start}; the openBIS panel cannot be asked: this Jupyter server has no token"


def test_a_connection_that_the_panel_has_changed_is_changed_here(
    find: FindConnection, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    session = Session(find("other").instance, Secret("bert-1"), "bert", is_shared=True)
    connections.change("other", lambda now: now.connected(session, Credentials("bert", Secret("secret"))))
    corrected = Instance("other", "https://corrected.example.org")
    panel.definitions = (ConnectionDefinition(corrected, "bert"),)
    found = find("other")
    assert (found.instance, found.session, found.credentials) == (corrected, None, None)


def test_a_connection_that_the_panel_has_not_changed_keeps_its_session(
    find: FindConnection, connections: ConnectionRegistry
) -> None:
    session = Session(find("other").instance, Secret("bert-1"), "bert", is_shared=True)
    connections.change("other", lambda now: now.sharing(session))
    assert find("other").session == session


def test_connection_removed_or_renamed_in_the_panel_is_not_found(
    find: FindConnection, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    find("other")
    renamed = ConnectionDefinition(Instance("renamed", OTHER.instance.url), "bert")
    panel.definitions = (renamed,)
    with pytest.raises(UnknownConnection):
        find("other")
    assert find("renamed").instance == renamed.instance
    assert [each.name for each in connections.all()] == ["lab", "renamed"]


def test_connections_are_kept_while_the_panel_is_unavailable(find: FindConnection, panel: MemoryPanelLogin) -> None:
    before = find("other")
    panel.failure = NotLoggedIn("other")
    assert find("other") == before


def test_connection_saved_in_the_meantime_is_not_updated_from_the_panel(
    find: FindConnection, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    find("other")
    connections.change("other", lambda now: replace(now, origin=ConnectionOrigin.USER_FILE))
    panel.definitions = ()
    assert find("other").origin is ConnectionOrigin.USER_FILE
    with pytest.raises(AmbiguousConnection, match="lab, other"):
        find()


def test_without_a_panel_only_connections_of_this_process_are_found(
    connections: ConnectionRegistry, sessions: MemorySessions
) -> None:
    find = FindConnection(connections, AddPanelConnections(connections, SessionManager(connections, sessions)))
    assert find().name == "lab"
    with pytest.raises(UnknownConnection):
        find("other")
