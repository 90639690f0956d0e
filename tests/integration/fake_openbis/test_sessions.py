"""Sessions: openbis-protocol 2.1 to 2.5."""

import re

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import FakeClock, Wire

HOUR = 3600


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def openbis(start_fake_openbis, clock) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False, clock=clock, users={"admin": "changeit", "ann-lee": "secret"})


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


def test_a_login_returns_a_token_that_begins_with_the_user(wire):
    token = wire.result("login", "ann-lee", "secret")
    assert re.fullmatch(r"ann-lee-\d{15}x[0-9A-F]{32}", token)
    assert wire.result("isSessionActive", token) is True


@pytest.mark.parametrize(("user", "password"), [("admin", "wrong"), ("unknown", "changeit")])
def test_wrong_credentials_give_null_and_no_error(wire, user, password):
    assert wire.result("login", user, password) is None


def test_a_blank_password_is_an_error(wire):
    assert wire.error("login", "admin", "")["message"] == "No 'password' specified."


def test_a_user_without_roles_may_not_log_in(start_fake_openbis):
    settings = ServerSettings(users_without_roles=frozenset({"guest"}))
    wire = Wire(start_fake_openbis(sample_data=False, settings=settings, users={"guest": "secret"}))
    message = wire.error("login", "guest", "secret")["message"]
    assert message == "User 'guest' has no role assignments and thus is not permitted to login."


@pytest.mark.parametrize("minor", [5, 6, 7])
def test_the_version_of_the_api_is_available_without_login(start_fake_openbis, minor):
    wire = Wire(start_fake_openbis(sample_data=False, settings=ServerSettings(f"3.{minor}")))
    assert (wire.result("getMajorVersion"), wire.result("getMinorVersion")) == (3, minor)


def test_the_error_after_a_logout_contains_the_token(wire):
    token = wire.result("login", "admin", "changeit")
    assert wire.result("logout", token) is None
    assert wire.result("isSessionActive", token) is False
    error = wire.error("getServerInformation", token)
    assert error["message"] == f"Session token '{token}' is invalid: user is not logged in."
    assert error["data"]["exceptionTypeName"].endswith(".InvalidSessionException")


def test_an_idle_session_expires_with_one_text_first_and_another_later(wire, clock):
    token = wire.result("login", "admin", "changeit")
    clock.advance(12 * HOUR + 1)
    assert wire.result("isSessionActive", token) is False
    assert wire.error("getServerInformation", token)["message"] == "Session no longer available. Please login again."
    assert "user is not logged in" in wire.error("getServerInformation", token)["message"]


def test_using_a_session_extends_it_but_checking_it_does_not(wire, clock):
    used, asked = (wire.result("login", "admin", "changeit") for _ in range(2))
    for _ in range(2):
        clock.advance(8 * HOUR)
        wire.result("getServerInformation", used)
        wire.result("isSessionActive", asked)
    assert wire.result("isSessionActive", used) is True
    assert wire.result("isSessionActive", asked) is False


def test_a_sixth_login_ends_the_least_recently_active_session_of_that_user(wire, clock):
    other = wire.result("login", "ann-lee", "secret")
    tokens = []
    for _ in range(5):
        tokens.append(wire.result("login", "admin", "changeit"))
        clock.advance(1)
    wire.result("getServerInformation", tokens[0])
    wire.result("login", "admin", "changeit")
    assert [wire.result("isSessionActive", token) for token in tokens] == [True, False, True, True, True]
    assert wire.result("isSessionActive", other) is True


def test_a_restart_ends_all_sessions(openbis, wire):
    token = wire.result("login", "admin", "changeit")
    openbis.restart()
    assert wire.result("isSessionActive", token) is False


def test_the_end_of_a_session_is_announced_for_logout_expiry_and_eviction(openbis, wire, clock):
    ended: list[str] = []
    openbis.sessions.on_end(ended.append)
    logged_out = wire.result("login", "admin", "changeit")
    wire.result("logout", logged_out)
    expired = wire.result("login", "admin", "changeit")
    openbis.sessions.expire(expired)
    wire.error("getServerInformation", expired)
    evicted = wire.result("login", "admin", "changeit")
    for _ in range(5):
        clock.advance(1)
        wire.result("login", "admin", "changeit")
    assert ended == [logged_out, expired, evicted]


def test_the_session_information_names_the_user(wire):
    token = wire.result("login", "ann-lee", "secret")
    information = wire.result("getSessionInformation", token)
    assert (information["userName"], information["sessionToken"]) == ("ann-lee", token)
    assert information["personalAccessTokenSession"] is False
    assert information["creatorPerson"] == information["person"]["@id"]


@pytest.mark.parametrize(("version", "number_of_keys"), [("3.5", 6), ("3.6", 13), ("3.7", 13)])
def test_the_server_information_is_a_flat_map_of_texts(start_fake_openbis, version, number_of_keys):
    openbis = start_fake_openbis(sample_data=False, api_version=version)
    information = Wire(openbis).result("getServerInformation", openbis.sessions.open("admin"))
    assert information["api-version"] == version
    assert len(information) == number_of_keys
    assert all(value is None or isinstance(value, str) for value in information.values())


def test_only_an_instance_admin_logs_in_as_another_user(openbis, wire):
    token = wire.result("loginAs", "admin", "changeit", "ann-lee")
    assert wire.result("getSessionInformation", token)["userName"] == "ann-lee"
    assert wire.result("loginAs", "admin", "wrong", "ann-lee") is None


def test_new_perm_ids_are_dates_with_a_unique_number(openbis, wire):
    token = openbis.sessions.open("admin")
    first, second = wire.result("createPermIdStrings", token, 2)
    assert re.fullmatch(r"20231114221320000-\d+", first)
    assert first != second


@pytest.mark.parametrize(
    ("settings", "given"),
    [({"login_ignores_case": True}, "Alice"), ({"login_by_email": True}, "Alice@Example.org"), ({}, "alice")],
)
def test_the_session_has_the_user_id_of_the_person_and_not_of_the_login(start_fake_openbis, settings, given):
    openbis = start_fake_openbis(sample_data=False, users={"alice": "secret"}, settings=ServerSettings(**settings))
    openbis.laboratory.put(e.Person("alice", email="alice@example.org"))
    wire = Wire(openbis)
    token = wire.result("login", given, "secret")
    assert wire.result("getSessionInformation", token)["person"]["userId"] == "alice"
    assert wire.result("login", given, "wrong") is None


@pytest.mark.parametrize("given", ["Alice", "alice@example.org"])
def test_names_of_users_are_exact_unless_the_server_says_otherwise(start_fake_openbis, given):
    openbis = start_fake_openbis(sample_data=False, users={"alice": "secret"})
    openbis.laboratory.put(e.Person("alice", email="alice@example.org"))
    assert Wire(openbis).result("login", given, "secret") is None
