"""The update methods of spaces, projects, experiments, samples and data sets."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.entities.children import store_children
from jupyter_openbis_server.fake_openbis.application_server.entities.creating import (
    immutability,
    optional_id,
    tag_codes,
)
from jupyter_openbis_server.fake_openbis.application_server.entities.property_checks import checked_properties
from jupyter_openbis_server.fake_openbis.application_server.entities.sample_references import with_sample_references
from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.sample_data.additions import place_data_set, place_sample
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import DatabaseFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import as_list, as_objects, read_id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method

_PLACE_OF_SAMPLE = ("space", "project", "experiment", "container")
Updater = Callable[[Laboratory, str, Json], None]


def updating_methods(context: Context) -> dict[str, Method]:
    """Return the methods ``update…`` of everything that hangs below a space; each gives null."""
    updaters: dict[str, Updater] = {
        "updateSpaces": _space,
        "updateProjects": _project,
        "updateExperiments": _experiment,
        "updateSamples": _sample,
        "updateDataSets": _data_set,
    }
    return {name: _method(context, name, update) for name, update in updaters.items()}


def _method(context: Context, name: str, update: Updater) -> Method:
    def method(token: str, updates: Json) -> None:
        with operation(context, name, token) as session, context.laboratory.lock:
            for wanted in as_objects(updates):
                update(context.laboratory, session.user, wanted)

    return method


def _space(laboratory: Laboratory, user: str, wanted: Json) -> None:
    space = _existing(laboratory, user, wanted.get("spaceId"), "space", laboratory.spaces.get)
    description = new_value(wanted.get("description"), space.description)
    laboratory.put(replace(space, description=description, modification_date=laboratory.now()))


def _project(laboratory: Laboratory, user: str, wanted: Json) -> None:
    project = _existing(laboratory, user, wanted.get("projectId"), "project", laboratory.project)
    description = new_value(wanted.get("description"), project.description)
    laboratory.put(replace(project, description=description, **_modified(laboratory, user)))


def _experiment(laboratory: Laboratory, user: str, wanted: Json) -> None:
    experiment = _existing(laboratory, user, wanted.get("experimentId"), "experiment", laboratory.experiment)
    changes = _common_changes(laboratory, user, experiment, "EXPERIMENT", wanted)
    fixed = _fixed(laboratory, experiment, wanted)
    laboratory.put(replace(experiment, **changes, **fixed, **_modified(laboratory, user)))


def _sample(laboratory: Laboratory, user: str, wanted: Json) -> None:
    sample: e.Sample = _existing(laboratory, user, wanted.get("sampleId"), "sample", laboratory.sample)
    moved = replace(
        sample,
        space=_new_id(wanted.get("spaceId"), "space", sample.space),
        project=_new_id(wanted.get("projectId"), "project", sample.project),
        experiment=_new_id(wanted.get("experimentId"), "experiment", sample.experiment),
        container=_new_id(wanted.get("containerId"), "sample", sample.container),
        parents=_new_list(wanted.get("parentIds"), "sample", sample.parents, laboratory.sample),
        **_common_changes(laboratory, user, sample, "SAMPLE", wanted),
        **_fixed(laboratory, sample, wanted),
        **_modified(laboratory, user),
    )
    old_children = [child.key for child in laboratory.samples.find("parents", sample.key)]
    children = _new_list(wanted.get("childIds"), "sample", old_children, laboratory.sample)
    is_moved = any(getattr(moved, name) != getattr(sample, name) for name in _PLACE_OF_SAMPLE)
    laboratory.put(place_sample(laboratory, moved) if is_moved else moved)
    store_children(laboratory, laboratory.samples, sample.key, children)


def _data_set(laboratory: Laboratory, user: str, wanted: Json) -> None:
    data_set: e.DataSet = _existing(laboratory, user, wanted.get("dataSetId"), "dataset", laboratory.data_set)
    moved = replace(
        data_set,
        experiment=_new_id(wanted.get("experimentId"), "experiment", data_set.experiment),
        sample=_new_id(wanted.get("sampleId"), "sample", data_set.sample),
        parents=_new_list(wanted.get("parentIds"), "dataset", data_set.parents, laboratory.data_set),
        components=_new_list(wanted.get("componentIds"), "dataset", data_set.components, laboratory.data_set),
        physical_data=_new_physical_data(wanted.get("physicalData"), data_set.physical_data),
        **_common_changes(laboratory, user, data_set, "DATA_SET", wanted),
        **_modified(laboratory, user),
    )
    old_children = [child.key for child in laboratory.data_sets.find("parents", data_set.key)]
    children = _new_list(wanted.get("childIds"), "dataset", old_children, laboratory.data_set)
    laboratory.put(place_data_set(laboratory, moved))
    store_children(laboratory, laboratory.data_sets, data_set.key, children)


def _new_physical_data(update: Json, old: e.PhysicalData | None) -> e.PhysicalData | None:
    """Return the physical data after an update; whether archiving is requested is all that can be changed here."""
    if old is None or not update or not update.get("isModified"):
        return old
    requested = (update.get("value") or {}).get("archivingRequested")
    return replace(old, archiving_requested=bool(new_value(requested, old.archiving_requested)))


def _existing(laboratory: Laboratory, user: str, raw: Json, family: str, lookup: Callable[[str], Any]) -> Any:  # noqa: ANN401 -- the entity the family stands for
    given = read_id(raw, family)
    found = lookup(given.text)
    if found is None or not laboratory.may_see(user, found):
        raise not_found(given.class_name, given.text)
    return found


def _modified(laboratory: Laboratory, user: str) -> dict[str, Any]:
    return {"modifier": user, "modification_date": laboratory.now()}


def _fixed(laboratory: Laboratory, owner: e.Experiment | e.Sample, wanted: Json) -> dict[str, Json]:
    """Whether files in AFS become immutable; they never become mutable again (openbis-afs 1)."""
    return {} if owner.immutable_data else immutability(laboratory, wanted.get("immutableData"))


def _check_not_frozen(entity: e.Experiment | e.Sample | e.DataSet, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Check that properties may be changed; a trigger of the database does (openbis-protocol 3.9)."""
    if entity.frozen and old != new:
        kind = "data set" if isinstance(entity, e.DataSet) else type(entity).__name__.lower()
        action = "UPDATE" if old.keys() == new.keys() else "INSERT" if old.keys() < new.keys() else "DELETE"
        raise DatabaseFailure(
            f"ERROR: Operation {action} PROPERTY is not allowed because {kind} {entity.code} is frozen."
        )


def _common_changes(
    laboratory: Laboratory, user: str, entity: e.Experiment | e.Sample | e.DataSet, kind: e.EntityKind, wanted: Json
) -> dict[str, Any]:
    """Properties, which are merged, and tags."""
    changes: dict[str, Any] = {}
    entity_type = laboratory.entity_type(kind, entity.type)
    if wanted.get("properties") is not None and entity_type is not None:
        upper = {code.upper(): value for code, value in wanted["properties"].items()}
        checked = checked_properties(laboratory, entity_type, {**entity.properties, **upper})
        changes["properties"] = with_sample_references(laboratory, user, checked)
        _check_not_frozen(entity, entity.properties, changes["properties"])
    if wanted.get("freeze"):
        changes["frozen"] = True
    actions = as_list((wanted.get("tagIds") or {}).get("actions"))
    if actions:
        changes["tags"] = _after(actions, entity.tags, tag_codes)
    return changes


def new_value(update: Json, old: Json) -> Json:
    """Return the value a ``FieldUpdateValue`` sets; the old one when it is missing or not modified."""
    return update.get("value") if update and update.get("isModified") else old


def _new_id(update: Json, family: str, old: str | None) -> str | None:
    return optional_id(update.get("value"), family) if update and update.get("isModified") else old


def _new_list(update: Json, family: str, old: list[str], lookup: Callable[[str], Any]) -> list[str]:
    def read(items: Json) -> list[str]:
        found = ((one, lookup(one.text)) for one in read_ids(items, family))
        return [entity.key if entity else _raise_not_found(one.class_name, one.text) for one, entity in found]

    return _after(as_list((update or {}).get("actions")), old, read)


def _raise_not_found(class_name: str, text: str) -> str:
    raise not_found(class_name, text)


def _after(actions: list[Json], old: list[str], read: Callable[[Json], list[str]]) -> list[str]:
    """Return a list after the actions Set, Add and Remove of an ``IdListUpdateValue``."""
    values = list(old)
    for action in actions:
        items = read(action.get("items"))
        kind = action["@type"].rpartition("ListUpdateAction")[2]
        if kind == "Set":
            values = items
        elif kind == "Add":
            values += [item for item in items if item not in values]
        else:
            values = [value for value in values if value not in items]
    return values
