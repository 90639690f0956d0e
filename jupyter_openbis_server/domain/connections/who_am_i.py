"""Use case that returns whose session it is, on which server, and how long the login lasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.errors import RequestRefused
from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.domain.instances.instance_facts import InstanceFacts
from jupyter_openbis_server.domain.instances.ports import Instances, Sessions
from jupyter_openbis_server.domain.instances.session import Credentials, Session


@dataclass(frozen=True)
class Identity:
    """The user of a session.

    Attributes:
        connection: Name of the connection.
        url: URL of the instance.
        user: The user's id, as openBIS has it.
        is_access_token: Whether the login is a personal access token; else it is a session.
        is_shared: Whether the session is that of the openBIS panel.
        facts: Versions of the instance.
        access_tokens: The user's personal access tokens; with such a token as the login, only that one.
    """

    connection: str
    url: str
    user: str
    is_access_token: bool
    is_shared: bool
    facts: InstanceFacts
    access_tokens: tuple[AccessToken, ...] = ()

    @property
    def valid_until(self) -> dt.datetime | None:
        """When the login expires; None if unknown: a session ends some time after its last use."""
        return next((each.valid_until for each in self.access_tokens if each.is_current), None)


@dataclass(frozen=True)
class WhoAmI:
    """Return the identity of a connection, by a few requests to openBIS."""

    session_manager: SessionManager
    sessions: Sessions
    instances: Instances

    def __call__(self, name: str) -> Identity:
        """Return the identity. Raises UnknownConnection, NotLoggedIn, ConnectionFailed."""
        return self.session_manager.use(name, self._identity)

    def _identity(self, session: Session) -> Identity:
        credentials = Credentials.of_token(session.token, session.username)
        return Identity(
            session.instance.name,
            session.instance.url,
            self.sessions.user_of(session),
            credentials.is_access_token,
            session.is_shared,
            self.instances.facts(session),
            self._access_tokens(session),
        )

    def _access_tokens(self, session: Session) -> tuple[AccessToken, ...]:
        try:
            return self.sessions.access_tokens(session)
        except RequestRefused:  # operators can forbid it
            return ()
