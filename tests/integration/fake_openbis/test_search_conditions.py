"""Searching by properties, dates and negation: openbis-protocol 3.3."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import Wire, criteria, options

SAMPLES = "sample.search.SampleSearchCriteria"
TYPES = {"SIZE": "INTEGER", "WEIGHT": "REAL", "DAY": "DATE", "TIME": "TIMESTAMP", "DONE": "BOOLEAN", "GAS": "VARCHAR"}
ROWS: dict[str, dict[str, e.PropertyValue]] = {
    "A": {"SIZE": "9", "WEIGHT": "1e1", "DAY": "2024-01-01", "TIME": "2024-01-01 00:30:00 +0100", "DONE": "true"},
    "B": {"SIZE": "10", "WEIGHT": "9.5", "DAY": "2024-01-02", "TIME": "2024-01-01 12:00:00 +0000", "DONE": "false"},
    "C": {"SIZE": "9007199254740993", "GAS": "AIR"},
    "D": {},
}


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    openbis = start_fake_openbis(sample_data=False)
    lab = openbis.laboratory
    for code, data_type in TYPES.items():
        lab.put(e.PropertyType(code, data_type))
    lab.put(e.EntityType("SAMPLE", "PROBE", assignments=[e.PropertyAssignment(code) for code in TYPES]))
    add.add_space(lab, "LAB", registrator="admin")
    for default in [*lab.samples]:
        lab.remove(default)
    for code, properties in ROWS.items():
        add.add_sample(lab, code, "PROBE", space="LAB", registrator="admin", properties=properties)
    return openbis


@pytest.fixture
def found(openbis):
    """Search samples; return their codes."""

    def run(*parts: dict[str, Any]) -> str:
        token = openbis.sessions.open("admin")
        fetch = options("sample.fetchoptions.Sample")
        result = Wire(openbis).result("searchSamples", token, criteria(SAMPLES, *parts), fetch)
        return "".join(sorted(row["code"] for row in result["objects"]))

    return run


def prop(family: str, name: str, comparison: str, value: Any) -> dict[str, Any]:
    typed = {"@type": f"as.dto.common.search.{comparison}Value", "value": value}
    return {"@type": f"as.dto.common.search.{family}PropertySearchCriteria", "fieldName": name, "fieldValue": typed}


def any_value(name: str) -> dict[str, Any]:
    return {"@type": "as.dto.common.search.StringPropertySearchCriteria", "fieldName": name}


def negated(*parts: dict[str, Any], operator: str = "AND") -> dict[str, Any]:
    return {**criteria(SAMPLES, *parts, operator=operator), "negated": True}


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (prop("Number", "SIZE", "NumberGreaterThan", 9), "BC"),
        (prop("Number", "SIZE", "NumberLessThanOrEqualTo", 9.5), "A"),
        (prop("Number", "SIZE", "NumberEqualTo", 9007199254740993), "C"),
        (prop("Number", "SIZE", "NumberEqualTo", 9007199254740992), ""),
        (prop("Number", "WEIGHT", "NumberEqualTo", 10), "A"),
        (prop("Number", "WEIGHT", "NumberLessThan", 10), "B"),
        (prop("Date", "DAY", "DateLaterThan", "2024-01-01"), "B"),
        (prop("Date", "DAY", "DateEarlierThanOrEqualTo", "2024-01-01"), "A"),
        (prop("Date", "TIME", "DateEqualTo", "2023-12-31"), "A"),
        (prop("Date", "TIME", "DateLaterThan", "2024-01-01"), ""),
        (prop("Date", "TIME", "DateObjectEqualTo", 1_704_110_400_000), "B"),
        (prop("Date", "TIME", "DateObjectEarlierThan", 1_704_110_400_000), "A"),
        (prop("Date", "TIME", "DateLaterThanOrEqualTo", "2024-01-01 12:00"), "B"),
    ],
)
def test_numbers_and_dates_are_compared_by_value(found, part, codes):
    assert found(part) == codes


@pytest.mark.parametrize(("value", "codes"), [(True, "A"), (False, "B")])
def test_booleans_are_compared(found, value, codes):
    boolean = {"@type": "as.dto.common.search.BooleanPropertySearchCriteria", "fieldName": "DONE", "fieldValue": value}
    assert found(boolean) == codes


@pytest.mark.parametrize(("code", "codes"), [("SIZE", "ABC"), ("GAS", "C"), ("DONE", "AB")])
def test_a_criterion_without_a_value_finds_what_has_the_property(found, code, codes):
    assert found(any_value(code)) == codes


def test_negated_criteria_find_the_others(found):
    assert found(negated(any_value("GAS"))) == "ABD"
    assert found(negated(any_value("GAS")), any_value("SIZE")) == "AB"
    assert found(negated(any_value("GAS"), any_value("DONE"))) == "ABCD"
    assert found(negated(any_value("GAS"), any_value("DONE"), operator="OR")) == "D"
    assert found(negated(negated(any_value("GAS")))) == "C"


def test_a_whole_search_can_be_negated(openbis):
    token, fetch = openbis.sessions.open("admin"), options("sample.fetchoptions.Sample")
    result = Wire(openbis).result("searchSamples", token, negated(any_value("SIZE")), fetch)
    assert [row["code"] for row in result["objects"]] == ["D"]
