"""The fields of a connection: the table that defines parsers, requests, responses and command options.

A new optional field is an entry here and an attribute of `Instance`; docs/front-end.md has the steps.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.certificate import parsed_fingerprints
from jupyter_openbis_server.domain.instances.session import Instance

TOO_LONG = "must have at most {max} characters"


class FieldType(enum.Enum):
    """Type of the value of a field."""

    TEXT = "text"
    FLAG = "flag"
    FILE = "file"
    """The absolute path of a file that exists."""
    SECRET = "secret"  # noqa: S105 - no secret
    FINGERPRINTS = "fingerprints"
    """A list of SHA-256 fingerprints of certificates, or a text with them (`parsed_fingerprints`)."""
    MOUNT = "mount"
    """See `MountSettings`."""


@dataclass(frozen=True)
class ConnectionField:
    """A key of connection files, of Jupyter's configuration and of requests.

    Attributes:
        name: The key.
        type: Type of the value.
        help: Description for users, one phrase.
        label: Name of the field in forms; empty if forms do not show it.
        default: Default of a flag; None: the setting of the server. None for texts.
        is_required: Whether the key is required.
        is_setting: Whether `Instance` has an attribute of that name with the same value. Such a field is also shown in
            responses, passed to kernels, and an option of `conn add`.
        max_length: Maximum number of characters of a text; None without a limit.
    """

    name: str
    type: FieldType
    help: str
    label: str = ""
    default: bool | None = None
    is_required: bool = False
    is_setting: bool = False
    max_length: int | None = None

    @property
    def ends_session(self) -> bool:
        """Whether a change ends the session and is refused during transfers (`Instance.is_same_target`).

        These fields are part of the check of an address.
        """
        return (self.is_setting and self.name not in Instance.notes()) or self.name in ("url", "http_only")


FIELDS = (
    ConnectionField("name", FieldType.TEXT, "How the connection is called here", "Name", is_required=True),
    ConnectionField(
        "url",
        FieldType.TEXT,
        "Host name or any URL of the openBIS instance, as copied from a browser",
        "URL",
        is_required=True,
    ),
    ConnectionField("username", FieldType.TEXT, "Who logs in", "User"),
    ConnectionField(
        "password",
        FieldType.SECRET,
        "Password or personal access token; with it a login is tried at once",
        "Password or access token",
    ),
    ConnectionField("token", FieldType.SECRET, "Session token or personal access token, instead of user and password"),
    ConnectionField(
        "verify_certificates",
        FieldType.FLAG,
        "Whether the TLS certificate is checked; left out: as the server is set",
        "Verify certificate",
        is_setting=True,
    ),
    ConnectionField(
        "ca_bundle",
        FieldType.FILE,
        "Path of a file with the certificates of the authority to trust",
        "CA certificate file",
        is_setting=True,
        max_length=4096,  # of paths in Linux
    ),
    ConnectionField(
        "certificate_fingerprints",
        FieldType.FINGERPRINTS,
        "SHA-256 fingerprints of the certificates to trust, instead of authorities; nothing is sent to others",
        "Trusted certificates",
        is_setting=True,
    ),
    ConnectionField(
        "http_only", FieldType.FLAG, "Allows `http://`", "Allow http://, without encryption", default=False
    ),
    ConnectionField("mount", FieldType.MOUNT, "How its data store is to be mounted", "Mount as folder (SFTP)"),
)

KEYS = tuple(field.name for field in FIELDS)
"""All keys of a connection."""

SETTINGS = tuple(field for field in FIELDS if field.is_setting)
"""Fields whose values are attributes of `Instance`."""

_MAX_LENGTHS = {field.name: field.max_length for field in FIELDS if field.max_length}


def settings_in(entry: Mapping[str, Any], *, verify_by_default: bool) -> dict[str, Any]:
    """Return the attributes of an `Instance` that an entry sets, with defaults for missing keys.

    Raises:
        InvalidConnection: a value has the wrong type; the error names the key.
    """
    return {each.name: _setting(entry, each, verify_by_default=verify_by_default) for each in SETTINGS}


def _setting(entry: Mapping[str, Any], field: ConnectionField, *, verify_by_default: bool) -> object:
    if field.type is FieldType.FLAG:
        return read_flag(entry, field.name, default=verify_by_default if field.default is None else field.default)
    if field.type is FieldType.FINGERPRINTS:
        return read_fingerprints(entry, field.name)
    return read_text(entry, field.name) or None


def settings_of(instance: Instance) -> dict[str, Any]:
    """Return the settings of an instance as keys and values of an entry."""
    values = ((each.name, getattr(instance, each.name)) for each in SETTINGS)
    return {name: (list(value) or None) if isinstance(value, tuple) else value for name, value in values}


def read_text(entry: Mapping[str, Any], key: str, *, required: bool = False) -> str:
    """Return a text of an entry; empty if the key is missing. Raises InvalidConnection."""
    value = entry.get(key)
    if value is None or value == "":
        if required:
            raise InvalidConnection(key, "is missing")
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise InvalidConnection(key, "must be a text")
    text, limit = str(value), _MAX_LENGTHS.get(key)
    if limit and len(text) > limit:
        raise InvalidConnection(key, TOO_LONG.format(max=limit))
    return text


def read_flag(entry: Mapping[str, Any], key: str, *, default: bool) -> bool:
    """Return a flag of an entry. Raises InvalidConnection."""
    value = entry.get(key)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise InvalidConnection(key, "must be true or false")
    return value


def read_fingerprints(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the fingerprints of certificates in an entry. Raises InvalidConnection."""
    try:
        return parsed_fingerprints(entry.get(key))
    except ValueError as error:
        problem = str(error)
    raise InvalidConnection(key, problem)
