"""Requests with several operations, and the user id, with responses that the fake openBIS does not give."""

import json
from typing import Any

import pytest
import requests
import responses

from jupyter_openbis_server.adapters.openbis.api.client import Clients
from jupyter_openbis_server.adapters.openbis.metadata.data_sets import OpenbisDataSets
from jupyter_openbis_server.adapters.openbis.metadata.entity_kinds import API_KINDS
from jupyter_openbis_server.adapters.openbis.search.searches import OpenbisSearches
from jupyter_openbis_server.domain.catalogue.entity import EntityRef
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InstanceUnreachable, UnexpectedResponse
from jupyter_openbis_server.domain.search.query import SearchQuery
from jupyter_openbis_server.domain.shared.page import PageRequest
from tests.unit.adapters.openbis.wire import LIMITS, SESSION, TOKEN, V3, client

READING = ("as.dto.dataset.get.GetDataSetsOperation", "as.dto.sample.search.SearchSamplesOperation")
CREATING = "as.dto.sample.create.CreateSamplesOperation"
DELETING = "as.dto.sample.delete.DeleteSamplesOperation"
AT_ONCE = {"@type": "as.dto.operation.SynchronousOperationExecutionOptions"}
QUERY = SearchQuery(EntityKind.DATA_SET, words=("x",))


@pytest.fixture
def openbis() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def operations(*types: str) -> list[dict[str, str]]:
    return [{"@type": each} for each in types]


def test_spaces_and_data_sets_are_sorted_by_code_alone() -> None:
    for kind, api in API_KINDS.items():
        by_perm_id = kind not in (EntityKind.SPACE, EntityKind.DATA_SET)
        for options in (api.row_options, api.sorted_newest_first(api.fetch_options)):
            fields = [each["field"] for each in options["sort"]["sortings"]]
            assert "CODE" in fields
            assert ("PERM_ID" in fields) == by_perm_id


def test_read_operations_are_retried_after_an_interruption(openbis: Any) -> None:
    openbis.post(V3, status=503)
    openbis.post(V3, json={"result": {"results": []}})
    answer = client().call("executeOperations", operations(*READING), AT_ONCE)
    assert answer.required_bean("result").beans("results") == ()
    assert len(openbis.calls) == 2


@pytest.mark.parametrize("types", [(CREATING,), (*READING, CREATING), (DELETING,)])
def test_write_operations_are_never_retried(openbis: Any, types: tuple[str, ...]) -> None:
    openbis.post(V3, status=503)
    with pytest.raises(InstanceUnreachable):
        client().call("executeOperations", operations(*types), AT_ONCE)
    assert len(openbis.calls) == 1


@pytest.mark.parametrize("results", [[], [{"searchResult": {"objects": [], "totalCount": 0}}]])
def test_an_answer_without_a_result_for_each_operation_is_unexpected(openbis: Any, results: list[Any]) -> None:
    openbis.post(V3, json={"result": {"results": results}})
    with pytest.raises(UnexpectedResponse, match="one result for each operation"):
        OpenbisSearches(Clients(LIMITS)).search(SESSION, QUERY, PageRequest(), [QUERY])


@pytest.mark.parametrize(
    ("information", "user"),
    [
        ({"person": {"userId": "alice"}, "userName": "Alice"}, "alice"),
        ({"person": None, "userName": "alice"}, "alice"),
        ({"userName": "alice"}, "alice"),
    ],
)
def test_user_id_is_that_of_the_person(openbis: Any, information: dict[str, Any], user: str) -> None:
    openbis.post(V3, json={"result": {"sessionToken": "alice-1xABC", **information}})
    assert client().user_id() == user


@pytest.mark.parametrize("information", [{}, {"person": {"userId": None}}, {"person": {"userId": 7}}, None])
def test_session_without_a_user_is_unexpected_and_shows_no_secret(openbis: Any, information: Any) -> None:
    secret = "alice-230317133255245x9E43"
    shown = None if information is None else {"sessionToken": secret, **information}
    openbis.post(V3, json={"result": shown})
    with pytest.raises(UnexpectedResponse) as caught:
        client().user_id()
    assert secret not in repr(caught.value) + str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("version", [None, "7.0 SNAPSHOT"])
def test_server_without_a_version_can_be_listed(openbis: Any, version: str | None) -> None:
    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        is_search = b"searchDataSets" in (request.body or b"")
        result = {"objects": [], "totalCount": 0} if is_search else {"api-version": version}
        return 200, {}, json.dumps({"result": result})

    openbis.add_callback(responses.POST, V3, callback=answer)
    found = OpenbisDataSets(Clients(LIMITS)).inside(SESSION, EntityRef(EntityKind.SAMPLE, "1-1"), PageRequest())
    assert (found.rows, found.in_afs) == ((), 0)
