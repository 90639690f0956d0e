"""Valid and invalid requests, generated from the OpenAPI document, to a real Jupyter server.

Each response is JSON, has a status of the document, and is no internal error. The requests are the same in each run.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import time
from typing import Any
from urllib.parse import quote, unquote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from jupyter_openbis_server.adapters.jupyter_server.panel_login import USER_AGENT
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.addresses import ALL_ROUTES
from tests.integration.jupyter.conftest import PASSWORD, Request

EXAMPLES = 20
FIRST_SEED = int(os.environ.get("FUZZ_SEED", "1"))
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0")) / 34
"""For one operation and one way to make its requests; one round of examples is made in any case."""

SCHEMA = schemathesis.openapi.from_dict(openapi_document())
OPERATIONS: list[APIOperation] = [each.ok() for each in SCHEMA.get_all_operations()]
KNOWN: dict[str, list[Any]] = {
    "name": ["lab"],
    "connection": ["lab"],
    "identifier": [lab.WILD_TYPE, "/YEAST_LAB", "TIME_SERIES"],
    "permId": [lab.IMAGES, lab.ARCHIVED, lab.CONTAINER],
    "permIds": [[lab.IMAGES], [lab.CONTAINER, lab.LINK]],
    "inKind": ["space"],
    "text": ["wild", lab.IMAGES, lab.WILD_TYPE],
    "inPermId": ["YEAST_LAB"],
    "type": ["RAW_DATA"],
    "entityIdentifier": [lab.EMPTY_BENCH],
    "username": ["alice"],
    "password": [PASSWORD],
}
"""What is there. A request of chance alone would not get far."""
FOLDERS = ("folder", "path", "notebook_path")
DEAD = "http://127.0.0.1:1"
LOGIN = {"username": "alice", "password": PASSWORD}


@pytest.mark.parametrize("mode", tuple(GenerationMode), ids=lambda mode: mode.value)
async def test_every_answer_is_documented(
    logged_in: Request, openbis: FakeOpenbis, address: str, jp_auth_header: dict[str, str], mode: GenerationMode
) -> None:
    seen: set[int] = set()
    for operation in OPERATIONS:
        await log_in_again(logged_in, openbis)
        if mode is GenerationMode.POSITIVE or can_be_violated(operation):
            seen |= await asyncio.to_thread(fuzz, operation, mode, address, jp_auth_header)
    assert seen >= ({200, 400, 404} if mode is GenerationMode.POSITIVE else {400, 404})


async def log_in_again(request_: Request, openbis: FakeOpenbis) -> None:
    """Restore the connection `lab`, which earlier requests may have changed."""
    connection = {"name": "lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file)}
    assert (await request_("POST", "openbis/conns", connection)).status == 200
    assert (await request_("PUT", "openbis/conn/lab", LOGIN)).status == 200


def can_be_violated(operation: APIOperation) -> bool:
    """Whether the operation has a body or query parameters that can be invalid."""
    parameters = operation.definition.raw.get("parameters", ())
    return "requestBody" in operation.definition.raw or any(each["in"] == "query" for each in parameters)


def fuzz(operation: APIOperation, mode: GenerationMode, address: str, headers: dict[str, str]) -> set[int]:
    """Send requests of one operation, one after another. Return the statuses of the responses."""
    documented = {int(status) for status in operation.definition.raw["responses"]}
    seen: set[int] = set()

    @settings(max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), chance=st.randoms(use_true_random=False))
    def send(case: Case, chance: Any) -> None:
        keep_harmless(case, chance)
        case.headers.clear()  # each has another token
        answer = case.call(base_url=address, headers={**headers, "User-Agent": USER_AGENT}, timeout=30)
        shown = f"{case.method} {case.path_parameters} {case.query} {case.body!r:.300}"
        assert answer.status_code in documented, f"{shown}: {answer.status_code}, {answer.text[:500]}"
        check(answer.status_code, answer.headers["content-type"][0], answer.content, shown)
        seen.add(answer.status_code)

    end = time.monotonic() + SECONDS
    for number in itertools.count(FIRST_SEED):
        seed(number)(send)()
        if time.monotonic() > end:
            return seen
    raise AssertionError


def keep_harmless(case: Case, chance: Any) -> None:
    """Insert existing values at random; replace folders outside Jupyter's root folder, and other hosts."""
    for values, encode in ((case.path_parameters, quoted), (case.query, str), (case.body, lambda value: value)):
        for key, value in list(values.items()) if isinstance(values, dict) else ():
            if key in KNOWN and chance.random() < 0.5:
                values[key] = encode(chance.choice(KNOWN[key]))
            elif key in FOLDERS and isinstance(value, str) and leads_out(unquote(value)):
                values[key] = "there"
            elif key == "url" and isinstance(value, str):
                values[key] = chance.choice((DEAD, "http://[::1", f"ftp://{value[:9]}", ""))
            elif key == "action" and value == "mount":  # tested in test_mounting.py
                values[key] = "unmount"


def quoted(value: str) -> str:
    return quote(value, safe="")


def leads_out(folder: str) -> bool:
    return folder.startswith(("/", "~")) or ".." in folder


def check(status: int, content_type: str, body: bytes, shown: str) -> None:
    """Check that a response is one of the extension: JSON, and errors with a reason."""
    content = body.decode()
    assert content_type.partition(";")[0] == "application/json", f"{shown}: {content[:300]}"
    answer = json.loads(content, parse_constant=pytest.fail)
    assert "Traceback" not in content
    assert "<html" not in content.lower()
    if status >= 400:
        assert answer["reason"], shown
        assert answer["code"] not in ("internal-error", "openbis-error"), f"{shown}: {content[:500]}"
    if answer.get("code") == "bad-request":
        assert answer["errors"], shown


# --- requests outside the OpenAPI document


@pytest.fixture
def address(http_server: Any, jp_base_url: str, jp_http_port: int) -> str:
    return f"http://127.0.0.1:{jp_http_port}{jp_base_url.rstrip('/')}"


BODIES = {
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": '{"name": "lab"}'.encode("utf-16"),
    "half a document": b'{"name": "lab"',
    "nested beyond measure": b"[" * 100_000,
    "nested objects": b'{"name":' * 50_000 + b"1" + b"}" * 50_000,
    "a list": b"[]",
    "a number of many digits": b'{"name": ' + b"9" * 5000 + b"}",
    "no number": b'{"name": NaN, "force": Infinity}',
    "lone surrogates": b'{"name": "\\ud800", "url": "\\ud800", "username": "\\ud800", "password": "\\udfff"}',
    "a form": b"name=lab&url=x",
    "NUL": b'{"name": "\\u0000", "url": "\\u0000", "notebook_path": "\\u0000", "action": "\\u0000", '
    b'"requirements_list": "", "requirements_filename": "\\u0000"}',
}
WITH_BODY = [
    (verb.upper(), path)
    for route, path in zip(ROUTES, ALL_ROUTES, strict=True)
    for verb, operation in route.handler.operations.items()
    if operation.body
]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_bodies_that_are_no_json_are_refused_with_the_reason(
    logged_in: Request, address: str, jp_auth_header: dict[str, str], body: bytes
) -> None:
    headers = {**jp_auth_header, "User-Agent": USER_AGENT, "Content-Type": "application/json"}
    for verb, path in WITH_BODY:
        status = await sent(f"{address}/{path}", verb, headers, body)
        assert status in (400, 401, 404), f"{verb} {path}"


TEMPLATES = (
    "conn/{}",
    "sample/{}/x",
    "sample/lab/{}",
    "datasetTypes/{}",
    "dataset/lab/{}/there",
    "jobs/{}",
    "browse/{}",
    "search/{}?text=x",
    "details/{}/sample/1-2",
    "details/lab/{}/1-2",
    "details/lab/sample/{}",
    "lineage/{}?notebook=a.ipynb",
    "lineage/lab?notebook={}",
    "lineage/lab/{}/1-2",
    "lineage/lab/sample/{}",
    "files/lab/{}",
    "preview/lab/{}/x",
    f"preview/lab/{lab.IMAGES}/{{}}",
)


@pytest.mark.parametrize(
    "segment", ["%FF", "%00", "%ED%A0%80", "%", "%zz", "%2E%2E%2F%2E%2E", "a" * 3000, "%0D%0AX:%20y"]
)
async def test_segments_that_are_no_text_are_refused_in_json(
    logged_in: Request, address: str, jp_auth_header: dict[str, str], segment: str
) -> None:
    for template in TEMPLATES:
        status = await sent(f"{address}/openbis/{template.format(segment)}", "GET", jp_auth_header)
        assert status in (400, 404), template


@pytest.mark.parametrize(
    "query", ["start_with=%FF", "start_with=9" + "9" * 5000, "count=-1e9", "count=%00", "count=1&count=x"]
)
async def test_queries_that_are_no_numbers_are_refused_by_name(
    logged_in: Request, address: str, jp_auth_header: dict[str, str], query: str
) -> None:
    assert await sent(f"{address}/openbis/sample/lab/TIME_SERIES?{query}", "GET", jp_auth_header) == 400


@pytest.mark.parametrize("start", [-(10**9), 2**31, 10**30])
async def test_pages_beyond_the_end_are_empty(logged_in: Request, start: int) -> None:
    answer = await logged_in("GET", f"openbis/sample/lab/TIME_SERIES?start_with={start}")
    assert answer.status == 200


async def test_other_verbs_are_not_allowed(address: str, jp_auth_header: dict[str, str]) -> None:
    allowed = {
        (verb.upper(), path)
        for route, path in zip(ROUTES, ALL_ROUTES, strict=True)
        for verb in route.handler.operations
    }
    for verb, path in set(itertools.product(("GET", "POST", "PUT", "PATCH", "DELETE"), ALL_ROUTES)) - allowed:
        body = None if verb in ("GET", "DELETE") else b"{}"
        assert await sent(f"{address}/{path}", verb, jp_auth_header, body) == 405, (verb, path)


async def sent(url: str, verb: str, headers: dict[str, str], body: bytes | None = None) -> int:
    """Send a request unchanged, check the format of its response, and return the status."""
    request = HTTPRequest(url, verb, headers, body, allow_nonstandard_methods=True, request_timeout=60)
    answer = await AsyncHTTPClient().fetch(request, raise_error=False)
    check(answer.code, answer.headers["Content-Type"], answer.body, f"{verb} {url[:200]} {(body or b'')[:80]!r}")
    return answer.code
