"""Staying logged in from one run of the program to the next."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.memory import (
    MemoryConnectionFile,
    MemoryConnections,
    MemoryPanelLogin,
    MemoryTokenKeeper,
)
from jupyter_openbis_server.domain.errors import (
    InvalidConnection,
    KeyringUnavailable,
    NoAccessTokens,
    NotLoggedIn,
    UnknownConnection,
)
from jupyter_openbis_server.domain.model import Connection, KeptToken, Secret
from jupyter_openbis_server.domain.session_keeper import SessionKeeper
from jupyter_openbis_server.domain.use_cases import (
    ForgetLogin,
    KeepLogin,
    LeaveOpenbis,
    RecallLogin,
    RemoveConnection,
)

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def keep_login(connections, keeper, sessions) -> KeepLogin:
    return KeepLogin(connections, keeper, sessions, "tests on here", lambda: NOON)


@pytest.fixture
def later(openbis) -> MemoryConnections:
    """What the next run of the program finds: the connection without credentials."""
    connections = MemoryConnections()
    connections.add(Connection(openbis.instance("lab"), "anna"))
    return connections


def _next_run(later, sessions, token_keeper) -> SessionKeeper:
    RecallLogin(later, [MemoryTokenKeeper(), token_keeper])("lab")
    return SessionKeeper(later, sessions)


@pytest.fixture
def leave(connections, keeper) -> LeaveOpenbis:
    return LeaveOpenbis(connections, keeper)


def test_a_password_becomes_a_personal_access_token(
    keep_login, later, sessions, token_keeper, token_of, openbis, anna, leave
):
    kept = keep_login("lab", token_keeper)
    leave("lab")
    assert (kept.valid_until, openbis.access_token_labels) == (NOON + dt.timedelta(days=30), ["tests on here"])
    assert openbis.open_sessions == (), "the session that was opened for it is closed"
    assert anna.secret not in [each.token for each in token_keeper.tokens.values()]
    assert _next_run(later, sessions, token_keeper).use("lab", token_of) == kept.token.reveal()


@pytest.fixture
def with_panel(connections, sessions, openbis, anna) -> KeepLogin:
    """In a kernel: the connection has no credentials, the panel is logged in as anna."""
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), anna)
    return KeepLogin(connections, SessionKeeper(connections, sessions, panel), sessions, "tests on here", lambda: NOON)


def test_the_session_of_the_panel_becomes_a_personal_access_token(
    with_panel, later, sessions, token_keeper, token_of, openbis, connections
):
    kept = with_panel("lab", token_keeper)
    assert kept.credentials.is_access_token
    assert openbis.access_token_labels == ["tests on here"]
    assert connections.get("lab").session.is_shared
    assert _next_run(later, sessions, token_keeper).use("lab", token_of) == kept.token.reveal()


def test_the_session_of_the_panel_itself_is_not_kept(with_panel, token_keeper, openbis):
    openbis.makes_access_tokens = False
    with pytest.raises(NoAccessTokens):
        with_panel("lab", token_keeper)
    assert token_keeper.tokens == {}


def test_where_openbis_makes_none_the_session_is_kept_and_stays_open(
    keep_login, later, sessions, token_keeper, token_of, openbis, leave
):
    openbis.makes_access_tokens = False
    kept = keep_login("lab", token_keeper)
    leave("lab")
    assert not kept.credentials.is_access_token
    assert _next_run(later, sessions, token_keeper).use("lab", token_of) == kept.token.reveal()


def test_a_token_that_the_user_has_given_is_kept_as_it_is(keep_login, connections, token_keeper, openbis, keeper):
    own = openbis.add_access_token("bert", "bert's own")
    keeper.log_in("lab", KeptToken(own, "bert").credentials)
    assert keep_login("lab", token_keeper) == KeptToken(own, "bert")
    assert openbis.access_token_labels == ["bert's own"]


def test_nothing_is_kept_without_a_login(keep_login, connections, openbis, token_keeper):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        keep_login("lab", token_keeper)
    assert token_keeper.tokens == {}


def test_credentials_that_the_connection_has_count_more(keep_login, connections, token_keeper, anna):
    keep_login("lab", token_keeper)
    assert RecallLogin(connections, [token_keeper])("lab").credentials == anna


def test_whoever_has_logged_in_is_the_user(later, openbis, token_keeper):
    token_keeper.put(openbis.instance("lab"), KeptToken(Secret("bert-1"), "bert"))
    assert RecallLogin(later, [token_keeper])("lab").username == "bert"


def test_the_user_may_be_known_from_the_token_only(openbis, token_keeper):
    connections = MemoryConnections()
    connections.add(Connection(openbis.instance("lab")))
    token_keeper.put(openbis.instance("lab"), KeptToken(Secret("$pat-bert-1"), "bert"))
    assert RecallLogin(connections, [token_keeper])("lab").username == "bert"


def test_a_forgotten_session_is_closed(keep_login, forget_login, token_keeper, openbis):
    openbis.makes_access_tokens = False
    kept = keep_login("lab", token_keeper)
    assert forget_login("lab") == (kept,)
    assert (openbis.open_sessions, token_keeper.tokens) == ((), {})
    assert forget_login("lab") == ()


def test_what_is_forgotten_need_not_be_reachable(keep_login, forget_login, token_keeper, openbis):
    openbis.makes_access_tokens = False
    keep_login("lab", token_keeper)
    openbis.go_down()
    forget_login("lab")
    assert token_keeper.tokens == {}


def test_a_connection_is_removed_from_the_nearest_file_with_its_token(
    keep_login, forget_login, connections, token_keeper
):
    entry = {"name": "lab", "url": "https://openbis.example.org"}
    files = [MemoryConnectionFile([], "own"), MemoryConnectionFile([entry], "near"), MemoryConnectionFile([entry])]
    keep_login("lab", token_keeper)
    assert RemoveConnection(connections, files, forget_login)("lab") == "near"
    assert (files[1].content, files[2].content, token_keeper.tokens) == ([], [entry], {})


def test_a_connection_whose_token_cannot_be_forgotten_stays(connections, sessions):
    class Locked(MemoryTokenKeeper):
        def remove(self, instance):
            raise KeyringUnavailable("the user said no")

    file = MemoryConnectionFile([{"name": "lab", "url": "https://openbis.example.org"}])
    with pytest.raises(KeyringUnavailable):
        RemoveConnection(connections, [file], ForgetLogin(connections, sessions, [Locked()]))("lab")
    assert file.defines("lab")


def test_what_is_in_no_file_cannot_be_removed(keep_login, forget_login, connections, token_keeper):
    keep_login("lab", token_keeper)
    remove = RemoveConnection(connections, [MemoryConnectionFile()], forget_login)
    with pytest.raises(InvalidConnection, match="lab is in none of the connection files"):
        remove("lab")
    assert token_keeper.tokens, "it is still logged in"
    with pytest.raises(UnknownConnection):
        remove("nowhere")
