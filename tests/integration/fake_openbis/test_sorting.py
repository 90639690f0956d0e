"""Sorting: a search sorts in the database, relations are sorted in memory (openbis-protocol 3.2)."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from tests.integration.fake_openbis.wire import Wire, criteria, options, small_laboratory

KINDS = {"Space": "space", "Project": "project", "Experiment": "experiment", "Sample": "sample", "DataSet": "dataset"}
WITH_PERM_ID = ("Project", "Experiment", "Sample")


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    openbis = start_fake_openbis(sample_data=False)
    small_laboratory(openbis)
    return openbis


def sort(kind: str, field: str, *, ascending: bool = True) -> dict[str, Any]:
    order = {"@type": "as.dto.common.fetchoptions.SortOrder", "asc": ascending}
    sorting = {"@type": "as.dto.common.fetchoptions.Sorting", "field": field, "order": order}
    return {"@type": f"as.dto.{KINDS[kind]}.fetchoptions.{kind}SortOptions", "sortings": [sorting]}


def search(openbis: FakeOpenbis, kind: str, field: str, **more: Any) -> dict[str, Any]:
    package = KINDS[kind]
    wanted = criteria(f"{package}.search.{kind}SearchCriteria")
    fetch = options(f"{package}.fetchoptions.{kind}", sort=sort(kind, field), **more)
    return Wire(openbis).call(f"search{kind}s", openbis.sessions.open("admin"), wanted, fetch)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["CODE", "REGISTRATION_DATE", "MODIFICATION_DATE"])
def test_every_kind_is_sorted_by_code_and_dates(openbis, kind, field):
    assert search(openbis, kind, field)["result"]["totalCount"] > 0


@pytest.mark.parametrize("kind", WITH_PERM_ID)
def test_kinds_with_a_column_for_it_are_sorted_by_perm_id(openbis, kind):
    assert search(openbis, kind, "PERM_ID")["result"]["totalCount"] > 0


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
@pytest.mark.parametrize(
    ("kind", "field", "column"),
    [
        ("Space", "PERM_ID", "perm_id"),
        ("DataSet", "PERM_ID", "perm_id"),
        ("Sample", "NONSENSE", "nonsense"),
    ],
)
def test_sorting_by_a_field_without_column_is_a_database_error(openbis, kind, field, column):
    error = search(openbis, kind, field)["error"]
    expected = f"org.postgresql.util.PSQLException: ERROR: column t0.{column} does not exist (Context: ["
    assert error["message"].startswith(expected)
    assert search(openbis, kind, field, count=0)["error"]["message"].startswith(expected)


def test_relations_are_sorted_in_memory_by_perm_id_too(openbis):
    lab = openbis.laboratory
    parents = [add.add_data_set(lab, "RAW", sample="/LAB/HEAT/P1").perm_id for _ in range(5)]
    child = add.add_data_set(lab, "RAW", sample="/LAB/HEAT/P1", parents=parents[::-1]).perm_id
    wanted = options("dataset.fetchoptions.DataSet", sort=sort("DataSet", "PERM_ID"))
    fetch = options("dataset.fetchoptions.DataSet", parents=wanted)
    ids = [{"@type": "as.dto.dataset.id.DataSetPermId", "permId": child}]
    found = Wire(openbis).result("getDataSets", openbis.sessions.open("admin"), ids, fetch)[child]
    assert [each["code"] for each in found["parents"]] == parents


def test_numbers_in_codes_of_relations_are_compared_as_numbers(openbis):
    parents = [add.add_sample(openbis.laboratory, f"S{number}", "PROBE", space="LAB") for number in (10, 9, 100)]
    child = add.add_sample(openbis.laboratory, "C", "PROBE", space="LAB", parents=[each.perm_id for each in parents])
    wanted = options("sample.fetchoptions.Sample", sort=sort("Sample", "CODE", ascending=False), count=2)
    fetch = options("sample.fetchoptions.Sample", parents=wanted)
    ids = [{"@type": "as.dto.sample.id.SamplePermId", "permId": child.perm_id}]
    found = Wire(openbis).result("getSamples", openbis.sessions.open("admin"), ids, fetch)[child.perm_id]
    assert [each["code"] for each in found["parents"]] == ["S100", "S10"]
