"""The owner of what is searched for, as criteria of openBIS's v3 API."""

from __future__ import annotations

from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, typed
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import belonging_to
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import EXPERIMENT, PROJECT, SAMPLE, ApiKind, matching
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind


def within(api: ApiKind, owner: EntityRef) -> Json:
    """Return a criterion for entities of a kind in an owner, at any depth."""
    place = matching(owner)
    if api.kind is EntityKind.DATA_SET:
        return belonging_to(owner)
    if api.kind is EntityKind.SAMPLE and owner.kind is EntityKind.SAMPLE:
        return typed("sample.search.SampleContainerSearchCriteria", operator="AND", criteria=place["criteria"])
    if api.kind is EntityKind.SAMPLE and owner.kind is EntityKind.PROJECT:
        # Without samples in projects, the samples of an experiment have no project themselves.
        return SAMPLE.criteria(place, EXPERIMENT.criteria(place), operator="OR")
    if api.kind is EntityKind.EXPERIMENT and owner.kind is EntityKind.SPACE:
        return PROJECT.criteria(place)
    return place
