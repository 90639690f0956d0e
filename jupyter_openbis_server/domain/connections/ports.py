"""Ports of connections, their definitions and their tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionEntries
from jupyter_openbis_server.domain.connections.panel_connections import PanelConnections
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.instances.stored_token import StoredToken
from jupyter_openbis_server.domain.shared.secret import Secret


class Connections(Protocol):
    """The registered connections and their state. Never blocks on the network."""

    def all(self) -> tuple[Connection, ...]:
        """Return all connections in the order of their registration."""

    def get(self, name: str) -> Connection:
        """Return one connection. Raises UnknownConnection."""

    def add(self, connection: Connection) -> Connection | None:
        """Register a connection; return the replaced one of the same name, None if there was none."""

    def change(self, name: str, change: Callable[[Connection], Connection]) -> Connection:
        """Replace a connection by the result of `change`, atomically. If it is renamed, it keeps its position.

        Raises:
            UnknownConnection.
            InvalidConnection: another connection has the new name; nothing is changed.
        """

    def remove(self, name: str) -> Connection:
        """Remove a connection and return it. Raises UnknownConnection."""


class ConnectionSource(Protocol):
    """A source of connection definitions: configuration files, the environment, settings."""

    def read(self) -> ConnectionEntries:
        """Return the definitions. Never raises for an invalid entry: it is reported, and the others are used."""


class ConnectionFile(ConnectionSource, Protocol):
    """A file with connection definitions, which users may also edit by hand."""

    @property
    def name(self) -> str:
        """Location of the file, for messages."""

    def save(self, entry: Mapping[str, object], *, replacing: str | None = None) -> bool:
        """Add an entry, or update the one of the same `name`; return whether there was one. All else is unchanged.

        Args:
            entry: Keys and values; None clears an existing key, and adds no new one.
            replacing: The name of the entry to update, if it is renamed.

        Raises:
            InvalidConnection: the file exists but is not a connection file, or has another entry of the new name.
            TargetNotWritable, DiskFull: the file cannot be written; it is unchanged.
        """

    def defines(self, name: str) -> bool:
        """Return whether there is an entry of that name. Raises InvalidConnection, as `save`."""

    def remove(self, name: str) -> bool:
        """Remove an entry; return whether there was one of that name. All else is unchanged.

        Raises: as `save`.
        """


class TokenStore(Protocol):
    """Stores tokens on this computer, for one user. The key is the name and the address of a connection."""

    @property
    def name(self) -> str:
        """Location of the tokens, for messages."""

    def get(self, instance: Instance) -> StoredToken | None:
        """Return the stored token of an instance. Never raises: None also if it cannot be read."""

    def check(self) -> None:
        """Check, by a test entry that is deleted again, that tokens can be stored.

        Raises:
            KeyringUnavailable, TargetNotWritable, DiskFull: `put` would fail.
        """

    def put(self, instance: Instance, token: StoredToken) -> None:
        """Store a token, replacing an earlier one.

        Raises:
            KeyringUnavailable, TargetNotWritable, DiskFull: it is not stored.
        """

    def remove(self, instance: Instance) -> StoredToken | None:
        """Delete the token of an instance and return it; None if there was none.

        Raises:
            KeyringUnavailable, TargetNotWritable: it is still stored.
        """


class PanelLogin(Protocol):
    """The login of the openBIS panel of the Jupyter server that started this process, e.g. a kernel."""

    def connections(self) -> PanelConnections:
        """Return the connections of the panel, without credentials, or the reason why it cannot be queried."""

    def session(self, name: str, expired: Secret | None = None, *, is_saved: bool = True) -> Session:
        """Return the session of a connection; it is shared (`Session.is_shared`).

        Args:
            name: The connection.
            expired: Token of an earlier session that openBIS has ended; the panel then renews its session, if possible.
            is_saved: Whether it is also defined outside the panel: the message then also suggests a login there.

        Raises:
            NotLoggedIn: there is no such session, or no panel. The message is one line and says what to do.
            ConnectionFailed: the panel cannot reach openBIS.
        """


class TokenIssuer(Protocol):
    """Issues tokens for a connection that the operator defines with a token, e.g. JupyterHub for its users' servers."""

    def token(self, instance: Instance) -> Secret | None:
        """Return the current token for an instance. Never raises.

        None if nothing issues tokens for it, or if the user has to sign in there again. The token may be the one that
        openBIS has refused.
        """


InSession = Callable[..., Any]
"""Calls a function with the current session and further arguments: `SessionManager.use` of one connection."""


class NativeClients(Protocol):
    """Creates objects of openBIS's own Python client."""

    def client(self, session: Session, in_session: InSession) -> object:
        """Return an object for one thread, without a request. It never closes the session.

        Args:
            session: The current session.
            in_session: Used for each request, so that an expired session is renewed as for all other requests.
        """
