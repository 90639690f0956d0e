"""Changes of metadata, new samples and experiments, and unarchiving by the HTTP API, on a wire-level fake openBIS."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.jupyter.conftest import Request, registered

PROJECT = "/YEAST_LAB/GROWTH"


@pytest.fixture
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS) as server:
        yield server


def sample(openbis: FakeOpenbis, identifier: str) -> e.Sample:
    (found,) = openbis.laboratory.samples.find("identifier", identifier)
    return found


def change_of(perm_id: str, kind: str = "dataSet", **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "permId": perm_id, **fields}


async def test_plan_shows_the_present_and_the_new_values_and_changes_nothing(logged_in: Request, openbis: FakeOpenbis):
    before = registered(openbis, lab.IMAGES)
    openbis.requests.clear()
    properties = {"STAIN": "dapi", "MAGNIFICATION": 63, "$NAME": "", "EXPOSURE_TIME": 0.5}
    body = change_of(lab.IMAGES, properties=properties, addParents=[lab.REPORT], dryRun=True)
    answer = await logged_in("POST", "openbis/changes/lab", body)
    assert answer.status == 200
    assert [(each["field"], each["before"], each["after"]) for each in answer.json["properties"]] == [
        ("prop.$NAME", "Wild type, 30 min at 42 °C", None),
        ("prop.EXPOSURE_TIME", "0.25", "0.5"),
        ("prop.STAIN", "GFP", "DAPI"),
    ]
    assert [each["permId"] for each in answer.json["addedParents"]] == [lab.REPORT]
    assert (answer.json["isEmpty"], answer.json["type"]) == (False, "MICROSCOPY")
    assert answer.json["seen"] == {
        "prop.$NAME": "Wild type, 30 min at 42 °C",
        "prop.EXPOSURE_TIME": "0.25",
        "prop.STAIN": "GFP",
        "parent": before.parents,
    }
    assert registered(openbis, lab.IMAGES) == before
    assert "updateDataSets" not in openbis.requests.methods()


async def test_planned_change_is_made(logged_in: Request, openbis: FakeOpenbis):
    body = change_of(lab.IMAGES, properties={"STAIN": "DAPI", "$NAME": None}, addParents=[lab.REPORT])
    plan = (await logged_in("POST", "openbis/changes/lab", {**body, "dryRun": True})).json
    confirmed = {**body, "unchangedSince": plan["basedOn"], "seen": plan["seen"]}
    answer = await logged_in("POST", "openbis/changes/lab", confirmed)
    assert (answer.status, answer.json["changed"]) == (200, True)
    now = registered(openbis, lab.IMAGES)
    assert (now.properties["STAIN"], "$NAME" in now.properties, now.parents) == ("DAPI", False, [lab.REPORT])
    assert now.properties["MAGNIFICATION"] == "63"
    assert now.modifier == "alice"
    assert {each["code"]: each["value"] for each in answer.json["entity"]["properties"]}["STAIN"] == "DAPI"


async def test_only_what_differs_is_sent(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    answer = await logged_in("POST", "openbis/changes/lab", change_of(lab.IMAGES, properties={"STAIN": "gfp"}))
    assert (answer.status, answer.json["changed"]) == (200, False)
    assert "updateDataSets" not in openbis.requests.methods()


async def test_change_of_another_user_in_between_is_a_conflict(logged_in: Request, openbis: FakeOpenbis):
    step = sample(openbis, lab.WILD_TYPE)
    body = change_of(step.perm_id, "sample", properties={"$NAME": "mine", "NOTES": "new"})
    plan = (await logged_in("POST", "openbis/changes/lab", {**body, "dryRun": True})).json
    changed = replace(step, properties={"$NAME": "theirs"}, modifier="bob", modification_date=lab.FIRST_DATE + 5000)
    openbis.laboratory.put(changed)
    answer = await logged_in(
        "POST", "openbis/changes/lab", {**body, "unchangedSince": plan["basedOn"], "seen": plan["seen"]}
    )
    assert (answer.status, answer.json["code"], answer.json["modifier"]) == (409, "changed-meanwhile", "bob")
    assert answer.json["modificationDate"] == "2023-03-15T10:00:05+00:00"
    assert answer.json["changes"] == [
        {"field": "prop.$NAME", "seen": "Heat shock, wild type", "present": "theirs"},
    ]
    assert sample(openbis, lab.WILD_TYPE) == changed


async def test_all_problems_are_reported_at_once_with_their_fields(logged_in: Request, openbis: FakeOpenbis):
    openbis.requests.clear()
    properties = {
        "MAGNIFICATION": None,
        "FILE_SUMMARY": "x",
        "STAIN": "PINK",
        "EXPOSURE_TIME": "long",
        "MAGNIFIKATION": 1,
    }
    body = change_of(lab.IMAGES, properties=properties, addParents=["1-1", lab.IMAGES])
    answer = await logged_in("POST", "openbis/changes/lab", body)
    assert (answer.status, answer.json["code"]) == (400, "invalid-change")
    assert answer.json["errors"] == [
        {"prop.MAGNIFICATION": "is mandatory"},
        {"prop.EXPOSURE_TIME": "'long' is not a number, e.g. 1.5 or 2.5e-3"},
        {"prop.STAIN": "'PINK' is not one of DAPI, GFP, MCHERRY, NONE"},
        {"prop.FILE_SUMMARY": "is computed by openBIS, and cannot be set"},
        {
            "prop.MAGNIFIKATION": "data sets of type MICROSCOPY have no such property; did you mean MAGNIFICATION?",
        },
        {"parent": "No such dataSet found: 1-1"},
        {"parent": f"{lab.IMAGES} cannot be its own parent"},
    ]
    assert "updateDataSets" not in openbis.requests.methods()


async def test_parent_that_descends_from_the_entity_is_refused(logged_in: Request, openbis: FakeOpenbis):
    assert lab.IMAGES in registered(openbis, lab.NOTEBOOK).parents
    answer = await logged_in("POST", "openbis/changes/lab", change_of(lab.IMAGES, addParents=[lab.NOTEBOOK]))
    assert answer.json["errors"] == [{"parent": f"{lab.NOTEBOOK} descends from {lab.IMAGES}: a cycle"}]


async def test_parents_of_samples_are_named_by_identifier(logged_in: Request, openbis: FakeOpenbis):
    mother, other = sample(openbis, "/MATERIALS/STRAINS/YEAST_1"), sample(openbis, "/MATERIALS/STRAINS/YEAST_2")
    step = sample(openbis, lab.WILD_TYPE)
    body = change_of(
        step.perm_id,
        "sample",
        addParents=["/materials/strains/yeast_2"],
        removeParents=[mother.perm_id, other.perm_id[:-1] + "1"],
    )
    answer = await logged_in("POST", "openbis/changes/lab", body)
    assert (answer.status, answer.json["plan"]["removedParents"][0]["permId"]) == (200, mother.perm_id)
    assert sample(openbis, lab.WILD_TYPE).parents == [other.perm_id]


async def test_refusal_of_openbis_names_the_field(logged_in: Request, openbis: FakeOpenbis):
    stain = openbis.laboratory.vocabularies.get("STAIN")
    assert stain is not None
    await logged_in("GET", "openbis/datasetTypes/lab")
    openbis.laboratory.put(replace(stain, terms=[each for each in stain.terms if each.code != "NONE"]))
    answer = await logged_in("POST", "openbis/changes/lab", change_of(lab.IMAGES, properties={"STAIN": "NONE"}))
    assert (answer.status, answer.json["code"]) == (400, "change-failed")
    assert [*answer.json["errors"][0]] == ["prop.STAIN"]


async def test_unknown_entity_is_not_found(logged_in: Request):
    for kind in ("dataSet", "sample", "experiment"):
        answer = await logged_in("POST", "openbis/changes/lab", change_of("20230315101500001-9", kind))
        assert answer.status == 404


async def test_change_whose_answer_is_lost_is_found(logged_in: Request, openbis: FakeOpenbis):
    openbis.faults.inject(Fault(FaultKind.TRUNCATE, method="updateDataSets"))
    openbis.requests.clear()
    answer = await logged_in("POST", "openbis/changes/lab", change_of(lab.IMAGES, properties={"STAIN": "DAPI"}))
    assert (answer.status, answer.json["changed"]) == (200, True)
    assert registered(openbis, lab.IMAGES).properties["STAIN"] == "DAPI"
    assert openbis.requests.methods().count("updateDataSets") == 1


async def test_change_that_did_not_arrive_is_repeated(logged_in: Request, openbis: FakeOpenbis):
    openbis.faults.inject(Fault(FaultKind.RESET, method="updateDataSets"))
    answer = await logged_in("POST", "openbis/changes/lab", change_of(lab.IMAGES, properties={"STAIN": "DAPI"}))
    assert answer.status == 200
    assert registered(openbis, lab.IMAGES).properties["STAIN"] == "DAPI"


@pytest.mark.uses_pybis
async def test_sample_is_created_with_a_given_code(logged_in: Request, openbis: FakeOpenbis):
    body = {
        "kind": "sample",
        "type": "yeast",
        "in": PROJECT,
        "code": "by4742",
        "properties": {"$NAME": "BY4742", "STORAGE": "fridge", "GENOTYPE": None},
        "parents": ["/MATERIALS/STRAINS/YEAST_1"],
    }
    plan = await logged_in("POST", "openbis/entities/lab", {**body, "dryRun": True})
    assert (plan.status, plan.json["identifier"]) == (200, f"{PROJECT}/BY4742")
    assert plan.json["properties"] == {"$NAME": "BY4742", "STORAGE": "FRIDGE"}
    assert not openbis.laboratory.samples.find("identifier", f"{PROJECT}/BY4742")
    answer = await logged_in("POST", "openbis/entities/lab", body)
    assert (answer.status, answer.json["entity"]["identifier"]) == (201, f"{PROJECT}/BY4742")
    created = sample(openbis, f"{PROJECT}/BY4742")
    assert created.perm_id == answer.json["entity"]["permId"]
    assert created.perm_id in answer.json["link"]
    assert created.properties == {"$NAME": "BY4742", "STORAGE": "FRIDGE"}
    assert created.parents == [sample(openbis, "/MATERIALS/STRAINS/YEAST_1").perm_id]
    assert (created.type, created.registrator) == ("YEAST", "alice")


@pytest.mark.uses_pybis
async def test_sample_of_an_experiment_gets_a_generated_code(logged_in: Request, openbis: FakeOpenbis):
    body = {"kind": "sample", "type": "ENTRY", "in": lab.HEAT_SHOCK, "properties": {"NOTES": "two\nlines"}}
    answer = await logged_in("POST", "openbis/entities/lab", body)
    assert answer.status == 201, answer.json
    created = sample(openbis, answer.json["entity"]["identifier"])
    (experiment,) = openbis.laboratory.experiments.find("identifier", lab.HEAT_SHOCK)
    assert (created.experiment, created.properties) == (experiment.perm_id, {"NOTES": "two\nlines"})


@pytest.mark.uses_pybis
async def test_experiment_is_created(logged_in: Request, openbis: FakeOpenbis):
    body = {"kind": "experiment", "type": "COLLECTION", "in": PROJECT, "code": "RUN_7", "properties": {"$NAME": "7"}}
    answer = await logged_in("POST", "openbis/entities/lab", body)
    assert (answer.status, answer.json["entity"]["identifier"]) == (201, f"{PROJECT}/RUN_7")
    (created,) = openbis.laboratory.experiments.find("identifier", f"{PROJECT}/RUN_7")
    assert (created.type, created.properties) == ("COLLECTION", {"$NAME": "7"})


async def test_all_problems_of_a_new_entity_are_reported_at_once(logged_in: Request, openbis: FakeOpenbis):
    body = {
        "kind": "experiment",
        "type": "COLECTION",
        "in": "/YEAST_LAB/NOWHERE",
        "code": "two words",
        "parents": [lab.WILD_TYPE],
    }
    answer = await logged_in("POST", "openbis/entities/lab", body)
    assert answer.status == 400
    assert answer.json["errors"] == [
        {"type": "No such experiment type: COLECTION; did you mean COLLECTION?"},
        {"in": "No such project: /YEAST_LAB/NOWHERE"},
        {"code": "TWO WORDS: a code has letters from A to Z, digits, `_`, `-` and `.` only"},
        {"parent": "experiments have no parents"},
    ]


async def test_code_in_use_is_refused(logged_in: Request, openbis: FakeOpenbis):
    used = sample(openbis, lab.EMPTY_BENCH)
    answer = await logged_in(
        "POST", "openbis/entities/lab", {"kind": "sample", "type": "ENTRY", "in": PROJECT, "code": "empty_bench"}
    )
    assert answer.json["errors"] == [{"code": f"{lab.EMPTY_BENCH} exists already (permId {used.perm_id})"}]


@pytest.mark.uses_pybis
@pytest.mark.parametrize("code", ["LOST", None])
async def test_creation_whose_answer_is_lost_is_found(logged_in: Request, openbis: FakeOpenbis, code: str | None):
    openbis.faults.inject(Fault(FaultKind.TRUNCATE, method="createSamples"))
    known = len(openbis.laboratory.samples.find("type", "ENTRY"))
    body = {"kind": "sample", "type": "ENTRY", "in": PROJECT, "code": code, "properties": {"$NAME": "lost"}}
    answer = await logged_in("POST", "openbis/entities/lab", body)
    assert answer.status == 201, answer.json
    assert sample(openbis, answer.json["entity"]["identifier"]).properties == {"$NAME": "lost"}
    assert len(openbis.laboratory.samples.find("type", "ENTRY")) == known + 1


async def test_files_are_requested_from_the_archive(logged_in: Request, openbis: FakeOpenbis):
    answer = await logged_in("POST", "openbis/unarchive/lab", {"permIds": [lab.ARCHIVED, lab.IMAGES]})
    assert answer.status == 200
    assert [each["permId"] for each in answer.json["dataSets"]] == [lab.ARCHIVED, lab.IMAGES]
    physical = registered(openbis, lab.ARCHIVED).physical_data
    assert physical is not None
    assert physical.status == "AVAILABLE"


async def test_what_cannot_be_unarchived_is_refused_before_anything_is_requested(
    logged_in: Request, openbis: FakeOpenbis
):
    openbis.requests.clear()
    wanted = [lab.ARCHIVED, lab.CONTAINER, lab.LINK, "1-1"]
    answer = await logged_in("POST", "openbis/unarchive/lab", {"permIds": wanted})
    assert answer.status == 400
    assert [*map(list, answer.json["errors"])] == [[lab.CONTAINER], [lab.LINK], ["1-1"]]
    assert "unarchiveDataSets" not in openbis.requests.methods()


@pytest.mark.parametrize(
    ("kind", "code"), [("dataSet", "MICROSCOPY"), ("sample", "YEAST"), ("experiment", "COLLECTION")]
)
async def test_types_are_listed_by_kind(logged_in: Request, kind: str, code: str):
    answer = await logged_in("GET", f"openbis/types/lab/{kind}")
    types = {each["code"]: each for each in answer.json["types"]}
    assert (answer.status, types[code]["generatesCodes"]) == (200, kind == "sample")
    assert types[code]["propertyAssignments"][0]["code"] == "$NAME"


async def test_kind_without_types_is_refused(logged_in: Request):
    answer = await logged_in("GET", "openbis/types/lab/project")
    assert (answer.status, answer.json["errors"]) == (400, [{"kind": "must be one of: dataSet, sample, experiment"}])


class TestReadOnly:
    """A server with the trait `read_only`."""

    @pytest.fixture
    def jp_server_config(self, connections: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "ServerApp": {"jpserver_extensions": {"jupyter_openbis_server": True, "jupyter_server_terminals": False}},
            "OpenbisExtension": {"connections": connections, "read_only": True},
        }

    async def test_changes_are_refused(self, logged_in: Request, openbis: FakeOpenbis):
        openbis.requests.clear()
        upload = {"type": "RAW_DATA", "entityIdentifier": lab.WILD_TYPE, "files": ["x"]}
        for path, body in (
            ("openbis/changes/lab", change_of(lab.IMAGES, properties={"STAIN": "DAPI"})),
            ("openbis/entities/lab", {"kind": "sample", "type": "ENTRY", "in": PROJECT}),
            ("openbis/unarchive/lab", {"permIds": [lab.ARCHIVED]}),
            ("openbis/dataset/lab", upload),
            ("openbis/jobs", {"kind": "upload", "connection": "lab", **upload}),
            (f"openbis/files/lab/{lab.IMAGES}", {"action": "createFolder", "path": "x"}),
        ):
            answer = await logged_in("POST", path, body)
            assert (answer.status, answer.json["code"]) == (403, "read-only"), path
        assert not [each for each in openbis.requests.methods() if each.startswith(("update", "create", "unarchive"))]

    async def test_plans_are_answered(self, logged_in: Request):
        body = change_of(lab.IMAGES, properties={"STAIN": "DAPI"}, dryRun=True)
        assert (await logged_in("POST", "openbis/changes/lab", body)).status == 200

    async def test_clients_are_informed(self, logged_in: Request):
        assert (await logged_in("GET", "openbis/conns")).json["read_only"] is True
