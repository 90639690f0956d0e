"""A connection: an openBIS instance under a name, with what is needed and known of being logged in."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.errors import MissingCredentials
from jupyter_openbis_server.domain.model.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.model.connection_origin import ConnectionOrigin
from jupyter_openbis_server.domain.model.mount_settings import AS_USUAL, MountSettings
from jupyter_openbis_server.domain.model.secret import MASK, Secret
from jupyter_openbis_server.domain.model.session import Credentials, Instance, Session


class ConnectionStatus(str, enum.Enum):
    """Whether a session is open. The published clients compare with the text of `CONNECTED`."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not connected"


@dataclass(frozen=True)
class Connection:
    """A registered connection and what is known of it now.

    Attributes:
        instance: Where it leads.
        username: Who the user is there; may be empty until the first login.
        credentials: What opened the last session, or may open the first one. Kept in memory only.
        session: The open session, if any.
        problem: Why there is no session, or why it cannot be used now; None when nothing went wrong.
        may_log_in: Whether the program may use `credentials` unasked. Not after a logout, and not with
            credentials that openBIS has refused (repeating them locks accounts).
        mounting: How its data store is to be mounted.
        origin: Where a connection of that name is defined.
        may_use_panel: Whether the login of the openBIS panel may be used. Not after a login with explicit credentials.
        required_user: Sessions of other users are refused; empty if any user will do.
    """

    instance: Instance
    username: str = ""
    credentials: Credentials | None = None
    session: Session | None = None
    problem: str | None = None
    may_log_in: bool = True
    mounting: MountSettings = AS_USUAL
    origin: ConnectionOrigin = ConnectionOrigin.UNSAVED
    may_use_panel: bool = True
    required_user: str = ""

    @classmethod
    def defined(cls, definition: ConnectionDefinition) -> Connection:
        """Return the connection that a definition describes, without a session."""
        credentials = definition.credentials
        username = credentials.username if credentials else definition.username
        return cls(definition.instance, username, credentials, mounting=definition.mounting, origin=definition.origin)

    @property
    def name(self) -> str:
        """The connection's name."""
        return self.instance.name

    @property
    def hosts(self) -> tuple[str, str]:
        """Who gets the password (see `ConnectionDefinition.hosts`)."""
        return self.instance.url, self.mounting.host

    @property
    def status(self) -> ConnectionStatus:
        """Whether a session is open, as far as is known."""
        usable = self.session is not None and self.problem is None
        return ConnectionStatus.CONNECTED if usable else ConnectionStatus.NOT_CONNECTED

    def credentials_or(self, username: str | None, password: Secret | None) -> Credentials:
        """Return the typed credentials, completed by the remembered ones.

        No password, or the mask that the program itself shows, means: the one we have.

        Raises:
            MissingCredentials: nothing was typed and nothing is remembered.
        """
        if password and password != Secret(MASK):
            return self._complete(Credentials.typed(username or self.username, password))
        if self.credentials is None:
            raise MissingCredentials(self.name)
        if username and not self.credentials.is_token:
            return replace(self.credentials, username=username)
        return self.credentials

    def remembering(self, credentials: Credentials) -> Connection:
        """Return this connection with credentials that may open its sessions from now on."""
        return replace(self, username=credentials.username or self.username, credentials=credentials)

    def connected(self, session: Session, credentials: Credentials) -> Connection:
        """Return this connection with an open session and the credentials that opened it."""
        return replace(
            self,
            username=session.username or credentials.username,
            credentials=credentials,
            session=session,
            problem=None,
            may_log_in=True,
        )

    def sharing(self, session: Session) -> Connection:
        """Return this connection with the session of the openBIS panel.

        The panel's settings apply. Credentials stay only if they belong to the same URL: no other host gets them.
        """
        credentials = self.credentials if session.instance.url == self.instance.url else None
        return replace(
            self,
            instance=replace(session.instance, name=self.name),
            username=session.username,
            credentials=credentials,
            session=session,
            problem=None,
        )

    def restricted_to(self, username: str) -> Connection:
        """Return this connection, without a session, for one user only: credentials of other users are dropped.

        Credentials stay if they may be that user's: openBIS may ignore case, or take an e-mail address. Whose session
        they open is found out then.
        """
        mine = self.credentials.username if self.credentials else ""
        may_be_same = mine.casefold() == username.casefold() or "@" in mine + username
        credentials = self.credentials if may_be_same else None
        return replace(self, username=username, credentials=credentials, session=None, required_user=username)

    def disconnected(self, problem: str | None, *, may_log_in: bool = True) -> Connection:
        """Return this connection without a session, and why."""
        return replace(self, session=None, problem=problem, may_log_in=may_log_in)

    def redefined(self, definition: ConnectionDefinition) -> Connection:
        """Return this connection as another definition has it, with what still holds.

        Credentials stay with their user and hosts, unless others come with the definition. A session stays, too, where
        nothing but the name of its instance is another.
        """
        new = Connection.defined(definition)
        if new.credentials or (new.hosts, new.username) != (self.hosts, self.username):
            return new
        kept = replace(self, instance=new.instance, mounting=new.mounting, origin=new.origin)
        if replace(self.instance, name=new.name) != new.instance:
            return replace(kept, session=None, problem=None)
        return replace(kept, session=self.session and replace(self.session, instance=new.instance))

    def with_problem(self, problem: str | None) -> Connection:
        """Return this connection with its session, and whether something is wrong with the instance."""
        return replace(self, problem=problem)

    def _complete(self, credentials: Credentials) -> Credentials:
        if not credentials.username and not credentials.is_token:
            raise MissingCredentials(self.name)
        return credentials
