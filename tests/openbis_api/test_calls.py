"""Reading of invalid calls from the call log of the fake openBIS."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.openbis_api.calls import CallReader, WrongCall, wrong_calls_in

V3 = "/openbis/openbis/rmi-application-server-v3.json"
TOKEN = 'alice-"1'


def call(method: str, *params: Any, call_id: str = "1") -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": call_id, "method": method, "params": list(params)}


def entry(body: Any, version: str = "3.6") -> dict[str, str]:
    return {"path": V3, "api_version": version, "body": body if isinstance(body, str) else json.dumps(body)}


def wrong(body: Any, version: str = "3.6") -> list[WrongCall]:
    return list(wrong_calls_in(entry(body, version)))


def test_valid_call_is_not_reported():
    assert wrong(call("logout", TOKEN)) == []


@pytest.mark.parametrize("body", ["", "no JSON", "[" * 100_000, "7", "[7]", '"text"'])
def test_other_entries_are_not_checked(body):
    assert wrong(body) == []


def test_every_call_of_a_batch_is_checked():
    found = wrong([call("logout"), call("logout", TOKEN), call("makeCoffee")])
    assert [each.call["method"] for each in found] == ["logout", "makeCoffee"]


@pytest.mark.parametrize(("call_id", "is_of_product"), [("1", True), ("2", False)])
def test_calls_of_the_product_are_recognised_by_their_id(call_id, is_of_product):
    (found,) = wrong(call("makeCoffee", call_id=call_id))
    assert found.is_of_product is is_of_product


def test_report_names_the_method_the_version_and_the_path():
    (found,) = wrong(call("getDataSets", TOKEN, [{"permId": "1"}], {}))
    first, second, third = str(found).splitlines()
    assert first == "getDataSets (API 3.6, sent by the product)"
    assert second.startswith("  params[1][0]: openBIS refuses this")
    assert third == '  request: ["<token>", [{"permId": "1"}], {}]'


def test_tokens_are_not_shown():
    (found,) = wrong(call("getDataSets", TOKEN, [{"permId": f"of {TOKEN}"}], {}))
    assert "alice" not in str(found)


@pytest.mark.parametrize("params", [["alice", "secret", "more"], ["secret"]])
def test_passwords_are_not_shown(params):
    (found,) = wrong(call("login", *params))
    assert "secret" not in str(found)


def test_long_request_is_truncated():
    (found,) = wrong(call("getDataSets", TOKEN, [{"permId": "1" * 10_000}], {}))
    assert len(str(found)) < 2000


def test_material_types_requested_by_pybis_are_accepted():
    options = {"materialType": {"@type": "as.dto.material.fetchoptions.MaterialTypeFetchOptions"}}
    assert wrong(call("getPropertyTypes", TOKEN, [], options, call_id="2"), "3.7") == []
    assert len(wrong(call("getPropertyTypes", TOKEN, [], options), "3.7")) == 1


class TestReader:
    def test_each_call_is_returned_once(self, tmp_path: Path):
        reader = CallReader(tmp_path / "calls")
        line = json.dumps(entry(call("makeCoffee"))) + "\n"
        (tmp_path / "calls").write_text(line)
        assert len(reader.wrong_calls()) == 1
        assert reader.wrong_calls() == []
        with (tmp_path / "calls").open("a") as calls:
            calls.write(line)
        assert len(reader.wrong_calls()) == 1

    def test_incomplete_line_is_not_read(self, tmp_path: Path):
        reader = CallReader(tmp_path / "calls")
        line = json.dumps(entry(call("makeCoffee"))) + "\n"
        (tmp_path / "calls").write_text(line[:20])
        assert reader.wrong_calls() == []
        with (tmp_path / "calls").open("a") as calls:
            calls.write(line[20:])
        assert len(reader.wrong_calls()) == 1

    def test_a_file_that_does_not_exist_yet_is_empty(self, tmp_path: Path):
        assert CallReader(tmp_path / "calls").wrong_calls() == []
