"""The authenticator of JupyterHub, without a hub and with an openBIS in memory."""

import asyncio
import datetime as dt
import re
import threading
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator
from jupyterhub.crypto import CryptKeeper
from tornado import web
from traitlets.config import Config

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.issued_login import IssueLogins
from jupyter_openbis_server.entrypoints.hub import OpenbisAuthenticator
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions

NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.timezone.utc)
PASSWORD = "correct horse"
FORM = {"username": "anna", "password": PASSWORD}


class User:
    """The used part of JupyterHub's users."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.state: dict[str, Any] | None = None

    async def get_auth_state(self) -> dict[str, Any] | None:
        return self.state

    async def save_auth_state(self, state: dict[str, Any] | None) -> None:
        self.state = state


class WatchedSessions(MemorySessions):
    """Counts checks of sessions; they wait while `gate` is closed."""

    def __init__(self, network: MemoryNetwork) -> None:
        super().__init__(network)
        self.checks = 0
        self.gate = threading.Event()
        self.gate.set()

    def is_alive(self, session):
        self.checks += 1
        assert self.gate.wait(60)
        return super().is_alive(session)


@pytest.fixture
def openbis() -> MemoryOpenbis:
    return MemoryOpenbis(users={"anna": PASSWORD})


@pytest.fixture
def sessions(openbis) -> WatchedSessions:
    return WatchedSessions(MemoryNetwork(openbis))


@pytest.fixture
def authenticator(openbis, sessions) -> OpenbisAuthenticator:
    authenticator = OpenbisAuthenticator(server_url=openbis.url)
    authenticator._known_logins = IssueLogins(
        sessions, openbis.instance("hub"), "JupyterHub", lambda: NOON, dt.timedelta(days=10)
    )
    return authenticator


@pytest.fixture
def anna(authenticator) -> User:
    """Has signed in."""
    anna = User("anna")
    anna.state = asyncio.run(authenticator.authenticate(None, FORM))["auth_state"]
    return anna


def refresh(authenticator: OpenbisAuthenticator, user: User) -> Any:
    authenticator._checked.clear()  # as if the last check was long ago
    return asyncio.run(authenticator.refresh_user(user))


def environment(
    authenticator: OpenbisAuthenticator, user: User, before: dict[str, str] | None = None
) -> dict[str, str]:
    spawner = SimpleNamespace(environment=before or {})
    asyncio.run(authenticator.pre_spawn_start(user, spawner))
    return spawner.environment


# --- sign-in


def test_the_state_has_the_keys_of_the_published_authenticator(anna, openbis):
    assert anna.state["url"] == openbis.url
    assert openbis.user_of(Secret(anna.state["token"])) == "anna"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "anna"},
        {"username": "anna", "password": "  "},
        {"username": "anna", "password": "wrong"},
        {"username": "", "password": PASSWORD},
        {"username": "../anna", "password": PASSWORD},
        {"username": "anna\n", "password": "wrong"},
        {"username": "a" * 2000, "password": PASSWORD},
        {"username": "anna", "password": "$pat-anna-unknown"},
    ],
)
def test_wrong_forms_are_refused(authenticator, form):
    assert asyncio.run(authenticator.authenticate(None, form)) is None


@pytest.mark.parametrize("form", [{"username": "../anna", "password": PASSWORD}, {"username": "anna", "password": ""}])
def test_invalid_names_and_empty_passwords_are_not_sent(authenticator, openbis, form):
    asyncio.run(authenticator.authenticate(None, form))
    assert openbis.login_attempts == 0


def test_a_token_whose_user_has_an_invalid_name_is_refused(authenticator, openbis):
    token = openbis.add_access_token("../anna")
    form = {"username": "anna", "password": token.reveal()}
    assert asyncio.run(authenticator.authenticate(None, form)) is None


def test_an_openbis_that_is_down_is_reported(authenticator, openbis):
    openbis.go_down()
    with pytest.raises(web.HTTPError, match="does not answer") as caught:
        asyncio.run(authenticator.authenticate(None, FORM))
    assert caught.value.status_code == 503


def test_signing_in_again_uses_the_known_login(authenticator, anna, openbis):
    handler = SimpleNamespace(find_user={"anna": anna}.get)
    again = asyncio.run(authenticator.authenticate(handler, FORM))
    assert again["auth_state"] == anna.state
    assert openbis.open_sessions == ("anna",)


@pytest.mark.parametrize(
    ("settings", "is_in"),
    [
        ({"allow_all": True}, True),
        ({"allowed_users": {"anna"}}, True),
        ({"allowed_users": {"bert"}}, False),
        ({"allow_all": True, "blocked_users": {"anna"}}, False),
    ],
)
def test_users_who_are_not_allowed_leave_nothing_in_openbis(authenticator, openbis, settings, is_in):
    for name, value in settings.items():
        setattr(authenticator, name, value)
    handler = SimpleNamespace(find_user=lambda name: None)
    model = asyncio.run(authenticator.get_authenticated_user(handler, FORM))
    assert (model is not None) == is_in
    assert openbis.open_sessions == (("anna",) if is_in else ())
    assert len(openbis._access_tokens) == (1 if is_in else 0)


# --- refresh


def test_a_valid_login_is_kept(authenticator, anna):
    assert refresh(authenticator, anna) is True


def test_a_deleted_token_is_replaced(authenticator, anna, openbis):
    before = anna.state["token"]
    anna.state["of a hook"] = 7
    openbis.remove_access_token("anna", Secret(before))
    renewed = refresh(authenticator, anna)
    assert renewed["name"] == "anna"
    assert renewed["auth_state"]["of a hook"] == 7
    assert openbis.user_of(Secret(renewed["auth_state"]["token"])) == "anna"


def test_without_token_and_session_the_user_has_to_sign_in(authenticator, anna, openbis):
    openbis.remove_access_token("anna", Secret(anna.state["token"]))
    openbis.expire_all_sessions()
    assert refresh(authenticator, anna) is False


def test_users_without_a_login_have_to_sign_in(authenticator):
    assert refresh(authenticator, User("anna")) is False


def test_users_stay_while_openbis_is_down(authenticator, anna, openbis):
    openbis.go_down()
    assert refresh(authenticator, anna) is True


def test_the_login_of_another_openbis_is_not_used(authenticator, anna):
    anna.state["url"] = "https://former.example.org"
    assert refresh(authenticator, anna) is False
    assert "OPENBIS_TOKEN" not in environment(authenticator, anna)


def test_checks_of_a_user_are_shared(authenticator, anna, sessions):
    async def twice():
        return await asyncio.gather(*(authenticator.refresh_user(anna) for _ in range(5)))

    assert asyncio.run(twice()) == [True] * 5
    assert sessions.checks == 1
    assert asyncio.run(authenticator.refresh_user(anna)) is True
    assert sessions.checks == 1, "a moment later, openBIS is not asked again"


def test_the_event_loop_goes_on_while_openbis_is_silent(authenticator, anna, sessions):
    sessions.gate.clear()

    async def others() -> bool:
        waiting = asyncio.ensure_future(authenticator.refresh_user(anna))
        while not sessions.checks:
            await asyncio.sleep(0)
        was_waiting = not waiting.done()
        sessions.gate.set()
        return was_waiting and await waiting

    assert asyncio.run(others()) is True


# --- servers


def test_servers_get_address_and_token(authenticator, anna, openbis):
    authenticator.certificate_fingerprints = ["AB", "CD"]
    assert environment(authenticator, anna, {"OPENBIS_TOKEN": "old", "OTHER": "kept"}) == {
        "OPENBIS_URL": openbis.url,
        "OPENBIS_TOKEN": anna.state["token"],
        "OPENBIS_TOKEN_FROM_HUB": "1",
        "OPENBIS_CERTIFICATE_FINGERPRINTS": "AB,CD",
        "OTHER": "kept",
    }


def test_a_server_without_a_login_gets_the_address_only(authenticator, openbis):
    assert environment(authenticator, User("anna"), {"OPENBIS_TOKEN": "old"}) == {"OPENBIS_URL": openbis.url}


# --- logout


def test_a_logout_ends_token_and_session(authenticator, anna, openbis):
    token = Secret(anna.state["token"])
    asyncio.run(authenticator.revoke(anna))
    assert (openbis.user_of(token), openbis.open_sessions, anna.state) == (None, (), None)


def test_a_logout_may_keep_the_token(authenticator, anna, openbis):
    authenticator.revoke_on_logout = False
    asyncio.run(authenticator.revoke(anna))
    assert openbis.user_of(Secret(anna.state["token"])) == "anna"


def test_a_logout_while_openbis_is_down_forgets_the_login(authenticator, anna, openbis):
    openbis.go_down()
    asyncio.run(authenticator.revoke(anna))
    assert anna.state is None


def test_a_logout_ends_also_a_token_that_is_being_renewed(authenticator, anna, openbis, sessions):
    openbis.remove_access_token("anna", Secret(anna.state["token"]))
    sessions.gate.clear()

    async def both() -> str:
        refreshing = asyncio.ensure_future(authenticator.refresh_user(anna))
        while not sessions.checks:
            await asyncio.sleep(0)
        leaving = asyncio.ensure_future(authenticator.revoke(anna))
        await asyncio.sleep(0)
        sessions.gate.set()
        await leaving
        return (await refreshing)["auth_state"]["token"]

    assert openbis.user_of(Secret(asyncio.run(both()))) is None


# --- configuration


def test_lines_of_the_published_authenticator_are_understood():
    lines = {"server_url": "https://openbis.example.org/openbis/", "verify_certificates": False}
    config = Config({"OpenbisAuthenticator": {**lines, "valid_username_regex": "^[a-z]+$"}})
    authenticator = OpenbisAuthenticator(config=config)
    assert authenticator.server_url == "https://openbis.example.org"
    assert authenticator._instance().verify_certificates is False


@pytest.mark.parametrize("url", ["http://openbis.example.org", "https://", "https://alice:secret@openbis.example.org"])
def test_unusable_addresses_are_refused(url):
    with pytest.raises(InvalidConnection):
        OpenbisAuthenticator(server_url=url)


def test_the_address_is_required():
    with pytest.raises(ValueError, match="server_url"):
        OpenbisAuthenticator().get_handlers(None)


def test_without_a_key_the_hub_does_not_start(authenticator, monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_CRYPT_KEY", raising=False)
    CryptKeeper.clear_instance()
    hub = JupyterHub()
    hub.authenticator, hub.db = authenticator, None
    try:
        with pytest.raises(SystemExit, match="encryption is not available"):
            asyncio.run(hub.init_users())
    finally:
        CryptKeeper.clear_instance()


def test_the_short_name_is_registered():
    project = (Path(__file__).parents[4] / "pyproject.toml").read_text()
    registered = re.search(r'"jupyterhub\.authenticators"\]\nopenbis = "([\w.]+):(\w+)"', project)
    assert registered
    assert issubclass(getattr(import_module(registered[1]), registered[2]), Authenticator)
