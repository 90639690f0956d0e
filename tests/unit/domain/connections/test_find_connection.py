"""Connections are found here, and else in the openBIS panel."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryPanelLogin, MemorySessions
from jupyter_openbis_server.domain.errors import AmbiguousConnection, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.model import (
    ConnectionDefinition,
    ConnectionOrigin,
    Credentials,
    Instance,
    Secret,
    Session,
)
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases import AddPanelConnections, FindConnection

OTHER = ConnectionDefinition(Instance("other", "https://other.example.org"), "bert")


@pytest.fixture
def panel() -> MemoryPanelLogin:
    return MemoryPanelLogin(OTHER)


@pytest.fixture
def keeper(connections: MemoryConnections, sessions: MemorySessions, panel: MemoryPanelLogin) -> SessionKeeper:
    return SessionKeeper(connections, sessions, panel)


@pytest.fixture
def find(connections: MemoryConnections, keeper: SessionKeeper, panel: MemoryPanelLogin) -> FindConnection:
    return FindConnection(connections, AddPanelConnections(connections, keeper, panel))


def test_a_connection_that_only_the_panel_has_is_found(find: FindConnection) -> None:
    assert (find("other").instance, find("other").username) == (OTHER.instance, "bert")


def test_a_connection_of_this_process_stays_as_it_is(
    find: FindConnection, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    panel.definitions = (ConnectionDefinition(Instance("lab", "https://other.example.org")),)
    before = connections.get("lab")
    assert find("lab") == find() == before


def test_without_a_name_the_connections_of_the_panel_count_too(
    find: FindConnection, connections: MemoryConnections
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
def test_the_error_says_why_the_panel_cannot_be_asked(
    find: FindConnection, connections: MemoryConnections, panel: MemoryPanelLogin, name: str | None
) -> None:
    panel.failure, panel.problem = NotLoggedIn("other"), "this Jupyter server has no token"
    connections.remove("lab")
    with pytest.raises((UnknownConnection, AmbiguousConnection)) as caught:
        find(name)
    start = "No such connection: nowhere" if name else "No connection is registered"
    assert str(caught.value) == f"{start}; the openBIS panel cannot be asked: this Jupyter server has no token"


def test_a_connection_that_the_panel_has_changed_is_changed_here(
    find: FindConnection, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    session = Session(find("other").instance, Secret("bert-1"), "bert", is_shared=True)
    connections.change("other", lambda now: now.connected(session, Credentials("bert", Secret("secret"))))
    corrected = Instance("other", "https://corrected.example.org")
    panel.definitions = (ConnectionDefinition(corrected, "bert"),)
    found = find("other")
    assert (found.instance, found.session, found.credentials) == (corrected, None, None)


def test_a_connection_that_the_panel_has_not_changed_keeps_its_session(
    find: FindConnection, connections: MemoryConnections
) -> None:
    session = Session(find("other").instance, Secret("bert-1"), "bert", is_shared=True)
    connections.change("other", lambda now: now.sharing(session))
    assert find("other").session == session


def test_a_connection_that_the_panel_has_removed_or_renamed_is_gone(
    find: FindConnection, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    find("other")
    renamed = ConnectionDefinition(Instance("renamed", OTHER.instance.url), "bert")
    panel.definitions = (renamed,)
    with pytest.raises(UnknownConnection):
        find("other")
    assert find("renamed").instance == renamed.instance
    assert [each.name for each in connections.all()] == ["lab", "renamed"]


def test_connections_stay_while_the_panel_cannot_be_asked(find: FindConnection, panel: MemoryPanelLogin) -> None:
    before = find("other")
    panel.failure = NotLoggedIn("other")
    assert find("other") == before


def test_a_connection_that_was_saved_meanwhile_is_not_the_panels_any_more(
    find: FindConnection, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    find("other")
    connections.change("other", lambda now: replace(now, origin=ConnectionOrigin.OWN_FILE))
    panel.definitions = ()
    assert find("other").origin is ConnectionOrigin.OWN_FILE
    with pytest.raises(AmbiguousConnection, match="lab, other"):
        find()


def test_without_a_panel_only_the_connections_of_this_process_count(
    connections: MemoryConnections, sessions: MemorySessions
) -> None:
    find = FindConnection(connections, AddPanelConnections(connections, SessionKeeper(connections, sessions)))
    assert find().name == "lab"
    with pytest.raises(UnknownConnection):
        find("other")
