"""Session manager: end of sessions by logout, expiry, removal of the connection, or changes during a login."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.errors import (
    NotLoggedIn,
    SessionExpired,
    SessionTokenAsPassword,
    TokenExpired,
    UnknownConnection,
)
from jupyter_openbis_server.domain.instances.session import Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import Secret

# --- logging out


def test_a_logout_closes_the_session_and_keeps_the_password(session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    connection = session_manager.log_out("lab")
    assert openbis.open_sessions == ()
    assert (connection.session, connection.credentials, connection.problem) == (None, anna, None)


def test_after_a_logout_no_automatic_login_happens(session_manager, openbis, anna, token_of):
    session_manager.log_in("lab", anna)
    session_manager.log_out("lab")
    with pytest.raises(NotLoggedIn, match="log in first"):
        session_manager.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_after_a_logout_the_user_can_log_in_again(session_manager, anna, token_of):
    session_manager.log_in("lab", anna)
    session_manager.log_out("lab")
    session_manager.log_in("lab", anna)
    assert session_manager.use("lab", token_of)


def test_a_logout_works_while_openbis_is_down(session_manager, openbis, anna):
    session_manager.log_in("lab", anna)
    openbis.go_down()
    assert session_manager.log_out("lab").session is None


def test_logging_out_without_a_session_is_no_error(session_manager):
    assert session_manager.log_out("lab").status is ConnectionStatus.NOT_CONNECTED


# --- checking


def test_check_records_an_active_session(session_manager, openbis, connections, anna):
    session_manager.log_in("lab", anna)
    connections.change("lab", lambda now: now.with_problem("no answer"))
    assert session_manager.check("lab").status is ConnectionStatus.CONNECTED


def test_check_records_an_expired_session(session_manager, openbis, connections, anna, token_of):
    session_manager.log_in("lab", anna)
    openbis.expire_all_sessions()
    checked = session_manager.check("lab")
    assert (checked.session, checked.problem) == (None, "the session has expired")
    assert checked == connections.get("lab")
    assert session_manager.use("lab", token_of)


def test_check_records_a_dead_host_and_keeps_the_session(session_manager, openbis, anna):
    session = session_manager.log_in("lab", anna).session
    openbis.go_down()
    checked = session_manager.check("lab")
    assert checked.status is ConnectionStatus.NOT_CONNECTED
    assert checked.session == session
    openbis.come_back()
    assert session_manager.check("lab").status is ConnectionStatus.CONNECTED


def test_checking_never_logs_in(session_manager, openbis):
    assert session_manager.check("lab").session is None
    assert openbis.login_attempts == 0


# --- removal of connections


def test_a_forgotten_connection_leaves_no_session_behind(session_manager, connections, openbis, anna):
    session_manager.log_in("lab", anna)
    session_manager.forget(connections.remove("lab"))
    assert openbis.open_sessions == ()


def test_given_token_stays_valid_after_its_connection_is_removed(session_manager, connections, openbis, sessions, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    session_manager.log_in("lab", Credentials.of_token(given.token))
    session_manager.forget(connections.remove("lab"))
    assert sessions.is_alive(given)


# --- changes during a login


def test_a_connection_removed_during_a_login_closes_the_new_session(session_manager, connections, openbis, anna):
    openbis.before_login = lambda: connections.remove("lab")
    with pytest.raises(UnknownConnection):
        session_manager.log_in("lab", anna)
    assert openbis.open_sessions == ()


def test_a_connection_replaced_during_a_login_closes_the_new_session(session_manager, connections, openbis, anna):
    other = Connection(Instance("lab", "https://other.example.org"))
    openbis.before_login = lambda: connections.add(other)
    with pytest.raises(NotLoggedIn, match="has changed meanwhile"):
        session_manager.log_in("lab", anna)
    assert openbis.open_sessions == ()
    assert connections.get("lab") == other


def test_a_connection_removed_during_a_login_that_fails_stays_removed(session_manager, connections, openbis, wrong):
    openbis.before_login = lambda: connections.remove("lab")
    with pytest.raises(UnknownConnection):
        session_manager.log_in("lab", wrong)
    assert connections.all() == ()


def test_result_of_a_check_of_an_old_session_does_not_apply_to_a_new_one(
    session_manager, connections, sessions, openbis, anna
):
    session_manager.log_in("lab", anna)
    renewed = replace(connections.get("lab"), session=sessions.open(openbis.instance("lab"), anna))
    is_alive = sessions.is_alive

    def ask_while_another_thread_renews(session):
        connections.add(renewed)
        openbis.log_out(session.token)
        return is_alive(session)

    sessions.is_alive = ask_while_another_thread_renews
    assert session_manager.check("lab") == renewed


# --- tokens that the hub or operator has given


@pytest.fixture
def hubs_token(connections, openbis, anna) -> Credentials:
    """The connection `lab` is defined by the hub, with a session token."""
    token = Credentials.of_token(openbis.log_in("anna", anna.secret))
    connections.add(Connection(openbis.instance("lab"), "anna", token, origin=ConnectionOrigin.OPERATOR))
    return token


def test_a_logout_leaves_the_hubs_token_alive_and_a_login_works_again(
    session_manager, openbis, hubs_token, token_of, anna
):
    session_manager.use("lab", token_of)
    assert session_manager.log_out("lab").session is None
    assert openbis.open_sessions == ("anna",)
    with pytest.raises(NotLoggedIn, match="log in first"):
        session_manager.use("lab", token_of)
    assert session_manager.log_in("lab", hubs_token).status is ConnectionStatus.CONNECTED
    session_manager.log_out("lab")
    assert session_manager.log_in("lab", anna).status is ConnectionStatus.CONNECTED


def test_logout_closes_the_session_that_replaced_the_hubs_token(session_manager, openbis, hubs_token, bert):
    session_manager.log_in("lab", bert)
    assert openbis.open_sessions == ("anna", "bert")
    session_manager.log_out("lab")
    assert openbis.open_sessions == ("anna",)


def test_error_for_an_expired_token_of_the_hub_has_a_hint(session_manager, openbis, connections, hubs_token, token_of):
    session_manager.use("lab", token_of)
    openbis.expire_all_sessions()
    what_to_do = (
        "the token that the hub or OPENBIS_TOKEN gave has expired; sign in to the hub again, restart your server"
    )
    assert what_to_do in session_manager.check("lab").problem
    for attempt in (lambda: session_manager.log_in("lab", hubs_token), lambda: session_manager.use("lab", token_of)):
        with pytest.raises(NotLoggedIn, match=what_to_do):
            attempt()
    assert what_to_do in connections.get("lab").problem


def test_error_for_an_expired_token_of_the_user_does_not_mention_the_hub(session_manager, openbis, anna):
    token = Credentials.of_token(openbis.log_in("anna", anna.secret))
    openbis.expire_all_sessions()
    with pytest.raises(TokenExpired, match="give a new one") as caught:
        session_manager.log_in("lab", token)
    assert isinstance(caught.value, SessionExpired)
    assert "hub" not in str(caught.value)


def test_a_session_token_typed_as_a_password_gets_a_hint(session_manager):
    token = Secret("anna-230315100000123x0123456789ABCDEF0123456789abcdef")
    with pytest.raises(SessionTokenAsPassword, match="looks like a session token") as caught:
        session_manager.log_in("lab", Credentials.typed("anna", token))
    assert token.reveal() not in str(caught.value)
