"""Fake of the port `NativeClients`."""

from __future__ import annotations

from jupyter_openbis_server.domain.connections.ports import InSession
from jupyter_openbis_server.domain.instances.session import Session


class MemoryNativeClient:
    """A client that knows its token only."""

    def __init__(self, in_session: InSession) -> None:
        self._in_session = in_session

    @property
    def token(self) -> str:
        """Token of the current session."""
        token: str = self._in_session(_token_of)
        return token


class MemoryNativeClients:
    """`NativeClients` without openBIS."""

    def client(self, session: Session, in_session: InSession) -> MemoryNativeClient:  # noqa: ARG002
        """See `NativeClients.client`."""
        return MemoryNativeClient(in_session)


def _token_of(session: Session) -> str:
    return session.token.reveal()
