"""The login of an openBIS panel in memory."""

from __future__ import annotations

from dataclasses import replace

from jupyter_openbis_server.domain.errors import NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.model import ConnectionDefinition, PanelConnections, Secret, Session


class MemoryPanelLogin:
    """`PanelLogin` without a server.

    Attributes:
        definitions: The connections of the panel.
        sessions: Name of a connection to its session; without one, nobody is logged in.
        renewed: Name of a connection to the session that takes the place of an expired one.
        failure: What `session` raises; None for nothing.
        problem: With a failure, why the panel cannot be asked; empty if there is no panel.
        requests: Name and expired token of each request for a session.
    """

    def __init__(self, *definitions: ConnectionDefinition) -> None:
        self.definitions = definitions
        self.sessions: dict[str, Session] = {}
        self.renewed: dict[str, Session] = {}
        self.failure: OpenbisError | None = None
        self.problem = ""
        self.requests: list[tuple[str, Secret | None]] = []

    def connections(self) -> PanelConnections:
        """See the port."""
        if self.failure:
            return PanelConnections.none(self.problem)
        return PanelConnections(self.definitions)

    def session(self, name: str, expired: Secret | None = None, *, is_saved: bool = True) -> Session:
        """See the port."""
        self.requests.append((name, expired))
        if self.failure:
            raise self.failure
        session = self.sessions.get(name)
        if session and session.token == expired:
            session = self.renewed.pop(name, session)
            self.sessions[name] = session
        if session is None:
            elsewhere = f", or run `jupyter openbis -c {name} login`" if is_saved else ""
            raise NotLoggedIn(name, f"log in in the openBIS panel{elsewhere}")
        return replace(session, is_shared=True)
