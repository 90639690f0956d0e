"""Connections are registered while the program runs."""

import pytest

from jupyter_openbis_server.domain.model import ConnectionDefinition, ConnectionStatus, Instance, MountSettings
from jupyter_openbis_server.domain.use_cases import RegisterConnection


@pytest.fixture
def register(connections, keeper) -> RegisterConnection:
    return RegisterConnection(connections, keeper)


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
