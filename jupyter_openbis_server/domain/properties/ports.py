"""Port of the property types."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.property_type import PropertyType


class PropertyTypes(Protocol):
    """Property types with vocabulary terms."""

    def named(self, session: Session, codes: Collection[str]) -> Mapping[str, PropertyType]:
        """Return property types by code, in one request; those that do not exist are missing.

        Args:
            session: The session of the request.
            codes: Upper case.
        """

    def codes(self, session: Session) -> tuple[str, ...]:
        """Return the codes of all property types, sorted."""
