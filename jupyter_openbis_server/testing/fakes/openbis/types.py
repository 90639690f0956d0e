"""Fakes of the ports `EntityTypes` and `PropertyTypes`."""

from __future__ import annotations

from collections.abc import Collection

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.testing.fakes.openbis.network import MemoryNetwork


class MemoryEntityTypes:
    """`EntityTypes` of a `MemoryNetwork`, without a cache."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def all(
        self,
        session: Session,
        kind: EntityKind = EntityKind.DATA_SET,
        *,
        fresh: bool = False,  # noqa: ARG002 - always fresh
    ) -> tuple[EntityType, ...]:
        """See `EntityTypes.all`."""
        return self._network.used_by(session).all_types(kind)


class MemoryPropertyTypes:
    """`PropertyTypes` of a `MemoryNetwork`, without a cache."""

    def __init__(self, network: MemoryNetwork) -> None:
        self._network = network

    def named(self, session: Session, codes: Collection[str]) -> dict[str, PropertyType]:
        """See `PropertyTypes.named`."""
        known = self._network.used_by(session).all_property_types()
        return {code: known[code] for code in codes if code in known}

    def codes(self, session: Session) -> tuple[str, ...]:
        """See `PropertyTypes.codes`."""
        return tuple(sorted(self._network.used_by(session).all_property_types()))
