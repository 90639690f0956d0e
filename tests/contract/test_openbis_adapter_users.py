"""Who the user is: openBIS compares user ids exactly, logins of some sites ignore case or take e-mail addresses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.pybis import Clients, PybisDataSets, PybisEntities, PybisSessions
from jupyter_openbis_server.domain.model import (
    Credentials,
    EntityKind,
    Instance,
    PageRequest,
    SearchQuery,
    Secret,
    Session,
)
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings, sample_data

from .over_pybis import LIMITS
from .pybis_world import access_token
from .uploading import uploading

PASSWORD = sample_data.USERS["alice"]
LOGINS = ["alice", "Alice", "ALICE", "alice@example.org", "Alice@Example.ORG"]
ALL = PageRequest(0, 1000)


@pytest.fixture(scope="module", params=["3.5", "3.6", "3.7"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenbis]:
    settings = ServerSettings(api_version=request.param, login_ignores_case=True, login_by_email=True)
    with FakeOpenbis(settings=settings, users=sample_data.USERS) as fake:
        alice = fake.laboratory.persons.get("alice")
        assert alice is not None
        fake.laboratory.put(replace(alice, email="alice@example.org"))
        yield fake


@pytest.fixture
def clients() -> Clients:
    return Clients(LIMITS)


def log_in(clients: Clients, fake: FakeOpenbis, username: str) -> Session:
    return PybisSessions(clients).open(Instance("lab", fake.url), Credentials(username, Secret(PASSWORD)))


def session_or_access_token(fake: FakeOpenbis) -> str:
    """Return an access token of alice where there are such, which API 3.5 has not."""
    has_access_tokens = fake.settings.api_version != "3.5"
    return access_token(fake, "alice") if has_access_tokens else fake.sessions.open("alice")


@pytest.mark.parametrize("username", LOGINS)
def test_what_the_user_registered_is_found_whatever_name_was_typed(
    fake: FakeOpenbis, clients: Clients, username: str
) -> None:
    session = log_in(clients, fake, username)
    found = PybisDataSets(clients).search(session, SearchQuery(EntityKind.DATA_SET, mine=True), ALL)
    assert sample_data.IMAGES in {each.perm_id for each in found.rows}
    assert {each.registrator for each in found.rows} == {"alice"}
    samples = SearchQuery(EntityKind.SAMPLE, mine=True)
    assert PybisEntities(clients).search(session, samples, ALL).total > 0


def test_what_the_user_registered_is_found_with_an_access_token(fake: FakeOpenbis, clients: Clients) -> None:
    token = session_or_access_token(fake)
    session = PybisSessions(clients).open(Instance("lab", fake.url), Credentials.of_token(Secret(token)))
    found = PybisDataSets(clients).search(session, SearchQuery(EntityKind.DATA_SET, mine=True), ALL)
    assert {each.registrator for each in found.rows} == {"alice"}


def test_each_session_has_its_own_user(fake: FakeOpenbis, clients: Clients) -> None:
    mine = SearchQuery(EntityKind.DATA_SET, mine=True)
    alice = log_in(clients, fake, "Alice")
    admin = PybisSessions(clients).open(alice.instance, Credentials("admin", Secret(sample_data.USERS["admin"])))
    for session, user in ((alice, {"alice"}), (admin, {"admin"}), (alice, {"alice"})):
        found = PybisDataSets(clients).search(session, mine, ALL)
        assert {each.registrator for each in found.rows} <= user


@pytest.mark.parametrize("username", LOGINS)
def test_a_registration_whose_answer_is_lost_is_recognised_whatever_name_was_typed(
    fake: FakeOpenbis, username: str
) -> None:
    upload = uploading(fake, {"small.txt": b"small"}, credentials=Credentials(username, Secret(PASSWORD)))
    upload.inject_into_registration(FaultKind.TRUNCATE)
    assert upload("small.txt") in upload.data_sets
    fake.faults.clear()


def test_neither_token_is_remembered_with_the_user(fake: FakeOpenbis, clients: Clients) -> None:
    token = session_or_access_token(fake)
    session = PybisSessions(clients).open(Instance("lab", fake.url), Credentials.of_token(Secret(token)))
    client = clients.of(session)
    assert client.user_id() == "alice"
    real = client.call("getSessionInformation").required_bean("result").required_text("sessionToken")
    remembered = repr(vars(client.known.users))
    assert "alice" in remembered
    assert token not in remembered
    assert real not in remembered
