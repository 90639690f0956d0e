"""Listings of entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from jupyter_openbis_server.domain.catalogue.details import Details
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.entities.frames import frame_of
from jupyter_openbis_server.entrypoints.library.entities.shown import MAX_ROWS, html_table
from jupyter_openbis_server.entrypoints.library.entities.source import Source
from jupyter_openbis_server.entrypoints.library.entities.spreadsheet import value_of

if TYPE_CHECKING:
    import pandas as pd

E_co = TypeVar("E_co", bound=EntityObject, covariant=True)

_SHOWN = ("perm_id", "identifier", "type", "name", "status", "size", "registered", "registrator")


class Listing(Iterator[E_co], Generic[E_co]):
    """Entities, requested page by page as they are used.

    Iterating continues where the last iteration ended, as for all iterators; `to_frame`, `download` of the connection
    and the display in a notebook begin at the first entity.

    Args:
        source: The connection.
        iterate: Returns a new iterator over all entities.
    """

    def __init__(self, source: Source, iterate: Callable[[], Iterator[E_co]]) -> None:
        self._source = source
        self._iterate = iterate
        self._started: Iterator[E_co] | None = None

    def __next__(self) -> E_co:
        if self._started is None:
            self._started = self._iterate()
        return next(self._started)

    def from_first(self) -> Iterator[E_co]:
        """Return a new iterator over all entities."""
        return self._iterate()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._source.name!r}: iterate, or call to_frame()>"

    def to_frame(self, *, owner: bool = False) -> pd.DataFrame:
        """Return all entities as a data frame: attributes, then one column for each property, typed.

        Args:
            owner: Add the owner's identifier, type, name and properties as columns `owner.…`; all owners of one kind
                are requested together.

        Raises:
            MissingPackage: pandas is not installed.
        """
        return entities_frame(self._source, self._iterate(), owner=owner)

    def _repr_html_(self) -> str:
        rows = list(islice(self._iterate(), MAX_ROWS + 1))
        return entities_html(rows[:MAX_ROWS], "and more" if len(rows) > MAX_ROWS else "")


def entities_frame(source: Source, entities: Iterable[EntityObject], *, owner: bool = False) -> pd.DataFrame:
    """Return entities as a data frame. Missing properties are requested together. See `Listing.to_frame`."""
    known = list(entities)
    load_together(source, known)
    owners = _owners(source, known) if owner else {}
    rows = []
    for each in known:
        reference = each._owner_reference() if owner else None  # noqa: SLF001 - of this package
        rows.append({**each.to_dict(), **(_owner_columns(owners.get(reference)) if reference else {})})
    return frame_of(rows, ["perm_id"] if not rows else [])


def entities_html(entities: Sequence[EntityObject], remark: str = "") -> str:
    """Return entities as a table for notebooks."""
    rows = [each._facts() for each in entities]  # noqa: SLF001 - of this package
    columns = [name for name in _SHOWN if any(row.get(name) is not None for row in rows)]
    return html_table(columns, [[row.get(name) for name in columns] for row in rows], remark)


def load_together(source: Source, entities: Iterable[EntityObject]) -> None:
    """Request the properties of entities that do not have them yet, in one request for each kind."""
    missing: dict[EntityKind, list[EntityObject]] = {}
    for each in entities:
        if not each._has_properties() and each.entity_kind is not EntityKind.SPACE:  # noqa: SLF001
            missing.setdefault(each.entity_kind, []).append(each)
    for kind, some in missing.items():
        found = source.use_cases.catalogue.show_many_details(source.name, kind, [each.perm_id for each in some])
        for each in some:
            if each.perm_id in found:
                each._use(found[each.perm_id])  # noqa: SLF001


def _owners(source: Source, entities: Iterable[EntityObject]) -> dict[tuple[EntityKind, str], Details]:
    wanted: dict[EntityKind, dict[str, None]] = {}
    for each in entities:
        if reference := each._owner_reference():  # noqa: SLF001
            wanted.setdefault(reference[0], {})[reference[1]] = None
    found: dict[tuple[EntityKind, str], Details] = {}
    for kind, identifiers in wanted.items():
        details = source.use_cases.catalogue.show_many_details(source.name, kind, list(identifiers))
        found |= {(kind, each): details[each] for each in identifiers if each in details}
    return found


def _owner_columns(owner: Details | None) -> dict[str, Any]:
    if owner is None:
        return {}
    facts = {"owner.identifier": owner.identifier, "owner.type": owner.type_code, "owner.name": owner.name}
    values = {
        f"owner.{each.code}": value_of(each.value, each.data_type, multi_value=each.multi_value)
        for each in owner.properties
    }
    return {**facts, **values}
