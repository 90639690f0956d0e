"""Connections are registered while the program runs."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model import (
    ConnectionDefinition,
    ConnectionOrigin,
    ConnectionStatus,
    Instance,
    MountSettings,
)
from jupyter_openbis_server.domain.use_cases import RegisterConnection, SaveOwnConnection


@pytest.fixture
def register(connections, keeper, save_own) -> RegisterConnection:
    return RegisterConnection(connections, keeper, save_own)


def test_a_connection_with_credentials_is_logged_in(register, connections, openbis, anna):
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna", anna))
    assert connection.status is ConnectionStatus.CONNECTED
    assert connections.get("new") == connection


def test_a_connection_without_credentials_is_registered_only(register, connections, openbis):
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna"))
    assert connection.status is ConnectionStatus.NOT_CONNECTED
    assert connections.get("new") == connection
    assert openbis.login_attempts == 0


def test_a_connection_is_registered_before_the_login_begins(register, connections, openbis, anna):
    seen = []
    openbis.before_login = lambda: seen.extend(each.name for each in connections.all())
    register(ConnectionDefinition(openbis.instance("new"), "anna", anna))
    assert "new" in seen


def test_a_wrong_password_leaves_the_connection_registered_with_the_reason(register, connections, openbis, wrong):
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna", wrong))
    assert connection.problem == "Incorrect username or password for new"
    assert connections.get("new").problem == connection.problem
    assert connections.get("new").status is ConnectionStatus.NOT_CONNECTED


def test_a_dead_host_leaves_the_connection_registered_with_the_reason(register, connections, openbis, anna):
    openbis.go_down()
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna", anna))
    assert "could not be established" in connection.problem
    assert connections.get("new").problem == connection.problem


def test_a_new_address_replaces_the_connection_and_closes_its_session(register, connections, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    elsewhere = Instance("lab", "https://elsewhere.example.org")
    assert register(ConnectionDefinition(elsewhere)).instance == elsewhere
    assert connections.get("lab").session is None
    assert openbis.open_sessions == ()


def test_another_user_replaces_the_session(register, keeper, openbis, anna, bert):
    keeper.log_in("lab", anna)
    assert register(ConnectionDefinition(openbis.instance("lab"), "bert", bert)).username == "bert"
    assert openbis.open_sessions == ("bert",)


@pytest.mark.parametrize("username", ["", "anna"])
def test_a_definition_that_says_nothing_new_keeps_the_session(register, keeper, openbis, anna, username):
    before = keeper.log_in("lab", anna)
    assert register(ConnectionDefinition(openbis.instance("lab"), username)) == before
    assert openbis.open_sessions == ("anna",)


def test_a_password_that_comes_with_a_known_connection_is_tried(register, keeper, openbis, anna, wrong):
    keeper.log_in("lab", anna)
    connection = register(ConnectionDefinition(openbis.instance("lab"), "anna", wrong))
    assert connection.problem == "Incorrect username or password for lab"
    assert openbis.open_sessions == ()


def test_another_user_without_a_password_is_something_new(register, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    connection = register(ConnectionDefinition(openbis.instance("lab"), "bert"))
    assert (connection.username, connection.session) == ("bert", None)
    assert openbis.open_sessions == ()


def test_other_settings_of_the_mount_keep_the_session(register, connections, openbis, keeper, anna):
    keeper.log_in("lab", anna)
    again = register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings(port=22, path="/LAB")))
    assert connections.get("lab") == again
    assert (again.status, again.mounting.port) == (ConnectionStatus.CONNECTED, 22)
    assert (
        register(ConnectionDefinition(openbis.instance("lab"))) == again
    )  # the published clients say nothing of mounts


def test_a_password_does_not_follow_to_another_sftp_host(register, connections, openbis, keeper, anna):
    keeper.log_in("lab", anna)
    register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings("evil.example.org")))
    assert connections.get("lab").credentials is None


# --- saving


def test_a_saved_connection_is_in_the_users_own_file_without_its_password(register, own_file, openbis, anna):
    mounting = MountSettings(port=22, options=("cache=yes",))
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna", anna, mounting), save=True)
    assert (connection.origin, connection.status) == (ConnectionOrigin.OWN_FILE, ConnectionStatus.CONNECTED)
    assert own_file.content == [
        {
            "name": "new",
            "url": "https://openbis.example.org",
            "username": "anna",
            "verify_certificates": True,
            "mount": {"port": 22, "options": ["cache=yes"]},
        }
    ]
    assert own_file.read().definitions == (ConnectionDefinition(openbis.instance("new"), "anna", mounting=mounting),)


def test_what_cannot_be_saved_is_not_registered(register, own_file, connections, openbis):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        register(ConnectionDefinition(openbis.instance("new")), save=True)
    assert [each.name for each in connections.all()] == ["lab"]


def test_a_connection_that_is_there_can_be_saved_and_keeps_its_session(register, own_file, keeper, openbis, anna):
    keeper.log_in("lab", anna)
    register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings(port=22)))
    saved = register(ConnectionDefinition(openbis.instance("lab")), save=True)
    assert (saved.status, saved.origin) == (ConnectionStatus.CONNECTED, ConnectionOrigin.OWN_FILE)
    (written,) = own_file.read().definitions
    assert (written.username, written.mounting.port) == ("anna", 22)


def test_what_an_operator_defines_cannot_be_saved_under_its_name(register, connections, own_file, openbis):
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.PRESCRIBED))
    with pytest.raises(InvalidConnection, match="save it under another name"):
        register(ConnectionDefinition(Instance("lab", "https://elsewhere.example.org")), save=True)
    assert register(ConnectionDefinition(openbis.instance("lab"))).origin is ConnectionOrigin.PRESCRIBED
    assert own_file.content == []


def test_where_users_files_do_not_count_nothing_is_saved(connections, keeper, openbis):
    register = RegisterConnection(connections, keeper, SaveOwnConnection(None))
    with pytest.raises(InvalidConnection, match="ask the operator"):
        register(ConnectionDefinition(openbis.instance("new")), save=True)
