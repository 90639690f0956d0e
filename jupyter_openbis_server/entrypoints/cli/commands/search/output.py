"""Output of `search`: rows for people, and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.search.results import FoundRow
from jupyter_openbis_server.entrypoints.cli.output.iso_times import IsoDataSetResponse
from jupyter_openbis_server.entrypoints.cli.output.tables import local_time, size, table
from jupyter_openbis_server.entrypoints.schemas.search.response import FoundEntityResponse


def lines(rows: Sequence[FoundRow]) -> list[str]:
    """Return a table of matches."""
    return table([_entity_row(row) if isinstance(row, Entity) else _data_set_row(row) for row in rows])


def as_object(rows: Sequence[FoundRow], total: int, counts: Mapping[EntityKind, int] | None) -> Mapping[str, object]:
    """Return matches as JSON."""
    return {
        "entities": FoundEntityResponse(many=True).dump([row for row in rows if isinstance(row, Entity)]),
        "dataSets": IsoDataSetResponse(many=True).dump([row for row in rows if isinstance(row, DataSet)]),
        "totalCount": total,
        "counts": None if counts is None else {kind.value: count for kind, count in counts.items()},
    }


def _entity_row(entity: Entity) -> tuple[str, ...]:
    registered = local_time(entity.registered)
    return entity.perm_id, entity.identifier, entity.type_code or "-", registered, entity.name or "-"


def _data_set_row(data_set: DataSet) -> tuple[str, ...]:
    return (
        data_set.perm_id,
        data_set.type_code,
        local_time(data_set.registered),
        size(data_set.size),
        data_set.sample or data_set.experiment or "-",
        data_set.name or "-",
    )
