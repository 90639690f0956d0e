"""Stored logins: credentials for later runs of the program."""

import datetime as dt
from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import (
    DiskFull,
    InvalidConnection,
    KeyringUnavailable,
    NoAccessTokens,
    NotLoggedIn,
    UnknownConnection,
)
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.registry.delete_connection import DeleteDefinition
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.domain.stored_logins.delete_stored_login import DeletedToken, DeleteStoredLogin
from jupyter_openbis_server.domain.stored_logins.restore_login import RestoreLogin
from jupyter_openbis_server.domain.stored_logins.store_login import StoreLogin
from jupyter_openbis_server.testing.fakes.connection_file import MemoryConnectionFile
from jupyter_openbis_server.testing.fakes.panel_login import MemoryPanelLogin
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenStore, UnavailableTokenStore
from tests.unit.domain.conftest import NOON


@pytest.fixture
def store_login(connections, session_manager, sessions) -> StoreLogin:
    return StoreLogin(connections, session_manager, sessions, "tests on here", lambda: NOON)


@pytest.fixture
def later(openbis) -> ConnectionRegistry:
    """Return the state of the next run: the connection without credentials."""
    connections = ConnectionRegistry()
    connections.add(Connection(openbis.instance("lab"), "anna"))
    return connections


def _next_run(later, sessions, token_store) -> SessionManager:
    RestoreLogin(later, [MemoryTokenStore(), token_store], lambda: NOON)("lab")
    return SessionManager(later, sessions)


def test_a_password_becomes_a_personal_access_token(
    store_login, later, sessions, token_store, token_of, openbis, anna, session_manager
):
    kept = store_login("lab", token_store)
    session_manager.end_session("lab")
    assert (kept.valid_until, openbis.access_token_labels) == (NOON + dt.timedelta(days=30), ["tests on here"])
    assert openbis.open_sessions == (), "the session that was opened for it is closed"
    assert anna.secret not in [each.token for each in token_store.tokens.values()]
    assert _next_run(later, sessions, token_store).use("lab", token_of) == kept.token.reveal()


@pytest.fixture
def with_panel(connections, sessions, openbis, anna) -> StoreLogin:
    """In a kernel: the connection has no credentials, the panel is logged in as anna."""
    connections.change("lab", lambda now: replace(now, credentials=None))
    panel = MemoryPanelLogin()
    panel.sessions["lab"] = sessions.open(openbis.instance("lab"), anna)
    return StoreLogin(
        connections, SessionManager(connections, sessions, panel), sessions, "tests on here", lambda: NOON
    )


def test_the_session_of_the_panel_becomes_a_personal_access_token(
    with_panel, later, sessions, token_store, token_of, openbis, connections
):
    kept = with_panel("lab", token_store)
    assert kept.credentials.is_access_token
    assert openbis.access_token_labels == ["tests on here"]
    assert connections.get("lab").session.is_shared
    assert _next_run(later, sessions, token_store).use("lab", token_of) == kept.token.reveal()


def test_session_of_the_panel_itself_is_not_stored(with_panel, token_store, openbis):
    openbis.makes_access_tokens = False
    with pytest.raises(NoAccessTokens):
        with_panel("lab", token_store)
    assert token_store.tokens == {}


def test_without_access_tokens_the_session_is_stored_and_stays_open(
    store_login, later, sessions, token_store, token_of, openbis, session_manager
):
    openbis.makes_access_tokens = False
    kept = store_login("lab", token_store)
    session_manager.end_session("lab")
    assert not kept.credentials.is_access_token
    assert _next_run(later, sessions, token_store).use("lab", token_of) == kept.token.reveal()


def test_no_token_is_created_if_the_store_cannot_keep_it(store_login, openbis):
    with pytest.raises(KeyringUnavailable):
        store_login("lab", UnavailableTokenStore())
    assert openbis.access_token_labels == []


def test_new_token_that_cannot_be_stored_is_deleted_in_openbis(store_login, token_store, openbis):
    token_store.problem = DiskFull("tokens")
    with pytest.raises(DiskFull):
        store_login("lab", token_store)
    assert openbis.access_token_labels == []


def test_token_of_the_user_that_cannot_be_stored_stays_valid(store_login, token_store, openbis, session_manager):
    own = openbis.add_access_token("bert", "bert's own")
    session_manager.log_in("lab", StoredToken(own, "bert").credentials)
    token_store.problem = DiskFull("tokens")
    with pytest.raises(DiskFull):
        store_login("lab", token_store)
    assert openbis.access_token_labels == ["bert's own"]


def test_token_given_by_the_user_is_stored_unchanged(store_login, connections, token_store, openbis, session_manager):
    own = openbis.add_access_token("bert", "bert's own")
    session_manager.log_in("lab", StoredToken(own, "bert").credentials)
    assert store_login("lab", token_store) == StoredToken(own, "bert")
    assert openbis.access_token_labels == ["bert's own"]


def test_nothing_is_stored_without_a_login(store_login, connections, openbis, token_store):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn):
        store_login("lab", token_store)
    assert token_store.tokens == {}


def test_credentials_of_the_connection_override_the_stored_token(store_login, connections, token_store, anna):
    store_login("lab", token_store)
    assert RestoreLogin(connections, [token_store], lambda: NOON)("lab").credentials == anna


def test_user_is_that_of_the_stored_token(later, openbis, token_store):
    token_store.put(openbis.instance("lab"), StoredToken(Secret("bert-1"), "bert"))
    assert RestoreLogin(later, [token_store], lambda: NOON)("lab").username == "bert"


def test_user_is_read_from_the_token(openbis, token_store):
    connections = ConnectionRegistry()
    connections.add(Connection(openbis.instance("lab")))
    token_store.put(openbis.instance("lab"), StoredToken(Secret("$pat-bert-1"), "bert"))
    assert RestoreLogin(connections, [token_store], lambda: NOON)("lab").username == "bert"


def test_deleting_a_stored_login_closes_its_session(store_login, delete_stored_login, token_store, openbis):
    openbis.makes_access_tokens = False
    kept = store_login("lab", token_store)
    assert delete_stored_login("lab") == (DeletedToken(kept, is_revoked=True),)
    assert (openbis.open_sessions, token_store.tokens) == ((), {})
    assert delete_stored_login("lab") == ()


def test_stored_login_is_deleted_if_openbis_is_unreachable(store_login, delete_stored_login, token_store, openbis):
    openbis.makes_access_tokens = False
    store_login("lab", token_store)
    openbis.go_down()
    delete_stored_login("lab")
    assert token_store.tokens == {}


def test_a_connection_is_removed_from_the_nearest_file_with_its_token(
    store_login, delete_stored_login, connections, token_store
):
    entry = {"name": "lab", "url": "https://openbis.example.org"}
    files = [MemoryConnectionFile([], "own"), MemoryConnectionFile([entry], "near"), MemoryConnectionFile([entry])]
    store_login("lab", token_store)
    assert DeleteDefinition(connections, files, delete_stored_login)("lab") == "near"
    assert (files[1].content, files[2].content, token_store.tokens) == ([], [entry], {})


def test_connection_is_kept_if_its_token_cannot_be_deleted(connections, sessions):
    class Locked(MemoryTokenStore):
        def remove(self, instance):
            raise KeyringUnavailable("the user said no")

    file = MemoryConnectionFile([{"name": "lab", "url": "https://openbis.example.org"}])
    with pytest.raises(KeyringUnavailable):
        DeleteDefinition(connections, [file], DeleteStoredLogin(connections, sessions, [Locked()]))("lab")
    assert file.defines("lab")


def test_connection_in_no_file_cannot_be_removed(store_login, delete_stored_login, connections, token_store):
    store_login("lab", token_store)
    remove = DeleteDefinition(connections, [MemoryConnectionFile()], delete_stored_login)
    with pytest.raises(InvalidConnection, match="lab is in none of the connection files"):
        remove("lab")
    assert token_store.tokens, "it is still logged in"
    with pytest.raises(UnknownConnection):
        remove("nowhere")
