"""Property values in requests and responses of the HTTP API."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Answer, Request
from tests.property_values import SAMPLE, add_types, as_json, meanings, properties


@pytest.fixture(scope="module")
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, api_version="3.7") as server:
        yield server


class Client:
    """Uploads one file with properties, like a front end."""

    def __init__(self, request: Request, loop: asyncio.AbstractEventLoop) -> None:
        self._request = request
        self._loop = loop

    def get(self, path: str) -> Any:
        answer = self._loop.run_until_complete(self._request("GET", path))
        assert answer.status == 200, answer.json
        return answer.json

    def send(self, type_code: str, props: dict[str, Any], **more: Any) -> Answer:
        body = {"type": type_code, "entityIdentifier": lab.EMPTY_BENCH, "files": ["a.txt"], "props": props, **more}
        path = "openbis/jobs" if "kind" in more else "openbis/dataset/lab"
        return self._loop.run_until_complete(self._request("POST", path, body))

    def details(self, type_code: str, props: dict[str, Any]) -> dict[str, Any]:
        """Upload, and return the properties of the details by code."""
        answer = self.send(type_code, props)
        assert answer.status == 200, answer.json
        found = self.get(f"openbis/details/lab/dataSet/{answer.json['permId']}")
        values = {each["code"]: each["value"] for each in found["properties"]}
        assert found["dataSet"]["properties"] == values
        return values

    def errors(self, type_code: str, props: dict[str, Any]) -> list[dict[str, str]]:
        answer = self.send(type_code, props)
        assert answer.status == 400
        return answer.json["errors"]


@pytest.fixture
def client(logged_in: Request, jp_asyncio_loop: asyncio.AbstractEventLoop, root: Path) -> Client:
    (root / "a.txt").write_text("a")
    return Client(logged_in, jp_asyncio_loop)


def test_several_values_are_a_list_in_requests_and_answers(client: Client) -> None:
    sent = {
        "AUTHORS": ["Müller, A.", "", "Meier, B."],
        "STAINS": ["gfp"],
        "STRAINS": [SAMPLE],
        "WAVELENGTHS": [405, 561.0],
    }
    stored = {
        "AUTHORS": ["Müller, A.", "Meier, B."],
        "STAINS": ["GFP"],
        "STRAINS": [SAMPLE],
        "WAVELENGTHS": ["405", "561"],
    }
    assert client.details("SCREENING", sent) == stored
    listing = client.get(f"openbis/sample/lab/{quote(lab.EMPTY_BENCH, safe='')}?start_with=0&count=1")
    assert listing["dataSets"][0]["properties"] == stored


def test_a_plan_has_lists_as_well(client: Client) -> None:
    answer = client.send("SCREENING", {"AUTHORS": ["Ada"]}, kind="upload", connection="lab", dryRun=True)
    assert answer.json["properties"] == {"AUTHORS": ["Ada"]}


def test_types_and_details_say_which_properties_can_have_several_values(client: Client) -> None:
    types = {each["code"]: each for each in client.get("openbis/datasetTypes/lab")["dataSetTypes"]}
    several = {each["code"]: each["multiValue"] for each in types["SCREENING"]["propertyAssignments"]}
    assert several == {"$NAME": False, "AUTHORS": True, "STAINS": True, "WAVELENGTHS": True, "STRAINS": True}


def test_null_is_not_set_and_numbers_are_numbers(client: Client) -> None:
    sent = {"ANY_VARCHAR": None, "ANY_INTEGER": 63.0, "ANY_REAL": "", "ANY_ARRAY_STRING": [], "ANY_BOOLEAN": True}
    assert client.details("CHARACTERISATION", sent) == {"ANY_INTEGER": "63", "ANY_BOOLEAN": "true"}


def test_lists_and_objects_are_accepted_for_arrays_and_json(client: Client) -> None:
    sent = {"ANY_ARRAY_STRING": ["a, b", "c"], "ANY_JSON": {"wells": [96, None]}, "ANY_ARRAY_INTEGER": "1, 2"}
    assert client.details("CHARACTERISATION", sent) == {
        "ANY_ARRAY_STRING": ["a, b", "c"],
        "ANY_JSON": '{"wells": [96, null]}',
        "ANY_ARRAY_INTEGER": ["1", "2"],
    }


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2026-06-26T12:03:18.123+02:00", "2026-06-26 10:03:18 +0000"),
        ("2026-06-26T12:03:18.000Z", "2026-06-26 12:03:18 +0000"),
        ("2026-06-26T12:03:18+02", "2026-06-26 10:03:18 +0000"),
    ],
)
def test_timestamps_of_instruments_are_read(client: Client, given: str, stored: str) -> None:
    assert client.details("CHARACTERISATION", {"ANY_TIMESTAMP": given}) == {"ANY_TIMESTAMP": stored}


def test_invalid_values_are_reported_by_field(client: Client) -> None:
    assert client.errors("SCREENING", {"AUTHORS": {"a": 1}, "STAINS": ["RED", "GFP"], "$NAME": ["a", "b"]}) == [
        {"prop.$NAME": "takes one value, not several"},
        {"prop.AUTHORS": 'a value of type dict is not a text, e.g. "first try"'},
        {"prop.STAINS": "value 1: 'RED' is not one of DAPI, GFP, MCHERRY, NONE"},
    ]


def test_a_type_is_found_in_any_case(client: Client) -> None:
    assert client.details(" characterisation", {"any_varchar": "x"}) == {"ANY_VARCHAR": "x"}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_accepted_value_comes_back_as_the_same_value(
    client: Client, openbis: FakeOpenbis, data: st.DataObject
) -> None:
    codes = add_types(openbis.laboratory)
    values = data.draw(properties(codes.items()))
    assert meanings(codes, client.details("EVERY", as_json(values))) == meanings(codes, values)
