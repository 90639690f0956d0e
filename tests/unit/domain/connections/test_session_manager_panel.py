"""In kernels the session of the openBIS panel comes first; it is renewed by the panel and never closed here."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import MemoryConnections, MemoryOpenbis, MemoryPanelLogin, MemorySessions
from jupyter_openbis_server.domain.errors import ConnectionFailed, NotLoggedIn, SessionExpired, WrongUser
from jupyter_openbis_server.domain.model import Connection, Credentials, Secret, Session
from jupyter_openbis_server.domain.session_keeper import SessionKeeper

Ask = Callable[[Session], str]


@pytest.fixture
def panel(openbis: MemoryOpenbis, sessions: MemorySessions, bert: Credentials) -> MemoryPanelLogin:
    """The panel is logged in as bert; the connection of the kernel has the password of anna."""
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), bert)
    panel.renewed["lab"] = sessions.open(openbis.instance("lab"), bert)
    return panel


@pytest.fixture
def keeper(connections: MemoryConnections, sessions: MemorySessions, panel: MemoryPanelLogin) -> SessionKeeper:
    return SessionKeeper(connections, sessions, panel)


def test_the_session_of_the_panel_comes_before_remembered_credentials(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    assert keeper.use("lab", token_of) == panel.sessions["lab"].token.reveal()
    assert keeper.use("lab", token_of) == panel.sessions["lab"].token.reveal()
    assert panel.requests == [("lab", None)]
    known = connections.get("lab")
    assert (known.username, known.session and known.session.is_shared) == ("bert", True)


def test_without_a_login_in_the_panel_remembered_credentials_are_used(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    panel.failure = NotLoggedIn("lab", "log in in the openBIS panel")
    assert keeper.use("lab", token_of)
    assert connections.get("lab").username == "anna"


@pytest.mark.parametrize("failure", [NotLoggedIn("lab", "log in in the panel"), ConnectionFailed("lab", "timeout")])
def test_without_any_login_the_error_is_that_of_the_panel(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask, failure: NotLoggedIn
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel.failure = failure
    with pytest.raises(type(failure), match=str(failure)):
        keeper.use("lab", token_of)


def test_the_panel_alone_can_be_asked(
    keeper: SessionKeeper, openbis: MemoryOpenbis, panel: MemoryPanelLogin, anna: Credentials
) -> None:
    panel.failure = NotLoggedIn("lab")
    attempts = openbis.login_attempts
    assert keeper.from_panel("lab") is None
    panel.failure = None
    found = keeper.from_panel("lab")
    assert found
    assert (found.token, found.is_shared) == (panel.sessions["lab"].token, True)
    assert keeper.from_panel("lab") == found
    assert len(panel.requests) == 2
    assert openbis.login_attempts == attempts
    keeper.log_in("lab", anna)
    assert keeper.from_panel("lab") is None


def test_an_expired_session_is_renewed_by_the_panel(
    keeper: SessionKeeper, openbis: MemoryOpenbis, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    first = keeper.use("lab", token_of)
    openbis.log_out(Secret(first))
    attempts = openbis.login_attempts
    assert keeper.use("lab", token_of) not in ("", first)
    assert panel.requests == [("lab", None), ("lab", Secret(first))]
    assert openbis.login_attempts == attempts


def test_a_panel_that_keeps_an_expired_session_is_asked_once(
    keeper: SessionKeeper,
    connections: MemoryConnections,
    openbis: MemoryOpenbis,
    panel: MemoryPanelLogin,
    token_of: Ask,
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel.renewed.clear()
    openbis.log_out(Secret(keeper.use("lab", token_of)))
    with pytest.raises(SessionExpired):
        keeper.use("lab", token_of)
    assert len(panel.requests) == 2
    assert connections.get("lab").session is None


def test_a_logout_in_the_panel_counts_here_too(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    keeper.use("lab", token_of)
    panel.sessions.clear()
    keeper.compare_with_panel("lab")
    assert connections.get("lab").session is None
    with pytest.raises(NotLoggedIn, match="log in in the openBIS panel"):
        keeper.use("lab", token_of)


def test_another_user_of_the_panel_counts_here_too(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    keeper.use("lab", token_of)
    other = replace(panel.sessions["lab"], token=Secret("carla-1"), username="carla")
    panel.sessions["lab"] = other
    keeper.compare_with_panel("lab")
    assert keeper.use("lab", lambda session: session.token) == other.token
    assert connections.get("lab").username == "carla"


def test_another_user_of_the_panel_than_the_required_one_is_refused(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    connections.change("lab", lambda now: now.restricted_to("bert"))
    keeper.use("lab", token_of)
    panel.sessions["lab"] = replace(panel.sessions["lab"], token=Secret("carla-1"), username="carla")
    keeper.compare_with_panel("lab")
    assert connections.get("lab").session is None


def test_a_panel_that_cannot_be_asked_takes_no_session_away(
    keeper: SessionKeeper, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    token = keeper.use("lab", token_of)
    panel.failure = NotLoggedIn("lab", "the Jupyter server does not answer")
    keeper.compare_with_panel("lab")
    assert keeper.use("lab", token_of) == token


def test_the_session_of_the_panel_is_never_closed(
    keeper: SessionKeeper, connections: MemoryConnections, openbis: MemoryOpenbis, token_of: Ask
) -> None:
    keeper.use("lab", token_of)
    before = openbis.open_sessions
    keeper.leave(connections.get("lab"))
    keeper.log_out("lab")
    assert openbis.open_sessions == before


def test_after_an_explicit_login_the_panel_is_not_used(
    keeper: SessionKeeper,
    connections: MemoryConnections,
    openbis: MemoryOpenbis,
    panel: MemoryPanelLogin,
    anna: Credentials,
    token_of: Ask,
) -> None:
    keeper.use("lab", token_of)
    keeper.log_in("lab", anna)
    openbis.expire_all_sessions()
    keeper.use("lab", token_of)
    assert connections.get("lab").username == "anna"
    assert len(panel.requests) == 1


def test_the_session_of_another_user_than_the_required_one_is_refused(
    keeper: SessionKeeper, connections: MemoryConnections, token_of: Ask
) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None, required_user="anna"))
    with pytest.raises(WrongUser, match="belongs to bert, not to anna"):
        keeper.use("lab", token_of)
    assert connections.get("lab").session is None


def test_the_required_user_may_have_remembered_credentials(
    keeper: SessionKeeper, connections: MemoryConnections, token_of: Ask
) -> None:
    connections.change("lab", lambda now: now.restricted_to("anna"))
    keeper.use("lab", token_of)
    assert connections.get("lab").username == "anna"


@pytest.mark.parametrize("user", ["bert", "Bert", "BERT"])
def test_a_required_user_is_compared_with_openbis_own_name_in_any_case(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask, user: str
) -> None:
    panel.sessions["lab"] = replace(panel.sessions["lab"], username="bert@example.org")  # as typed at the login
    connections.change("lab", lambda now: now.restricted_to(user))
    assert keeper.use("lab", token_of) == panel.sessions["lab"].token.reveal()


def test_the_name_that_a_session_claims_does_not_count(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin, token_of: Ask
) -> None:
    panel.sessions["lab"] = replace(panel.sessions["lab"], username="anna")
    connections.change("lab", lambda now: replace(now, credentials=None, required_user="anna"))
    with pytest.raises(WrongUser, match="belongs to bert, not to anna"):
        keeper.use("lab", token_of)
    connections.change("lab", lambda now: replace(now, required_user="Bert"))
    assert keeper.use("lab", token_of)


def test_an_expired_session_of_the_required_user_is_renewed_by_the_panel(
    keeper: SessionKeeper, sessions: MemorySessions, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    sessions.close(panel.sessions["lab"])
    wanted = panel.renewed["lab"]
    connections.change("lab", lambda now: now.restricted_to("Bert"))
    assert keeper.use("lab", lambda session: session.token) == wanted.token


def test_remembered_credentials_of_an_e_mail_address_are_compared_after_the_login(
    connections: MemoryConnections, sessions: MemorySessions, openbis: MemoryOpenbis, anna: Credentials
) -> None:
    keeper = SessionKeeper(connections, sessions)
    connections.change("lab", lambda now: now.restricted_to("bert@example.org"))
    with pytest.raises(WrongUser, match=r"belongs to anna, not to bert@example\.org"):
        keeper.use("lab", lambda session: session)
    assert openbis.open_sessions == ()


def test_a_token_of_another_user_than_the_required_one_is_refused(
    keeper: SessionKeeper, connections: MemoryConnections, panel: MemoryPanelLogin
) -> None:
    token = panel.sessions["lab"].token
    connections.change("lab", lambda now: now.restricted_to("anna"))
    with pytest.raises(WrongUser):
        keeper.log_in("lab", Credentials.of_token(token, "bert"))


def test_the_definition_of_the_panel_counts_and_the_password_stays_with_its_url(
    connections: MemoryConnections, sessions: MemorySessions, panel: MemoryPanelLogin, openbis: MemoryOpenbis
) -> None:
    known = connections.get("lab")
    connections.add(replace(known, instance=replace(known.instance, url="https://other.example.org")))
    SessionKeeper(connections, sessions, panel).use("lab", lambda session: session)
    now: Connection = connections.get("lab")
    assert now.instance == openbis.instance("lab")
    assert now.credentials is None
