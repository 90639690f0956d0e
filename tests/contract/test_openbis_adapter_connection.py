"""Requests of the openBIS adapter: retries, secrets, threads."""

import logging
import subprocess
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.caches.entity_types import CachedEntityTypes
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.data_store import OpenbisDataStore
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entities import OpenbisEntities
from jupyter_openbis_server.adapters.openbis.metadata.entity_types import OpenbisEntityTypes
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.catalogue.entity import EntityReference
from jupyter_openbis_server.domain.errors import (
    InstanceUnreachable,
    OpenbisError,
    RequestRefused,
    UnexpectedResponse,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.progress import NoProgress
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from jupyter_openbis_server.testing.fakes.download_folders import MemoryDownloadFolders
from jupyter_openbis_server.testing.fakes.workspace import MemoryWorkspace

LIMITS = HttpLimits(retries=2, retry_seconds=0.01)
ADMIN = Credentials("admin", Secret("changeit"))


@pytest.fixture(scope="module")
def running() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(api_version="3.7", settings=ServerSettings(sessions_per_user=0)) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeOpenbis) -> Iterator[FakeOpenbis]:
    running.requests.clear()
    yield running
    running.faults.clear()


@pytest.fixture
def clients() -> Clients:
    return Clients(LIMITS)


@pytest.fixture
def sessions(clients: Clients) -> OpenbisSessions:
    return OpenbisSessions(clients)


@pytest.fixture
def session(fake: FakeOpenbis, sessions: OpenbisSessions) -> Session:
    session = sessions.open(Instance("lab", fake.url), ADMIN)
    fake.requests.clear()
    return session


# --- requests


def test_read_request_is_retried_after_a_lost_response(fake: FakeOpenbis, session: Session, clients: Clients) -> None:
    fake.faults.inject(Fault(FaultKind.RESET, method="getDataSets"))
    fake.faults.inject(Fault(FaultKind.STATUS, method="getDataSets", occurrence=2))
    assert OpenbisDataSets(clients).get(session, sample_data.IMAGES).perm_id == sample_data.IMAGES
    assert fake.requests.methods() == ["getDataSets"] * 3


def test_permanent_failure_is_not_retried_endlessly(fake: FakeOpenbis, session: Session, clients: Clients) -> None:
    fake.faults.inject(Fault(FaultKind.STATUS, method="getDataSets", times=None))
    with pytest.raises(InstanceUnreachable, match="503"):
        OpenbisDataSets(clients).get(session, sample_data.IMAGES)
    assert len(fake.requests) == 1 + LIMITS.retries


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.STATUS])
def test_a_login_is_never_repeated(fake: FakeOpenbis, sessions: OpenbisSessions, kind: FaultKind) -> None:
    fake.faults.inject(Fault(kind, method="login"))
    with pytest.raises(InstanceUnreachable):
        sessions.open(Instance("lab", fake.url), ADMIN)
    assert fake.requests.methods() == ["login"]


def test_silent_server_is_not_retried_after_a_timeout(fake: FakeOpenbis, session: Session) -> None:
    fake.faults.inject(Fault(FaultKind.HANG, method="getDataSets", times=None))
    with pytest.raises(InstanceUnreachable, match="no answer within 1 second"):
        OpenbisDataSets(Clients(replace(LIMITS, read_seconds=1))).get(session, sample_data.IMAGES)
    assert fake.requests.methods() == ["getDataSets"]


@pytest.mark.parametrize("kind", [FaultKind.LOGIN_PAGE, FaultKind.LOGIN_REDIRECT, FaultKind.BAD_JSON])
def test_response_of_another_server_is_unexpected_and_redirects_are_not_followed(
    fake: FakeOpenbis, sessions: OpenbisSessions, kind: FaultKind
) -> None:
    fake.faults.inject(Fault(kind, method="login"))
    with pytest.raises(UnexpectedResponse):
        sessions.open(Instance("lab", fake.url), ADMIN)
    assert len(fake.requests) == 1


def test_requests_share_a_connection(fake: FakeOpenbis, session: Session, clients: Clients) -> None:
    for _ in range(5):
        OpenbisDataSets(clients).get(session, sample_data.IMAGES)
        OpenbisDataStore(clients).files(session, OpenbisDataSets(clients).get(session, sample_data.IMAGES))
    assert len({request.connection for request in fake.requests}) == 1


def test_error_for_a_user_without_rights_has_the_message_of_openbis(sessions: OpenbisSessions) -> None:
    settings = ServerSettings(users_without_roles=frozenset({"admin"}))
    with FakeOpenbis(settings=settings) as fake, pytest.raises(RequestRefused, match="no role assignments"):
        sessions.open(Instance("lab", fake.url), ADMIN)


def test_login_takes_one_request(fake: FakeOpenbis, sessions: OpenbisSessions) -> None:
    sessions.open(Instance("lab", fake.url), ADMIN)
    assert fake.requests.methods() == ["login"]


def test_api_version_is_requested_once(fake: FakeOpenbis, session: Session, clients: Clients) -> None:
    for perm_id in (sample_data.IMAGES, sample_data.BIG):
        _download(clients, session, perm_id)
    assert fake.requests.methods().count("getServerInformation") == 1


# --- tokens and passwords of other programs


def test_a_token_in_the_home_folder_is_neither_used_nor_changed(
    fake: FakeOpenbis, sessions: OpenbisSessions, own_home: Path
) -> None:
    saved = own_home / ".pybis" / "127.0.0.1.token"
    saved.parent.mkdir()
    saved.write_text("another-user")
    session = sessions.open(Instance("lab", fake.url), ADMIN)
    assert session.token != Secret("another-user")
    assert fake.requests.methods() == ["login"]
    assert [path.name for path in saved.parent.iterdir()] == ["127.0.0.1.token"]
    assert saved.read_text() == "another-user"


def test_a_password_in_netrc_is_not_sent(fake: FakeOpenbis, sessions: OpenbisSessions, own_home: Path) -> None:
    netrc = own_home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login another password secret\n")
    netrc.chmod(0o600)
    sessions.open(Instance("lab", fake.url), ADMIN)
    assert [request for request in fake.requests if "authorization" in request.headers] == []


# --- secrets


def test_secrets_are_neither_printed_nor_logged(
    fake: FakeOpenbis, clients: Clients, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        session = OpenbisSessions(clients).open(Instance("lab", fake.url), ADMIN)
        _download(clients, session, sample_data.ODD_NAMES)
        _download(Clients(LIMITS), session, sample_data.IMAGES)
        _upload(clients, session)
        for failing in _failures(fake, clients, session):
            shown = "".join(traceback.format_exception(failing))
            assert session.token.reveal() not in shown
            assert ADMIN.secret.reveal() not in shown
    printed = capsys.readouterr()
    logged = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    assert "session_workspace_file_upload" in logged  # urllib3's lines are there, but without the token
    for shown in (printed.out, printed.err, logged):
        assert session.token.reveal() not in shown
        assert session.token.reveal().rpartition("-")[2] not in shown
        assert ADMIN.secret.reveal() not in shown
    assert printed.out == ""


def _failures(fake: FakeOpenbis, clients: Clients, session: Session) -> Iterator[OpenbisError]:
    """Yield failures of all kinds that concern a token or a password."""
    sessions = OpenbisSessions(clients)
    actions = {
        "login": lambda: sessions.open(session.instance, ADMIN),
        "searchFiles": lambda: _download(clients, session, sample_data.IMAGES),
        "getDataSets": lambda: OpenbisDataSets(clients).get(session, sample_data.IMAGES),
        None: lambda: _upload(clients, session),
    }
    for kind in (FaultKind.RESET, FaultKind.LOGIN_REDIRECT, FaultKind.LOGIN_PAGE, FaultKind.BAD_JSON):
        for method, action in actions.items():
            where = {"method": method} if method else {"path_prefix": "/datastore_server/session_workspace"}
            fake.faults.inject(Fault(kind, times=None, **where))
            with pytest.raises(OpenbisError) as caught:
                action()
            fake.faults.clear()
            yield caught.value


@pytest.mark.parametrize("ended", ["user is not logged in", "Session no longer available"])
def test_both_messages_of_openbis_for_an_expired_session_hide_the_token(
    fake: FakeOpenbis, session: Session, clients: Clients, ended: str
) -> None:
    if ended.startswith("Session"):
        fake.sessions.expire(session.token.reveal())
    else:
        fake.sessions.logout(session.token.reveal())
    with pytest.raises(OpenbisError, match="the session has expired") as caught:
        OpenbisDataSets(clients).get(session, sample_data.IMAGES)
    assert session.token.reveal() not in "".join(traceback.format_exception(caught.value))


# --- several threads


def test_session_can_be_used_by_many_threads(fake: FakeOpenbis, session: Session, clients: Clients) -> None:
    entities, types = OpenbisEntities(clients), CachedEntityTypes(OpenbisEntityTypes(clients))
    sample = entities.find(session, EntityReference.parse(sample_data.TIME_SERIES))

    def work(number: int) -> tuple[int, int, int]:
        page = OpenbisDataSets(clients).of_entity(session, sample, PageRequest(number % 13, 1))
        return page.total, len(_download(clients, session, page.rows[0].perm_id)), len(types.all(session))

    fake.requests.clear()
    with ThreadPoolExecutor(8) as threads:
        results = set(threads.map(work, range(32)))
    assert results == {(13, 1, 10)}
    assert fake.requests.methods().count("searchDataSetTypes") == 1


def test_logins_of_two_users_do_not_mix(fake: FakeOpenbis, sessions: OpenbisSessions) -> None:
    instance = Instance("lab", fake.url)

    def work(number: int) -> str:
        if number % 2:
            return sessions.open(instance, ADMIN).username
        try:
            return sessions.open(instance, Credentials("admin", Secret("wrong"))).username
        except WrongCredentials:
            return "refused"

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(16))) == ["refused", "admin"] * 8


_WITHOUT_PYBIS = """
import sys
from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret

sessions = OpenbisSessions(Clients())
session = sessions.open(Instance("lab", sys.argv[1]), Credentials(sys.argv[2], Secret(sys.argv[3])))
assert sessions.is_alive(session)
sessions.close(session)
print([name for name in ("pybis", "pandas", "numpy") if name in sys.modules])
"""


def test_sessions_load_neither_pybis_nor_pandas(fake: FakeOpenbis) -> None:
    command = [sys.executable, "-c", _WITHOUT_PYBIS, fake.url, ADMIN.username, ADMIN.secret.reveal()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout.strip()) == ("", "[]")


def _download(clients: Clients, session: Session, perm_id: str) -> dict[str, bytes]:
    store, disk = OpenbisDataStore(clients), MemoryDownloadFolders()
    data_set = OpenbisDataSets(clients).get(session, perm_id)
    files = [file for file in store.files(session, data_set) if not file.is_folder]
    store.fetch(session, data_set, files, disk.prepare("/downloads", perm_id), Cancellation())
    return disk.files


def _upload(clients: Clients, session: Session) -> str:
    owner = OpenbisEntities(clients).find(session, EntityReference.parse(sample_data.EMPTY_BENCH))
    draft = DataSetDraft("RAW_DATA", owner, MemoryWorkspace({"a.txt": b"a"}).sources("a.txt"))
    return OpenbisDataStore(clients).register(session, draft, Cancellation(), NoProgress())
