"""Fake of the port `PanelLogin`."""

from __future__ import annotations

from dataclasses import replace

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.errors import NotLoggedIn, OpenbisError
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.shared.secret import Secret


class MemoryPanelLogin:
    """`PanelLogin` without a server.

    Attributes:
        definitions: The connections of the panel.
        sessions: Maps the name of each connection with a login to its session.
        renewed: Maps the name of a connection to the session that replaces an expired one.
        failure: The error that `session` raises; None for no error.
        problem: With a failure, why the panel is not available; empty if there is no panel.
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
            alternative = f", or run `jupyter openbis -c {name} login`" if is_saved else ""
            raise NotLoggedIn(name, f"log in in the openBIS panel{alternative}")
        return replace(session, is_shared=True)
