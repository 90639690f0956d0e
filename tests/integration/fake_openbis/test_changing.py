"""Creation and changes of entities: refused, stored and converted values (openbis-protocol 3.4)."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import Wire, dataset_id, small_laboratory

PROBE = {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "PROBE", "entityKind": "SAMPLE"}
SERIES = {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "SERIES", "entityKind": "EXPERIMENT"}
PLAIN = {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "PLAIN", "entityKind": "DATA_SET"}
LAB = {"@type": "as.dto.space.id.SpacePermId", "permId": "LAB"}
HEAT = {"@type": "as.dto.project.id.ProjectIdentifier", "identifier": "/LAB/HEAT"}
ONE = {"@type": "as.dto.experiment.id.ExperimentIdentifier", "identifier": "/LAB/HEAT/ONE"}
DELETION = {"@type": "as.dto.vocabulary.delete.VocabularyTermDeletionOptions", "reason": "a test"}


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    openbis = start_fake_openbis(sample_data=False)
    small_laboratory(openbis)
    lab = openbis.laboratory
    lab.put(e.PropertyType("ORIGIN", "SAMPLE", label="Origin"))
    lab.put(e.PropertyType("PROBE", "SAMPLE", label="Probe", sample_type="PROBE"))
    assignments = [e.PropertyAssignment("ORIGIN"), e.PropertyAssignment("PROBE")]
    lab.put(e.EntityType("SAMPLE", "PROBE", assignments=assignments))
    lab.put(e.EntityType("EXPERIMENT", "SERIES", assignments=assignments))
    lab.put(e.EntityType("DATA_SET", "PLAIN", assignments=assignments))
    return openbis


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


@pytest.fixture
def token(openbis) -> str:
    return openbis.sessions.open("admin")


def sample_id(identifier: str) -> dict[str, str]:
    return {"@type": "as.dto.sample.id.SampleIdentifier", "identifier": identifier}


def new_sample(code: str, **fields: Any) -> dict[str, Any]:
    return {"typeId": PROBE, "spaceId": LAB, "code": code, **fields}


def new_container(code: str, **fields: Any) -> dict[str, Any]:
    return {"typeId": PLAIN, "experimentId": ONE, "code": code, "dataSetKind": "CONTAINER", **fields}


def value(new: Any) -> dict[str, Any]:
    return {"@type": "as.dto.common.update.FieldUpdateValue", "isModified": True, "value": new}


def actions(kind: str, *items: Any) -> dict[str, Any]:
    return {"actions": [{"@type": f"as.dto.common.update.ListUpdateAction{kind}", "items": list(items)}]}


CREATIONS = {
    "createSpaces": {"code": "two words"},
    "createProjects": {"code": "two words", "spaceId": LAB},
    "createExperiments": {"code": "two words", "projectId": HEAT, "typeId": SERIES},
    "createSamples": new_sample("two words"),
    "createDataSets": new_container("two words"),
    "createSampleTypes": {"code": "two words"},
    "createDataSetTypes": {"code": "two words"},
    "createExperimentTypes": {"code": "two words"},
    "createVocabularies": {"code": "two words"},
    "createPropertyTypes": {"code": "two words", "label": "x", "description": "x", "dataType": "VARCHAR"},
}


@pytest.mark.parametrize("method", CREATIONS)
def test_codes_with_blanks_are_refused(wire, token, method):
    error = wire.error(method, token, [CREATIONS[method]])
    assert "Given code 'TWO WORDS' contains illegal characters" in error["message"]


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
@pytest.mark.parametrize("code", ["", None])
@pytest.mark.parametrize("method", ["createSpaces", "createProjects", "createExperiments"])
def test_empty_codes_are_refused(wire, token, method, code):
    error = wire.error(method, token, [{**CREATIONS[method], "code": code}])
    assert "Code cannot be empty." in error["message"]


def test_codes_of_terms_may_have_colons_but_no_blanks(wire, token, openbis):
    vocabulary = {"@type": "as.dto.vocabulary.id.VocabularyPermId", "permId": "GAS"}
    wire.result("createVocabularyTerms", token, [{"vocabularyId": vocabulary, "code": "h:2"}])
    assert "H:2" in [term.code for term in openbis.laboratory.vocabularies.get("GAS").terms]
    error = wire.error("createVocabularyTerms", token, [{"vocabularyId": vocabulary, "code": "h 2"}])
    assert "Given term code 'H 2' contains illegal characters" in error["message"]


def test_codes_of_internal_types_begin_with_a_dollar(wire, token, openbis):
    creation = {**CREATIONS["createPropertyTypes"], "code": "$own", "managedInternally": True}
    wire.result("createPropertyTypes", token, [creation])
    assert "$OWN" in openbis.laboratory.property_types


def test_a_project_code_exists_once_in_a_space(wire, token):
    error = wire.error("createProjects", token, [{"code": "heat", "spaceId": LAB}])
    assert "'/LAB/HEAT' already exists in the database and needs to be unique" in error["message"]


def test_children_of_a_new_sample_are_stored(wire, token, openbis):
    (given,) = wire.result("createSamples", token, [new_sample("NEW", childIds=[sample_id("/LAB/P2")])])
    lab = openbis.laboratory
    assert lab.sample("/LAB/P2").parents == [lab.sample("/LAB/HEAT/P1").perm_id, given["permId"]]


def test_children_of_a_sample_can_be_added_and_removed(wire, token, openbis):
    lab = openbis.laboratory
    first, second = lab.sample("/LAB/HEAT/P1"), lab.sample("/LAB/P2")
    update = {"sampleId": sample_id("/LAB/HEAT/P1"), "childIds": actions("Remove", sample_id("/LAB/P2"))}
    wire.result("updateSamples", token, [update])
    assert lab.sample("/LAB/P2").parents == []
    wire.result("updateSamples", token, [{**update, "childIds": actions("Add", sample_id("/LAB/P2"))}])
    assert lab.samples.get(second.perm_id).parents == [first.perm_id]


def test_children_of_data_sets_are_stored(wire, token, openbis):
    child, other = openbis.laboratory.data_sets.keys()[:2]
    creation = new_container("BOX", childIds=[dataset_id(child)])
    wire.result("createDataSets", token, [creation])
    assert openbis.laboratory.data_set(child).parents == ["BOX"]
    wire.result(
        "updateDataSets", token, [{"dataSetId": dataset_id("BOX"), "childIds": actions("Set", dataset_id(other))}]
    )
    assert (openbis.laboratory.data_set(child).parents, openbis.laboratory.data_set(other).parents) == ([], ["BOX"])


def test_nothing_is_created_with_a_child_that_does_not_exist(wire, token, openbis):
    error = wire.error("createSamples", token, [new_sample("NEW", childIds=[sample_id("/LAB/NONE")])])
    assert "Object with SampleIdentifier = [/LAB/NONE] has not been found." in error["message"]
    assert openbis.laboratory.sample("/LAB/NEW") is None


def test_a_request_for_archiving_is_stored(wire, token, openbis):
    perm_id = openbis.laboratory.data_sets.keys()[0]
    for wanted in (True, False):
        physical = value({"@type": "as.dto.dataset.update.PhysicalDataUpdate", "archivingRequested": value(wanted)})
        wire.result("updateDataSets", token, [{"dataSetId": dataset_id(perm_id), "physicalData": physical}])
        assert openbis.laboratory.data_set(perm_id).physical_data.archiving_requested is wanted


@pytest.mark.parametrize("text", ["/LAB/HEAT/P1", "/lab/heat/p1"])
def test_the_identifier_of_a_sample_in_a_property_becomes_its_perm_id(wire, token, openbis, text):
    lab = openbis.laboratory
    perm_id = lab.sample("/LAB/HEAT/P1").perm_id
    wire.result("createSamples", token, [new_sample("NEW", properties={"ORIGIN": text})])
    wire.result(
        "createExperiments", token, [{"code": "E", "projectId": HEAT, "typeId": SERIES, "properties": {"ORIGIN": text}}]
    )
    wire.result("createDataSets", token, [new_container("BOX", properties={"PROBE": text})])
    assert lab.sample("/LAB/NEW").properties == {"ORIGIN": perm_id}
    assert lab.experiment("/LAB/HEAT/E").properties == {"ORIGIN": perm_id}
    assert lab.data_set("BOX").properties == {"PROBE": perm_id}
    wire.result("updateSamples", token, [{"sampleId": sample_id("/LAB/NEW"), "properties": {"PROBE": text}}])
    assert lab.sample("/LAB/NEW").properties == {"ORIGIN": perm_id, "PROBE": perm_id}


def test_properties_may_refer_to_samples_of_the_same_request(wire, token, openbis):
    creations = [new_sample(code, properties={"ORIGIN": "/LAB/A"}) for code in ("B", "A")]
    wire.result("createSamples", token, creations)
    lab = openbis.laboratory
    perm_id = lab.sample("/LAB/A").perm_id
    assert [lab.sample(f"/LAB/{code}").properties["ORIGIN"] for code in ("A", "B")] == [perm_id, perm_id]


def test_a_property_with_an_unknown_sample_is_refused_and_nothing_is_created(wire, token, openbis):
    creations = [new_sample("A"), new_sample("B", properties={"ORIGIN": "/LAB/NONE"})]
    error = wire.error("createSamples", token, creations)
    assert "Unknown sample: /LAB/NONE" in error["message"]
    assert openbis.laboratory.sample("/LAB/A") is None


def test_a_property_with_a_sample_that_is_not_visible_is_refused(wire, openbis):
    add.add_space(openbis.laboratory, "SECRET")
    add.add_sample(openbis.laboratory, "X", "PROBE", space="SECRET")
    openbis.laboratory.put(e.Person("ann", spaces=["LAB"]))
    creation = new_sample("A", properties={"ORIGIN": "/SECRET/X"})
    error = wire.error("createSamples", openbis.sessions.open("ann"), [creation])
    assert "Unknown sample: /SECRET/X" in error["message"]


def test_a_property_with_a_sample_of_another_type_is_refused(wire, token):
    error = wire.error("createSamples", token, [new_sample("A", properties={"PROBE": "/DEFAULT/DEFAULT"})])
    assert "Property PROBE is not a sample of type PROBE but of type UNKNOWN" in error["message"]


def test_a_sample_that_is_not_moved_keeps_its_identifier(wire, token, openbis):
    update = {"sampleId": sample_id("/DEFAULT/DEFAULT"), "childIds": actions("Add", sample_id("/LAB/P2"))}
    wire.result("updateSamples", token, [update])
    lab = openbis.laboratory
    assert lab.sample("/DEFAULT/DEFAULT").project is None
    assert lab.sample("/DEFAULT/DEFAULT").perm_id in lab.sample("/LAB/P2").parents


def test_vocabularies_can_be_changed(wire, token, openbis):
    vocabulary = {"@type": "as.dto.vocabulary.id.VocabularyPermId", "permId": "GAS"}
    changes = {"description": value("Gases"), "chosenFromList": value(False)}
    wire.result("updateVocabularies", token, [{"vocabularyId": vocabulary, **changes}])
    changed = openbis.laboratory.vocabularies.get("GAS")
    assert (changed.description, changed.chosen_from_list, changed.url_template) == ("Gases", False, None)


def test_terms_that_are_not_used_can_be_deleted(wire, token, openbis):
    argon, air = (
        {"@type": "as.dto.vocabulary.id.VocabularyTermPermId", "code": code, "vocabularyCode": "GAS"}
        for code in ("ARGON", "AIR")
    )
    wire.result("deleteVocabularyTerms", token, [argon], DELETION)
    assert [term.code for term in openbis.laboratory.vocabularies.get("GAS").terms] == ["AIR"]
    error = wire.error("deleteVocabularyTerms", token, [air], DELETION)
    assert "Vocabulary term 'AIR' is being used" in error["message"]


def test_plugins_can_be_created_changed_assigned_and_deleted(wire, token, openbis):
    creation = {"name": "SUM", "pluginType": "DYNAMIC_PROPERTY", "entityKind": "SAMPLE", "script": "1"}
    plugin_id = {"@type": "as.dto.plugin.id.PluginPermId", "permId": "SUM"}
    deletion = {"@type": "as.dto.plugin.delete.PluginDeletionOptions", "reason": "a test"}
    assert wire.result("createPlugins", token, [creation])[0]["permId"] == "SUM"
    wire.result("updatePlugins", token, [{"pluginId": plugin_id, "script": value("2")}])
    plugin = openbis.laboratory.plugins.get("SUM")
    assert (plugin.script, plugin.entity_kinds, plugin.registrator) == ("2", ["SAMPLE"], "admin")
    weight = {"propertyTypeId": {"@type": "as.dto.property.id.PropertyTypePermId", "permId": "WEIGHT"}}
    assignment = {**weight, "pluginId": plugin_id}
    wire.result("updateSampleTypes", token, [{"typeId": PROBE, "propertyAssignments": actions("Add", assignment)}])
    assert openbis.laboratory.entity_type("SAMPLE", "PROBE").assignments[-1].plugin == "SUM"
    error = wire.error("deletePlugins", token, [plugin_id], deletion)
    assert "Plugin 'SUM' is being used" in error["message"]
    removal = actions("Remove", weight)
    wire.result("updateSampleTypes", token, [{"typeId": PROBE, "propertyAssignments": removal}])
    wire.result("deletePlugins", token, [plugin_id], deletion)
    assert "SUM" not in openbis.laboratory.plugins


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
@pytest.mark.parametrize(
    ("creation", "message"),
    [
        ({"name": "", "pluginType": "DYNAMIC_PROPERTY"}, "Name cannot be empty."),
        ({"name": "X", "pluginType": "SOMETHING"}, "Could not deserialize object."),
    ],
)
def test_plugins_need_a_name_and_a_known_type(wire, token, creation, message):
    assert message in wire.error("createPlugins", token, [creation])["message"]


def test_a_plugin_that_does_not_exist_cannot_be_assigned(wire, token):
    item = {
        "propertyTypeId": {"@type": "as.dto.property.id.PropertyTypePermId", "permId": "WEIGHT"},
        "pluginId": {"@type": "as.dto.plugin.id.PluginPermId", "permId": "NONE"},
    }
    update = {"typeId": PROBE, "propertyAssignments": actions("Add", item)}
    error = wire.error("updateSampleTypes", token, [update])
    assert "Object with PluginPermId = [NONE] has not been found." in error["message"]
