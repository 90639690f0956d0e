"""Connections are found here, and else in the openBIS panel."""

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryPanelLogin
from jupyter_openbis_server.domain.errors import AmbiguousConnection, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.model import ConnectionDefinition, Instance
from jupyter_openbis_server.domain.use_cases import AddPanelConnections, FindConnection

OTHER = ConnectionDefinition(Instance("other", "https://other.example.org"), "bert")


@pytest.fixture
def panel() -> MemoryPanelLogin:
    return MemoryPanelLogin(OTHER)


@pytest.fixture
def find(connections: MemoryConnections, panel: MemoryPanelLogin) -> FindConnection:
    return FindConnection(connections, AddPanelConnections(connections, panel))


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


def test_without_a_panel_only_the_connections_of_this_process_count(connections: MemoryConnections) -> None:
    find = FindConnection(connections, AddPanelConnections(connections))
    assert find().name == "lab"
    with pytest.raises(UnknownConnection):
        find("other")
