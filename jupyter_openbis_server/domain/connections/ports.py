"""Connections, and where their definitions and tokens are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Connection,
    ConnectionEntries,
    Instance,
    KeptToken,
    PanelConnections,
    Secret,
    Session,
)


class Connections(Protocol):
    """The registered connections and what is known of them. Never blocks on a network."""

    def all(self) -> tuple[Connection, ...]:
        """Return all connections in the order of their registration."""

    def get(self, name: str) -> Connection:
        """Return one connection. Raises UnknownConnection."""

    def add(self, connection: Connection) -> Connection | None:
        """Register a connection; returns the one of the same name that it replaces, if any."""

    def change(self, name: str, change: Callable[[Connection], Connection]) -> Connection:
        """Replace a connection by what `change` makes of it, atomically. With a new name it keeps its place.

        Raises:
            UnknownConnection.
            InvalidConnection: another connection has the new name; nothing is changed.
        """

    def remove(self, name: str) -> Connection:
        """Forget a connection and return it. Raises UnknownConnection."""


class ConnectionSource(Protocol):
    """A place where connections are defined: configuration files, the environment, settings."""

    def read(self) -> ConnectionEntries:
        """Return what is defined there. Never raises for a bad entry: it is reported, and the rest is used."""


class ConnectionFile(ConnectionSource, Protocol):
    """One file with connection definitions, of which people edit parts by hand."""

    @property
    def name(self) -> str:
        """Where it is, for people."""

    def save(self, entry: Mapping[str, object], *, replacing: str | None = None) -> bool:
        """Add an entry, or update the one of the same `name`; tells whether there was one. All else stays as it is.

        Args:
            entry: Keys and values; None empties a key that is there, and adds none.
            replacing: The name of the entry to update, where its `name` is a new one.

        Raises:
            InvalidConnection: the file is there but is not a connection file, or has another entry of the new name.
            TargetNotWritable, DiskFull: the file system refuses; the file is as before.
        """

    def defines(self, name: str) -> bool:
        """Whether there is an entry of that name. Raises InvalidConnection, as `save`."""

    def remove(self, name: str) -> bool:
        """Take an entry out, and tell whether there was one of that name. All else stays as it is.

        Raises: as `save`.
        """


class TokenKeeper(Protocol):
    """Keeps tokens on this computer, for one user. A token belongs to a connection's name and address, both."""

    @property
    def name(self) -> str:
        """Where they are kept, for people."""

    def get(self, instance: Instance) -> KeptToken | None:
        """Return the token that is kept for an instance. Never raises: what cannot be read is not there."""

    def put(self, instance: Instance, token: KeptToken) -> None:
        """Keep a token, instead of an earlier one.

        Raises:
            KeyringUnavailable, TargetNotWritable, DiskFull: it is not kept.
        """

    def remove(self, instance: Instance) -> KeptToken | None:
        """Forget the token of an instance, and return what was kept.

        Raises:
            KeyringUnavailable, TargetNotWritable: it is still kept.
        """


class PanelLogin(Protocol):
    """The login of the openBIS panel of the Jupyter server that started this process, e.g. a kernel."""

    def connections(self) -> PanelConnections:
        """Return the connections of the panel, without credentials, or why it cannot be asked."""

    def session(self, name: str, expired: Secret | None = None, *, is_saved: bool = True) -> Session:
        """Return the session of a connection; it is shared (`Session.is_shared`).

        Args:
            name: The connection.
            expired: Token of an earlier session that openBIS has ended; the panel then renews its session, if it can.
            is_saved: Whether it is defined outside of the panel, too: then a login elsewhere is advised as well.

        Raises:
            NotLoggedIn: there is no such session, or no panel. The message is one line and says what to do.
            ConnectionFailed: the panel cannot reach openBIS.
        """
