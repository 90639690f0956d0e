"""The checker reports values that openBIS refuses or ignores, with their paths."""

from typing import Any

import pytest

from jupyter_openbis_server.adapters.openbis.api.v3_objects import ascending, descending, equal, perm_id, typed
from tests.openbis_api.checker import problems_of

TOKEN = "alice-260101000000000xAB"
DATA_SETS = "dataset.fetchoptions.DataSetFetchOptions"


def problems(method: str, *params: Any, version: str = "3.6", service: str = "as") -> list[str]:
    call = {"jsonrpc": "2.0", "id": "1", "method": method, "params": [TOKEN, *params]}
    return [str(each) for each in problems_of(call, service, version)]


def search(kind: str, *criteria: Any, version: str = "3.6", **options: Any) -> list[str]:
    package = kind.lower()
    return problems(
        f"search{kind}s",
        typed(f"{package}.search.{kind}SearchCriteria", operator="AND", criteria=list(criteria)),
        typed(f"{package}.fetchoptions.{kind}FetchOptions", **options),
        version=version,
    )


def sorted_by(kind: str, *fields: str) -> Any:
    return ascending(f"{kind.lower()}.fetchoptions.{kind}SortOptions", *fields)


def create(version: str = "3.6", **fields: Any) -> list[str]:
    type_id = typed("entitytype.id.EntityTypePermId", permId="RAW_DATA", entityKind="DATA_SET")
    given = {"@type": "dss.dto.dataset.create.UploadedDataSetCreation", "typeId": type_id, "uploadId": "u", **fields}
    return problems("createUploadedDataSet", given, service="dss", version=version)


class TestMethods:
    def test_an_unknown_method_is_reported(self):
        assert problems("makeCoffee") == ["method: there is no makeCoffee in as 3.6"]

    def test_a_method_of_a_later_version_is_reported_with_that_version(self):
        assert problems("createPersonalAccessTokens", [], version="3.5") == [
            "method: there is no createPersonalAccessTokens in as 3.5 (only since 3.6)"
        ]

    @pytest.mark.parametrize("params", [[], [TOKEN, "too many"], {"token": TOKEN}, "text"])
    def test_a_wrong_number_of_parameters_is_reported(self, params):
        (found,) = problems_of({"method": "logout", "params": params}, "as", "3.6")
        assert found.path == "params"

    @pytest.mark.parametrize("call", [{}, {"method": 7}, [], "text"])
    def test_a_call_without_a_method_is_reported(self, call):
        assert [each.path for each in problems_of(call, "as", "3.6")] == ["method"]

    def test_upload_of_old_servers_is_accepted(self):
        assert problems("createReportFromAggregationService", "DSS1", "uploader", {"a": []}, service="query") == []


class TestObjects:
    def test_an_unknown_field_is_ignored_by_openbis(self):
        options = typed(DATA_SETS, samples=typed("sample.fetchoptions.SampleFetchOptions"))
        assert problems("getDataSets", [], options) == [
            "params[2].samples: openBIS ignores this: dataset.fetchoptions.DataSetFetchOptions has no such field"
        ]

    def test_a_field_of_another_version_is_ignored_with_that_version(self):
        creation = typed("sample.create.SampleCreation", typeId=None, immutableData=True)
        (type_id, immutable) = problems("createSamples", [creation])[::-1]
        assert "sample.create.SampleCreation needs it" in type_id
        assert immutable.endswith("has no such field (only since 3.7)")

    def test_an_unknown_type_is_refused(self):
        (found,) = problems("getDataSets", [typed("dataset.id.Moon", permId="1")], None)
        assert found == "params[1][0].@type: openBIS refuses this: as.dto.dataset.id.Moon is unknown"

    def test_a_type_must_be_named_in_full(self):
        (found,) = problems("getDataSets", [{"@type": "dataset.id.DataSetPermId", "permId": "1"}], None)
        assert "is unknown" in found

    def test_type_that_does_not_match_is_refused(self):
        (found,) = problems("getDataSets", [perm_id("space.id.SpacePermId", "A")], None)
        assert found.endswith("space.id.SpacePermId is no dataset.id.IDataSetId")

    def test_type_is_optional_if_it_is_unambiguous(self):
        assert problems("getDataSets", [], {"properties": {}}) == []

    def test_type_is_required_if_it_is_ambiguous(self):
        (found,) = problems("getDataSets", [{"permId": "1"}], {})
        assert found.startswith("params[1][0]: openBIS refuses this: @type is missing")

    def test_a_single_object_is_accepted_for_a_list(self):
        assert problems("getDataSets", perm_id("dataset.id.DataSetPermId", "1"), {}) == []

    def test_null_is_accepted_for_everything_that_is_not_required(self):
        assert problems("getDataSets", [], None) == []

    def test_a_missing_required_field_is_refused(self):
        (found,) = problems("getDataSets", [typed("dataset.id.DataSetPermId")], {})
        assert found == "params[1][0].permId: openBIS refuses this: dataset.id.DataSetPermId needs it"

    def test_integer_ids_must_be_unique_and_texts_are_not_checked(self):
        ids = [{**perm_id("dataset.id.DataSetPermId", each), "@id": 1} for each in "ab"]
        (found,) = problems("getDataSets", ids, {})
        assert found == "params[1][1].@id: openBIS refuses this: 1 is given twice"
        assert problems("getDataSets", [{**each, "@id": "1"} for each in ids], {}) == []

    def test_an_integer_refers_to_an_object_before_it(self):
        space = {**perm_id("space.id.SpacePermId", "A"), "@id": 1}
        assert problems("getSpaces", [space, 1], {}) == []
        assert "is the @id of nothing before it" in problems("getSpaces", [space, 2], {})[0]

    @pytest.mark.parametrize("value", ["ten", 1.5, True, []])
    def test_value_that_is_no_integer_is_refused(self, value):
        assert len(problems("searchDataSets", None, typed(DATA_SETS, count=value))) == 1

    @pytest.mark.parametrize("value", [10, "10"])
    def test_an_integer_may_be_a_text(self, value):
        assert problems("searchDataSets", None, typed(DATA_SETS, count=value)) == []

    def test_unknown_enumeration_value_is_refused(self):
        criteria = typed("dataset.search.DataSetSearchCriteria", operator="XOR", criteria=[])
        (found,) = problems("searchDataSets", criteria, {})
        assert found == "params[1].operator: openBIS refuses this: 'XOR' is no common.search.SearchOperator"

    def test_the_items_of_updated_lists_are_checked(self):
        add = typed("common.update.ListUpdateActionAdd", items=[perm_id("space.id.SpacePermId", "A")])
        parents = typed("common.update.IdListUpdateValue", actions=[add])
        update = typed("sample.update.SampleUpdate", sampleId=perm_id("sample.id.SamplePermId", "1"), parentIds=parents)
        (found,) = problems("updateSamples", [update])
        assert found.startswith("params[1][0].parentIds.actions[0].items[0].@type: ")

    def test_the_value_of_an_updated_field_is_checked(self):
        space = typed("common.update.FieldUpdateValue", isModified=True, value={})
        update = typed(
            "project.update.ProjectUpdate", projectId=perm_id("project.id.ProjectPermId", "1"), spaceId=space
        )
        (found,) = problems("updateProjects", [update])
        assert found.startswith("params[1][0].spaceId.value: openBIS refuses this: @type is missing")


class TestCriteria:
    def test_nested_owners_with_codes_identifiers_and_words_are_accepted(self):
        word = typed("common.search.StringContainsValue", value="yeast")
        for kind in ("Sample", "Experiment"):
            owner = typed(
                f"{kind.lower()}.search.{kind}SearchCriteria",
                operator="OR",
                criteria=[
                    equal("CodeSearchCriteria", "A"),
                    equal("PermIdSearchCriteria", "1"),
                    typed("common.search.IdentifierSearchCriteria", fieldValue=word),
                    typed("common.search.AnyPropertySearchCriteria", fieldValue=word),
                ],
            )
            nested = typed("dataset.search.DataSetSearchCriteria", operator="OR", criteria=[owner])
            assert search("DataSet", nested) == []

    def test_criteria_of_another_kind_are_refused(self):
        (found,) = search("DataSet", equal("IdentifierSearchCriteria", "/A/B"))
        assert found.endswith("dataset.search.DataSetSearchCriteria takes no common.search.IdentifierSearchCriteria")

    def test_field_name_used_as_a_column_is_refused(self):
        (found,) = search("Sample", {**equal("CodeSearchCriteria", "A"), "fieldName": "kode"})
        assert found.startswith("params[1].criteria[0].fieldName: openBIS refuses this")

    def test_field_name_of_the_perm_id_in_pybis_is_accepted(self):
        criterion = {**equal("PermIdSearchCriteria", "1"), "fieldName": "perm_id", "fieldType": "ATTRIBUTE"}
        assert search("Sample", criterion) == []

    def test_a_field_type_of_another_criterion_is_refused(self):
        assert len(search("Sample", {**equal("CodeSearchCriteria", "A"), "fieldType": "PROPERTY"})) == 1

    def test_wildcards_are_ignored_for_numbers(self):
        value = typed("common.search.NumberEqualToValue", value=1)
        number = typed("common.search.NumberPropertySearchCriteria", fieldName="W", fieldValue=value, useWildcards=True)
        (found,) = search("Sample", number)
        assert found.startswith("params[1].criteria[0].useWildcards: openBIS ignores this")

    def test_data_store_kinds_are_accepted_since_3_7(self):
        kinds = typed("datastore.search.DataStoreKindSearchCriteria", dataStoreKinds=["DSS", "AFS"])
        criteria = typed("datastore.search.DataStoreSearchCriteria", criteria=[kinds])
        options = typed("datastore.fetchoptions.DataStoreFetchOptions")
        assert problems("searchDataStores", criteria, options, version="3.7") == []
        assert "(only since 3.7)" in problems("searchDataStores", criteria, options)[0]
        assert search("DataSet", criteria, version="3.7") == []

    def test_files_are_searched_by_data_sets(self):
        criteria = {
            "@type": "dss.dto.datasetfile.search.DataSetFileSearchCriteria",
            "criteria": [typed("dataset.search.DataSetSearchCriteria", criteria=[equal("CodeSearchCriteria", "A")])],
        }
        options = {"@type": "dss.dto.datasetfile.fetchoptions.DataSetFileFetchOptions"}
        assert problems("searchFiles", criteria, options, service="dss") == []
        (found,) = problems("searchFiles", criteria, {**options, "count": 5}, service="dss")
        assert found.startswith("params[2].count: openBIS ignores this")


class TestSorting:
    @pytest.mark.parametrize("kind", ["Space", "DataSet"])
    def test_search_of_kinds_without_a_perm_id_column_is_not_sorted_by_perm_id(self, kind):
        (found,) = search(kind, sort=sorted_by(kind, "CODE", "PERM_ID"))
        assert found.startswith("params[2].sort.sortings[1].field: openBIS refuses this")

    @pytest.mark.parametrize("kind", ["Project", "Experiment", "Sample"])
    def test_search_of_other_kinds_is_sorted_by_perm_id(self, kind):
        assert search(kind, sort=sorted_by(kind, "CODE", "PERM_ID", "IDENTIFIER")) == []

    @pytest.mark.parametrize("kind", ["Experiment", "Sample", "DataSet"])
    def test_search_of_kinds_with_properties_and_types_is_sorted_by_them(self, kind):
        assert search(kind, sort=sorted_by(kind, "PROPERTY$NAME", "TYPE", "REGISTRATION_DATE")) == []

    def test_nested_fetch_options_are_sorted_in_memory(self):
        children = typed(DATA_SETS, sort=sorted_by("DataSet", "PERM_ID"))
        assert search("DataSet", children=children) == []

    def test_an_unknown_field_is_ignored_in_memory(self):
        children = typed(DATA_SETS, sort=sorted_by("DataSet", "MOON"))
        (found,) = search("DataSet", children=children)
        assert found.startswith("params[2].children.sort.sortings[0].field: openBIS ignores this")

    def test_an_operation_sorts_like_a_search(self):
        found = descending("dataset.fetchoptions.DataSetSortOptions", "PERM_ID")
        criteria = typed("dataset.search.DataSetSearchCriteria", criteria=[])
        operation = typed(
            "dataset.search.SearchDataSetsOperation", criteria=criteria, fetchOptions=typed(DATA_SETS, sort=found)
        )
        (problem,) = problems("executeOperations", [operation], typed("operation.SynchronousOperationExecutionOptions"))
        assert problem.startswith("params[1][0].fetchOptions.sort.sortings[0].field: openBIS refuses this")

    def test_sort_options_of_another_kind_are_refused(self):
        assert "is no space.fetchoptions.SpaceSortOptions" in search("Space", sort=sorted_by("Sample", "CODE"))[0]


class TestOperations:
    def test_several_searches_that_only_count_are_accepted(self):
        operations = [
            typed(
                f"{kind.lower()}.search.Search{kind}sOperation",
                criteria=typed(f"{kind.lower()}.search.{kind}SearchCriteria", criteria=[]),
                fetchOptions=typed(f"{kind.lower()}.fetchoptions.{kind}FetchOptions", count=0),
            )
            for kind in ("Space", "Project", "Experiment", "Sample", "DataSet")
        ]
        options = typed("operation.SynchronousOperationExecutionOptions", executeInOrder=True)
        assert problems("executeOperations", operations, options) == []

    def test_an_operation_of_another_kind_is_refused(self):
        wrong = typed("sample.search.SearchDataSetsOperation")
        assert "is unknown" in problems("executeOperations", [wrong], None)[0]

    def test_options_without_a_type_are_refused(self):
        assert "@type is missing" in problems("executeOperations", [], {})[0]


class TestProperties:
    def test_texts_numbers_and_booleans_are_accepted(self):
        assert create(properties={"A": "text", "B": 1.5, "C": True, "D": None}) == []

    @pytest.mark.parametrize("value", [["a", "b"], {"a": 1}])
    def test_lists_and_objects_are_accepted_since_3_7(self, value):
        assert create(properties={"A": value}, version="3.7") == []
        (found,) = create(properties={"A": value})
        assert found.startswith("params[1].properties.A: openBIS refuses this: a property is a text before 3.7")

    def test_nested_lists_are_ignored(self):
        (found,) = create(properties={"A": [["a"]]}, version="3.7")
        assert found.startswith("params[1].properties.A[0]: openBIS ignores this")


class TestRequestsThatOpenbisHasRefused:
    """Parameters that openBIS's own object mapper did not accept."""

    def test_empty_project_of_an_experiment_of_pybis_is_refused(self):
        type_id = typed("entitytype.id.EntityTypePermId", permId="UNKNOWN")
        creation = typed("experiment.create.ExperimentCreation", code="E", typeId=type_id, projectId={})
        (found,) = problems("createExperiments", [creation])
        assert found.startswith("params[1][0].projectId: openBIS refuses this: @type is missing")

    def test_fetch_options_of_another_type_are_refused(self):
        (found,) = problems("getSampleTypes", [], typed("dataset.fetchoptions.DataSetTypeFetchOptions"))
        assert found.startswith("params[2].@type: openBIS refuses this")

    def test_deletion_options_of_tokens_without_a_type_are_refused(self):
        assert "@type is missing" in problems("deletePersonalAccessTokens", [], {})[0]
