"""Fixtures of all contracts about openBIS."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.instances.ports import Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret

DEAD_TOKEN = Secret("unknown-230101120000000x0123456789ABCDEF0123456789ABCDEF")


class OpenbisContract:
    """Base class with an open session, one that openBIS does not know, and one of an unreachable instance."""

    @pytest.fixture
    def session(self, sessions: Sessions, instance: Instance, credentials: Credentials) -> Iterator[Session]:
        session = sessions.open(instance, credentials)
        yield session
        sessions.close(session)

    @pytest.fixture
    def dead_session(self, session: Session) -> Session:
        return replace(session, token=DEAD_TOKEN)

    @pytest.fixture
    def unreachable_session(self, session: Session, dead_instance: Instance) -> Session:
        return replace(session, instance=dead_instance)
