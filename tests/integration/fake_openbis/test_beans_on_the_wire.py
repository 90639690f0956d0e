"""Numbered beans and bare references: openbis-protocol 1.5, 1.6, 3.4 and 3.6."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import (
    DATA_SET_OPTIONS,
    DATA_SETS,
    PERSON,
    Wire,
    criteria,
    dataset_id,
    options,
    small_laboratory,
)

PROPERTIES = {"@type": "as.dto.property.fetchoptions.PropertyFetchOptions"}
TYPES_WITH_EVERYTHING = options(
    "dataset.fetchoptions.DataSetType",
    propertyAssignments=options(
        "property.fetchoptions.PropertyAssignment",
        propertyType=options(
            "property.fetchoptions.PropertyType",
            vocabulary=options(
                "vocabulary.fetchoptions.Vocabulary", terms=options("vocabulary.fetchoptions.VocabularyTerm")
            ),
        ),
    ),
)


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False)


@pytest.fixture
def wire(openbis) -> Wire:
    return Wire(openbis)


@pytest.fixture
def perm_ids(openbis) -> list[str]:
    return small_laboratory(openbis)


@pytest.fixture
def token(openbis) -> str:
    return openbis.sessions.open("admin")


def numbers(value: Any) -> list[int]:
    """All ``@id`` in the order they are written."""
    if isinstance(value, dict):
        own = [value["@id"]] if "@id" in value else []
        return own + [number for item in value.values() for number in numbers(item)]
    return [number for item in value for number in numbers(item)] if isinstance(value, list) else []


def resolved(value: Any) -> dict[int, Any]:
    """Every object of a reply by its number."""
    table: dict[int, Any] = {}
    if isinstance(value, dict):
        if "@id" in value:
            table[value["@id"]] = value
        for item in value.values():
            table |= resolved(item)
    elif isinstance(value, list):
        for item in value:
            table |= resolved(item)
    return table


def test_beans_are_numbered_from_one_in_the_order_they_are_written(wire, token, perm_ids):
    reply = wire.result("searchDataSets", token, criteria(DATA_SETS), options(DATA_SET_OPTIONS, registrator=PERSON))
    assert numbers(reply) == list(range(1, len(numbers(reply)) + 1))
    assert (reply["@type"], reply["@id"]) == ("as.dto.common.search.SearchResult", 1)


def test_a_person_is_written_once_and_referred_to_by_a_bare_integer(wire, token, perm_ids):
    wanted = options(DATA_SET_OPTIONS, registrator=PERSON)
    first, *others = wire.result("searchDataSets", token, criteria(DATA_SETS), wanted)["objects"]
    assert first["registrator"]["userId"] == "admin"
    assert {other["registrator"] for other in others} == {first["registrator"]["@id"]}


def test_every_entity_repeats_its_fetch_options_with_shared_parts_as_integers(wire, token, perm_ids):
    wanted = options(DATA_SET_OPTIONS, registrator=PERSON)
    first, second, *_ = wire.result("searchDataSets", token, criteria(DATA_SETS), wanted)["objects"]
    assert first["fetchOptions"]["@type"] == wanted["@type"]
    assert first["fetchOptions"]["parents"] is None
    assert second["fetchOptions"]["registrator"] == first["fetchOptions"]["registrator"]["@id"]


def test_every_field_is_present_and_null_if_it_was_not_fetched(wire, token, perm_ids):
    data_set = wire.result("getDataSets", token, [dataset_id(perm_ids[0])], options(DATA_SET_OPTIONS))[perm_ids[0]]
    for name in (
        "type",
        "experiment",
        "sample",
        "properties",
        "parents",
        "children",
        "tags",
        "physicalData",
        "registrator",
    ):
        assert data_set[name] is None, name
    assert isinstance(data_set["registrationDate"], int)
    assert (data_set["kind"], data_set["code"]) == ("PHYSICAL", perm_ids[0])


def test_property_values_are_texts_by_upper_case_code_and_unset_ones_are_absent(openbis, wire, token, perm_ids):
    perm_id = add_data_set(openbis.laboratory, "RAW", sample="/LAB/HEAT/P1", properties={"WEIGHT": "1.5"}).perm_id
    found = wire.result("getDataSets", token, [dataset_id(perm_id)], options(DATA_SET_OPTIONS, properties=PROPERTIES))
    assert found[perm_id]["properties"] == {"WEIGHT": "1.5"}


@pytest.mark.parametrize(("version", "sent"), [("3.6", "a, b"), ("3.7", ["a", "b"])])
def test_several_values_are_one_text_on_older_servers_and_a_list_on_new_ones(start_fake_openbis, version, sent):
    openbis = start_fake_openbis(sample_data=False, api_version=version)
    perm_id = add_data_set(openbis.laboratory, "RAW", properties={"LABELS": ["a", "b"]}).perm_id
    wanted = options(DATA_SET_OPTIONS, properties=PROPERTIES)
    found = Wire(openbis).result("getDataSets", openbis.sessions.open("admin"), [dataset_id(perm_id)], wanted)
    assert found[perm_id]["properties"]["LABELS"] == sent


def test_a_get_omits_unknown_entities_and_repeats_the_keys_as_sent(wire, token, perm_ids):
    ids = [
        {"@type": "as.dto.sample.id.SampleIdentifier", "identifier": "/lab/heat/p1"},
        {"@type": "as.dto.sample.id.SampleIdentifier", "identifier": "/LAB/HEAT/NONE"},
    ]
    found = wire.result("getSamples", token, ids, options("sample.fetchoptions.Sample"))
    assert list(found) == ["/lab/heat/p1"]
    assert found["/lab/heat/p1"]["identifier"]["identifier"] == "/LAB/HEAT/P1"


def test_a_sample_is_listed_with_its_related_entities(wire, token, perm_ids):
    plain = options("sample.fetchoptions.Sample")
    wanted = options(
        "sample.fetchoptions.Sample", parents=plain, children=plain, dataSets=options(DATA_SET_OPTIONS), container=plain
    )
    given = {"@type": "as.dto.sample.id.SampleIdentifier", "identifier": "/LAB/HEAT/P1"}
    sample = wire.result("getSamples", token, [given], wanted)["/LAB/HEAT/P1"]
    assert [child["identifier"]["identifier"] for child in sample["children"]] == ["/LAB/P2"]
    assert [data_set["code"] for data_set in sample["dataSets"]] == perm_ids
    assert (sample["parents"], sample["container"]) == ([], None)


def test_all_types_with_properties_and_terms_are_in_one_reply_with_references(wire, token, perm_ids):
    kind = {"@type": "as.dto.dataset.search.DataSetTypeSearchCriteria"}
    reply = wire.result("searchDataSetTypes", token, kind, TYPES_WITH_EVERYTHING)
    table = resolved(reply)
    by_code = {entity_type["code"]: entity_type["propertyAssignments"] for entity_type in reply["objects"]}
    assert by_code["PLAIN"] == []
    whole = [isinstance(by_code[code][1]["propertyType"], dict) for code in ("RAW", "REPORT")]
    assert sorted(whole) == [False, True]
    for code in ("RAW", "REPORT"):
        property_type = by_code[code][1]["propertyType"]
        property_type = table[property_type] if isinstance(property_type, int) else property_type
        assert property_type["code"] == "GAS"
        assert {term["code"] for term in property_type["vocabulary"]["terms"]} == {"AIR", "ARGON"}
        assert by_code[code][1]["mandatory"] is True


def test_the_perm_id_of_a_type_has_its_kind(openbis, wire, token):
    openbis.laboratory.put(e.EntityType("SAMPLE", "ENTITY"))
    openbis.laboratory.put(e.EntityType("DATA_SET", "ENTITY", description="of data sets"))
    given = {"@type": "as.dto.entitytype.id.EntityTypePermId", "permId": "ENTITY"}
    for type_, kind in (("sample.fetchoptions.SampleType", "SAMPLE"), ("dataset.fetchoptions.DataSetType", "DATA_SET")):
        found = wire.result(f"get{type_.rpartition('.')[2]}s", token, [given], options(type_))
        assert found["ENTITY"]["permId"] | {"@id": 0} == {**given, "@id": 0, "entityKind": kind}
