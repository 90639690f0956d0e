"""Sessions end: by logout, by expiry, with their connection, or because things change while a login runs."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import (
    NotLoggedIn,
    UnknownConnection,
)
from jupyter_openbis_server.domain.model import Connection, ConnectionStatus, Credentials, Instance

# --- logging out


def test_a_logout_closes_the_session_and_keeps_the_password(keeper, openbis, anna):
    keeper.log_in("lab", anna)
    connection = keeper.log_out("lab")
    assert openbis.open_sessions == ()
    assert (connection.session, connection.credentials, connection.problem) == (None, anna, None)


def test_after_a_logout_nobody_logs_in_silently(keeper, openbis, anna, token_of):
    keeper.log_in("lab", anna)
    keeper.log_out("lab")
    with pytest.raises(NotLoggedIn, match="log in first"):
        keeper.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_after_a_logout_the_user_can_log_in_again(keeper, anna, token_of):
    keeper.log_in("lab", anna)
    keeper.log_out("lab")
    keeper.log_in("lab", anna)
    assert keeper.use("lab", token_of)


def test_a_logout_works_while_openbis_is_down(keeper, openbis, anna):
    keeper.log_in("lab", anna)
    openbis.go_down()
    assert keeper.log_out("lab").session is None


def test_logging_out_without_a_session_is_no_error(keeper):
    assert keeper.log_out("lab").status is ConnectionStatus.NOT_CONNECTED


# --- checking


def test_checking_notes_that_a_session_lives(keeper, openbis, connections, anna):
    keeper.log_in("lab", anna)
    connections.change("lab", lambda now: now.with_problem("no answer"))
    assert keeper.check("lab").status is ConnectionStatus.CONNECTED


def test_checking_notes_that_a_session_has_expired(keeper, openbis, connections, anna, token_of):
    keeper.log_in("lab", anna)
    openbis.expire_all_sessions()
    checked = keeper.check("lab")
    assert (checked.session, checked.problem) == (None, "the session has expired")
    assert checked == connections.get("lab")
    assert keeper.use("lab", token_of)


def test_checking_notes_a_dead_host_and_keeps_the_session(keeper, openbis, anna):
    session = keeper.log_in("lab", anna).session
    openbis.go_down()
    checked = keeper.check("lab")
    assert checked.status is ConnectionStatus.NOT_CONNECTED
    assert checked.session == session
    openbis.come_back()
    assert keeper.check("lab").status is ConnectionStatus.CONNECTED


def test_checking_never_logs_in(keeper, openbis):
    assert keeper.check("lab").session is None
    assert openbis.login_attempts == 0


# --- forgetting


def test_a_forgotten_connection_leaves_no_session_behind(keeper, connections, openbis, anna):
    keeper.log_in("lab", anna)
    keeper.forget(connections.remove("lab"))
    assert openbis.open_sessions == ()


def test_a_token_that_was_given_survives_that_its_connection_is_forgotten(keeper, connections, openbis, sessions, anna):
    given = sessions.open(openbis.instance("lab"), anna)
    keeper.log_in("lab", Credentials.of_token(given.token))
    keeper.forget(connections.remove("lab"))
    assert sessions.is_alive(given)


# --- what happens while a login runs


def test_a_connection_removed_during_a_login_closes_the_new_session(keeper, connections, openbis, anna):
    openbis.before_login = lambda: connections.remove("lab")
    with pytest.raises(UnknownConnection):
        keeper.log_in("lab", anna)
    assert openbis.open_sessions == ()


def test_a_connection_replaced_during_a_login_closes_the_new_session(keeper, connections, openbis, anna):
    elsewhere = Connection(Instance("lab", "https://elsewhere.example.org"))
    openbis.before_login = lambda: connections.add(elsewhere)
    with pytest.raises(NotLoggedIn, match="has changed meanwhile"):
        keeper.log_in("lab", anna)
    assert openbis.open_sessions == ()
    assert connections.get("lab") == elsewhere


def test_a_connection_removed_during_a_login_that_fails_stays_removed(keeper, connections, openbis, wrong):
    openbis.before_login = lambda: connections.remove("lab")
    with pytest.raises(UnknownConnection):
        keeper.log_in("lab", wrong)
    assert connections.all() == ()


def test_what_is_found_out_about_an_old_session_is_not_said_of_a_new_one(keeper, connections, sessions, openbis, anna):
    keeper.log_in("lab", anna)
    renewed = replace(connections.get("lab"), session=sessions.open(openbis.instance("lab"), anna))
    is_alive = sessions.is_alive

    def ask_while_another_thread_renews(session):
        connections.add(renewed)
        openbis.log_out(session.token)
        return is_alive(session)

    sessions.is_alive = ask_while_another_thread_renews
    assert keeper.check("lab") == renewed
