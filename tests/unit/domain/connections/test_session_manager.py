"""Session manager: sessions are opened once, shared, and renewed after they expire."""

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.errors import (
    DataSetNotFound,
    InstanceUnreachable,
    NotLoggedIn,
    SessionExpired,
    UnknownConnection,
    WrongCredentials,
)
from jupyter_openbis_server.domain.instances.session import Credentials

# --- using a session


def test_the_first_use_logs_in_and_the_next_ones_share_the_session(session_manager, openbis, token_of):
    assert session_manager.use("lab", token_of) == session_manager.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_an_expired_session_is_renewed_exactly_once(session_manager, openbis, token_of):
    before = session_manager.use("lab", token_of)
    openbis.expire_all_sessions()
    assert session_manager.use("lab", token_of) not in ("", before)
    assert openbis.login_attempts == 2
    assert openbis.open_sessions == ("anna",)


def test_an_action_that_finds_every_session_expired_is_not_repeated_forever(session_manager, openbis):
    used = []

    def refuse(session):
        used.append(session)
        raise SessionExpired("lab")

    with pytest.raises(SessionExpired):
        session_manager.use("lab", refuse)
    assert len(used) == 2
    assert openbis.login_attempts == 2


def test_other_errors_of_an_action_are_raised_at_once(session_manager, openbis):
    def fail(session):
        raise DataSetNotFound("1-1")

    with pytest.raises(DataSetNotFound):
        session_manager.use("lab", fail)
    assert openbis.login_attempts == 1


def test_unknown_connection_is_an_error(session_manager, token_of):
    with pytest.raises(UnknownConnection):
        session_manager.use("nowhere", token_of)


def test_without_credentials_the_user_has_to_log_in(session_manager, connections, openbis, token_of):
    connections.add(Connection(openbis.instance("lab")))
    with pytest.raises(NotLoggedIn, match="log in first"):
        session_manager.use("lab", token_of)
    assert openbis.login_attempts == 0


def test_expired_session_without_credentials_is_an_error_and_recorded(
    session_manager, connections, openbis, sessions, anna, token_of
):
    session = sessions.open(openbis.instance("lab"), anna)
    connections.add(Connection(openbis.instance("lab"), "anna", session=session))
    openbis.expire_all_sessions()
    with pytest.raises(SessionExpired):
        session_manager.use("lab", token_of)
    assert connections.get("lab").session is None
    assert connections.get("lab").problem == "the session has expired"


def test_wrong_remembered_credentials_are_not_retried(session_manager, connections, openbis, wrong, token_of):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    with pytest.raises(WrongCredentials):
        session_manager.use("lab", token_of)
    for _ in range(3):
        with pytest.raises(NotLoggedIn, match="Incorrect username or password"):
            session_manager.use("lab", token_of)
    assert openbis.login_attempts == 1


def test_a_password_changed_in_openbis_is_tried_once_when_the_session_expires(session_manager, openbis, token_of):
    session_manager.use("lab", token_of)
    openbis.users["anna"] = "changed"
    openbis.expire_all_sessions()
    with pytest.raises(WrongCredentials):
        session_manager.use("lab", token_of)
    with pytest.raises(NotLoggedIn):
        session_manager.use("lab", token_of)
    assert openbis.login_attempts == 2


def test_later_caller_contacts_a_dead_host_again(session_manager, openbis, connections, token_of):
    openbis.go_down()
    with pytest.raises(InstanceUnreachable):
        session_manager.use("lab", token_of)
    assert "could not be established" in connections.get("lab").problem
    openbis.come_back()
    assert session_manager.use("lab", token_of)
    assert connections.get("lab").status is ConnectionStatus.CONNECTED


def test_invalid_token_is_an_expired_session(session_manager, connections, openbis, anna, token_of):
    token = Credentials.of_token(openbis.log_in("anna", anna.secret))
    connections.add(Connection(openbis.instance("lab"), "anna", token))
    assert session_manager.use("lab", token_of)
    openbis.expire_all_sessions()
    with pytest.raises(SessionExpired):
        session_manager.use("lab", token_of)


def test_refused_token_that_openbis_reports_active_is_not_used_again(session_manager, connections, openbis):
    token = Credentials.of_token(openbis.add_access_token("anna"))
    connections.add(Connection(openbis.instance("lab"), "anna", token))
    used = []

    def refuse(session):
        used.append(session)
        raise SessionExpired("lab")

    with pytest.raises(SessionExpired):
        session_manager.use("lab", refuse)
    assert len(used) == 1


# --- logging in


def test_a_typed_login_opens_a_session_and_remembers_the_credentials(session_manager, connections, bert):
    connection = session_manager.log_in("lab", bert)
    assert connection == connections.get("lab")
    assert (connection.username, connection.credentials) == ("bert", bert)
    assert connection.status is ConnectionStatus.CONNECTED


def test_logging_in_again_with_the_same_credentials_keeps_the_living_session(session_manager, openbis, anna):
    assert session_manager.log_in("lab", anna).session == session_manager.log_in("lab", anna).session
    assert openbis.login_attempts == 1


def test_logging_in_again_replaces_a_dead_session(session_manager, openbis, anna):
    before = session_manager.log_in("lab", anna).session
    openbis.expire_all_sessions()
    assert session_manager.log_in("lab", anna).session != before
    assert openbis.open_sessions == ("anna",)


def test_logging_in_as_another_user_closes_the_session_of_the_first(session_manager, openbis, anna, bert):
    session_manager.log_in("lab", anna)
    session_manager.log_in("lab", bert)
    assert openbis.open_sessions == ("bert",)


def test_login_with_the_token_of_the_current_session_keeps_it(session_manager, openbis, sessions, anna):
    own = session_manager.log_in("lab", anna).session
    assert session_manager.log_in("lab", Credentials.of_token(own.token)).session == own
    assert sessions.is_alive(own)


def test_a_session_that_was_given_as_a_token_is_left_open_for_its_other_users(
    session_manager, openbis, sessions, anna, bert
):
    given = sessions.open(openbis.instance("lab"), anna)
    session_manager.log_in("lab", Credentials.of_token(given.token))
    session_manager.log_in("lab", bert)
    assert sessions.is_alive(given)


def test_a_failed_typed_login_keeps_the_living_session(session_manager, connections, anna, wrong):
    before = session_manager.log_in("lab", anna)
    with pytest.raises(WrongCredentials):
        session_manager.log_in("lab", wrong)
    assert connections.get("lab") == before


def test_failed_typed_login_does_not_invalidate_remembered_credentials(session_manager, openbis, wrong, token_of):
    with pytest.raises(WrongCredentials):
        session_manager.log_in("lab", wrong)
    assert session_manager.use("lab", token_of)
    assert openbis.open_sessions == ("anna",)


def test_failed_login_is_recorded_as_the_problem(session_manager, connections, wrong):
    with pytest.raises(WrongCredentials):
        session_manager.log_in("lab", wrong)
    assert connections.get("lab").problem == "Incorrect username or password for lab"


def test_login_after_wrong_remembered_credentials_replaces_them(
    session_manager, connections, openbis, wrong, anna, token_of
):
    connections.add(Connection(openbis.instance("lab"), "anna", wrong))
    with pytest.raises(WrongCredentials):
        session_manager.use("lab", token_of)
    session_manager.log_in("lab", anna)
    openbis.expire_all_sessions()
    assert session_manager.use("lab", token_of)


def test_an_unknown_connection_cannot_be_logged_in_to(session_manager, anna, openbis):
    with pytest.raises(UnknownConnection):
        session_manager.log_in("nowhere", anna)
    assert openbis.login_attempts == 0


def test_unregistered_names_allocate_no_state(session_manager, anna):
    for number in range(3):
        with pytest.raises(UnknownConnection):
            session_manager.log_in(f"made up {number}", anna)
        with pytest.raises(UnknownConnection):
            session_manager.use(f"made up {number}", lambda session: session)
    assert session_manager._attempts._login_locks._locks == {}
