"""Searching: openbis-protocol 3.2 and 3.3."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state import entities as e
from tests.integration.fake_openbis.wire import (
    DATA_SET_OPTIONS,
    DATA_SETS,
    FakeClock,
    Wire,
    code_is,
    criteria,
    options,
    small_laboratory,
)

SORTED_BY_CODE = {
    "@type": "as.dto.dataset.fetchoptions.DataSetSortOptions",
    "sortings": [
        {
            "@type": "as.dto.common.fetchoptions.Sorting",
            "field": "CODE",
            "order": {"@type": "as.dto.common.fetchoptions.SortOrder", "asc": True},
        }
    ],
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def openbis(start_fake_openbis, clock) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False, clock=clock)


@pytest.fixture
def perm_ids(openbis) -> list[str]:
    return small_laboratory(openbis)


@pytest.fixture
def search(openbis, perm_ids):
    """Search data sets; return their codes in the order of the reply, and the total count."""

    def run(wanted: dict[str, Any], **fetch: Any) -> tuple[list[str], int]:
        token = openbis.sessions.open("admin")
        reply = Wire(openbis).result("searchDataSets", token, wanted, options(DATA_SET_OPTIONS, **fetch))
        return [data_set["code"] for data_set in reply["objects"]], reply["totalCount"]

    return run


def prop(
    name: str, value: Any, kind: str = "StringEqualToValue", family: str = "String", **more: Any
) -> dict[str, Any]:
    return {
        "@type": f"as.dto.common.search.{family}PropertySearchCriteria",
        "fieldName": name,
        "fieldType": "PROPERTY",
        "fieldValue": {"@type": f"as.dto.common.search.{kind}", "value": value},
        **more,
    }


def test_empty_criteria_find_everything(search, perm_ids):
    found, total = search(criteria(DATA_SETS))
    assert (sorted(found), total) == (perm_ids, 5)


def test_the_total_count_is_the_number_before_paging(search, perm_ids):
    found, total = search(criteria(DATA_SETS), **{"from": 1, "count": 2})
    assert (len(found), total) == (2, 5)


@pytest.mark.parametrize("page", [{"from": 5}, {"from": 50}, {"count": 0}])
def test_a_page_beyond_the_end_or_of_no_rows_is_empty(search, page):
    assert search(criteria(DATA_SETS), **page) == ([], 5)


def test_results_without_a_sort_have_a_changing_order(search):
    assert len({tuple(search(criteria(DATA_SETS))[0]) for _ in range(30)}) > 1


def test_sorted_pages_are_disjoint_and_complete(search, perm_ids):
    pages = [
        search(criteria(DATA_SETS), **{"from": first, "count": 2, "sort": SORTED_BY_CODE})[0] for first in (0, 2, 4)
    ]
    assert [code for page in pages for code in page] == perm_ids


def test_a_sort_may_be_descending_and_by_property(search, perm_ids):
    descending = {"sortings": [{"field": "PROPERTY$NAME", "order": {"asc": False}}]}
    assert search(criteria(DATA_SETS), sort=descending)[0] == perm_ids[::-1]


def test_a_star_in_a_code_is_a_wildcard_unless_switched_off(search, perm_ids):
    some = perm_ids[0][:-3] + "*"
    assert search(criteria(DATA_SETS, code_is(some)))[1] == 5
    assert search(criteria(DATA_SETS, code_is(some, useWildcards=False)))[1] == 0
    assert search(criteria(DATA_SETS, code_is(perm_ids[0][:-1] + "?")))[1] >= 1


def test_several_codes_are_found_with_or_and_none_with_and(search, perm_ids):
    parts = [code_is(perm_id) for perm_id in perm_ids[:2]]
    assert sorted(search(criteria(DATA_SETS, criteria(DATA_SETS, *parts, operator="OR")))[0]) == perm_ids[:2]
    assert search(criteria(DATA_SETS, *parts)) == ([], 0)


def test_data_sets_are_found_by_every_identifier_of_their_owner(search, openbis, perm_ids):
    sample = openbis.laboratory.sample("/LAB/HEAT/P1")
    identifiers = {"perm_id": sample.perm_id, "identifier": sample.identifier, "code": "P1"}
    for name, value in identifiers.items():
        kind = {"perm_id": "PermId", "identifier": "Identifier", "code": "Code"}[name]
        part = {**code_is(value), "@type": f"as.dto.common.search.{kind}SearchCriteria", "fieldName": name}
        assert search(criteria(DATA_SETS, criteria("sample.search.SampleSearchCriteria", part)))[1] == 5, name
    unknown = criteria("sample.search.SampleSearchCriteria", code_is("P2"))
    assert search(criteria(DATA_SETS, unknown)) == ([], 0)


def test_a_single_nested_criterion_is_accepted_without_a_list(search):
    space = criteria("space.search.SpaceSearchCriteria", code_is("LAB"))
    project = {"@type": "as.dto.project.search.ProjectSearchCriteria", "criteria": space}
    experiment = {"@type": "as.dto.experiment.search.ExperimentSearchCriteria", "criteria": project}
    assert search(criteria(DATA_SETS, experiment))[1] == 5


def test_parents_and_children_are_found(search, openbis, perm_ids):
    child = add_data_set(openbis.laboratory, "REPORT", sample="/LAB/HEAT/P1", parents=[perm_ids[0]]).perm_id
    has_parent = criteria("dataset.search.DataSetParentsSearchCriteria", code_is(perm_ids[0]))
    has_child = criteria("dataset.search.DataSetChildrenSearchCriteria", code_is(child))
    assert search(criteria(DATA_SETS, has_parent))[0] == [child]
    assert search(criteria(DATA_SETS, has_child))[0] == [perm_ids[0]]


def test_types_status_tags_and_registrators_are_found(search, openbis, perm_ids):
    perm_id = add_data_set(
        openbis.laboratory,
        "REPORT",
        tags=["best"],
        registrator="ann",
        physical_data=e.PhysicalData("x", status="ARCHIVED"),
    ).perm_id
    openbis.laboratory.put(e.Person("ann"))
    status = {"@type": "as.dto.dataset.search.StatusSearchCriteria", "fieldValue": "ARCHIVED"}
    user = {**code_is("ann"), "@type": "as.dto.person.search.UserIdSearchCriteria", "fieldName": "userId"}
    for part in (
        criteria("dataset.search.DataSetTypeSearchCriteria", code_is("REPORT")),
        criteria("dataset.search.PhysicalDataSearchCriteria", status),
        criteria("tag.search.TagSearchCriteria", code_is("best")),
        criteria("person.search.RegistratorSearchCriteria", user),
        {"@type": "as.dto.sample.search.NoSampleSearchCriteria"},
    ):
        assert search(criteria(DATA_SETS, part)) == ([perm_id], 1), part


@pytest.mark.parametrize(
    ("part", "count"),
    [
        (prop("$NAME", "Run 3"), 1),
        (prop("$NAME", "run 3"), 0),
        (prop("$NAME", "Run*", useWildcards=True), 5),
        (prop("$NAME", "Run*", useWildcards=False), 0),
        (prop("$NAME", "un 2", "StringContainsValue"), 1),
        (prop("$NAME", "Run 2", "StringGreaterThanValue"), 2),
        (prop("WEIGHT", 3, "NumberGreaterThanOrEqualToValue", "Number"), 3),
        (prop("WEIGHT", 1.5, "NumberEqualToValue", "Number"), 1),
        (prop("NOTHING", "x"), 0),
    ],
)
def test_properties_are_compared_as_texts_and_as_numbers(search, part, count):
    assert search(criteria(DATA_SETS, part))[1] == count


def test_registration_dates_are_compared(search, openbis, clock):
    clock.advance(3 * 24 * 3600)
    late = add_data_set(openbis.laboratory, "RAW").perm_id

    def registered(kind: str, day: str) -> dict[str, Any]:
        value = {"@type": f"as.dto.common.search.{kind}", "value": day}
        return criteria(
            DATA_SETS, {"@type": "as.dto.common.search.RegistrationDateSearchCriteria", "fieldValue": value}
        )

    assert search(registered("DateLaterThanOrEqualToValue", "2023-11-15"))[0] == [late]
    assert search(registered("DateEarlierThanOrEqualToValue", "2023-11-14"))[1] == 5
    assert search(registered("DateEqualToValue", "2023-11-17"))[0] == [late]


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
def test_an_unknown_attribute_is_a_database_error(openbis, perm_ids):
    wanted = criteria(DATA_SETS, {**code_is("A"), "fieldName": "nonsense"})
    error = Wire(openbis).error("searchDataSets", openbis.sessions.open("admin"), wanted, options(DATA_SET_OPTIONS))
    assert "nonsense does not exist" in error["message"]


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
def test_an_unknown_criterion_cannot_be_read(openbis):
    wanted = criteria(DATA_SETS, {"@type": "as.dto.dataset.search.MoonPhaseSearchCriteria"})
    error = Wire(openbis).error("searchDataSets", openbis.sessions.open("admin"), wanted, options(DATA_SET_OPTIONS))
    assert "Could not resolve type id 'as.dto.dataset.search.MoonPhaseSearchCriteria'" in error["message"]


def test_terms_of_a_vocabulary_are_found(openbis, perm_ids):
    openbis.laboratory.put(e.Vocabulary("OTHER", terms=[e.VocabularyTerm("X")]))
    of_gas = criteria("vocabulary.search.VocabularySearchCriteria", code_is("GAS"))
    wanted = criteria("vocabulary.search.VocabularyTermSearchCriteria", of_gas)
    found = Wire(openbis).result(
        "searchVocabularyTerms",
        openbis.sessions.open("admin"),
        wanted,
        options("vocabulary.fetchoptions.VocabularyTerm"),
    )
    assert {term["code"] for term in found["objects"]} == {"AIR", "ARGON"}
    assert found["objects"][0]["permId"]["vocabularyCode"] == "GAS"


@pytest.mark.parametrize(
    ("place", "codes"), [("none", ["DSS1"]), ("first", ["AFS", "DSS1"]), ("last", ["DSS1", "AFS"])]
)
def test_a_second_data_store_is_listed_before_or_after_the_real_one(start_fake_openbis, place, codes):
    openbis = start_fake_openbis(sample_data=False, api_version="3.7", settings=ServerSettings(afs_row=place))
    found = Wire(openbis).result(
        "searchDataStores",
        openbis.sessions.open("admin"),
        criteria("datastore.search.DataStoreSearchCriteria"),
        options("datastore.fetchoptions.DataStore"),
    )["objects"]
    assert [row["code"] for row in found] == codes
    assert {row["code"]: row["downloadUrl"] for row in found}["DSS1"] == openbis.url
    assert {row["downloadUrl"] for row in found if row["code"] == "AFS"} <= {""}


def test_a_user_finds_only_what_is_in_the_spaces_open_to_that_user(start_fake_openbis):
    openbis = start_fake_openbis(sample_data=False, users={"admin": "changeit", "guest": "secret"})
    small_laboratory(openbis)
    openbis.laboratory.put(e.Person("guest", spaces=["OTHER_SPACE"]))
    wire, token = Wire(openbis), openbis.sessions.open("guest")
    assert wire.result("searchDataSets", token, criteria(DATA_SETS), options(DATA_SET_OPTIONS))["totalCount"] == 0
    ids = [{"@type": "as.dto.project.id.ProjectIdentifier", "identifier": "/LAB/HEAT"}]
    assert wire.result("getProjects", token, ids, options("project.fetchoptions.Project")) == {}
    assert wire.result("getProjects", openbis.sessions.open("admin"), ids, options("project.fetchoptions.Project"))


def contains(criterion: str, text: str) -> dict[str, Any]:
    value = {"@type": "as.dto.common.search.StringContainsValue", "value": text}
    return {"@type": f"as.dto.common.search.{criterion}", "fieldValue": value}


def test_criteria_nest_with_operators_of_their_own(search, perm_ids):
    def word(text: str) -> dict[str, Any]:
        parts = contains("CodeSearchCriteria", text), contains("AnyPropertySearchCriteria", text)
        return criteria(DATA_SETS, *parts, operator="OR")

    assert search(criteria(DATA_SETS, word("RUN"), word(perm_ids[3][-6:]))) == ([perm_ids[3]], 1)
    assert search(criteria(DATA_SETS, word("r?n 4"), word("a*r"))) == ([perm_ids[4]], 1)
    assert search(criteria(DATA_SETS, word("run"), word("xyzzy"))) == ([], 0)


@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
def test_data_sets_cannot_be_searched_by_identifier(openbis, perm_ids):
    token = openbis.sessions.open("admin")
    wanted = criteria(DATA_SETS, contains("IdentifierSearchCriteria", "LAB"))
    error = Wire(openbis).error("searchDataSets", token, wanted, options(DATA_SET_OPTIONS))
    assert "does not exist" in error["message"]
