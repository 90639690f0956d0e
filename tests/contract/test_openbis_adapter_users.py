"""User ids: openBIS compares them exactly, while logins of some sites ignore case or accept e-mail addresses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.sessions import OpenbisSessions
from jupyter_openbis_server.adapters.openbis.search.searches import OpenbisSearches
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.shared.page import PageRequest
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.fake_openbis import FakeOpenbis, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample_data
from tests.contract.over_openbis import LIMITS
from tests.contract.uploading import uploading
from tests.support.openbis_world import access_token

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
    return OpenbisSessions(clients).open(Instance("lab", fake.url), Credentials(username, Secret(PASSWORD)))


def session_or_access_token(fake: FakeOpenbis) -> str:
    """Return an access token of alice, or a session with API 3.5, which has no access tokens."""
    has_access_tokens = fake.settings.api_version != "3.5"
    return access_token(fake, "alice") if has_access_tokens else fake.sessions.open("alice")


@pytest.mark.parametrize("username", LOGINS)
def test_registrations_of_the_user_are_found_for_each_login_name(
    fake: FakeOpenbis, clients: Clients, username: str
) -> None:
    session = log_in(clients, fake, username)
    found = OpenbisSearches(clients).search(session, SearchQuery(EntityKind.DATA_SET, mine=True), ALL)
    assert sample_data.IMAGES in {each.perm_id for each in found.rows}
    assert {each.registrator for each in found.data_sets} == {"alice"}
    samples = SearchQuery(EntityKind.SAMPLE, mine=True)
    assert OpenbisSearches(clients).search(session, samples, ALL).total > 0


def test_registrations_of_the_user_are_found_with_an_access_token(fake: FakeOpenbis, clients: Clients) -> None:
    token = session_or_access_token(fake)
    session = OpenbisSessions(clients).open(Instance("lab", fake.url), Credentials.of_token(Secret(token)))
    found = OpenbisSearches(clients).search(session, SearchQuery(EntityKind.DATA_SET, mine=True), ALL)
    assert {each.registrator for each in found.data_sets} == {"alice"}


def test_each_session_has_its_own_user(fake: FakeOpenbis, clients: Clients) -> None:
    mine = SearchQuery(EntityKind.DATA_SET, mine=True)
    alice = log_in(clients, fake, "Alice")
    admin = OpenbisSessions(clients).open(alice.instance, Credentials("admin", Secret(sample_data.USERS["admin"])))
    for session, user in ((alice, {"alice"}), (admin, {"admin"}), (alice, {"alice"})):
        found = OpenbisSearches(clients).search(session, mine, ALL)
        assert {each.registrator for each in found.data_sets} <= user


@pytest.mark.parametrize("username", LOGINS)
def test_registration_with_a_lost_response_is_recognised_for_each_login_name(fake: FakeOpenbis, username: str) -> None:
    upload = uploading(fake, {"small.txt": b"small"}, credentials=Credentials(username, Secret(PASSWORD)))
    upload.inject_into_registration(FaultKind.TRUNCATE)
    assert upload("small.txt") in upload.data_sets
    fake.faults.clear()


def test_tokens_are_not_cached_with_the_user(fake: FakeOpenbis, clients: Clients) -> None:
    token = session_or_access_token(fake)
    session = OpenbisSessions(clients).open(Instance("lab", fake.url), Credentials.of_token(Secret(token)))
    client = clients.of(session)
    assert client.user_id() == "alice"
    real = client.call("getSessionInformation").required_bean("result").required_text("sessionToken")
    cached = repr(vars(client.known.users))
    assert "alice" in cached
    assert token not in cached
    assert real not in cached
