"""Requested, planned and completed changes of data sets, samples and experiments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.catalogue.details import Details, PropertyEntry, RelatedEntity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.property_checks import field_of
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, name_in

PARENT = "parent"
"""The field of the parents."""
Seen = PropertyValue | None


@dataclass(frozen=True)
class ChangeRequest:
    """A change that a user wants, not validated.

    Attributes:
        reference: PermId, identifier or link of the data set, sample or experiment.
        kind: Its kind; None to look among data sets first, then samples and experiments.
        properties: Maps the property code to a raw value, see `property_value.convert`. One that is not set (None, NaN,
            blank text) clears the property. The name is the property `$NAME`.
        add_parents: References to samples, or permIds of data sets; those that are parents already are ignored.
        remove_parents: The same; those that are no parents are ignored.
        unchanged_since: Modification date of the entity that the user has seen; None to change what is there now.
        seen: The values that the user has seen, by field (`ChangePlan.seen`), for the message about a conflict.
    """

    reference: str
    kind: EntityKind | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    add_parents: tuple[str, ...] = ()
    remove_parents: tuple[str, ...] = ()
    unchanged_since: dt.datetime | None = None
    seen: Mapping[str, Seen] = field(default_factory=dict)

    def confirming(self, plan: ChangePlan) -> ChangeRequest:
        """Return this request for exactly the entity that a plan shows: refused if it was changed after that."""
        return replace(self, unchanged_since=plan.based_on, seen=plan.seen)


@dataclass(frozen=True)
class PropertyChange:
    """The new value of a property.

    Attributes:
        code: Upper case.
        label: Its display name, if openBIS states one.
        before: The present value; None if it is not set.
        after: The new value in openBIS's form; None to clear it.
    """

    code: str
    label: str | None
    before: PropertyValue | None
    after: PropertyValue | None

    @property
    def field(self) -> str:
        """Name of the field: `prop.<CODE>`."""
        return field_of(self.code)


@dataclass(frozen=True)
class ChangePlan:
    """A validated change: only what differs from the present state.

    Attributes:
        entity: The present state.
        properties: The properties to change, in the order of the type.
        added_parents: Parents that it does not have yet.
        removed_parents: Parents that it has.
    """

    entity: Details
    properties: tuple[PropertyChange, ...] = ()
    added_parents: tuple[RelatedEntity, ...] = ()
    removed_parents: tuple[RelatedEntity, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to change."""
        return not (self.properties or self.added_parents or self.removed_parents)

    @property
    def based_on(self) -> dt.datetime | None:
        """Modification date of the present state."""
        return self.entity.modified

    @property
    def outcome(self) -> Details:
        """The state that the change leads to, as far as the plan knows it; who changed it when is left out."""
        changed = {each.code: each for each in self.properties}
        kept = [each for each in self.entity.properties if each.code not in changed]
        new = [
            PropertyEntry(each.code, each.label, None, each.after) for each in self.properties if each.after is not None
        ]
        removed = {each.perm_id for each in self.removed_parents}
        parents = (*(each for each in self.entity.parents if each.perm_id not in removed), *self.added_parents)
        properties = (*kept, *new)
        name = name_in({each.code: each.value for each in properties})
        return replace(self.entity, properties=properties, parents=parents, name=name, modified=None, modifier=None)

    @property
    def seen(self) -> dict[str, Seen]:
        """The present values by field, as the plan shows them."""
        values: dict[str, Seen] = {each.field: each.before for each in self.properties}
        if self.added_parents or self.removed_parents:
            values[PARENT] = parents_of(self.entity)
        return values


@dataclass(frozen=True)
class EntityChange:
    """A completed change.

    Attributes:
        connection: Name of the connection.
        plan: What was changed; empty if everything was as wanted before.
        entity: The entity after it: as openBIS has it now; as planned if it cannot be read again.
    """

    connection: str
    plan: ChangePlan
    entity: Details


def parents_of(entity: Details) -> tuple[str, ...]:
    """Return the permIds of the parents in a fixed order."""
    return tuple(sorted(each.perm_id for each in entity.parents))


def values_by_field(entity: Details) -> dict[str, Seen]:
    """Return all present values by field; properties that are not set are absent."""
    values: dict[str, Seen] = {field_of(each.code): each.value for each in entity.properties}
    return {**values, PARENT: parents_of(entity)}
