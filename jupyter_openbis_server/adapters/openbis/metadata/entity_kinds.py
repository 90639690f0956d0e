"""Names of the kinds of entities in openBIS's v3 API, also of data sets, and their search criteria."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, ascending, descending, equal, typed
from jupyter_openbis_server.adapters.openbis.metadata.property_values import values_in
from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityRef, EntityReference, ReferenceKind
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.properties.property_value import name_in

_PARTS = {EntityKind.SPACE: 1, EntityKind.PROJECT: 2, EntityKind.EXPERIMENT: 3}
"""Number of parts of an identifier. A sample's has one to three, depending on its parent."""


@dataclass(frozen=True)
class ApiKind:
    """A kind of entities in the API.

    Attributes:
        key_fields: Sort fields that give every entity a fixed position. A search sorts in SQL, where an unknown field
            becomes the name of a column: spaces and data sets have no column `perm_id`; their code is their permId
            (openbis-protocol.md, 3.2).
    """

    kind: EntityKind
    name: str
    package: str
    key_fields: tuple[str, ...] = ("CODE", "PERM_ID")

    def id_of(self, reference: EntityReference) -> Json | None:
        """Return the id for a permId or identifier; None if it cannot be one of this kind."""
        if reference.kind is ReferenceKind.PERM_ID:
            return None if self.kind is EntityKind.SPACE else self._id("PermId", "permId", reference.text)
        parts = reference.codes_for(self.kind)
        if len(parts) != _PARTS.get(self.kind, len(parts)):
            return None
        if self.kind is EntityKind.SPACE:
            return self._id("PermId", "permId", parts[0])
        return self._id("Identifier", "identifier", "/" + "/".join(parts))

    @property
    def fetch_options(self) -> Json:
        """Fetch options for an entity without related objects."""
        return typed(f"{self.package}.fetchoptions.{self.name}FetchOptions")

    def sorted_newest_first(self, options: Json) -> Json:
        """Return fetch options with that order. Entities registered together have the same date: the code decides."""
        return {**options, "sort": descending(self._sort_options, "REGISTRATION_DATE", *self.key_fields)}

    @property
    def row_options(self) -> Json:
        """Return fetch options for a listing: with type and properties, if the kind has them, in a fixed order."""
        sort = ascending(self._sort_options, *self.key_fields)
        if self.kind in (EntityKind.SPACE, EntityKind.PROJECT):
            return {**self.fetch_options, "sort": sort}
        return {
            **self.fetch_options,
            "sort": sort,
            "type": typed(f"{self.package}.fetchoptions.{self.name}TypeFetchOptions"),
            "properties": typed("property.fetchoptions.PropertyFetchOptions"),
        }

    def criteria(self, *criteria: Json, operator: str = "AND") -> Json:
        """Return search criteria for this kind; all must match (or one: `OR`). They may be nested."""
        return typed(f"{self.package}.search.{self.name}SearchCriteria", operator=operator, criteria=list(criteria))

    @property
    def without(self) -> Json:
        """Return the criterion for entities without an owner of this kind."""
        return typed(f"{self.package}.search.No{self.name}SearchCriteria")

    def entity(self, bean: Bean) -> Entity:
        """Parse an entity of this kind."""
        if self.kind is EntityKind.SPACE:
            perm_id = bean.required_text("code")
            return Entity(self.kind, perm_id, f"/{perm_id}")
        type_ = bean.bean("type")
        name = name_in(values_in(bean))
        return Entity(
            self.kind,
            bean.required_bean("permId").required_text("permId"),
            bean.required_bean("identifier").required_text("identifier"),
            type_.text("code") if type_ else None,
            name,
        )

    @property
    def _sort_options(self) -> str:
        return f"{self.package}.fetchoptions.{self.name}SortOptions"

    def _id(self, form: str, key: str, text: str) -> Json:
        return typed(f"{self.package}.id.{self.name}{form}", **{key: text})


SAMPLE = ApiKind(EntityKind.SAMPLE, "Sample", "sample")
EXPERIMENT = ApiKind(EntityKind.EXPERIMENT, "Experiment", "experiment")
PROJECT = ApiKind(EntityKind.PROJECT, "Project", "project")
SPACE = ApiKind(EntityKind.SPACE, "Space", "space", ("CODE",))
DATA_SET = ApiKind(EntityKind.DATA_SET, "DataSet", "dataset", ("CODE",))

API_KINDS = {each.kind: each for each in (SAMPLE, EXPERIMENT, PROJECT, SPACE, DATA_SET)}


def matching(place: EntityRef) -> Json:
    """Return criteria that match one entity; inside criteria of another kind, the entities in it."""
    criterion = "CodeSearchCriteria" if place.kind is EntityKind.SPACE else "PermIdSearchCriteria"
    return API_KINDS[place.kind].criteria(equal(criterion, place.perm_id))


def direct_children(place: EntityRef | None, kind: EntityKind) -> Json:
    """Return criteria for the direct children of a kind, without those of nested entities."""
    if place is None:
        return API_KINDS[kind].criteria()
    smaller = []
    if kind is EntityKind.SAMPLE:
        smaller += [PROJECT.without] if place.kind is EntityKind.SPACE else []
        smaller += [EXPERIMENT.without] if place.kind in (EntityKind.SPACE, EntityKind.PROJECT) else []
    if kind is EntityKind.DATA_SET:
        smaller += [SAMPLE.without] if place.kind is EntityKind.EXPERIMENT else []
    return API_KINDS[kind].criteria(matching(place), *smaller)
