"""A connection as the keys of a connection file, so that it can be edited and written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_openbis_server.domain.model.connection import Connection
from jupyter_openbis_server.domain.model.connection_definition import ConnectionDefinition

NO_SECRETS: Mapping[str, None] = {"password": None, "token": None}
"""What an entry says whose secrets are to be emptied."""


def entry_of(described: Connection | ConnectionDefinition) -> dict[str, Any]:
    """Return all keys of a connection's entry but those with secrets; None where the usual value holds."""
    instance = described.instance
    return {
        "name": instance.name,
        "url": instance.url,
        "username": described.username or None,
        "verify_certificates": instance.verify_certificates,
        "ca_bundle": instance.ca_bundle,
        "http_only": True if instance.url.startswith("http:") else None,
        "mount": described.mounting.as_mapping() or None,
    }


def edited(known: Connection, changes: Mapping[str, Any], *, verify_by_default: bool = True) -> ConnectionDefinition:
    """Return what defines a connection after some of its keys have changed; also of its mount, others stay.

    Args:
        known: The connection as it is.
        changes: Keys of a connection file; None stands for the usual value.
        verify_by_default: What is usual for certificates.

    Raises:
        InvalidConnection: a value is unusable; the error names the key.
    """
    entry = entry_of(known)
    mount = changes.get("mount", entry["mount"])
    if isinstance(mount, Mapping):
        mount = {**(entry["mount"] or {}), **mount}
    changed = {**entry, **changes, "mount": mount}
    return ConnectionDefinition.from_mapping(changed, verify_by_default=verify_by_default)
