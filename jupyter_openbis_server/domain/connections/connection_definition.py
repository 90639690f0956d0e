"""Definitions of connections, and their origins."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from jupyter_openbis_server.domain.connections.connection_fields import KEYS, read_flag, read_text, settings_in
from jupyter_openbis_server.domain.connections.mount_settings import DEFAULT_MOUNT_SETTINGS, MountSettings
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.instance_url import normalised_url
from jupyter_openbis_server.domain.instances.session import ACCESS_TOKEN_PREFIX, Credentials, Instance
from jupyter_openbis_server.domain.shared.secret import MASK, Secret


class ConnectionOrigin(enum.Enum):
    """Source of the definition of a connection after a restart of the program."""

    RUNTIME = "unsaved"
    """Not defined after a restart: it was registered while the program runs."""

    USER_FILE = "own file"
    """In the user's own connection file."""

    OPERATOR = "prescribed"
    """By an operator: in another connection file, Jupyter's configuration or the environment."""


_MAX_KEY = 40
"""Characters shown of an unknown key, which may be a secret that was entered as a key."""


@dataclass(frozen=True)
class ConnectionDefinition:
    """The definition of a connection by a user or an operator.

    Attributes:
        origin: Where the connection is defined.
    """

    instance: Instance
    username: str = ""
    credentials: Credentials | None = None
    mounting: MountSettings = DEFAULT_MOUNT_SETTINGS
    origin: ConnectionOrigin = field(default=ConnectionOrigin.RUNTIME, compare=False)

    @property
    def name(self) -> str:
        """The connection's name."""
        return self.instance.name

    def completed_by(self, other: ConnectionDefinition) -> ConnectionDefinition:
        """Return this definition with the credentials of another one, if it has none itself.

        Only if both have the same hosts: a definition with another host must not receive a remembered password.
        """
        if self.credentials or self.hosts != other.hosts:
            return self
        return replace(self, credentials=other.credentials)

    def is_identical_to(self, other: ConnectionDefinition | None) -> bool:
        """Return whether nothing but the origin differs, also no note of the instance."""
        return other is not None and self == other and self.instance.is_identical_to(other.instance)

    @property
    def hosts(self) -> tuple[str, str]:
        """The hosts that receive the password: the URL of openBIS, and the SFTP host, empty if it is the same host."""
        return self.instance.url, self.mounting.host

    @classmethod
    def from_mapping(cls, entry: Mapping[str, Any], *, verify_by_default: bool = True) -> ConnectionDefinition:
        """Parse the keys of a connection file, of the configuration or of a request.

        Keys: see `connection_fields.FIELDS`. Other keys are ignored (`ConnectionEntries.remarks`).

        Raises:
            InvalidConnection: a key is missing or its value is invalid; the error names the key.
        """
        name = read_text(entry, "name").strip()
        if not name:
            raise InvalidConnection("name", "is missing")
        http_only = read_flag(entry, "http_only", default=False)
        url = normalised_url(read_text(entry, "url", required=True), http_only=http_only)
        instance = Instance(name, url, **settings_in(entry, verify_by_default=verify_by_default))
        if instance.certificate_fingerprints and url.startswith("http:"):
            raise InvalidConnection("certificate_fingerprints", "need https://; remove them, or correct the address")
        username = read_text(entry, "username")
        return cls(instance, username, _credentials(entry, username), MountSettings.from_mapping(entry.get("mount")))


@dataclass(frozen=True)
class ConnectionEntries:
    """The definitions that a source contains.

    Attributes:
        definitions: The valid definitions.
        problems: A sentence for each invalid entry, with its location and the reason.
        remarks: A sentence for each unknown key, with the most similar known key. Unknown keys are ignored.
    """

    definitions: tuple[ConnectionDefinition, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        entries: object,
        where: str,
        *,
        verify_by_default: bool = True,
        origin: ConnectionOrigin = ConnectionOrigin.OPERATOR,
    ) -> ConnectionEntries:
        """Parse a list of entries (see `ConnectionDefinition.from_mapping`).

        If several entries have the same name, the first one is used.

        Args:
            entries: The list.
            where: Where it is, for messages.
            verify_by_default: Whether certificates are checked if an entry does not set this.
            origin: Who manages the entries.
        """
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            return cls(problems=(f"{where}: a list of connections is expected",))
        definitions: dict[str, ConnectionDefinition] = {}
        problems: list[str] = []
        remarks: list[str] = []
        for number, entry in enumerate(entries, start=1):
            remarks += [f"{where}: {_label(entry, number)}: {each}" for each in _about_unknown_keys(entry)]
            try:
                definition = replace(_definition(entry, verify_by_default), origin=origin)
            except InvalidConnection as error:
                problems.append(f"{where}: {_label(entry, number)}: {error}")
                continue
            if definition.name in definitions:
                problems.append(f"{where}: {_label(entry, number)}: the name is used twice; the first one counts")
            definitions.setdefault(definition.name, definition)
        return cls(tuple(definitions.values()), tuple(problems), tuple(remarks))


def _definition(entry: object, verify_by_default: bool) -> ConnectionDefinition:
    if not isinstance(entry, Mapping):
        raise InvalidConnection("entry", "must have keys, at least 'name' and 'url'")
    return ConnectionDefinition.from_mapping(entry, verify_by_default=verify_by_default)


def _about_unknown_keys(entry: object) -> Iterator[str]:
    """Yield a sentence for each unknown key: with a mistyped key, a default would apply without notice."""
    for key in entry if isinstance(entry, Mapping) else ():
        name = str(key)
        if name not in KEYS:
            similar = get_close_matches(name.lower(), KEYS, n=1)
            hint = f"did you mean {similar[0]!r}?" if similar else f"known are {', '.join(KEYS)}"
            yield f"the key {name[:_MAX_KEY]!r} is not known and is ignored; {hint}"


def _label(entry: object, number: int) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return f"connection {name!r}" if isinstance(name, str) and name else f"connection number {number}"


def _credentials(entry: Mapping[str, Any], username: str) -> Credentials | None:
    token, password = read_text(entry, "token"), read_text(entry, "password")
    if token:
        return Credentials.of_token(Secret(token), username)
    if password and password != MASK and (username or password.startswith(ACCESS_TOKEN_PREFIX)):
        return Credentials.typed(username, Secret(password))
    return None
