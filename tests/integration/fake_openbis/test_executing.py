"""Several operations in one request."""

from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.integration.fake_openbis.wire import (
    DATA_SET_OPTIONS,
    DATA_SETS,
    Wire,
    criteria,
    dataset_id,
    options,
    small_laboratory,
)

SYNCHRONOUS = {"@type": "as.dto.operation.SynchronousOperationExecutionOptions"}
SEARCH = "as.dto.dataset.search.SearchDataSetsOperation"
GET = "as.dto.dataset.get.GetDataSetsOperation"


@pytest.fixture
def openbis(start_fake_openbis) -> FakeOpenbis:
    return start_fake_openbis(sample_data=False)


@pytest.fixture
def perm_ids(openbis) -> list[str]:
    return small_laboratory(openbis)


def get(*perm_ids: str) -> dict[str, Any]:
    ids = [dataset_id(each) for each in perm_ids]
    return {"@type": GET, "objectIds": ids, "fetchOptions": options(DATA_SET_OPTIONS)}


def search(count: int) -> dict[str, Any]:
    fetch_options = options(DATA_SET_OPTIONS, **{"from": 0, "count": count})
    return {"@type": SEARCH, "criteria": criteria(DATA_SETS), "fetchOptions": fetch_options}


def test_each_operation_has_its_result_in_the_order_of_the_request(openbis, perm_ids):
    token = openbis.sessions.open("admin")
    reply = Wire(openbis).result("executeOperations", token, [get(perm_ids[1], "1-2"), search(2)], SYNCHRONOUS)
    assert reply["@type"] == "as.dto.operation.SynchronousOperationExecutionResults"
    got, found = reply["results"]
    assert (got["@type"], found["@type"]) == (f"{GET}Result", f"{SEARCH}Result")
    assert [each["code"] for each in got["objects"]] == [perm_ids[1]]
    assert len(got["ids"]) == 1
    assert len(found["searchResult"]["objects"]) == 2
    assert found["searchResult"]["totalCount"] == len(perm_ids)


@pytest.mark.parametrize(
    "kind", ["as.dto.dataset.get.SearchDataSetsOperation", "as.dto.sample.get.GetDataSetsOperation", "as.dto.x", None]
)
@pytest.mark.sends_invalid_requests("the fake must refuse them as openBIS does")
def test_an_unknown_operation_cannot_be_read(openbis, perm_ids, kind):
    token = openbis.sessions.open("admin")
    error = Wire(openbis).error("executeOperations", token, [{**search(1), "@type": kind}], SYNCHRONOUS)
    assert "Could not resolve type id" in error["message"]


def test_an_expired_session_is_reported_before_anything_is_executed(openbis, perm_ids):
    error = Wire(openbis).error("executeOperations", "unknown-1", [search(1)], SYNCHRONOUS)
    assert "Session token" in error["message"] or "no longer" in error["message"]
