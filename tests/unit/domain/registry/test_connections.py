"""Listing, selection, removal and check of connections, and the end of their sessions at shutdown."""

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.errors import AmbiguousConnection, UnknownConnection
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition, UnregisterConnection
from jupyter_openbis_server.domain.registry.list_connections import GetConnection, GetOnlyConnection, ListConnections

# --- listing


def test_the_list_shows_all_connections_with_their_mounts_in_order(connections, mounts, openbis, anna):
    connections.add(Connection(openbis.instance("second")))
    mount = mounts.mount(connections.get("second"), anna)
    shown = ListConnections(connections, mounts)()
    assert [(view.connection.name, view.mount) for view in shown] == [("lab", None), ("second", mount)]


def test_listing_sends_no_request(connections, mounts, session_manager, openbis, anna):
    connected = session_manager.log_in("lab", anna)
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


def test_name_is_required_if_there_are_two_connections(connections, openbis):
    connections.add(Connection(openbis.instance("second")))
    with pytest.raises(AmbiguousConnection, match="lab, second"):
        GetOnlyConnection(connections)()


def test_without_connections_selection_is_an_error():
    with pytest.raises(AmbiguousConnection, match="No connection"):
        GetOnlyConnection(ConnectionRegistry())()


# --- removing


@pytest.fixture
def unregister(connections, session_manager, mounts, own_file, delete_stored_login) -> UnregisterConnection:
    delete = DeleteDefinition(connections, [own_file], delete_stored_login, is_for_own_only=True)
    return UnregisterConnection(connections, session_manager, mounts, delete)


def test_a_removed_connection_leaves_neither_session_nor_mount(
    unregister, connections, session_manager, mounts, openbis, anna
):
    connection = session_manager.log_in("lab", anna)
    mounts.mount(connection, anna)
    unregister("lab")
    assert connections.all() == ()
    assert openbis.open_sessions == ()
    assert mounts.of(connection) is None


def test_a_connection_is_removed_also_when_its_mount_is_in_use(
    unregister, connections, session_manager, mounts, openbis, anna
):
    mounts.mount(session_manager.log_in("lab", anna), anna)
    mounts.in_use = True
    unregister("lab")
    assert connections.all() == ()
    assert openbis.open_sessions == ()


def test_a_connection_is_removed_also_when_openbis_is_down(unregister, connections, session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    openbis.go_down()
    unregister("lab")
    assert connections.all() == ()


def test_an_unknown_connection_cannot_be_removed(unregister):
    with pytest.raises(UnknownConnection):
        unregister("nowhere")


# --- checking


def test_check_returns_and_records_whether_the_session_is_active(connections, session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    assert session_manager.check("lab").status is ConnectionStatus.CONNECTED
    openbis.expire_all_sessions()
    assert session_manager.check("lab").status is ConnectionStatus.NOT_CONNECTED
    assert connections.get("lab").problem == "the session has expired"


def test_a_check_of_a_dead_host_raises_nothing(session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    openbis.go_down()
    assert "could not be established" in session_manager.check("lab").problem


def test_an_unknown_connection_cannot_be_checked(session_manager):
    with pytest.raises(UnknownConnection):
        session_manager.check("nowhere")


# --- shutdown


def test_shutdown_closes_sessions_opened_by_the_program(session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    session_manager.end_session("lab")
    assert openbis.open_sessions == ()


def test_shutdown_keeps_a_given_session_open(session_manager, sessions, openbis, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    session_manager.log_in("lab", Credentials.of_token(given.token))
    session_manager.end_session("lab")
    assert sessions.is_alive(given)


def test_shutdown_is_not_blocked_by_a_dead_host(session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    openbis.go_down()
    session_manager.end_session("lab")
    openbis.come_back()
    assert openbis.open_sessions == ("anna",)
