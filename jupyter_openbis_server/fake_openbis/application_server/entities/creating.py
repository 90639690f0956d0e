"""The create methods of spaces, projects, experiments, samples and data sets."""

from collections.abc import Callable
from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.entities.children import store_children
from jupyter_openbis_server.fake_openbis.application_server.entities.property_checks import (
    checked_properties,
    read_properties,
)
from jupyter_openbis_server.fake_openbis.application_server.entities.sample_references import with_sample_references
from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.sample_data import additions
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.codes import new_code
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_set_id_bean
from jupyter_openbis_server.fake_openbis.wire.failures import Failure, UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import as_objects, perm_id_bean, read_id, read_ids
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method

Creator = Callable[[Laboratory, str, Json], Bean]


def creating_methods(context: Context) -> dict[str, Method]:
    """Return the methods ``create…`` of everything that hangs below a space, each giving the permIds in order."""
    return {
        "createSpaces": creation_method(context, "createSpaces", _space),
        "createProjects": creation_method(context, "createProjects", _project),
        "createExperiments": creation_method(context, "createExperiments", _experiment),
        "createSamples": _sample_creation_method(context),
        "createDataSets": creation_method(context, "createDataSets", _data_set),
    }


def creation_method(context: Context, name: str, create: Creator) -> Callable[[str, Json], list[Bean]]:
    """Return a create method: one entity for each creation.

    Args:
        context: The fake openBIS.
        name: The method's name.
        create: Creates one entity for a user and gives its id.
    """

    def read(creation: Json) -> Json:
        properties = read_properties(creation.get("properties"), context.settings.api_minor)
        return {**creation, "properties": properties}

    def method(token: str, creations: Json) -> list[Bean]:
        with operation(context, name, token) as session, context.laboratory.lock:
            return [create(context.laboratory, session.user, read(creation)) for creation in as_objects(creations)]

    return method


def _sample_creation_method(context: Context) -> Method:
    """``createSamples``: the properties of a sample may refer to itself and to others of the same request."""
    lab = context.laboratory
    name = "createSamples"
    create_all = creation_method(context, name, _sample)

    def method(token: str, creations: Json) -> list[Bean]:
        with lab.lock:
            beans = create_all(token, creations)
            created = [sample for bean in beans if (sample := lab.samples.get(bean.fields["permId"])) is not None]
            try:
                with operation(context, name, token) as session:
                    for sample in created:
                        properties = with_sample_references(lab, session.user, sample.properties)
                        lab.put(replace(sample, properties=properties))
            except Failure:
                for sample in created:
                    lab.remove(sample)
                raise
            return beans

    return method


def type_of(laboratory: Laboratory, kind: e.EntityKind, creation: Json) -> e.EntityType:
    """Return the type a creation names.

    Raises:
        UserFailure: when it names none or one that does not exist.
    """
    if creation.get("typeId") is None:
        raise UserFailure("Type id cannot be null.")
    given = read_id(creation["typeId"], "entitytype")
    found = laboratory.entity_type(kind, given.text.upper())
    if found is None:
        raise not_found(given.class_name, given.text)
    return found


def optional_id(raw: Json, family: str) -> str | None:
    """Return the text of an id that may be missing."""
    return read_id(raw, family).text if raw else None


def tag_codes(raw: Json) -> list[str]:
    """Return the codes of the tags in a list of tag ids; a tag's permId is ``/<owner>/<code>``."""
    return [one.text.rpartition("/")[2] for one in read_ids(raw, "tag")]


def immutability(laboratory: Laboratory, wanted: Json) -> dict[str, Json]:
    """Return the fields of a sample or experiment whose files AFS shall not change any more; none if not wanted."""
    return {"immutable_data": True, "immutable_data_date": laboratory.now()} if wanted is True else {}


def _space(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    code = new_code(creation.get("code"))
    if code in laboratory.spaces:
        raise UserFailure(f"Space '{code}' already exists in the database and needs to be unique.")
    space = additions.add_space(laboratory, code, description=creation.get("description"), registrator=user)
    return perm_id_bean("as.dto.space.id.SpacePermId", space.code)


def _project(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    project = additions.add_project(
        laboratory,
        read_id(creation.get("spaceId"), "space").text.upper(),
        new_code(creation.get("code")),
        description=creation.get("description"),
        registrator=user,
        modifier=user,
    )
    return perm_id_bean("as.dto.project.id.ProjectPermId", project.perm_id)


def _experiment(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    entity_type = type_of(laboratory, "EXPERIMENT", creation)
    experiment = additions.add_experiment(
        laboratory,
        read_id(creation.get("projectId"), "project").text,
        new_code(creation.get("code")),
        entity_type.code,
        properties=_properties(laboratory, user, entity_type, creation),
        tags=tag_codes(creation.get("tagIds")),
        registrator=user,
        modifier=user,
        **immutability(laboratory, creation.get("immutableData")),
    )
    return perm_id_bean("as.dto.experiment.id.ExperimentPermId", experiment.perm_id)


def _sample(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    entity_type = type_of(laboratory, "SAMPLE", creation)
    children = _children(creation, "sample", laboratory.sample)
    sample = additions.add_sample(
        laboratory,
        new_code(creation.get("code") or _generated_code(laboratory, entity_type)),
        entity_type.code,
        space=optional_id(creation.get("spaceId"), "space"),
        project=optional_id(creation.get("projectId"), "project"),
        experiment=optional_id(creation.get("experimentId"), "experiment"),
        container=optional_id(creation.get("containerId"), "sample"),
        parents=[one.text for one in read_ids(creation.get("parentIds"), "sample")],
        properties=checked_properties(laboratory, entity_type, creation.get("properties")),
        tags=tag_codes(creation.get("tagIds")),
        registrator=user,
        modifier=user,
        **immutability(laboratory, creation.get("immutableData")),
    )
    store_children(laboratory, laboratory.samples, sample.perm_id, children)
    return perm_id_bean("as.dto.sample.id.SamplePermId", sample.perm_id)


def _generated_code(laboratory: Laboratory, entity_type: e.EntityType) -> str:
    if not entity_type.auto_generated_code:
        raise UserFailure("Code cannot be empty for a non auto generated code.")
    return f"{entity_type.generated_code_prefix}{laboratory.new_perm_id().rpartition('-')[2]}"


def _data_set(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    """Only containers and links come this way; physical data sets are registered by the data store server."""
    entity_type = type_of(laboratory, "DATA_SET", creation)
    kind = creation.get("dataSetKind") or creation.get("kind") or "PHYSICAL"
    if kind == "PHYSICAL":
        raise UserFailure("Physical data cannot be null for a physical data set.")
    children = _children(creation, "dataset", laboratory.data_set)
    data_set = additions.add_data_set(
        laboratory,
        entity_type.code,
        perm_id=None if creation.get("autoGeneratedCode") else new_code(creation.get("code")),
        kind=kind,
        experiment=optional_id(creation.get("experimentId"), "experiment"),
        sample=optional_id(creation.get("sampleId"), "sample"),
        parents=[one.text for one in read_ids(creation.get("parentIds"), "dataset")],
        components=[one.text for one in read_ids(creation.get("componentIds"), "dataset")],
        properties=_properties(laboratory, user, entity_type, creation),
        tags=tag_codes(creation.get("tagIds")),
        registrator=user,
        modifier=user,
    )
    store_children(laboratory, laboratory.data_sets, data_set.perm_id, children)
    return data_set_id_bean(data_set.perm_id)


def _properties(
    laboratory: Laboratory, user: str, entity_type: e.EntityType, creation: Json
) -> dict[str, e.PropertyValue]:
    checked = checked_properties(laboratory, entity_type, creation.get("properties"))
    return with_sample_references(laboratory, user, checked)


def _children(creation: Json, family: str, find: Callable[[str], e.Sample | e.DataSet | None]) -> list[str]:
    """Return the permIds of the children a creation names.

    Raises:
        UserFailure: when one of them does not exist.
    """
    perm_ids: list[str] = []
    for given in read_ids(creation.get("childIds"), family):
        child = find(given.text)
        if child is None:
            raise not_found(given.class_name, given.text)
        perm_ids.append(child.key)
    return perm_ids
