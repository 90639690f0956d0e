"""A connection: an openBIS instance under a name, with what is needed and known of being logged in."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidConnection, MissingCredentials
from jupyter_openbis_server.domain.model.connection_origin import ConnectionOrigin
from jupyter_openbis_server.domain.model.instance_url import normalised_url
from jupyter_openbis_server.domain.model.mount_settings import AS_USUAL, MountSettings
from jupyter_openbis_server.domain.model.secret import MASK, Secret

ACCESS_TOKEN_PREFIX = "$pat-"  # noqa: S105 - the public prefix of all personal access tokens
_TOKEN = re.compile(r"^(?:\$pat-)?(?!\$pat-)(?P<user>.+)-[^-]+$")

__all__ = [
    "MASK",
    "Connection",
    "ConnectionDefinition",
    "ConnectionEntries",
    "ConnectionStatus",
    "Credentials",
    "Instance",
    "Session",
]


class ConnectionStatus(str, enum.Enum):
    """Whether a session is open. The published clients compare with the text of `CONNECTED`."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not connected"


@dataclass(frozen=True)
class Instance:
    """An openBIS installation as one connection reaches it.

    Attributes:
        name: The connection's name, for messages.
        url: Scheme, host and port, as `normalised_url` makes it.
        verify_certificates: Whether its TLS certificate is checked.
        ca_bundle: Path of a file with the certificates of the authority that signed it; None for the usual ones.
    """

    name: str
    url: str
    verify_certificates: bool = True
    ca_bundle: str | None = None


@dataclass(frozen=True)
class Credentials:
    """A user name with a password, or a token that stands for both (`is_token`)."""

    username: str
    secret: Secret
    is_token: bool = False

    @property
    def is_access_token(self) -> bool:
        """Whether this is a personal access token, which outlives sessions."""
        return self.secret.reveal().startswith(ACCESS_TOKEN_PREFIX)

    @classmethod
    def typed(cls, username: str, password: Secret) -> Credentials:
        """Return credentials as a user types them: a personal access token may take the password's place."""
        if password.reveal().startswith(ACCESS_TOKEN_PREFIX):
            return cls.of_token(password, username)
        return cls(username, password)

    @classmethod
    def of_token(cls, token: Secret, username: str = "") -> Credentials:
        """Return credentials made of a session token or personal access token; both begin with the user's name."""
        match = _TOKEN.match(token.reveal())
        return cls(match["user"] if match else username, token, is_token=True)


@dataclass(frozen=True)
class Session:
    """An open session: what every call to openBIS needs."""

    instance: Instance
    token: Secret
    username: str


@dataclass(frozen=True)
class ConnectionDefinition:
    """What a user or an operator states about a connection, before anything is known of it.

    Attributes:
        origin: Where that stands.
    """

    instance: Instance
    username: str = ""
    credentials: Credentials | None = None
    mounting: MountSettings = AS_USUAL
    origin: ConnectionOrigin = field(default=ConnectionOrigin.UNSAVED, compare=False)

    @property
    def name(self) -> str:
        """The connection's name."""
        return self.instance.name

    def completed_by(self, other: ConnectionDefinition) -> ConnectionDefinition:
        """Return this definition with the credentials of another one, where it has none itself.

        Only if they will go to the same hosts: nobody shall get at a remembered password by naming a host of his own.
        """
        if self.credentials or self.hosts != other.hosts:
            return self
        return replace(self, credentials=other.credentials)

    @property
    def hosts(self) -> tuple[str, str]:
        """Who gets the password: openBIS, by its URL, and the SFTP host, empty if it is the same computer."""
        return self.instance.url, self.mounting.host

    @classmethod
    def from_mapping(cls, entry: Mapping[str, Any], *, verify_by_default: bool = True) -> ConnectionDefinition:
        """Read the keys of a connection file, of the configuration or of a request.

        Keys: `name`, `url`, and optionally `username`, `password`, `token`, `verify_certificates`, `ca_bundle`,
        `http_only`, `mount` (see `MountSettings`). Other keys are left to whoever knows them.

        Raises:
            InvalidConnection: a key is missing or its value unusable; the error names the key.
        """
        name = _text(entry, "name").strip()
        if not name:
            raise InvalidConnection("name", "is missing")
        http_only = _flag(entry, "http_only", default=False)
        instance = Instance(
            name,
            normalised_url(_text(entry, "url", required=True), http_only=http_only),
            _flag(entry, "verify_certificates", default=verify_by_default),
            _text(entry, "ca_bundle") or None,
        )
        username = _text(entry, "username")
        return cls(instance, username, _credentials(entry, username), MountSettings.from_mapping(entry.get("mount")))


@dataclass(frozen=True)
class ConnectionEntries:
    """What a source defines: usable definitions, and for each unusable one a sentence that says where and why."""

    definitions: tuple[ConnectionDefinition, ...] = ()
    problems: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        entries: object,
        where: str,
        *,
        verify_by_default: bool = True,
        origin: ConnectionOrigin = ConnectionOrigin.PRESCRIBED,
    ) -> ConnectionEntries:
        """Read a list of entries (see `ConnectionDefinition.from_mapping`) that stands at `where`, in whose hands.

        Of several entries with one name the first counts.
        """
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            return cls(problems=(f"{where}: a list of connections is expected",))
        definitions: dict[str, ConnectionDefinition] = {}
        problems: list[str] = []
        for number, entry in enumerate(entries, start=1):
            try:
                definition = replace(_definition(entry, verify_by_default), origin=origin)
            except InvalidConnection as error:
                problems.append(f"{where}: {_label(entry, number)}: {error}")
                continue
            if definition.name in definitions:
                problems.append(f"{where}: {_label(entry, number)}: the name is used twice; the first one counts")
            definitions.setdefault(definition.name, definition)
        return cls(tuple(definitions.values()), tuple(problems))


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
    """

    instance: Instance
    username: str = ""
    credentials: Credentials | None = None
    session: Session | None = None
    problem: str | None = None
    may_log_in: bool = True
    mounting: MountSettings = AS_USUAL
    origin: ConnectionOrigin = ConnectionOrigin.UNSAVED

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


def _definition(entry: object, verify_by_default: bool) -> ConnectionDefinition:
    if not isinstance(entry, Mapping):
        raise InvalidConnection("entry", "must have keys, at least 'name' and 'url'")
    return ConnectionDefinition.from_mapping(entry, verify_by_default=verify_by_default)


def _label(entry: object, number: int) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return f"connection {name!r}" if isinstance(name, str) and name else f"connection number {number}"


def _text(entry: Mapping[str, Any], key: str, *, required: bool = False) -> str:
    value = entry.get(key)
    if value is None or value == "":
        if required:
            raise InvalidConnection(key, "is missing")
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise InvalidConnection(key, "must be a text")
    return str(value)


def _flag(entry: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = entry.get(key)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise InvalidConnection(key, "must be true or false")
    return value


def _credentials(entry: Mapping[str, Any], username: str) -> Credentials | None:
    token, password = _text(entry, "token"), _text(entry, "password")
    if token:
        return Credentials.of_token(Secret(token), username)
    if password and password != MASK and (username or password.startswith(ACCESS_TOKEN_PREFIX)):
        return Credentials.typed(username, Secret(password))
    return None
