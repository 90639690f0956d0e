"""Sharing of a session: unchanged while openBIS accepts it, else renewed."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.adapters.registry.connections import ConnectionRegistry
from jupyter_openbis_server.domain.connections.logins import ShareLogin
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import NotLoggedIn, UnknownConnection
from jupyter_openbis_server.testing.fakes.openbis.openbis import MemoryOpenbis
from jupyter_openbis_server.testing.fakes.openbis.sessions import MemorySessions


@pytest.fixture
def share(session_manager: SessionManager, sessions: MemorySessions) -> ShareLogin:
    return ShareLogin(session_manager, sessions)


def test_the_current_session_is_shared(share: ShareLogin, openbis: MemoryOpenbis) -> None:
    session = share("lab")
    assert share("lab") == session
    assert share("lab", session.token.fingerprint) == session, "it is alive"
    assert openbis.login_attempts == 1


def test_an_expired_session_is_renewed(share: ShareLogin, openbis: MemoryOpenbis) -> None:
    before = share("lab")
    openbis.expire_all_sessions()
    after = share("lab", before.token.fingerprint)
    assert after != before
    assert share("lab", before.token.fingerprint) == after
    assert openbis.login_attempts == 2


def test_without_a_login_there_is_nothing_to_share(share: ShareLogin, connections: ConnectionRegistry) -> None:
    connections.change("lab", lambda now: replace(now, credentials=None))
    with pytest.raises(NotLoggedIn):
        share("lab")
    with pytest.raises(UnknownConnection):
        share("nowhere")
