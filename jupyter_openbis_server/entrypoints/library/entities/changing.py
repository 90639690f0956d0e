"""Changes of entities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.domain.catalogue.entity import is_perm_id
from jupyter_openbis_server.domain.changes.entity_change import ChangePlan, ChangeRequest
from jupyter_openbis_server.entrypoints.library.entities.arguments import property_values, reference_of, references_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject, TypedEntity

if TYPE_CHECKING:  # Python 3.10 has no typing.Self
    from typing_extensions import Self


class ChangeableEntity(TypedEntity):
    """An entity whose metadata can be changed.

    Every change is refused (`ChangedMeanwhile`) if another user has changed the entity after this object has seen it:
    `refresh()` shows what is there now. Changes by this object itself do not count.
    """

    _own_change: dt.datetime | None = None

    def set_properties(self, properties: Mapping[str, Any] | None = None, /, **values: Any) -> Self:  # noqa: ANN401
        """Set properties, and return the entity as openBIS has it then; this object does not change.

        Args:
            properties: Property code to value, see `Connection.upload`; None, NaN and blank texts clear a property. The
                name is the property `$NAME`.
            values: The same as keyword arguments: `set_properties(STAIN="DAPI")`.

        Raises:
            InvalidChange: with all its `problems`; nothing was changed.
            ChangedMeanwhile: another user has changed the entity; nothing was changed.
            ChangeFailed: openBIS refuses, e.g. the user may not change it.
            ChangeUnconfirmed: it is unknown whether the change was made.
            ReadOnly: changes are switched off.
        """
        given = property_values({**(properties or {}), **values})
        return self._change(ChangeRequest(self.perm_id, self.entity_kind, given))

    def plan_change(
        self,
        properties: Mapping[str, Any] | None = None,
        *,
        add_parents: Iterable[str | EntityObject] = (),
        remove_parents: Iterable[str | EntityObject] = (),
    ) -> ChangePlan:
        """Return what a change would change, without making it: only what differs from openBIS.

        Args:
            properties: See `set_properties`.
            add_parents: See `add_parents`.
            remove_parents: See `remove_parents`.

        Raises:
            InvalidChange, ChangedMeanwhile: as the change would.
        """
        added, removed = references_of(add_parents), references_of(remove_parents)
        request = ChangeRequest(
            self.perm_id, self.entity_kind, property_values(properties), added, removed, self._seen_modified()
        )
        return self._source.use_cases.changes.plan(self._source.name, request)

    def _change(self, request: ChangeRequest) -> Self:
        changes = self._source.use_cases.changes
        seen = self._seen_modified()
        plan = changes.plan(self._source.name, replace(request, unchanged_since=seen))
        done = changes.apply(self._source.name, request.confirming(plan))
        self._own_change = done.entity.modified
        return type(self)(self._source, done.entity)

    def _seen_modified(self) -> dt.datetime | None:
        return self._own_change or self.modified


class ChangeableParents(ChangeableEntity):
    """An entity whose parents can be changed."""

    def add_parents(self, *parents: str | EntityObject) -> Self:
        """Add parents, and return the entity as openBIS has it then. Raises the errors of `set_properties`.

        Args:
            parents: Entities of the same kind, or their permIds or identifiers; present parents are ignored.
        """
        request = ChangeRequest(self.perm_id, self.entity_kind, add_parents=references_of(parents))
        return self._change(request)

    def remove_parents(self, *parents: str | EntityObject) -> Self:
        """Remove parents, and return the entity as openBIS has it then. Raises the errors of `set_properties`.

        Args:
            parents: Entities of the same kind, or their permIds or identifiers; others are ignored.
        """
        request = ChangeRequest(self.perm_id, self.entity_kind, remove_parents=references_of(parents))
        return self._change(request)

    def set_parents(self, parents: Iterable[str | EntityObject]) -> Self:
        """Replace all parents, and return the entity as openBIS has it then. Raises the errors of `set_properties`.

        Args:
            parents: Entities of the same kind, or their permIds, identifiers or links.
        """
        wanted, present = set(map(self._perm_id_of, parents)), {each.perm_id for each in self._meta().parents}
        request = ChangeRequest(
            self.perm_id,
            self.entity_kind,
            add_parents=tuple(sorted(wanted - present)),
            remove_parents=tuple(sorted(present - wanted)),
        )
        return self._change(request)

    def _perm_id_of(self, parent: str | EntityObject) -> str:
        """Return the permId of a parent. Identifiers are looked up: a present parent may be named by its identifier."""
        reference = reference_of(parent)
        if isinstance(parent, EntityObject) or is_perm_id(reference):
            return reference
        find = self._source.use_cases.catalogue.find_details
        return find(self._source.name, reference, (self.entity_kind,)).perm_id
