"""Session manager: a token of the hub that openBIS does not accept any more is replaced by a new one."""

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.connection import Connection, ConnectionStatus
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionOrigin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import NotLoggedIn, SessionExpired, TokenExpired
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.testing.fakes.token_store import MemoryTokenIssuer


@pytest.fixture
def first(openbis):
    return openbis.add_access_token("anna")


@pytest.fixture
def issuer(openbis, first) -> MemoryTokenIssuer:
    return MemoryTokenIssuer(openbis.instance("lab").url, first)


@pytest.fixture
def connections(openbis, first) -> ConnectionRegistry:
    known = ConnectionRegistry()
    token = Credentials.of_token(first)
    known.add(Connection(openbis.instance("lab"), "anna", token, origin=ConnectionOrigin.OPERATOR))
    return known


@pytest.fixture
def session_manager(connections, sessions, issuer) -> SessionManager:
    return SessionManager(connections, sessions, issuer=issuer)


def new_token(openbis, issuer):
    issuer.current = openbis.add_access_token("anna")
    return issuer.current


def test_the_hub_is_not_asked_while_the_token_is_valid(session_manager, issuer, first):
    assert session_manager.session("lab").token == first
    session_manager.check("lab")
    assert issuer.requests == 0


def test_a_request_is_repeated_with_the_new_token(session_manager, connections, openbis, issuer, first, token_of):
    session_manager.use("lab", token_of)
    openbis.remove_access_token("anna", first)
    expected = new_token(openbis, issuer)
    assert session_manager.use("lab", token_of) == expected.reveal()
    assert connections.get("lab").status is ConnectionStatus.CONNECTED
    assert connections.get("lab").has_operators_token


def test_a_check_uses_the_new_token(session_manager, openbis, issuer, first):
    session_manager.session("lab")
    openbis.remove_access_token("anna", first)
    expected = new_token(openbis, issuer)
    assert session_manager.check("lab").session.token == expected


def test_without_a_new_token_the_connection_says_so_and_is_back_after_the_sign_in(
    session_manager, openbis, issuer, first, token_of
):
    session_manager.session("lab")
    openbis.remove_access_token("anna", first)
    issuer.current = None
    assert "has expired" in session_manager.check("lab").problem
    with pytest.raises(TokenExpired):
        session_manager.use("lab", token_of)
    assert "has expired" in session_manager.check("lab").problem
    expected = new_token(openbis, issuer)
    assert session_manager.check("lab").session.token == expected


def test_the_same_token_is_not_tried_again(session_manager, openbis, first, token_of):
    session_manager.session("lab")
    openbis.remove_access_token("anna", first)
    with pytest.raises(SessionExpired):
        session_manager.use("lab", token_of)


def test_a_token_that_openbis_reports_active_but_refuses_is_replaced(session_manager, openbis, issuer, first):
    expected = new_token(openbis, issuer)

    def refuse_first(session):
        if session.token == first:
            raise SessionExpired("lab")
        return session.token

    assert session_manager.use("lab", refuse_first) == expected


def test_after_a_logout_the_hub_is_not_asked(session_manager, openbis, issuer, token_of):
    session_manager.session("lab")
    session_manager.log_out("lab")
    new_token(openbis, issuer)
    session_manager.check("lab")
    with pytest.raises(NotLoggedIn):
        session_manager.use("lab", token_of)
    assert issuer.requests == 0


def test_a_password_of_the_user_is_not_replaced(session_manager, openbis, issuer, anna, token_of):
    session_manager.log_in("lab", anna)
    new_token(openbis, issuer)
    openbis.expire_all_sessions()
    assert session_manager.use("lab", token_of)
    assert issuer.requests == 0


def test_connections_that_no_hub_defines_do_not_get_its_token(sessions, openbis, issuer, first, token_of):
    known = ConnectionRegistry()
    token = Credentials.of_token(first)
    known.add(Connection(openbis.instance("lab"), "anna", token, origin=ConnectionOrigin.USER_FILE))
    openbis.remove_access_token("anna", first)
    new_token(openbis, issuer)
    with pytest.raises(SessionExpired):
        SessionManager(known, sessions, issuer=issuer).use("lab", token_of)
    assert issuer.requests == 0


def test_an_openbis_that_is_down_keeps_the_problem(session_manager, openbis, issuer, first):
    session_manager.session("lab")
    openbis.remove_access_token("anna", first)
    issuer.current = None
    session_manager.check("lab")
    new_token(openbis, issuer)
    openbis.go_down()
    assert session_manager.check("lab").session is None
