"""What users and operators state about a connection, before anything is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.model.connection_origin import ConnectionOrigin
from jupyter_openbis_server.domain.model.instance_url import normalised_url
from jupyter_openbis_server.domain.model.mount_settings import AS_USUAL, MountSettings
from jupyter_openbis_server.domain.model.secret import MASK, Secret
from jupyter_openbis_server.domain.model.session import ACCESS_TOKEN_PREFIX, Credentials, Instance


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
