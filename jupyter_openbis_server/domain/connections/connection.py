"""A connection: a named openBIS instance, with its credentials and login state."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition, ConnectionOrigin
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_MOUNT_SETTINGS, MountSettings
from jupyter_openbis_server.domain.errors import MissingCredentials
from jupyter_openbis_server.domain.instances.session import Credentials, Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import RememberedLogin
from jupyter_openbis_server.domain.shared.secret import MASK, Secret


class ConnectionStatus(str, enum.Enum):
    """Login state of a connection. The published clients compare with the text of `CONNECTED`."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not connected"


@dataclass(frozen=True)
class Connection:
    """A registered connection and its current state.

    Attributes:
        instance: The openBIS instance.
        username: User name there; may be empty until the first login.
        credentials: Credentials that opened the last session, or may open the first one. Kept in memory only.
        session: The open session, if any.
        problem: Why there is no session, or why it cannot be used now; None without an error.
        auto_login: Whether the program may log in with `credentials` automatically. Not after a logout, and not with
            credentials that openBIS has refused (repeated attempts lock accounts).
        mounting: Settings of the mount of its data store.
        origin: Where the connection of this name is defined.
        may_use_panel: Whether the login of the openBIS panel may be used. Not after a login with explicit credentials.
        required_user: Sessions of other users are refused; empty if any user is accepted.
        remembered: The token that is stored on this computer for this connection, as far as this program knows.
        remember_problem: Why the login could not be remembered or renewed; None without an error.
        unrevoked: The token that was deleted here just now and that openBIS still accepts; None if there is none.
    """

    instance: Instance
    username: str = ""
    credentials: Credentials | None = None
    session: Session | None = None
    problem: str | None = None
    auto_login: bool = True
    mounting: MountSettings = DEFAULT_MOUNT_SETTINGS
    origin: ConnectionOrigin = ConnectionOrigin.RUNTIME
    may_use_panel: bool = True
    required_user: str = ""
    remembered: RememberedLogin | None = None
    remember_problem: str | None = None
    unrevoked: RememberedLogin | None = None

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
        """The hosts that receive the password (see `ConnectionDefinition.hosts`)."""
        return self.instance.url, self.mounting.host

    @property
    def status(self) -> ConnectionStatus:
        """Whether a session is open, as far as known."""
        usable = self.session is not None and self.problem is None
        return ConnectionStatus.CONNECTED if usable else ConnectionStatus.NOT_CONNECTED

    def credentials_or(self, username: str | None, password: Secret | None) -> Credentials:
        """Return the entered credentials, completed by the remembered ones.

        Without a password, or with the mask that the program shows instead, the remembered one is used.

        Raises:
            MissingCredentials: the password is neither entered nor remembered, or a user name is missing.
        """
        if password and password != Secret(MASK):
            return self._complete(Credentials.typed(username or self.username, password))
        if self.credentials is None:
            raise MissingCredentials(self.name)
        if username and not self.credentials.is_token:
            return replace(self.credentials, username=username)
        return self.credentials

    def with_credentials(self, credentials: Credentials) -> Connection:
        """Return this connection with credentials for its next sessions."""
        return replace(self, username=credentials.username or self.username, credentials=credentials)

    def connected(self, session: Session, credentials: Credentials) -> Connection:
        """Return this connection with an open session and the credentials that opened it."""
        return replace(
            self,
            username=session.username or credentials.username,
            credentials=credentials,
            session=session,
            problem=None,
            auto_login=True,
        )

    def sharing(self, session: Session) -> Connection:
        """Return this connection with the session of the openBIS panel.

        The panel's settings apply. Credentials are kept only if the URL is the same: no other host receives them.
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

        Credentials are kept if they may belong to that user: openBIS may ignore case, or accept an e-mail address. The
        user of the session is checked after the login.
        """
        own = self.credentials.username if self.credentials else ""
        may_be_same = own.casefold() == username.casefold() or "@" in own + username
        credentials = self.credentials if may_be_same else None
        return replace(self, username=username, credentials=credentials, session=None, required_user=username)

    @property
    def has_operators_token(self) -> bool:
        """Whether the credentials are a token from the definition by the operator or hub."""
        is_given = self.credentials is not None and self.credentials.is_token and not self.credentials.is_stored
        return is_given and self.origin is ConnectionOrigin.OPERATOR

    @property
    def has_stored_token(self) -> bool:
        """Whether the credentials are a token that was stored on this computer."""
        return self.credentials is not None and self.credentials.is_stored

    def with_new_login(self) -> Connection:
        """Return this connection without remarks on earlier logins."""
        return replace(self, remember_problem=None, unrevoked=None)

    def without_stored_token(self, refused: Secret) -> Connection:
        """Return this connection without a stored token that openBIS has refused; unchanged with other credentials."""
        if not self.has_stored_token or self.credentials is None or self.credentials.secret != refused:
            return self
        return replace(self, credentials=None, remembered=None)

    def disconnected(self, problem: str | None, *, auto_login: bool = True) -> Connection:
        """Return this connection without a session; `problem` is the reason."""
        return replace(self, session=None, problem=problem, auto_login=auto_login)

    def merged_with(self, definition: ConnectionDefinition) -> Connection:
        """Return this connection with the settings of a new definition, and the state that is still valid.

        Credentials are kept if user and hosts are the same, unless the definition has others. The session is kept, too,
        if at most the name and notes of its instance have changed (`Instance.is_same_target`).
        """
        new = Connection.defined(definition)
        has_other_credentials = new.credentials not in (None, self.credentials)
        if has_other_credentials or (new.hosts, new.username) != (self.hosts, self.username):
            return new
        kept = self.with_settings_of(definition)
        return kept if self.instance.is_same_target(new.instance) else replace(kept, session=None, problem=None)

    def with_settings_of(self, definition: ConnectionDefinition) -> Connection:
        """Return this connection, also its session, with the settings of a definition of the same target."""
        instance = definition.instance
        session = self.session and replace(self.session, instance=instance)
        is_renamed = instance.name != self.name  # tokens are stored by the name
        return replace(
            self,
            instance=instance,
            mounting=definition.mounting,
            origin=definition.origin,
            session=session,
            remembered=None if is_renamed else self.remembered,
        )

    def with_problem(self, problem: str | None) -> Connection:
        """Return this connection with its session and another `problem`; None if there is none."""
        return replace(self, problem=problem)

    def _complete(self, credentials: Credentials) -> Credentials:
        if not credentials.username and not credentials.is_token:
            raise MissingCredentials(self.name)
        return credentials
