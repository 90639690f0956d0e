"""The delete methods, and the confirmation of deletions."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.reading import READABLES, Readable
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method

_TO_TRASH = ("Experiments", "Samples", "DataSets")
_FOR_GOOD = (
    "Spaces",
    "Projects",
    "DataSetTypes",
    "SampleTypes",
    "ExperimentTypes",
    "PropertyTypes",
    "Vocabularies",
    "Plugins",
)


def deleting_methods(context: Context) -> dict[str, Method]:
    """Return the methods ``delete…`` and ``confirmDeletions``.

    Experiments, samples and data sets go to the trash, which gives a deletion id; what depends on them goes along.
    The fake cannot bring anything back from the trash: deleted entities disappear at once for every other method.
    """
    numbers = itertools.count(1)
    pending: set[str] = set()
    methods: dict[str, Method] = {}
    for readable in READABLES:
        if readable.plural in _TO_TRASH:
            methods[f"delete{readable.plural}"] = _to_trash(context, readable, numbers, pending)
        elif readable.plural in _FOR_GOOD:
            methods[f"delete{readable.plural}"] = _for_good(context, readable)

    def confirm(token: str, ids: Json) -> None:
        with operation(context, "confirmDeletions", token):
            for given in read_ids(ids, "deletion"):
                if given.text not in pending:
                    raise not_found(given.class_name, given.text)
                pending.discard(given.text)

    return {**methods, "confirmDeletions": confirm}


def _to_trash(context: Context, readable: Readable, numbers: Iterable[int], pending: set[str]) -> Method:
    def delete(token: str, ids: Json, options: Json) -> Bean | None:
        with operation(context, f"delete{readable.plural}", token) as session, context.laboratory.lock:
            doomed = _found(context.laboratory, session.user, readable, ids, options)
            for entity in doomed:
                _remove_with_dependents(context.laboratory, entity)
            if not doomed:
                return None
            number = str(next(iter(numbers)))
            pending.add(number)
            return Bean("as.dto.deletion.id.DeletionTechId", {"techId": int(number)})

    return delete


def _for_good(context: Context, readable: Readable) -> Method:
    def delete(token: str, ids: Json, options: Json) -> None:
        with operation(context, f"delete{readable.plural}", token) as session, context.laboratory.lock:
            for entity in _found(context.laboratory, session.user, readable, ids, options):
                _must_be_unused(context.laboratory, entity)
                context.laboratory.remove(entity)

    return delete


def _found(laboratory: Laboratory, user: str, readable: Readable, ids: Json, options: Json) -> list[Any]:
    """Return the entities to delete, without those that are deleted already.

    Raises:
        UserFailure: when no reason is given.
    """
    if not (options or {}).get("reason"):
        raise UserFailure("Reason cannot be null")
    entities = (readable.find(laboratory, given.text) for given in read_ids(ids, readable.family))
    return [entity for entity in entities if entity is not None and laboratory.may_see(user, entity)]


def _remove_with_dependents(laboratory: Laboratory, entity: e.Experiment | e.Sample | e.DataSet) -> None:
    if isinstance(entity, e.Experiment):
        _remove_all(laboratory, laboratory.samples.find("experiment", entity.perm_id))
        _remove_all(laboratory, laboratory.data_sets.find("experiment", entity.perm_id))
    elif isinstance(entity, e.Sample):
        _remove_all(laboratory, laboratory.samples.find("container", entity.perm_id))
        _remove_all(laboratory, laboratory.data_sets.find("sample", entity.perm_id))
    laboratory.remove(entity)


def _remove_all(laboratory: Laboratory, entities: Iterable[e.Sample | e.DataSet]) -> None:
    for entity in entities:
        _remove_with_dependents(laboratory, entity)


def _must_be_unused(laboratory: Laboratory, entity: object) -> None:
    uses: dict[type, Callable[[Any], Iterable[object]]] = {
        e.Space: lambda space: [
            *laboratory.projects.find("space", space.code),
            *laboratory.samples.find("space", space.code),
        ],
        e.Project: lambda project: [
            *laboratory.experiments.find("project", project.perm_id),
            *laboratory.samples.find("project", project.perm_id),
        ],
        e.EntityType: lambda used: _entities_of_type(laboratory, used),
        e.Plugin: lambda plugin: [
            entity_type
            for entity_type in laboratory.entity_types
            if plugin.name in (entity_type.validation_plugin, *(each.plugin for each in entity_type.assignments))
        ],
    }
    if type(entity) in uses and list(uses[type(entity)](entity)):
        name = getattr(entity, "identifier", None) or getattr(entity, "code", None) or getattr(entity, "key", "")
        raise UserFailure(f"{type(entity).__name__} '{name}' is being used. Delete all connected data first.")


def _entities_of_type(laboratory: Laboratory, entity_type: e.EntityType) -> Iterable[object]:
    if entity_type.kind == "DATA_SET":
        return laboratory.data_sets.find("type", entity_type.code)
    if entity_type.kind == "SAMPLE":
        return laboratory.samples.find("type", entity_type.code)
    return laboratory.experiments.find("type", entity_type.code)
