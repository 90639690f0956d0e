"""Registration of connections at run time."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.mount_settings import MountSettings
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.registry.register_connection import RegisterConnection
from jupyter_openbis_server.domain.registry.save_connection import SaveOwnConnection


@pytest.fixture
def register(connections, session_manager, save_own, mounts) -> RegisterConnection:
    return RegisterConnection(connections, session_manager, save_own, mounts)


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


def test_a_new_address_replaces_the_connection_and_closes_its_session(
    register, connections, session_manager, openbis, anna
):
    session_manager.log_in("lab", anna)
    other = Instance("lab", "https://other.example.org")
    assert register(ConnectionDefinition(other)).instance == other
    assert connections.get("lab").session is None
    assert openbis.open_sessions == ()


def test_another_user_replaces_the_session(register, session_manager, openbis, anna, bert):
    session_manager.log_in("lab", anna)
    assert register(ConnectionDefinition(openbis.instance("lab"), "bert", bert)).username == "bert"
    assert openbis.open_sessions == ("bert",)


@pytest.mark.parametrize("username", ["", "anna"])
def test_unchanged_definition_keeps_the_session(register, session_manager, openbis, anna, username):
    before = session_manager.log_in("lab", anna)
    assert register(ConnectionDefinition(openbis.instance("lab"), username)) == before
    assert openbis.open_sessions == ("anna",)


def test_password_for_a_known_connection_is_used_to_log_in(register, session_manager, openbis, anna, wrong):
    session_manager.log_in("lab", anna)
    connection = register(ConnectionDefinition(openbis.instance("lab"), "anna", wrong))
    assert connection.problem == "Incorrect username or password for lab"
    assert openbis.open_sessions == ()


def test_another_user_without_a_password_replaces_the_connection(register, session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    connection = register(ConnectionDefinition(openbis.instance("lab"), "bert"))
    assert (connection.username, connection.session) == ("bert", None)
    assert openbis.open_sessions == ()


def test_other_settings_of_the_mount_keep_the_session(register, connections, openbis, session_manager, anna):
    session_manager.log_in("lab", anna)
    again = register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings(port=22, path="/LAB")))
    assert connections.get("lab") == again
    assert (again.status, again.mounting.port) == (ConnectionStatus.CONNECTED, 22)
    assert (
        register(ConnectionDefinition(openbis.instance("lab"))) == again
    )  # the published clients say nothing of mounts


def test_password_is_dropped_for_another_sftp_host(register, connections, openbis, session_manager, anna):
    session_manager.log_in("lab", anna)
    register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings("evil.example.org")))
    assert connections.get("lab").credentials is None


# --- saving


def test_a_saved_connection_is_in_the_users_own_file_without_its_password(register, own_file, openbis, anna):
    mounting = MountSettings(port=22, options=("cache=yes",))
    connection = register(ConnectionDefinition(openbis.instance("new"), "anna", anna, mounting), save=True)
    assert (connection.origin, connection.status) == (ConnectionOrigin.USER_FILE, ConnectionStatus.CONNECTED)
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


def test_connection_that_cannot_be_saved_is_not_registered(register, own_file, connections, openbis):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        register(ConnectionDefinition(openbis.instance("new")), save=True)
    assert [each.name for each in connections.all()] == ["lab"]


def test_registered_connection_can_be_saved_and_keeps_its_session(register, own_file, session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    register(ConnectionDefinition(openbis.instance("lab"), mounting=MountSettings(port=22)))
    saved = register(ConnectionDefinition(openbis.instance("lab")), save=True)
    assert (saved.status, saved.origin) == (ConnectionStatus.CONNECTED, ConnectionOrigin.USER_FILE)
    (written,) = own_file.read().definitions
    assert (written.username, written.mounting.port) == ("anna", 22)


def test_name_defined_by_the_operator_cannot_be_saved(register, connections, own_file, openbis):
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.OPERATOR))
    with pytest.raises(InvalidConnection, match="save it under another name"):
        register(ConnectionDefinition(Instance("lab", "https://other.example.org")), save=True)
    assert register(ConnectionDefinition(openbis.instance("lab"))).origin is ConnectionOrigin.OPERATOR
    assert own_file.content == []


def test_nothing_is_saved_if_files_of_users_are_disabled(connections, session_manager, mounts, openbis):
    register = RegisterConnection(connections, session_manager, SaveOwnConnection(None), mounts)
    with pytest.raises(InvalidConnection, match="ask the operator"):
        register(ConnectionDefinition(openbis.instance("new")), save=True)


@pytest.mark.parametrize("name", ["lab", "new"])
def test_disallowed_mountpoint_is_refused(register, connections, mounts, own_file, openbis, name):
    mounts.close("/home/anna/.ssh")
    before = connections.all()
    definition = ConnectionDefinition(openbis.instance(name), mounting=MountSettings(mountpoint="/home/anna/.ssh"))
    with pytest.raises(InvalidConnection, match=r"mount\.mountpoint"):
        register(definition, save=True)
    assert (connections.all(), own_file.content) == (before, [])


@pytest.mark.parametrize(
    ("url", "mount", "field"),
    [
        ("https://169.254.169.254", {}, "url"),
        ("https://openbis.example.org", {"host": "other.example.org"}, "mount.host"),
    ],
)
def test_a_host_that_the_operator_does_not_allow_is_refused(
    connections, session_manager, save_own, mounts, url, mount, field
):
    allowed = AllowedHosts.of(["openbis.example.org"])
    register = RegisterConnection(connections, session_manager, save_own, mounts, allowed)
    before = connections.all()
    definition = ConnectionDefinition.from_mapping({"name": "new", "url": url, "mount": mount})
    with pytest.raises(InvalidConnection, match="not among the hosts that the operator") as caught:
        register(definition)
    assert (caught.value.field, connections.all()) == (field, before)
