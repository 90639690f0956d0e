"""The create methods of types, property types and vocabularies, and the assignment of properties to types."""

from collections.abc import Callable
from dataclasses import replace

from jupyter_openbis_server.fake_openbis.application_server.entities.creating import (
    Creator,
    creation_method,
    optional_id,
)
from jupyter_openbis_server.fake_openbis.application_server.entities.updating import new_value
from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.vocabulary_terms import new_term
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.codes import new_type_code
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import as_list, as_objects, perm_id_bean, read_id
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.type_beans import entity_type_id_bean

_PLURALS: dict[e.EntityKind, str] = {
    "DATA_SET": "DataSetTypes",
    "SAMPLE": "SampleTypes",
    "EXPERIMENT": "ExperimentTypes",
}


def type_creating_methods(context: Context) -> dict[str, Method]:
    """Create and update of types and vocabularies, create of property types; updates of types assign properties."""
    methods: dict[str, Method] = {
        "createPropertyTypes": creation_method(context, "createPropertyTypes", _property_type_creator(context)),
        "createVocabularies": creation_method(context, "createVocabularies", _vocabulary),
        "updateVocabularies": _vocabulary_updater(context),
    }
    for kind, plural in _PLURALS.items():
        methods[f"create{plural}"] = creation_method(context, f"create{plural}", _type_creator(kind))
        methods[f"update{plural}"] = _type_updater(context, kind, f"update{plural}")
    return methods


def _code(creation: Json) -> str:
    return new_type_code(creation.get("code"))


def _property_type(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    for name in ("label", "description", "dataType"):
        if not creation.get(name):
            raise UserFailure(f"{name[0].upper()}{name[1:]} cannot be empty.")
    property_type = e.PropertyType(
        code=_code(creation),
        data_type=creation["dataType"],
        label=creation["label"],
        description=creation["description"],
        vocabulary=optional_id(creation.get("vocabularyId"), "vocabulary"),
        sample_type=optional_id(creation.get("sampleTypeId"), "entitytype"),
        managed_internally=bool(creation.get("managedInternally")),
        registrator=user,
        registration_date=laboratory.now(),
    )
    laboratory.put(property_type)
    return perm_id_bean("as.dto.property.id.PropertyTypePermId", property_type.code)


def _property_type_creator(context: Context) -> Creator:
    """Return a creator that knows multi-valued properties where the API does: older servers ignore unknown fields."""

    def create(laboratory: Laboratory, user: str, creation: Json) -> Bean:
        created = _property_type(laboratory, user, creation)
        property_type = laboratory.property_types.get(new_type_code(creation.get("code")))
        if property_type and creation.get("multiValue") and context.settings.has_multi_values:
            laboratory.put(replace(property_type, multi_value=True))
        return created

    return create


def _vocabulary(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    terms = enumerate(as_list(creation.get("terms")), start=1)
    vocabulary = e.Vocabulary(
        code=_code(creation),
        description=creation.get("description"),
        terms=[new_term(laboratory, user, term, ordinal) for ordinal, term in terms],
        managed_internally=bool(creation.get("managedInternally")),
        chosen_from_list=creation.get("chosenFromList") is not False,
        url_template=creation.get("urlTemplate"),
        registrator=user,
        registration_date=laboratory.now(),
        modification_date=laboratory.now(),
    )
    laboratory.put(vocabulary)
    return perm_id_bean("as.dto.vocabulary.id.VocabularyPermId", vocabulary.code)


def _vocabulary_updater(context: Context) -> Method:
    def update(token: str, updates: Json) -> None:
        laboratory = context.laboratory
        with operation(context, "updateVocabularies", token), laboratory.lock:
            for wanted in as_objects(updates):
                given = read_id(wanted.get("vocabularyId"), "vocabulary")
                vocabulary = laboratory.vocabularies.get(given.text.upper())
                if vocabulary is None:
                    raise not_found(given.class_name, given.text)
                laboratory.put(
                    replace(
                        vocabulary,
                        description=new_value(wanted.get("description"), vocabulary.description),
                        url_template=new_value(wanted.get("urlTemplate"), vocabulary.url_template),
                        chosen_from_list=new_value(wanted.get("chosenFromList"), vocabulary.chosen_from_list),
                        modification_date=laboratory.now(),
                    )
                )

    return update


def _type_creator(kind: e.EntityKind) -> Callable[[Laboratory, str, Json], Bean]:
    def create(laboratory: Laboratory, user: str, creation: Json) -> Bean:
        entity_type = e.EntityType(
            kind=kind,
            code=_code(creation),
            description=creation.get("description"),
            modification_date=laboratory.now(),
            auto_generated_code=bool(creation.get("autoGeneratedCode")),
            generated_code_prefix=creation.get("generatedCodePrefix") or "S",
            main_data_set_pattern=creation.get("mainDataSetPattern"),
            main_data_set_path=creation.get("mainDataSetPath"),
            disallow_deletion=bool(creation.get("disallowDeletion")),
        )
        wanted = as_list(creation.get("propertyAssignments"))
        return entity_type_id_bean(laboratory.put(_assigned(laboratory, user, entity_type, wanted)))

    return create


def _type_updater(context: Context, kind: e.EntityKind, name: str) -> Method:
    def update(token: str, updates: Json) -> None:
        with operation(context, name, token) as session, context.laboratory.lock:
            for wanted in as_objects(updates):
                _update_type(context.laboratory, session.user, kind, wanted)

    return update


def _update_type(laboratory: Laboratory, user: str, kind: e.EntityKind, wanted: Json) -> None:
    given = read_id(wanted.get("typeId"), "entitytype")
    entity_type = laboratory.entity_type(kind, given.text)
    if entity_type is None:
        raise not_found(given.class_name, given.text)
    description = wanted.get("description") or {}
    if description.get("isModified"):
        entity_type = replace(entity_type, description=description.get("value"))
    for action in as_list((wanted.get("propertyAssignments") or {}).get("actions")):
        if action["@type"].endswith("Remove"):
            entity_type = _revoked(entity_type, as_list(action.get("items")))
        else:
            entity_type = _assigned(laboratory, user, entity_type, as_list(action.get("items")))
    laboratory.put(replace(entity_type, modification_date=laboratory.now()))


def _revoked(entity_type: e.EntityType, items: list[Json]) -> e.EntityType:
    removed = {read_id(item.get("propertyTypeId"), "property").text for item in items}
    return replace(
        entity_type, assignments=[kept for kept in entity_type.assignments if kept.property_type not in removed]
    )


def _assigned(laboratory: Laboratory, user: str, entity_type: e.EntityType, items: list[Json]) -> e.EntityType:
    assignments = list(entity_type.assignments)
    for item in items:
        given = read_id(item.get("propertyTypeId"), "property")
        if given.text.upper() not in laboratory.property_types:
            raise not_found(given.class_name, given.text)
        assignments.append(
            e.PropertyAssignment(
                property_type=given.text.upper(),
                mandatory=bool(item.get("mandatory")),
                section=item.get("section"),
                ordinal=item.get("ordinal") or len(assignments) + 1,
                show_in_edit_view=bool(item.get("showInEditView")),
                show_raw_value_in_forms=bool(item.get("showRawValueInForms")),
                plugin=_plugin(laboratory, item.get("pluginId")),
                registrator=user,
                registration_date=laboratory.now(),
            )
        )
    return replace(entity_type, assignments=assignments)


def _plugin(laboratory: Laboratory, raw: Json) -> str | None:
    name = optional_id(raw, "plugin")
    if name is not None and name not in laboratory.plugins:
        raise not_found("PluginPermId", name)
    return name
