"""Personal access tokens: openbis-protocol 2.6."""

import re

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from tests.integration.fake_openbis.wire import PERSON, FakeClock, Wire, criteria

DAY = 24 * 3600
OPTIONS = {"@type": "as.dto.pat.fetchoptions.PersonalAccessTokenFetchOptions", "owner": PERSON}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def openbis(start_fake_openbis, clock, tmp_path) -> FakeOpenbis:
    return start_fake_openbis(tmp_path / "state", sample_data=False, clock=clock)


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


def creation(clock: FakeClock, name: str = "jobs", days: float = 1, start: float = 0) -> dict:
    begin = int((clock.now + start * DAY) * 1000)
    return {
        "@type": "as.dto.pat.create.PersonalAccessTokenCreation",
        "sessionName": name,
        "validFromDate": begin,
        "validToDate": begin + int(days * DAY * 1000),
    }


def make(openbis: FakeOpenbis, clock: FakeClock, **values) -> str:
    token = openbis.sessions.open("admin")
    return Wire(openbis).result("createPersonalAccessTokens", token, creation(clock, **values))[0]["permId"]


def pats(wire: Wire, token: str) -> list[dict]:
    return wire.result(
        "searchPersonalAccessTokens", token, criteria("pat.search.PersonalAccessTokenSearchCriteria"), OPTIONS
    )["objects"]


def test_a_personal_access_token_serves_as_token(openbis, wire, clock):
    pat = make(openbis, clock)
    assert re.fullmatch(r"\$pat-admin-\d{15}x[0-9A-F]{32}", pat)
    assert wire.result("isSessionActive", pat) is True
    assert wire.result("getServerInformation", pat)["personal-access-tokens-enabled"] == "true"


def test_a_validity_that_is_too_long_is_reduced_silently(openbis, wire, clock):
    pat = make(openbis, clock, days=100)
    stored = pats(wire, pat)[0]
    assert stored["hash"] == stored["permId"]["permId"] == pat
    assert stored["validToDate"] - stored["validFromDate"] == 30 * DAY * 1000


def test_tokens_with_one_session_name_share_one_real_session(openbis, wire, clock):
    tokens = [make(openbis, clock, name=name) for name in ("jobs", "jobs", "other")]
    sessions = [wire.result("getSessionInformation", token) for token in tokens]
    assert sessions[0]["sessionToken"] == sessions[1]["sessionToken"] != sessions[2]["sessionToken"]
    assert not sessions[0]["sessionToken"].startswith("$pat-")
    assert sessions[0]["personalAccessTokenSessionName"] == "jobs"


def test_a_token_sees_only_itself_and_a_session_sees_all(openbis, wire, clock):
    first, second = make(openbis, clock), make(openbis, clock)
    assert [pat["hash"] for pat in pats(wire, first)] == [first]
    assert {pat["hash"] for pat in pats(wire, openbis.sessions.open("admin"))} == {first, second}


def test_a_token_cannot_make_or_delete_tokens(openbis, wire, clock):
    pat = make(openbis, clock)
    message = "Personal access tokens cannot be used to manage personal access tokens."
    assert message in wire.error("createPersonalAccessTokens", pat, [creation(clock)])["message"]
    options = {"@type": "as.dto.pat.delete.PersonalAccessTokenDeletionOptions", "reason": "not needed any more"}
    assert message in wire.error("deletePersonalAccessTokens", pat, [], options)["message"]


def test_a_token_is_invalid_before_and_after_its_validity(openbis, wire, clock):
    pat = make(openbis, clock, start=1)
    assert wire.error("getServerInformation", pat)["message"] == "Personal access token is not yet valid."
    clock.advance(1.5 * DAY)
    assert wire.result("isSessionActive", pat) is True
    clock.advance(DAY)
    assert wire.result("isSessionActive", pat) is False
    assert wire.error("getServerInformation", pat)["message"] == "Personal access token is no longer valid."


def test_a_logout_keeps_a_token_and_a_deletion_ends_it(openbis, wire, clock):
    pat = make(openbis, clock)
    wire.result("logout", pat)
    assert wire.result("isSessionActive", pat) is True
    given = {"@type": "as.dto.pat.id.PersonalAccessTokenPermId", "permId": pat}
    wire.result(
        "deletePersonalAccessTokens",
        openbis.sessions.open("admin"),
        [given],
        {"@type": "as.dto.pat.delete.PersonalAccessTokenDeletionOptions", "reason": "old"},
    )
    assert wire.error("getServerInformation", pat)["message"] == "Personal access token session does not exist."


def test_the_shared_session_ends_with_the_last_token_of_its_name(openbis, wire, clock):
    first, second = make(openbis, clock), make(openbis, clock)
    shared = wire.result("getSessionInformation", first)["sessionToken"]
    session = openbis.sessions.open("admin")
    options = {"@type": "as.dto.pat.delete.PersonalAccessTokenDeletionOptions", "reason": "old"}
    for token, is_active in ((first, True), (second, False)):
        given = {"@type": "as.dto.pat.id.PersonalAccessTokenPermId", "permId": token}
        wire.result("deletePersonalAccessTokens", session, [given], options)
        assert wire.result("isSessionActive", shared) is is_active


def test_tokens_survive_a_restart(openbis, wire, clock):
    pat = make(openbis, clock)
    openbis.restart()
    assert wire.result("getSessionInformation", pat)["userName"] == "admin"


def test_tokens_neither_count_as_sessions_nor_time_out(openbis, wire, clock):
    pat = make(openbis, clock, days=20)
    session = wire.result("getSessionInformation", pat)["sessionToken"]
    for _ in range(6):
        openbis.sessions.open("admin")
    clock.advance(5 * DAY)
    assert wire.result("getSessionInformation", pat)["sessionToken"] == session


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sessionName": " "}, "Session name cannot be empty."),
        ({"validFromDate": None}, "Valid from date cannot be null."),
        ({"validToDate": None}, "Valid to date cannot be null."),
        ({"validToDate": 1}, "Valid to date cannot be in the past."),
        ({"validFromDate": 9_999_999_999_999}, "Valid to date has to be after valid from date."),
        (
            {"ownerId": {"@type": "as.dto.person.id.PersonPermId", "permId": "bob"}},
            "User 'admin' is not allowed to create a personal access token for user 'bob'",
        ),
    ],
)
@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does", sometimes=True)
def test_a_bad_creation_is_refused_with_the_reason(openbis, wire, clock, change, message):
    token = openbis.sessions.open("admin")
    error = wire.error("createPersonalAccessTokens", token, [{**creation(clock), **change}])
    assert error["message"].startswith(message)


def test_a_blank_token_is_an_empty_hash_where_tokens_are_enabled(wire):
    assert wire.error("getServerInformation", "")["message"] == "Hash cannot be empty."


def test_a_server_with_tokens_disabled_knows_none(start_fake_openbis, clock):
    openbis = start_fake_openbis(sample_data=False, clock=clock, settings=ServerSettings(personal_access_tokens=False))
    wire = Wire(openbis)
    error = wire.error("createPersonalAccessTokens", openbis.sessions.open("admin"), [creation(clock)])
    assert error["message"].startswith("Personal access tokens are disabled")
    assert "user is not logged in" in wire.error("getServerInformation", "")["message"]


@pytest.mark.sends_invalid_requests("API 3.5 has none of these methods")
def test_an_old_server_does_not_have_the_methods(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False, api_version="3.5")
    answer = Wire(openbis).post({"id": 1, "method": "createPersonalAccessTokens", "params": ["x", []]})
    assert answer.status_code == 404
