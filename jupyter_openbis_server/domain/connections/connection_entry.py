"""Entries of connection files: a connection as keys and values, for editing and saving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.connection_fields import settings_of

NO_SECRETS: Mapping[str, None] = {"password": None, "token": None}
"""Keys of an entry that clear its secrets."""


def entry_of(described: Connection | ConnectionDefinition) -> dict[str, Any]:
    """Return all keys of a connection's entry except secrets; None means the default."""
    instance = described.instance
    return {
        "name": instance.name,
        "url": instance.url,
        "username": described.username or None,
        **settings_of(instance),
        "http_only": True if instance.url.startswith("http:") else None,
        "mount": described.mounting.as_mapping() or None,
    }


def edited(known: Connection, changes: Mapping[str, Any], *, verify_by_default: bool = True) -> ConnectionDefinition:
    """Return the definition of a connection after changes; keys that are not mentioned, also of its mount, stay.

    Args:
        known: The current connection.
        changes: Keys of a connection file; None means the default.
        verify_by_default: Default of `verify_certificates`.

    Raises:
        InvalidConnection: a value is invalid; the error names the key.
    """
    entry = entry_of(known)
    mount = changes.get("mount", entry["mount"])
    if isinstance(mount, Mapping):
        mount = {**(entry["mount"] or {}), **mount}
    changed = {**entry, **changes, "mount": mount}
    return ConnectionDefinition.from_mapping(changed, verify_by_default=verify_by_default)
