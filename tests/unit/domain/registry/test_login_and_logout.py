"""Login and logout."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    MissingCredentials,
    NotLoggedIn,
    UnknownConnection,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.registry.login import Login, Logout
from jupyter_openbis_server.domain.shared.secret import MASK, Secret


@pytest.fixture
def login(connections, session_manager, mounts, restore_login, remember_login) -> Login:
    return Login(connections, session_manager, mounts, restore_login, remember_login)


@pytest.fixture
def logout(session_manager, mounts, delete_stored_login) -> Logout:
    return Logout(session_manager, mounts, delete_stored_login)


def test_typed_credentials_log_in_and_are_remembered(login, connections, openbis, bert):
    view = login("lab", "bert", bert.secret)
    assert view.connection.status is ConnectionStatus.CONNECTED
    assert view.connection == connections.get("lab")
    assert (view.connection.username, view.connection.credentials) == ("bert", bert)


@pytest.mark.parametrize("password", [None, Secret(MASK), Secret("")])
def test_the_mask_logs_in_with_the_remembered_password(login, openbis, password):
    assert login("lab", "anna", password).connection.status is ConnectionStatus.CONNECTED
    assert openbis.open_sessions == ("anna",)


def test_personal_access_token_is_accepted_as_password(login, openbis):
    token = openbis.add_access_token("bert")
    connection = login("lab", "anna", token).connection
    assert connection.username == "bert"
    assert connection.session.token == token


def test_result_has_the_mount(login, connections, mounts, anna):
    mount = mounts.mount(connections.get("lab"), anna)
    assert login("lab").mount == mount


def test_a_wrong_password_is_refused(login, connections):
    with pytest.raises(WrongCredentials):
        login("lab", "anna", Secret("mistyped"))
    assert connections.get("lab").status is ConnectionStatus.NOT_CONNECTED


def test_a_dead_host_is_not_a_wrong_password(login, openbis):
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        login("lab")


def test_without_remembered_credentials_a_password_is_required(login, connections, openbis):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(MissingCredentials):
        login("lab", "anna", Secret(MASK))
    assert openbis.login_attempts == 0


def test_an_unknown_connection_cannot_be_logged_in_to(login):
    with pytest.raises(UnknownConnection):
        login("nowhere", "anna", Secret("x"))


def test_a_logout_ends_the_session_and_keeps_the_mount(login, logout, connections, mounts, openbis, anna):
    login("lab")
    mount = mounts.mount(connections.get("lab"), anna)
    view = logout("lab")
    assert view.connection.status is ConnectionStatus.NOT_CONNECTED
    assert view.mount == mount
    assert openbis.open_sessions == ()


def test_after_a_logout_no_automatic_login_happens(login, logout, session_manager):
    login("lab")
    logout("lab")
    with pytest.raises(NotLoggedIn):
        session_manager.use("lab", lambda session: session)
    assert login("lab", "anna", Secret(MASK)).connection.status is ConnectionStatus.CONNECTED


def test_an_unknown_connection_cannot_be_logged_out_of(logout):
    with pytest.raises(UnknownConnection):
        logout("nowhere")


def test_token_replaces_user_and_password(login, sessions, openbis, anna, connections):
    token = sessions.open(openbis.instance("lab"), anna).token
    view = login("lab", token=token)
    assert view.connection.status is ConnectionStatus.CONNECTED
    assert connections.get("lab").credentials == Credentials.of_token(token, "anna")
