"""Changes of connection settings; passwords never move to another host or user."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import InvalidConnection, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.instances.allowed_hosts import AllowedHosts
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.registry.edit_connection import EditConnection
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from tests.support.kept_server import Server
from tests.unit.domain.conftest import NOON

OTHER_URL = {"url": "https://other.example.org"}
RENAMED = {"name": "new"}


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), lambda: NOON)


@pytest.fixture
def keeping() -> Server:
    return Server()


@pytest.fixture
def edit(connections, session_manager, mounts, jobs, save_own, delete_stored_login, keeping) -> EditConnection:
    return EditConnection(connections, session_manager, mounts, jobs, save_own, delete_stored_login, keeping.keeping)


@pytest.fixture
def logged_in(session_manager, anna) -> Connection:
    return session_manager.log_in("lab", anna)


def prescribe(connections) -> None:
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.OPERATOR))


# --- kept and dropped values


def test_omitted_fields_are_unchanged(edit, connections, logged_in, openbis):
    edit("lab", {"mount": {"port": 22, "read_only": False}})
    view = edit("lab", {"mount": {"path": "/LAB"}})
    assert view.connection == connections.get("lab")
    mounting = view.connection.mounting
    assert (mounting.port, mounting.read_only, mounting.path) == (22, False, "/LAB")
    assert view.connection == replace(logged_in, mounting=mounting)
    assert openbis.open_sessions == ("anna",)


def test_null_resets_a_field_to_its_default(edit, openbis):
    edit("lab", {"mount": {"port": 22, "path": "/LAB"}, "verify_certificates": False, "ca_bundle": "/ca.pem"})
    assert edit("lab", {"mount": {"port": None}}).connection.mounting.port == 2222
    edited = edit("lab", {"mount": None, "verify_certificates": None, "ca_bundle": None}).connection
    assert edited.mounting.path == "/"
    assert edited.instance == openbis.instance("lab")


def test_password_and_session_are_dropped_for_another_address(edit, connections, logged_in, openbis):
    edited = edit("lab", OTHER_URL).connection
    assert (edited.instance.url, edited.username) == ("https://other.example.org", "anna")
    assert (edited.credentials, edited.session) == (None, None)
    assert openbis.open_sessions == ()


def test_password_is_dropped_for_another_sftp_host(edit, connections, logged_in):
    edit("lab", {"mount": {"host": "sftp.example.org"}})
    assert connections.get("lab").credentials is None


def test_running_login_stores_no_password_for_another_sftp_host(edit, connections, session_manager, openbis, anna):
    openbis.before_login = lambda: edit("lab", {"mount": {"host": "sftp.example.org"}})
    with pytest.raises(NotLoggedIn, match="has changed meanwhile"):
        session_manager.log_in("lab", anna)
    assert connections.get("lab").credentials is None
    assert openbis.open_sessions == ()


def test_other_tls_settings_end_the_session_and_the_next_one_uses_them(
    edit, connections, logged_in, session_manager, openbis
):
    edited = edit("lab", {"ca_bundle": "/ca.pem"}).connection
    assert (edited.session, openbis.open_sessions) == (None, ())
    assert session_manager.use("lab", lambda session: session.instance.ca_bundle) == "/ca.pem"


def test_another_user_does_not_get_the_password(edit, logged_in, openbis):
    edited = edit("lab", {"username": "bert"}).connection
    assert (edited.username, edited.credentials, edited.session) == ("bert", None, None)
    assert openbis.open_sessions == ()


def test_given_token_stays_valid(edit, connections, session_manager, sessions, openbis, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    session_manager.log_in("lab", Credentials.of_token(given.token))
    edit("lab", OTHER_URL)
    assert sessions.is_alive(given)


def test_password_in_the_changes_is_used_to_log_in(edit, openbis, logged_in):
    openbis.users["anna"] = "changed"
    edited = edit("lab", {"password": "changed"}).connection
    assert (edited.status, edited.username) == (ConnectionStatus.CONNECTED, "anna")


def test_wrong_password_is_a_problem_of_the_connection(edit, connections, logged_in, openbis):
    edited = edit("lab", {"password": "wrong"}).connection
    assert "Incorrect username or password" in edited.problem
    assert connections.get("lab").problem == edited.problem
    assert openbis.open_sessions == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://openbis.example.org"}, "url"),
        ({"url": None}, "url"),
        ({"name": " "}, "name"),
        ({"verify_certificates": "no"}, "verify_certificates"),
        ({"mount": {"port": 0}}, "mount.port"),
        ({"mount": {"colour": "red"}}, "mount"),
    ],
)
def test_invalid_value_is_named_and_changes_nothing(edit, connections, logged_in, changes, field):
    with pytest.raises(InvalidConnection) as caught:
        edit("lab", changes)
    assert caught.value.field == field
    assert connections.get("lab") == logged_in


def test_http_is_allowed_by_the_setting_of_the_connection(edit):
    edited = edit("lab", {"url": "http://openbis.example.org", "http_only": True}).connection
    assert edited.instance.url == "http://openbis.example.org"
    assert edit("lab", {"mount": {"port": 22}}).connection.instance.url == "http://openbis.example.org"
    with pytest.raises(InvalidConnection, match="http_only"):
        edit("lab", {"http_only": False})


def test_an_unknown_connection_is_not_edited(edit):
    with pytest.raises(UnknownConnection):
        edit("nowhere", {})


# --- another name


def test_renamed_connection_keeps_session_and_position(edit, connections, session_manager, logged_in, openbis):
    connections.add(Connection(openbis.instance("second")))
    edited = edit("lab", RENAMED).connection
    assert [each.name for each in connections.all()] == ["new", "second"]
    assert (edited.status, edited.session.instance) == (ConnectionStatus.CONNECTED, openbis.instance("new"))
    assert session_manager.use("new", lambda session: session.token) == logged_in.session.token
    with pytest.raises(UnknownConnection):
        session_manager.use("lab", lambda session: session.token)


def test_a_name_that_is_taken_is_refused(edit, connections, own_file, openbis):
    connections.add(Connection(openbis.instance("new")))
    with pytest.raises(InvalidConnection, match="already"):
        edit("lab", RENAMED, save=True)
    assert own_file.content == []


# --- in use


@pytest.mark.parametrize("changes", [OTHER_URL, RENAMED, {"mount": {"port": 22}}])
def test_mounted_connection_is_not_changed(edit, connections, mounts, logged_in, anna, changes):
    mounts.mount(logged_in, anna)
    with pytest.raises(InvalidConnection, match="unmount it first"):
        edit("lab", changes)
    assert connections.get("lab") == logged_in


def test_changes_unrelated_to_the_mount_keep_it(edit, mounts, logged_in, anna):
    mount = mounts.mount(logged_in, anna)
    assert edit("lab", {"ca_bundle": "/ca.pem"}).mount == mount


@pytest.mark.parametrize("changes", [OTHER_URL, RENAMED, {"verify_certificates": False}])
def test_address_is_not_changed_during_transfers(edit, connections, jobs, logged_in, changes):
    job = jobs.start("lab", DownloadRequest(("1-1",), "/data"), lambda *_: ())
    with pytest.raises(InvalidConnection, match="busy with downloads"):
        edit("lab", changes)
    assert edit("lab", {"mount": {"port": 22}}).connection.mounting.port == 22
    jobs.cancel(job.id)
    edit("lab", changes)


# --- saving


def test_a_saved_change_is_in_the_users_own_file(edit, own_file):
    edited = edit("lab", {"ca_bundle": "/ca.pem"}, save=True).connection
    assert edited.origin is ConnectionOrigin.USER_FILE
    assert own_file.content == [
        {
            "name": "lab",
            "url": "https://openbis.example.org",
            "username": "anna",
            "verify_certificates": True,
            "ca_bundle": "/ca.pem",
        }
    ]


def test_a_change_that_is_not_saved_leaves_the_file_as_it_is(edit, own_file):
    edit("lab", {}, save=True)
    before = [dict(each) for each in own_file.content]
    assert edit("lab", {"mount": {"port": 22}}).connection.origin is ConnectionOrigin.USER_FILE
    assert own_file.content == before


def write_file(own_file, **more) -> None:
    own_file.content = [{"name": "lab", "url": "openbis.example.org", "username": "anna", "password": "x", **more}]


def test_a_password_in_the_file_stays_for_its_user_and_host(edit, own_file):
    write_file(own_file, colour="red")
    edit("lab", {"mount": {"port": 22}}, save=True)
    (entry,) = own_file.content
    assert (entry["password"], entry["mount"], entry["colour"]) == ("x", {"port": 22}, "red")


@pytest.mark.parametrize("changes", [OTHER_URL, {"username": "bert"}, {"mount": {"host": "sftp.example.org"}}])
def test_password_in_the_file_is_dropped_for_another_host_or_user(edit, own_file, changes):
    write_file(own_file)
    edit("lab", changes, save=True)
    (definition,) = own_file.read().definitions
    assert definition.credentials is None


def test_password_in_the_file_is_dropped_if_the_change_is_saved_later(edit, own_file):
    write_file(own_file)
    edit("lab", OTHER_URL)
    edit("lab", {"mount": {"port": 22}}, save=True)
    (definition,) = own_file.read().definitions
    assert (definition.instance.url, definition.credentials) == (OTHER_URL["url"], None)


def test_new_name_replaces_the_old_one_in_the_file(edit, connections, own_file, token_store, openbis):
    edit("lab", {}, save=True)
    token_store.put(openbis.instance("lab"), StoredToken(Secret("$pat-anna-1x1"), "anna"))
    assert edit("lab", RENAMED, save=True).connection.origin is ConnectionOrigin.USER_FILE
    assert [each["name"] for each in own_file.content] == ["new"]
    assert token_store.get(openbis.instance("lab")) is None


def test_a_new_name_that_is_not_saved_is_not_in_the_file(edit, own_file):
    edit("lab", {}, save=True)
    assert edit("lab", RENAMED).connection.origin is ConnectionOrigin.RUNTIME
    assert own_file.defines("lab")


def test_change_that_cannot_be_saved_is_not_applied(edit, connections, own_file, logged_in):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        edit("lab", OTHER_URL, save=True)
    assert connections.get("lab") == logged_in


def test_connection_defined_by_the_operator_can_be_changed_temporarily_only(edit, connections, own_file):
    prescribe(connections)
    with pytest.raises(InvalidConnection, match="another name"):
        edit("lab", {"mount": {"port": 22}}, save=True)
    with pytest.raises(InvalidConnection, match="keeps its name"):
        edit("lab", RENAMED)
    edited = edit("lab", {"mount": {"port": 22}}).connection
    assert (edited.mounting.port, edited.origin) == (22, ConnectionOrigin.OPERATOR)
    assert own_file.content == []


def test_disallowed_mountpoint_is_refused_and_nothing_changes(edit, connections, mounts):
    mounts.close("/home/anna/.ipython/profile_default/startup")
    before = connections.get("lab")
    with pytest.raises(InvalidConnection, match=r"mount\.mountpoint: .*nothing may be mounted there") as caught:
        edit("lab", {"mount": {"mountpoint": "/home/anna/.ipython/profile_default/startup"}})
    assert caught.value.field == "mount.mountpoint"
    assert connections.get("lab") == before


def test_change_to_a_disallowed_host_is_refused(edit, connections):
    guarded = replace(edit, allowed_hosts=AllowedHosts.of(["openbis.example.org"]))
    before = connections.get("lab")
    with pytest.raises(InvalidConnection, match="allowed_hosts"):
        guarded("lab", OTHER_URL)
    assert connections.get("lab") == before


# --- kept folders


def test_kept_folders_follow_a_new_name(edit, keeping):
    keeping.keeping.keep(keeping.folder())
    edit("lab", {"mount": {"port": 22}})
    assert len(keeping.background.started) == 1
    edit("lab", RENAMED)
    assert [each.kept.connection for each in keeping.keeping.all()] == ["new"]


def test_a_connection_keeps_its_name_if_kept_folders_cannot_follow(edit, keeping, connections, own_file):
    keeping.keeping.keep(keeping.folder())
    keeping.stored.is_damaged = True
    before = own_file.read()
    with pytest.raises(InvalidKeptFolders):
        edit("lab", RENAMED, save=True)
    assert [each.name for each in connections.all()] == ["lab"]
    assert own_file.read() == before
