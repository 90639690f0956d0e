"""In kernels the session of the openBIS panel comes first; it is renewed by the panel and never closed here."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import ConnectionFailed, NotLoggedIn, SessionExpired, WrongUser
from jupyter_openbis_server.domain.instances.session import Credentials, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions
from jupyter_openbis_server.testing.fakes.panel_login import MemoryPanelLogin

Ask = Callable[[Session], str]


@pytest.fixture
def panel(openbis: MemoryOpenbis, sessions: MemorySessions, bert: Credentials) -> MemoryPanelLogin:
    """The panel is logged in as bert; the connection of the kernel has the password of anna."""
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), bert)
    panel.renewed["lab"] = sessions.open(openbis.instance("lab"), bert)
    return panel


@pytest.fixture
def session_manager(
    connections: ConnectionRegistry, sessions: MemorySessions, panel: MemoryPanelLogin
) -> SessionManager:
    return SessionManager(connections, sessions, panel)


def test_session_of_the_panel_takes_precedence_over_remembered_credentials(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    assert session_manager.use("lab", token_of) == panel.sessions["lab"].token.reveal()
    assert session_manager.use("lab", token_of) == panel.sessions["lab"].token.reveal()
    assert panel.requests == [("lab", None)]
    known = connections.get("lab")
    assert (known.username, known.session and known.session.is_shared) == ("bert", True)


def test_without_a_login_in_the_panel_remembered_credentials_are_used(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    panel.failure = NotLoggedIn("lab", "log in in the openBIS panel")
    assert session_manager.use("lab", token_of)
    assert connections.get("lab").username == "anna"


@pytest.mark.parametrize("failure", [NotLoggedIn("lab", "log in in the panel"), ConnectionFailed("lab", "timeout")])
def test_without_any_login_the_error_is_that_of_the_panel(
    session_manager: SessionManager,
    connections: ConnectionRegistry,
    panel: MemoryPanelLogin,
    token_of: Ask,
    failure: NotLoggedIn,
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel.failure = failure
    with pytest.raises(type(failure), match=str(failure)):
        session_manager.use("lab", token_of)


def test_the_panel_alone_can_be_asked(
    session_manager: SessionManager, openbis: MemoryOpenbis, panel: MemoryPanelLogin, anna: Credentials
) -> None:
    panel.failure = NotLoggedIn("lab")
    attempts = openbis.login_attempts
    assert session_manager.from_panel("lab") is None
    panel.failure = None
    found = session_manager.from_panel("lab")
    assert found
    assert (found.token, found.is_shared) == (panel.sessions["lab"].token, True)
    assert session_manager.from_panel("lab") == found
    assert len(panel.requests) == 2
    assert openbis.login_attempts == attempts
    session_manager.log_in("lab", anna)
    assert session_manager.from_panel("lab") is None


def test_an_expired_session_is_renewed_by_the_panel(
    session_manager: SessionManager, openbis: MemoryOpenbis, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    first = session_manager.use("lab", token_of)
    openbis.log_out(Secret(first))
    attempts = openbis.login_attempts
    assert session_manager.use("lab", token_of) not in ("", first)
    assert panel.requests == [("lab", None), ("lab", Secret(first))]
    assert openbis.login_attempts == attempts


def test_a_panel_that_keeps_an_expired_session_is_asked_once(
    session_manager: SessionManager,
    connections: ConnectionRegistry,
    openbis: MemoryOpenbis,
    panel: MemoryPanelLogin,
    token_of: Ask,
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel.renewed.clear()
    openbis.log_out(Secret(session_manager.use("lab", token_of)))
    with pytest.raises(SessionExpired):
        session_manager.use("lab", token_of)
    assert len(panel.requests) == 2
    assert connections.get("lab").session is None


def test_logout_in_the_panel_applies_to_the_kernel(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    session_manager.use("lab", token_of)
    panel.sessions.clear()
    session_manager.compare_with_panel("lab")
    assert connections.get("lab").session is None
    with pytest.raises(NotLoggedIn, match="log in in the openBIS panel"):
        session_manager.use("lab", token_of)


def test_change_of_user_in_the_panel_applies_to_the_kernel(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    session_manager.use("lab", token_of)
    other = replace(panel.sessions["lab"], token=Secret("carla-1"), username="carla")
    panel.sessions["lab"] = other
    session_manager.compare_with_panel("lab")
    assert session_manager.use("lab", lambda session: session.token) == other.token
    assert connections.get("lab").username == "carla"


def test_another_user_of_the_panel_than_the_required_one_is_refused(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    connections.change("lab", lambda now: now.restricted_to("bert"))
    session_manager.use("lab", token_of)
    panel.sessions["lab"] = replace(panel.sessions["lab"], token=Secret("carla-1"), username="carla")
    session_manager.compare_with_panel("lab")
    assert connections.get("lab").session is None


def test_session_is_kept_while_the_panel_is_unavailable(
    session_manager: SessionManager, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    token = session_manager.use("lab", token_of)
    panel.failure = NotLoggedIn("lab", "the Jupyter server does not answer")
    session_manager.compare_with_panel("lab")
    assert session_manager.use("lab", token_of) == token


def test_the_session_of_the_panel_is_never_closed(
    session_manager: SessionManager, connections: ConnectionRegistry, openbis: MemoryOpenbis, token_of: Ask
) -> None:
    session_manager.use("lab", token_of)
    before = openbis.open_sessions
    session_manager.close_if_owned(connections.get("lab"))
    session_manager.log_out("lab")
    assert openbis.open_sessions == before


def test_after_an_explicit_login_the_panel_is_not_used(
    session_manager: SessionManager,
    connections: ConnectionRegistry,
    openbis: MemoryOpenbis,
    panel: MemoryPanelLogin,
    anna: Credentials,
    token_of: Ask,
) -> None:
    session_manager.use("lab", token_of)
    session_manager.log_in("lab", anna)
    openbis.expire_all_sessions()
    session_manager.use("lab", token_of)
    assert connections.get("lab").username == "anna"
    assert len(panel.requests) == 1


def test_the_session_of_another_user_than_the_required_one_is_refused(
    session_manager: SessionManager, connections: ConnectionRegistry, token_of: Ask
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None, required_user="anna"))
    with pytest.raises(WrongUser, match="belongs to bert, not to anna"):
        session_manager.use("lab", token_of)
    assert connections.get("lab").session is None


def test_the_required_user_may_have_remembered_credentials(
    session_manager: SessionManager, connections: ConnectionRegistry, token_of: Ask
) -> None:
    connections.change("lab", lambda now: now.restricted_to("anna"))
    session_manager.use("lab", token_of)
    assert connections.get("lab").username == "anna"


@pytest.mark.parametrize("user", ["bert", "Bert", "BERT"])
def test_a_required_user_is_compared_with_openbis_own_name_in_any_case(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask, user: str
) -> None:
    panel.sessions["lab"] = replace(panel.sessions["lab"], username="bert@example.org")  # as typed at the login
    connections.change("lab", lambda now: now.restricted_to(user))
    assert session_manager.use("lab", token_of) == panel.sessions["lab"].token.reveal()


def test_user_name_claimed_by_a_session_is_not_trusted(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    panel.sessions["lab"] = replace(panel.sessions["lab"], username="anna")
    connections.change("lab", lambda now: replace(now, credentials=None, required_user="anna"))
    with pytest.raises(WrongUser, match="belongs to bert, not to anna"):
        session_manager.use("lab", token_of)
    connections.change("lab", lambda now: replace(now, required_user="Bert"))
    assert session_manager.use("lab", token_of)


def test_an_expired_session_of_the_required_user_is_renewed_by_the_panel(
    session_manager: SessionManager, sessions: MemorySessions, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    sessions.close(panel.sessions["lab"])
    wanted = panel.renewed["lab"]
    connections.change("lab", lambda now: now.restricted_to("Bert"))
    assert session_manager.use("lab", lambda session: session.token) == wanted.token


def test_remembered_credentials_of_an_e_mail_address_are_compared_after_the_login(
    connections: ConnectionRegistry, sessions: MemorySessions, openbis: MemoryOpenbis, anna: Credentials
) -> None:
    session_manager = SessionManager(connections, sessions)
    connections.change("lab", lambda now: now.restricted_to("bert@example.org"))
    with pytest.raises(WrongUser, match=r"belongs to anna, not to bert@example\.org"):
        session_manager.use("lab", lambda session: session)
    assert openbis.open_sessions == ()


def test_a_token_of_another_user_than_the_required_one_is_refused(
    session_manager: SessionManager, connections: ConnectionRegistry, panel: MemoryPanelLogin
) -> None:
    token = panel.sessions["lab"].token
    connections.change("lab", lambda now: now.restricted_to("anna"))
    with pytest.raises(WrongUser):
        session_manager.log_in("lab", Credentials.of_token(token, "bert"))


def test_definition_of_the_panel_is_used_and_the_password_stays_with_its_url(
    connections: ConnectionRegistry, sessions: MemorySessions, panel: MemoryPanelLogin, openbis: MemoryOpenbis
) -> None:
    known = connections.get("lab")
    connections.add(replace(known, instance=replace(known.instance, url="https://other.example.org")))
    SessionManager(connections, sessions, panel).use("lab", lambda session: session)
    now: Connection = connections.get("lab")
    assert now.instance == openbis.instance("lab")
    assert now.credentials is None
