"""Pages of search results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from jupyter_openbis_server.domain.catalogue.contents import Listing
from jupyter_openbis_server.domain.catalogue.data_set import DataSet
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind

FoundRow: TypeAlias = Entity | DataSet
_BEGINNING = dt.datetime.min.replace(tzinfo=dt.timezone.utc)


def modification_date(row: FoundRow) -> dt.datetime:
    """Return when a row was modified last; the beginning of time if openBIS does not state it."""
    return row.modified or _BEGINNING


@dataclass(frozen=True)
class FoundPage:
    """A page of the matches of one query.

    Attributes:
        rows: Entities, or data sets if the query is about them.
        total: Number of matches on all pages.
        counts: Number of matches of each further query whose matches were to be counted.
    """

    rows: tuple[FoundRow, ...]
    total: int
    counts: tuple[int, ...] = ()

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The rows that are no data sets."""
        return tuple(row for row in self.rows if isinstance(row, Entity))

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        """The rows that are data sets."""
        return tuple(row for row in self.rows if isinstance(row, DataSet))


@dataclass(frozen=True)
class SearchResults(Listing):
    """A page of search results.

    Attributes:
        counts: Number of matches per kind; kinds to which the filters do not apply are missing. None if not requested.
        next: `after` of the request for the rows that follow; None after the last row.
    """

    counts: Mapping[EntityKind, int] | None = None
    next: str | None = None
