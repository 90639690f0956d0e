"""How openBIS's v3 API names the kinds of entities, data sets among them, and how it searches for them."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.property_values import values_in
from jupyter_openbis_server.adapters.pybis.v3_objects import Json, ascending, descending, equal, typed
from jupyter_openbis_server.domain.model import Entity, EntityKind, EntityReference, Place
from jupyter_openbis_server.domain.model.entity import ReferenceKind
from jupyter_openbis_server.domain.model.property_value import name_in

_PARTS = {EntityKind.SPACE: 1, EntityKind.PROJECT: 2, EntityKind.EXPERIMENT: 3}
"""How many parts an identifier has. A sample's has one to three: samples may lie anywhere."""


@dataclass(frozen=True)
class ApiKind:
    """A kind of entities as the API has it.

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
        """Return the id for a permId or identifier; None where it cannot be one of this kind."""
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
        """What tells where an entity is, and no more."""
        return typed(f"{self.package}.fetchoptions.{self.name}FetchOptions")

    def sorted_newest_first(self, options: Json) -> Json:
        """Return fetch options with that order. What was registered together has the same date: the code decides."""
        return {**options, "sort": descending(self._sort_options, "REGISTRATION_DATE", *self.key_fields)}

    @property
    def row_options(self) -> Json:
        """The same for a listing: with type and properties, where there are such, and in a fixed order."""
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
        """Return search criteria for this kind, of which all must hold (or one: `OR`); they may be nested."""
        return typed(f"{self.package}.search.{self.name}SearchCriteria", operator=operator, criteria=list(criteria))

    @property
    def none(self) -> Json:
        """Return the criterion for what lies in nothing of this kind."""
        return typed(f"{self.package}.search.No{self.name}SearchCriteria")

    def entity(self, bean: Bean) -> Entity:
        """Read one of them."""
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


def being(place: Place) -> Json:
    """Return criteria that only one thing meets; in criteria for others: those that lie in it."""
    criterion = "CodeSearchCriteria" if place.kind is EntityKind.SPACE else "PermIdSearchCriteria"
    return API_KINDS[place.kind].criteria(equal(criterion, place.perm_id))


def directly_in(place: Place | None, kind: EntityKind) -> Json:
    """Return criteria for what there is of a kind in a place, and in nothing smaller."""
    if place is None:
        return API_KINDS[kind].criteria()
    smaller = []
    if kind is EntityKind.SAMPLE:
        smaller += [PROJECT.none] if place.kind is EntityKind.SPACE else []
        smaller += [EXPERIMENT.none] if place.kind in (EntityKind.SPACE, EntityKind.PROJECT) else []
    if kind is EntityKind.DATA_SET:
        smaller += [SAMPLE.none] if place.kind is EntityKind.EXPERIMENT else []
    return API_KINDS[kind].criteria(being(place), *smaller)
