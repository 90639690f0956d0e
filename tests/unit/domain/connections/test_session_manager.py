"""Sessions are opened once, used by all, and renewed when they have expired."""

import pytest

from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    InstanceUnreachable,
    NotLoggedIn,
    SessionExpired,
    UnknownConnection,
    WrongCredentials,
)
from jupyter_openbis_server.domain.model import Connection, ConnectionStatus, Credentials

# --- using a session


def test_the_first_use_logs_in_and_the_next_ones_share_the_session(keeper, openbis, token_of):
    assert keeper.use("lab", token_of) == keeper.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_an_expired_session_is_renewed_exactly_once(keeper, openbis, token_of):
    before = keeper.use("lab", token_of)
    openbis.expire_all_sessions()
    assert keeper.use("lab", token_of) not in ("", before)
    assert openbis.login_attempts == 2
    assert openbis.open_sessions == ("anna",)


def test_an_action_that_finds_every_session_expired_is_not_repeated_forever(keeper, openbis):
    used = []

    def refuse(session):
        used.append(session)
        raise SessionExpired("lab")

    with pytest.raises(SessionExpired):
        keeper.use("lab", refuse)
    assert len(used) == 2
    assert openbis.login_attempts == 2


def test_other_errors_of_an_action_are_passed_on_at_once(keeper, openbis):
    def fail(session):
        raise DataSetNotFound("1-1")

    with pytest.raises(DataSetNotFound):
        keeper.use("lab", fail)
    assert openbis.login_attempts == 1


def test_an_unknown_connection_is_said_so(keeper, token_of):
    with pytest.raises(UnknownConnection):
        keeper.use("nowhere", token_of)


def test_without_credentials_the_user_has_to_log_in(keeper, connections, openbis, token_of):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn, match="log in first"):
        keeper.use("lab", token_of)
    assert openbis.login_attempts == 0


def test_an_expired_session_without_credentials_is_said_so_and_noted(
    keeper, connections, openbis, sessions, anna, token_of
):
    session = sessions.open(openbis.instance("lab"), anna)
    connections.add(Connection(openbis.instance("lab"), "anna", session=session))
    openbis.expire_all_sessions()
    with pytest.raises(SessionExpired):
        keeper.use("lab", token_of)
    assert connections.get("lab").session is None
    assert connections.get("lab").problem == "the session has expired"


def test_wrong_remembered_credentials_are_never_retried_unasked(keeper, connections, openbis, wrong, token_of):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    with pytest.raises(WrongCredentials):
        keeper.use("lab", token_of)
    for _ in range(3):
        with pytest.raises(NotLoggedIn, match="Incorrect username or password"):
            keeper.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_a_password_changed_in_openbis_is_tried_once_when_the_session_expires(keeper, openbis, token_of):
    keeper.use("lab", token_of)
    openbis.users["anna"] = "changed"
    openbis.expire_all_sessions()
    with pytest.raises(WrongCredentials):
        keeper.use("lab", token_of)
    with pytest.raises(NotLoggedIn):
        keeper.use("lab", token_of)
    assert openbis.login_attempts == 2


def test_a_dead_host_is_asked_again_by_whoever_comes_later(keeper, openbis, connections, token_of):
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        keeper.use("lab", token_of)
    assert "could not be established" in connections.get("lab").problem
    openbis.come_back()
    assert keeper.use("lab", token_of)
    assert connections.get("lab").status is ConnectionStatus.CONNECTED


def test_a_dead_token_is_an_expired_session(keeper, connections, openbis, anna, token_of):
    token = Credentials.of_token(openbis.log_in("anna", anna.secret))
    connections.add(Connection(openbis.instance("lab"), "anna", token))
    assert keeper.use("lab", token_of)
    openbis.expire_all_sessions()
    with pytest.raises(SessionExpired):
        keeper.use("lab", token_of)


def test_a_token_that_openbis_calls_alive_and_yet_refuses_is_not_used_again(keeper, connections, openbis):
    token = Credentials.of_token(openbis.add_access_token("anna"))
    connections.add(Connection(openbis.instance("lab"), "anna", token))
    used = []

    def refuse(session):
        used.append(session)
        raise SessionExpired("lab")

    with pytest.raises(SessionExpired):
        keeper.use("lab", refuse)
    assert len(used) == 1


# --- logging in


def test_a_typed_login_opens_a_session_and_remembers_the_credentials(keeper, connections, bert):
    connection = keeper.log_in("lab", bert)
    assert connection == connections.get("lab")
    assert (connection.username, connection.credentials) == ("bert", bert)
    assert connection.status is ConnectionStatus.CONNECTED


def test_logging_in_again_with_the_same_credentials_keeps_the_living_session(keeper, openbis, anna):
    assert keeper.log_in("lab", anna).session == keeper.log_in("lab", anna).session
    assert openbis.login_attempts == 1


def test_logging_in_again_replaces_a_dead_session(keeper, openbis, anna):
    before = keeper.log_in("lab", anna).session
    openbis.expire_all_sessions()
    assert keeper.log_in("lab", anna).session != before
    assert openbis.open_sessions == ("anna",)


def test_logging_in_as_another_user_closes_the_session_of_the_first(keeper, openbis, anna, bert):
    keeper.log_in("lab", anna)
    keeper.log_in("lab", bert)
    assert openbis.open_sessions == ("bert",)


def test_the_token_of_the_own_session_typed_in_keeps_that_session(keeper, openbis, sessions, anna):
    own = keeper.log_in("lab", anna).session
    assert keeper.log_in("lab", Credentials.of_token(own.token)).session == own
    assert sessions.is_alive(own)


def test_a_session_that_was_given_as_a_token_is_left_open_for_its_other_users(keeper, openbis, sessions, anna, bert):
    given = sessions.open(openbis.instance("lab"), anna)
    keeper.log_in("lab", Credentials.of_token(given.token))
    keeper.log_in("lab", bert)
    assert sessions.is_alive(given)


def test_a_failed_typed_login_keeps_the_living_session(keeper, connections, anna, wrong):
    before = keeper.log_in("lab", anna)
    with pytest.raises(WrongCredentials):
        keeper.log_in("lab", wrong)
    assert connections.get("lab") == before


def test_a_failed_typed_login_is_not_held_against_the_remembered_credentials(keeper, openbis, wrong, token_of):
    with pytest.raises(WrongCredentials):
        keeper.log_in("lab", wrong)
    assert keeper.use("lab", token_of)
    assert openbis.open_sessions == ("anna",)


def test_a_failed_login_is_noted_as_the_problem(keeper, connections, wrong):
    with pytest.raises(WrongCredentials):
        keeper.log_in("lab", wrong)
    assert connections.get("lab").problem == "Incorrect username or password for lab"


def test_a_login_after_wrong_remembered_credentials_makes_all_good(keeper, connections, openbis, wrong, anna, token_of):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    with pytest.raises(WrongCredentials):
        keeper.use("lab", token_of)
    keeper.log_in("lab", anna)
    openbis.expire_all_sessions()
    assert keeper.use("lab", token_of)


def test_an_unknown_connection_cannot_be_logged_in_to(keeper, anna, openbis):
    with pytest.raises(UnknownConnection):
        keeper.log_in("nowhere", anna)
    assert openbis.login_attempts == 0


def test_names_that_nobody_has_registered_leave_nothing_behind(keeper, anna):
    for number in range(3):
        with pytest.raises(UnknownConnection):
            keeper.log_in(f"made up {number}", anna)
        with pytest.raises(UnknownConnection):
            keeper.use(f"made up {number}", lambda session: session)
    assert keeper._gates == {}
