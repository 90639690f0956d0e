"""Sessions: one per process, connection and login; never that of another user."""

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fsspec
import pytest

from jupyter_openbis_server import connect
from jupyter_openbis_server.domain.errors import (
    ConflictingCredentials,
    ConnectionClosed,
    MissingCredentials,
    NotLoggedIn,
    UnknownConnection,
    WrongCredentials,
    WrongUser,
)
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root
from jupyter_openbis_server.entrypoints.library.shared_program import MAX_UNUSED_PROGRAMS, forget_programs
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

USERS = {**lab.USERS, **{f"user{number}": "secret" for number in range(MAX_UNUSED_PROGRAMS + 3)}}
TABLE = f"lab/{lab.IMAGES}/original/intensities.csv"
ALICE = lab.USERS["alice"]
BOB = lab.USERS["bob"]


@pytest.fixture(scope="module")
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=USERS, settings=ServerSettings(login_ignores_case=True)) as server:
        yield server


@pytest.fixture
def openbis(openbis_server: FakeOpenbis) -> Iterator[FakeOpenbis]:
    openbis_server.requests.clear()
    yield openbis_server
    forget_programs()
    fsspec.get_filesystem_class("openbis").clear_instance_cache()
    for token in [token for user in USERS for token in openbis_server.sessions.of_user(user)]:
        openbis_server.sessions.end(token)


@pytest.fixture(autouse=True)
def connection_file(openbis: FakeOpenbis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The connection `lab` with alice's password."""
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    file = tmp_path / "openbis-connections.yaml"
    file.write_text(
        f"connections:\n  - name: lab\n    url: {openbis.url}\n    http_only: true\n"
        f"    username: alice\n    password: {ALICE}\n"
    )
    file.chmod(0o600)
    return file


def without_password(file: Path) -> None:
    text = file.read_text()
    file.write_text(text[: text.index("    password")])


def logins(openbis: FakeOpenbis) -> int:
    return openbis.requests.counts().get("login", 0)


def test_a_cell_that_runs_again_does_not_log_in_again(openbis: FakeOpenbis) -> None:
    kept = []
    for _ in range(5):
        with connect("lab") as one:
            one.types()
        another = connect()
        another.types()
        kept.append(another)
        fsspec.filesystem("openbis").cat_file(TABLE)
    assert logins(openbis) == 1
    assert len(openbis.sessions.of_user("alice")) == 1
    forget_programs()
    assert openbis.sessions.of_user("alice") == []


def test_explicit_credentials_have_a_session_of_their_own_that_is_shared_too(openbis: FakeOpenbis) -> None:
    for _ in range(3):
        with connect("lab", username="bob", password=BOB) as bob:
            bob.types()
        with connect("lab") as alice:
            alice.types()
    assert logins(openbis) == 2
    assert [len(openbis.sessions.of_user(each)) for each in ("alice", "bob")] == [1, 1]


def test_sessions_are_closed_at_the_end_of_the_process(openbis: FakeOpenbis) -> None:
    script = (
        "from jupyter_openbis_server import connect; connect().types(); "
        f"connect(username='bob', password={BOB!r}).types(); import fsspec; "
        f"print(fsspec.filesystem('openbis').cat_file({TABLE!r})[:0])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert logins(openbis) == 2
    assert [openbis.sessions.of_user(each) for each in ("alice", "bob")] == [[], []]


def test_the_end_of_the_process_does_not_wait_for_a_silent_openbis(openbis: FakeOpenbis) -> None:
    script = (
        "import sys; from jupyter_openbis_server import connect\n"
        "connections = [connect('lab', username=name, password='secret') for name in ('user0', 'user1', 'user2')]\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        silence = openbis.faults.inject(Fault(FaultKind.HANG, method="logout", times=None))
        process.stdin.close()
        assert process.wait(timeout=20) == 0, "one timeout for all sessions together"
        assert openbis.faults.hits(silence) == 3
    openbis.faults.clear()
    openbis.faults.release()


def test_use_of_a_closed_connection_is_an_error(openbis: FakeOpenbis) -> None:
    with connect("lab") as one:
        listed = one.datasets(lab.HEAT_SHOCK)
    one.close()
    for use in (one.types, lambda: next(listed), one.mount):
        with pytest.raises(ConnectionClosed, match=r"The connection to lab is closed; call connect\(\) again"):
            use()
    assert repr(one) == "<openBIS connection 'lab', closed>"
    assert logins(openbis) == 0


def test_a_user_name_without_password_is_accepted_for_the_user_of_the_connection(openbis: FakeOpenbis) -> None:
    for _ in range(2):
        with connect("lab", username="alice") as one:
            assert one.types()
    assert logins(openbis) == 1


@pytest.mark.parametrize("is_logged_in", [False, True])
def test_a_user_name_alone_never_becomes_another_user(openbis: FakeOpenbis, is_logged_in: bool) -> None:
    if is_logged_in:
        connect("lab").types()
    before = logins(openbis)
    with pytest.raises(NotLoggedIn, match="no login of bob is available; give the password or token of bob"):
        connect("lab", username="bob")
    assert logins(openbis) == before


def test_a_token_has_to_belong_to_the_user(openbis: FakeOpenbis) -> None:
    token = openbis.sessions.open("alice")
    with pytest.raises(WrongUser, match="belongs to alice, not to bob"):
        connect("lab", username="bob", token=token)
    with connect("lab", username="alice", token=token) as alice:
        assert alice.types()
    forget_programs()
    assert openbis.sessions.is_active(token), "a session that was given as a token is not closed"


def test_a_token_belongs_to_its_user_in_any_case(openbis: FakeOpenbis) -> None:
    with connect("lab", username="Alice", token=openbis.sessions.open("alice")) as alice:
        assert alice.types()
        assert list(alice.contents())
    assert openbis.requests.counts()["getSessionInformation"] == 1


def test_the_user_of_the_connection_is_found_in_any_case(openbis: FakeOpenbis, connection_file: Path) -> None:
    connection_file.write_text(connection_file.read_text().replace("username: alice", "username: Alice"))
    with connect("lab", username="alice") as alice:
        assert alice.types()
    assert logins(openbis) == 1
    assert "getSessionInformation" not in openbis.requests.counts()


def test_a_token_alone_is_used_and_nothing_else(openbis: FakeOpenbis) -> None:
    token = openbis.sessions.open("bob")
    with connect("lab", token=token) as bob:
        bob.types()
        openbis.sessions.expire(token)
        with pytest.raises(NotLoggedIn):
            list(bob.contents())
    assert openbis.sessions.of_user("alice") == []


def test_contradictions_are_refused_before_anything_is_sent(openbis: FakeOpenbis) -> None:
    with pytest.raises(ConflictingCredentials, match="Both a password and a token"):
        connect("lab", password=ALICE, token="alice-1")
    with pytest.raises(ConflictingCredentials, match="password is empty"):
        connect("lab", username="alice", password="")
    assert openbis.requests.counts() == {}


def test_a_password_without_a_user_is_an_error(connection_file: Path) -> None:
    text = connection_file.read_text()
    connection_file.write_text(text[: text.index("    username")])
    with pytest.raises(MissingCredentials):
        connect("lab", password=ALICE)


def test_a_wrong_password_does_not_touch_the_session_of_the_process(openbis: FakeOpenbis) -> None:
    connect("lab").types()
    for _ in range(2):
        with pytest.raises(WrongCredentials):
            connect("lab", username="alice", password="mistyped")
    connect("lab").types()
    assert len(openbis.sessions.of_user("alice")) == 1


def test_changes_of_the_connection_file_take_effect(openbis: FakeOpenbis, connection_file: Path) -> None:
    connect("lab").types()
    with pytest.raises(UnknownConnection):
        connect("new")
    text = connection_file.read_text()
    connection_file.write_text(text + text.partition("\n")[2].replace("name: lab", "name: new"))
    assert connect("new").types()
    connect("lab").types()
    assert logins(openbis) == 2
    connection_file.write_text(text.replace("alice", "bob", 1).replace(ALICE, BOB))
    connect("lab").types()
    assert len(openbis.sessions.of_user("bob")) == 1


def test_unused_sessions_of_explicit_logins_are_limited(openbis: FakeOpenbis) -> None:
    numbers = range(MAX_UNUSED_PROGRAMS + 3)
    used = connect("lab", username="user0", password="secret")
    for number in numbers:
        with connect("lab", username=f"user{number}", password="secret"):
            pass
    opened = [number for number in numbers if openbis.sessions.of_user(f"user{number}")]
    assert opened == [0, *numbers[2:]], "the oldest one that is not used is closed"
    used.types()
    del used
    gc.collect()
    connect("lab").types()
    assert len([number for number in numbers if openbis.sessions.of_user(f"user{number}")]) == MAX_UNUSED_PROGRAMS


def test_threads_share_the_session(openbis: FakeOpenbis) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: connect("lab").types(), range(16)))
    assert logins(openbis) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_logs_in_itself_and_keeps_the_session_of_its_parent(openbis: FakeOpenbis) -> None:
    alice, bob = connect("lab"), connect("lab", username="bob", password=BOB)
    alice.types()
    process = multiprocessing.get_context("fork").Process(target=lambda: (alice.types(), bob.types()))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert logins(openbis) == 4
    assert [len(openbis.sessions.of_user(each)) for each in ("alice", "bob")] == [1, 1]
    alice.types()
    assert logins(openbis) == 4


def test_an_explicitly_created_program_is_not_shared(openbis: FakeOpenbis) -> None:
    use_cases = bootstrap(filesystem_root())
    with connect("lab", use_cases=use_cases) as one:
        one.types()
        assert connect("lab").types()
        assert len(openbis.sessions.of_user("alice")) == 2
    assert len(openbis.sessions.of_user("alice")) == 1
    with connect("lab", username="bob", password=BOB, use_cases=use_cases) as bob:
        assert bob.types()
    assert openbis.sessions.of_user("bob") == []
