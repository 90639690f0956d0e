"""Comparing texts as openBIS's SQL does (openbis-protocol 3.2 and 3.3)."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import Wire, criteria, options, small_laboratory

SAMPLES = "sample.search.SampleSearchCriteria"


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    openbis = start_fake_openbis(sample_data=False, users={"admin": "changeit", "alice": "secret"})
    small_laboratory(openbis)
    return openbis


def part(criterion: str, text: str, kind: str = "StringEqualToValue", **more: Any) -> dict[str, Any]:
    value = {"@type": f"as.dto.common.search.{kind}", "value": text}
    return {"@type": f"as.dto.common.search.{criterion}SearchCriteria", "fieldValue": value, **more}


def contains(text: str, criterion: str = "AnyProperty") -> dict[str, Any]:
    return part(criterion, text, "StringContainsValue")


def find(openbis: FakeOpenbis, *parts: dict[str, Any], user: str = "admin") -> dict[str, Any]:
    token = openbis.sessions.open(user)
    return Wire(openbis).call("searchSamples", token, criteria(SAMPLES, *parts), options("sample.fetchoptions.Sample"))


def codes(openbis: FakeOpenbis, *parts: dict[str, Any]) -> set[str]:
    answer = find(openbis, *parts)
    assert "error" not in answer, answer
    return {each["code"] for each in answer["result"]["objects"]}


def add_sample(openbis: FakeOpenbis, code: str, name: str, **properties: Any) -> e.Sample:
    named = {"$NAME": name, **properties}
    return add.add_sample(openbis.laboratory, code, "PROBE", space="LAB", registrator="alice", properties=named)


@pytest.mark.parametrize(("given", "found"), [("alice", {"S"}), ("Alice", set()), ("ali*", {"S"}), ("ALI*", {"S"})])
def test_user_ids_are_compared_exactly_unless_there_are_wildcards(openbis, given, found):
    add_sample(openbis, "S", "x")
    user = {**part("UserId", given), "@type": "as.dto.person.search.UserIdSearchCriteria"}
    assert codes(openbis, criteria("person.search.RegistratorSearchCriteria", user)) == found


def test_a_disabled_wildcard_is_an_ordinary_character(openbis):
    add_sample(openbis, "S", "x")
    user = {**part("UserId", "ali*", useWildcards=False), "@type": "as.dto.person.search.UserIdSearchCriteria"}
    assert codes(openbis, criteria("person.search.RegistratorSearchCriteria", user)) == set()


@pytest.mark.parametrize(
    ("criterion", "text", "is_found"),
    [
        ("Code", "P2", True),
        ("Code", "p2", False),  # openBIS converts codes in the statement to upper case, except those of samples
        ("Identifier", "/lab/p2", True),
        ("Identifier", "/LAB/P", False),
    ],
)
def test_codes_of_samples_are_compared_exactly_and_identifiers_in_any_case(openbis, criterion, text, is_found):
    assert ("P2" in codes(openbis, part(criterion, text))) is is_found


def test_codes_of_other_kinds_are_compared_in_capitals(openbis):
    of_type = criteria("sample.search.SampleTypeSearchCriteria", part("Code", "probe"))
    assert codes(openbis, of_type) == {"P1", "P2"}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("\\", {"A", "B", "C"}),
        ("a\\b", {"A"}),
        ("%", {"B"}),
        ("\\%", {"A", "B", "C"}),
        ("_", {"C"}),
        ("\\*", set()),
        ("A*B", {"A"}),
        ('"ab"', {"A"}),
        ('"ab', set()),
    ],
)
def test_a_backslash_is_dropped_and_quotation_marks_around_a_word_too(openbis, word, found):
    for code, name in (("A", "ab"), ("B", "100%"), ("C", "c_d")):
        add_sample(openbis, code, name)
    assert codes(openbis, contains(word)) == found


def test_one_quotation_mark_alone_is_an_error(openbis):
    assert "error" in find(openbis, contains('"'))


def test_any_property_includes_the_name_of_a_referenced_sample(openbis):
    openbis.laboratory.put(e.PropertyType("ORIGIN", "SAMPLE"))
    origin = openbis.laboratory.sample("/LAB/HEAT/P1")
    add_sample(openbis, "S", "x", ORIGIN=origin.perm_id)
    for text in ("p1", origin.perm_id, "lab/heat/p1"):
        assert "S" in codes(openbis, contains(text))
    assert codes(openbis, {**part("StringProperty", "P1"), "fieldName": "ORIGIN"}) == {"S"}


def test_any_property_excludes_arrays_and_json(openbis):
    openbis.laboratory.put(e.PropertyType("NUMBERS", "ARRAY_INTEGER"))
    openbis.laboratory.put(e.PropertyType("TREE", "JSON"))
    add_sample(openbis, "S", "x", NUMBERS=["711", "712"], TREE='{"leaf": null}')
    for text in ("711", "711, 712", "leaf", "null", "{"):
        assert codes(openbis, contains(text)) == set()


@pytest.mark.parametrize(
    ("criterion", "kind", "value", "shown"),
    [
        ("NumberProperty", "NumberEqualToValue", 1, "UNKNOWN_PROPERTY: null"),
        ("NumberProperty", "NumberEqualToValue", 1, "$NAME: VARCHAR"),
        ("DateProperty", "DateEqualToValue", "2024-01-01", "WEIGHT: REAL"),
    ],
)
def test_a_criterion_for_another_data_type_is_an_error(openbis, criterion, kind, value, shown):
    code, _, data_type = shown.partition(": ")
    error = find(openbis, {**part(criterion, value, kind), "fieldName": code})["error"]
    expected = f"Criterion of type {criterion}SearchCriteria cannot be applied to the data type {data_type}"
    assert error["message"].startswith(expected)


def test_data_sets_of_shared_samples_are_shown_to_administrators_only(openbis):
    lab = openbis.laboratory
    lab.put(e.Person("alice", spaces=["LAB"]))
    shared = add.add_sample(lab, "SHARED", "PROBE")
    perm_id = add.add_data_set(lab, "RAW", sample=shared.perm_id).perm_id
    ids = [{"@type": "as.dto.dataset.id.DataSetPermId", "permId": perm_id}]
    samples = [{"@type": "as.dto.sample.id.SamplePermId", "permId": shared.perm_id}]
    for user, data_sets in (("admin", 1), ("alice", 0)):
        wire, token = Wire(openbis), openbis.sessions.open(user)
        assert len(wire.result("getDataSets", token, ids, options("dataset.fetchoptions.DataSet"))) == data_sets
        assert len(wire.result("getSamples", token, samples, options("sample.fetchoptions.Sample"))) == 1
