"""Showing, naming, removing, checking and leaving connections."""

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections
from jupyter_openbis_server.domain.errors import AmbiguousConnection, UnknownConnection
from jupyter_openbis_server.domain.model import Connection, ConnectionStatus, ConnectionView, Credentials
from jupyter_openbis_server.domain.use_cases import (
    CheckSession,
    GetConnection,
    GetOnlyConnection,
    LeaveOpenbis,
    ListConnections,
    UnregisterConnection,
)

# --- listing


def test_the_list_shows_all_connections_with_their_mounts_in_order(connections, mounts, openbis, anna):
    connections.add(Connection(openbis.instance("second")))
    mount = mounts.mount(connections.get("second"), anna)
    shown = ListConnections(connections, mounts)()
    assert [(view.connection.name, view.mount) for view in shown] == [("lab", None), ("second", mount)]


def test_the_list_asks_nobody(connections, mounts, keeper, openbis, anna):
    connected = keeper.log_in("lab", anna)
    openbis.go_down()
    assert ListConnections(connections, mounts)() == (ConnectionView(connected, None),)


# --- one connection


def test_one_connection_is_shown_with_its_mount(connections, mounts, anna):
    mount = mounts.mount(connections.get("lab"), anna)
    assert GetConnection(connections, mounts)("lab") == ConnectionView(connections.get("lab"), mount)


def test_an_unknown_connection_is_not_shown(connections, mounts):
    with pytest.raises(UnknownConnection, match="nowhere"):
        GetConnection(connections, mounts)("nowhere")


def test_the_only_connection_needs_no_name(connections):
    assert GetOnlyConnection(connections)() == connections.get("lab")


def test_of_two_connections_one_must_be_named(connections, openbis):
    connections.add(Connection(openbis.instance("second")))
    with pytest.raises(AmbiguousConnection, match="lab, second"):
        GetOnlyConnection(connections)()


def test_without_connections_there_is_none_to_mean():
    with pytest.raises(AmbiguousConnection, match="No connection"):
        GetOnlyConnection(MemoryConnections())()


# --- removing


@pytest.fixture
def unregister(connections, keeper, mounts) -> UnregisterConnection:
    return UnregisterConnection(connections, keeper, mounts)


def test_a_removed_connection_leaves_neither_session_nor_mount(unregister, connections, keeper, mounts, openbis, anna):
    connection = keeper.log_in("lab", anna)
    mounts.mount(connection, anna)
    unregister("lab")
    assert connections.all() == ()
    assert openbis.open_sessions == ()
    assert mounts.of(connection) is None


def test_a_connection_is_removed_also_when_its_mount_is_in_use(unregister, connections, keeper, mounts, openbis, anna):
    mounts.mount(keeper.log_in("lab", anna), anna)
    mounts.in_use = True
    unregister("lab")
    assert connections.all() == ()
    assert openbis.open_sessions == ()


def test_a_connection_is_removed_also_when_openbis_is_down(unregister, connections, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    openbis.go_down()
    unregister("lab")
    assert connections.all() == ()


def test_an_unknown_connection_cannot_be_removed(unregister):
    with pytest.raises(UnknownConnection):
        unregister("nowhere")


# --- checking


def test_a_check_tells_and_keeps_whether_the_session_lives(connections, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    assert CheckSession(keeper)("lab").status is ConnectionStatus.CONNECTED
    openbis.expire_all_sessions()
    assert CheckSession(keeper)("lab").status is ConnectionStatus.NOT_CONNECTED
    assert connections.get("lab").problem == "the session has expired"


def test_a_check_of_a_dead_host_raises_nothing(keeper, openbis, anna):
    keeper.log_in("lab", anna)
    openbis.go_down()
    assert "could not be established" in CheckSession(keeper)("lab").problem


def test_an_unknown_connection_cannot_be_checked(keeper):
    with pytest.raises(UnknownConnection):
        CheckSession(keeper)("nowhere")


# --- leaving


def test_the_end_of_the_program_closes_the_session_it_has_opened(connections, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    LeaveOpenbis(connections, keeper)("lab")
    assert openbis.open_sessions == ()


def test_the_end_of_the_program_leaves_a_given_session_open(connections, keeper, sessions, openbis, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    keeper.log_in("lab", Credentials.of_token(given.token))
    LeaveOpenbis(connections, keeper)("lab")
    assert sessions.is_alive(given)


def test_the_end_of_the_program_is_not_stopped_by_a_dead_host(connections, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    openbis.go_down()
    LeaveOpenbis(connections, keeper)("lab")
    openbis.come_back()
    assert openbis.open_sessions == ("anna",)
