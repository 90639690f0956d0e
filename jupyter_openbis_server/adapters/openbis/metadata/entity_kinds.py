"""Names of the kinds of entities in openBIS's v3 API, also of data sets, and their search criteria."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, ascending, descending, equal, typed
from jupyter_openbis_server.adapters.openbis.metadata.property_assignments import VALUE_ASSIGNMENTS, assignments_of
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

    def perm_id(self, text: str) -> Json:
        """Return the id for a permId; a space's is its code."""
        return self._id("PermId", "permId", text)

    def id_of(self, reference: EntityReference) -> Json | None:
        """Return the id for a permId or identifier; None if it cannot be one of this kind."""
        if reference.kind is ReferenceKind.PERM_ID:
            return None if self.kind is EntityKind.SPACE else self.perm_id(reference.text)
        parts = reference.codes_for(self.kind)
        if len(parts) != _PARTS.get(self.kind, len(parts)):
            return None
        if self.kind is EntityKind.SPACE:
            return self.perm_id(parts[0])
        return self._id("Identifier", "identifier", "/" + "/".join(parts))

    @property
    def fetch_options(self) -> Json:
        """Fetch options for an entity without related objects."""
        return typed(f"{self.package}.fetchoptions.{self.name}FetchOptions")

    def sorted_newest_first(self, options: Json) -> Json:
        """Return fetch options with that order. Entities registered together have the same date: the code decides."""
        return self.sorted_by(options, "REGISTRATION_DATE", is_descending=True)

    def sorted_by(self, options: Json, field: str, *, is_descending: bool) -> Json:
        """Return fetch options with an order: by a field, then by code and permId."""
        fields = dict.fromkeys((field, *self.key_fields))
        return {**options, "sort": (descending if is_descending else ascending)(self._sort_options, *fields)}

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

    @property
    def found_options(self) -> Json:
        """Return fetch options for search results: those of a listing, and which properties have several values."""
        options = self.row_options
        if "type" not in options:
            return options
        return {**options, "type": {**options["type"], "propertyAssignments": VALUE_ASSIGNMENTS}}

    def criteria(self, *criteria: Json, operator: str = "AND") -> Json:
        """Return search criteria for this kind; all must match (or one: `OR`). They may be nested."""
        return typed(f"{self.package}.search.{self.name}SearchCriteria", operator=operator, criteria=list(criteria))

    @property
    def without(self) -> Json:
        """Return the criterion for entities without an owner of this kind."""
        return typed(f"{self.package}.search.No{self.name}SearchCriteria")

    def entity(self, bean: Bean) -> Entity:
        """Parse an entity of this kind."""
        registered, modified = bean.datetime("registrationDate"), bean.datetime("modificationDate")
        if self.kind is EntityKind.SPACE:
            perm_id = bean.required_text("code")
            return Entity(self.kind, perm_id, f"/{perm_id}", registered=registered, modified=modified)
        type_ = bean.bean("type")
        assignments = assignments_of(type_) if type_ else ()
        properties = values_in(bean, assignments)
        set_ones = [each for each in assignments if each.code in properties]
        return Entity(
            self.kind,
            bean.required_bean("permId").required_text("permId"),
            bean.required_bean("identifier").required_text("identifier"),
            type_.text("code") if type_ else None,
            name_in(properties),
            properties,
            registered,
            modified,
            {each.code: each.data_type for each in set_ones},
            frozenset(each.code for each in set_ones if each.multi_value),
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


def direct_children(place: EntityRef | None, kind: EntityKind, *further: Json) -> Json:
    """Return criteria for the direct children of a kind that match further criteria, without nested entities."""
    if place is None:
        return API_KINDS[kind].criteria(*further)
    smaller = [*further]
    if kind is EntityKind.SAMPLE:
        smaller += [PROJECT.without] if place.kind is EntityKind.SPACE else []
        smaller += [EXPERIMENT.without] if place.kind in (EntityKind.SPACE, EntityKind.PROJECT) else []
    if kind is EntityKind.DATA_SET:
        smaller += [SAMPLE.without] if place.kind is EntityKind.EXPERIMENT else []
    return API_KINDS[kind].criteria(matching(place), *smaller)
