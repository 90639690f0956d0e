"""Connections that have a session or may open one, without requests."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.known_connections import KnownConnections
from jupyter_openbis_server.domain.connections.logins import ExplicitLogin
from jupyter_openbis_server.domain.errors import UnknownConnection
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.domain.shared.secret import Secret


@pytest.fixture
def known(connections, openbis) -> KnownConnections:
    connections.add(Connection(openbis.instance("second")))
    return KnownConnections(connections)


def test_credentials_that_openbis_has_refused_do_not_count_as_a_login(known, connections, anna):
    assert not known.can_log_in("second")
    connections.change("second", lambda now: replace(now, credentials=anna))
    assert known.can_log_in("second")
    connections.change("second", lambda now: now.disconnected("wrong", auto_login=False))
    assert not known.can_log_in("second")
    assert "second" in known.names()


def test_a_session_counts_as_a_login_and_is_listed(known, connections, session_manager, anna):
    assert known.with_session() == ()
    session_manager.log_in("second", anna)
    connections.change("second", lambda now: replace(now, auto_login=False))
    assert known.can_log_in("second")
    assert known.with_session() == ("second",)


def test_an_unknown_connection_cannot_log_in(known):
    assert not known.can_log_in("nowhere")
    with pytest.raises(UnknownConnection):
        known.get("nowhere")


def test_an_explicit_login_replaces_the_credentials(known, connections, anna):
    connections.change("second", lambda now: replace(now, credentials=anna))
    known.use_login("second", ExplicitLogin(token=Secret("$pat-bert-1x1")))
    assert known.get("second").credentials == Credentials.of_token(Secret("$pat-bert-1x1"), "")
