"""Settings of connections are changed, and no password goes where it should not."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryJobListener, MemoryWorkQueue
from jupyter_openbis_server.domain.errors import InvalidConnection, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.jobs import Jobs
from jupyter_openbis_server.domain.model import (
    Connection,
    ConnectionOrigin,
    ConnectionStatus,
    Credentials,
    DownloadRequest,
    KeptToken,
    Secret,
)
from jupyter_openbis_server.domain.use_cases import EditConnection
from tests.unit.domain.use_cases.conftest import NOON

ELSEWHERE = {"url": "https://elsewhere.example.org"}
RENAMED = {"name": "new"}


@pytest.fixture
def queue() -> MemoryWorkQueue:
    return MemoryWorkQueue()


@pytest.fixture
def jobs(queue) -> Jobs:
    return Jobs(queue, MemoryJobListener(), lambda: NOON)


@pytest.fixture
def edit(connections, keeper, mounts, jobs, save_own, forget_login) -> EditConnection:
    return EditConnection(connections, keeper, mounts, jobs, save_own, forget_login)


@pytest.fixture
def logged_in(keeper, anna) -> Connection:
    return keeper.log_in("lab", anna)


def prescribe(connections) -> None:
    connections.change("lab", lambda now: replace(now, origin=ConnectionOrigin.PRESCRIBED))


# --- what stays and what does not


def test_what_is_not_mentioned_stays(edit, connections, logged_in, openbis):
    edit("lab", {"mount": {"port": 22, "read_only": False}})
    view = edit("lab", {"mount": {"path": "/LAB"}})
    assert view.connection == connections.get("lab")
    mounting = view.connection.mounting
    assert (mounting.port, mounting.read_only, mounting.path) == (22, False, "/LAB")
    assert view.connection == replace(logged_in, mounting=mounting)
    assert openbis.open_sessions == ("anna",)


def test_null_stands_for_the_usual_value(edit, openbis):
    edit("lab", {"mount": {"port": 22, "path": "/LAB"}, "verify_certificates": False, "ca_bundle": "/ca.pem"})
    assert edit("lab", {"mount": {"port": None}}).connection.mounting.port == 2222
    edited = edit("lab", {"mount": None, "verify_certificates": None, "ca_bundle": None}).connection
    assert edited.mounting.path == "/"
    assert edited.instance == openbis.instance("lab")


def test_password_and_session_do_not_follow_to_another_address(edit, connections, logged_in, openbis):
    edited = edit("lab", ELSEWHERE).connection
    assert (edited.instance.url, edited.username) == ("https://elsewhere.example.org", "anna")
    assert (edited.credentials, edited.session) == (None, None)
    assert openbis.open_sessions == ()


def test_the_password_does_not_follow_to_another_sftp_host(edit, connections, logged_in):
    edit("lab", {"mount": {"host": "sftp.example.org"}})
    assert connections.get("lab").credentials is None


def test_a_login_that_is_under_way_leaves_no_password_at_another_sftp_host(edit, connections, keeper, openbis, anna):
    openbis.before_login = lambda: edit("lab", {"mount": {"host": "sftp.example.org"}})
    with pytest.raises(NotLoggedIn, match="has changed meanwhile"):
        keeper.log_in("lab", anna)
    assert connections.get("lab").credentials is None
    assert openbis.open_sessions == ()


def test_other_tls_settings_end_the_session_and_the_next_one_uses_them(edit, connections, logged_in, keeper, openbis):
    edited = edit("lab", {"ca_bundle": "/ca.pem"}).connection
    assert (edited.session, openbis.open_sessions) == (None, ())
    assert keeper.use("lab", lambda session: session.instance.ca_bundle) == "/ca.pem"


def test_another_user_does_not_get_the_password(edit, logged_in, openbis):
    edited = edit("lab", {"username": "bert"}).connection
    assert (edited.username, edited.credentials, edited.session) == ("bert", None, None)
    assert openbis.open_sessions == ()


def test_a_token_that_was_given_to_us_stays_valid(edit, connections, keeper, sessions, openbis, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    keeper.log_in("lab", Credentials.of_token(given.token))
    edit("lab", ELSEWHERE)
    assert sessions.is_alive(given)


def test_a_password_that_comes_with_the_changes_is_tried(edit, openbis, logged_in):
    openbis.users["anna"] = "changed"
    edited = edit("lab", {"password": "changed"}).connection
    assert (edited.status, edited.username) == (ConnectionStatus.CONNECTED, "anna")


def test_a_wrong_password_is_no_error_but_a_problem(edit, connections, logged_in, openbis):
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
def test_what_is_unusable_is_named_and_changes_nothing(edit, connections, logged_in, changes, field):
    with pytest.raises(InvalidConnection) as caught:
        edit("lab", changes)
    assert caught.value.field == field
    assert connections.get("lab") == logged_in


def test_http_is_allowed_by_the_connection_that_says_so(edit):
    edited = edit("lab", {"url": "http://openbis.example.org", "http_only": True}).connection
    assert edited.instance.url == "http://openbis.example.org"
    assert edit("lab", {"mount": {"port": 22}}).connection.instance.url == "http://openbis.example.org"
    with pytest.raises(InvalidConnection, match="http_only"):
        edit("lab", {"http_only": False})


def test_an_unknown_connection_is_not_edited(edit):
    with pytest.raises(UnknownConnection):
        edit("nowhere", {})


# --- another name


def test_a_renamed_connection_keeps_session_and_place(edit, connections, keeper, logged_in, openbis):
    connections.add(Connection(openbis.instance("second")))
    edited = edit("lab", RENAMED).connection
    assert [each.name for each in connections.all()] == ["new", "second"]
    assert (edited.status, edited.session.instance) == (ConnectionStatus.CONNECTED, openbis.instance("new"))
    assert keeper.use("new", lambda session: session.token) == logged_in.session.token
    with pytest.raises(UnknownConnection):
        keeper.use("lab", lambda session: session.token)


def test_a_name_that_is_taken_is_refused(edit, connections, own_file, openbis):
    connections.add(Connection(openbis.instance("new")))
    with pytest.raises(InvalidConnection, match="already"):
        edit("lab", RENAMED, save=True)
    assert own_file.content == []


# --- in use


@pytest.mark.parametrize("changes", [ELSEWHERE, RENAMED, {"mount": {"port": 22}}])
def test_what_is_mounted_must_be_unmounted_first(edit, connections, mounts, logged_in, anna, changes):
    mounts.mount(logged_in, anna)
    with pytest.raises(InvalidConnection, match="unmount it first"):
        edit("lab", changes)
    assert connections.get("lab") == logged_in


def test_where_the_mount_does_not_matter_it_stays(edit, mounts, logged_in, anna):
    mount = mounts.mount(logged_in, anna)
    assert edit("lab", {"ca_bundle": "/ca.pem"}).mount == mount


@pytest.mark.parametrize("changes", [ELSEWHERE, RENAMED, {"verify_certificates": False}])
def test_transfers_are_not_sent_elsewhere(edit, connections, jobs, logged_in, changes):
    job = jobs.start("lab", DownloadRequest(("1-1",), "/data"), lambda *_: ())
    with pytest.raises(InvalidConnection, match="busy with downloads"):
        edit("lab", changes)
    assert edit("lab", {"mount": {"port": 22}}).connection.mounting.port == 22
    jobs.cancel(job.id)
    edit("lab", changes)


# --- saving


def test_a_saved_change_is_in_the_users_own_file(edit, own_file):
    edited = edit("lab", {"ca_bundle": "/ca.pem"}, save=True).connection
    assert edited.origin is ConnectionOrigin.OWN_FILE
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
    assert edit("lab", {"mount": {"port": 22}}).connection.origin is ConnectionOrigin.OWN_FILE
    assert own_file.content == before


def write_by_hand(own_file, **more) -> None:
    own_file.content = [{"name": "lab", "url": "openbis.example.org", "username": "anna", "password": "x", **more}]


def test_a_password_in_the_file_stays_for_its_user_and_host(edit, own_file):
    write_by_hand(own_file, colour="red")
    edit("lab", {"mount": {"port": 22}}, save=True)
    (entry,) = own_file.content
    assert (entry["password"], entry["mount"], entry["colour"]) == ("x", {"port": 22}, "red")


@pytest.mark.parametrize("changes", [ELSEWHERE, {"username": "bert"}, {"mount": {"host": "sftp.example.org"}}])
def test_a_password_in_the_file_does_not_follow_elsewhere(edit, own_file, changes):
    write_by_hand(own_file)
    edit("lab", changes, save=True)
    (definition,) = own_file.read().definitions
    assert definition.credentials is None


def test_nor_does_it_when_the_change_is_saved_later(edit, own_file):
    write_by_hand(own_file)
    edit("lab", ELSEWHERE)
    edit("lab", {"mount": {"port": 22}}, save=True)
    (definition,) = own_file.read().definitions
    assert (definition.instance.url, definition.credentials) == (ELSEWHERE["url"], None)


def test_a_new_name_is_saved_in_the_place_of_the_old_one(edit, connections, own_file, token_keeper, openbis):
    edit("lab", {}, save=True)
    token_keeper.put(openbis.instance("lab"), KeptToken(Secret("$pat-anna-1x1"), "anna"))
    assert edit("lab", RENAMED, save=True).connection.origin is ConnectionOrigin.OWN_FILE
    assert [each["name"] for each in own_file.content] == ["new"]
    assert token_keeper.get(openbis.instance("lab")) is None


def test_a_new_name_that_is_not_saved_is_not_in_the_file(edit, own_file):
    edit("lab", {}, save=True)
    assert edit("lab", RENAMED).connection.origin is ConnectionOrigin.UNSAVED
    assert own_file.defines("lab")


def test_what_cannot_be_saved_is_not_changed(edit, connections, own_file, logged_in):
    own_file.content = "no list"
    with pytest.raises(InvalidConnection):
        edit("lab", ELSEWHERE, save=True)
    assert connections.get("lab") == logged_in


def test_what_an_operator_defines_is_neither_saved_nor_renamed_and_can_be_changed_for_now(edit, connections, own_file):
    prescribe(connections)
    with pytest.raises(InvalidConnection, match="another name"):
        edit("lab", {"mount": {"port": 22}}, save=True)
    with pytest.raises(InvalidConnection, match="keeps its name"):
        edit("lab", RENAMED)
    edited = edit("lab", {"mount": {"port": 22}}).connection
    assert (edited.mounting.port, edited.origin) == (22, ConnectionOrigin.PRESCRIBED)
    assert own_file.content == []
