"""Health, log, metrics, and the description of the API."""

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from jupyter_openbis_server import __version__
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from jupyter_openbis_server.entrypoints.schemas.health import HealthResponse
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Answer, Request

SECRET = "correct horse"


@pytest.fixture
def lines(extension: OpenbisExtension, logged_in: Request) -> Iterator[list[str]]:
    """Lines that the extension logs after alice has logged in."""
    messages: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.extend(_messages_of_extension(record))
    logs = extension.log, extension.serverapp.log
    for log in logs:
        log.addHandler(handler)
    yield messages
    for log in logs:
        log.removeHandler(handler)


def download(folder: Path) -> dict[str, Any]:
    return {
        "kind": "download",
        "connection": "lab",
        "permIds": [lab.BIG],
        "folder": str(folder),
        "files": ["**/readme.txt"],
    }


async def finished(send: Request, started: Answer) -> None:
    """Wait for the end of a job."""
    assert started.status == 202, started.json
    while (await send("GET", f"openbis/jobs/{started.json['id']}")).json["ended"] is None:
        await asyncio.sleep(0.01)


async def metrics(jp_fetch: Any) -> dict[str, float]:
    """Return the metrics of the extension."""
    shown = (await jp_fetch("metrics")).body.decode()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in shown.splitlines())
        if name.startswith("openbis_")
    }


def _messages_of_extension(record: logging.LogRecord) -> list[str]:
    message = record.getMessage()
    return [message] if message.startswith("openBIS: ") else []


def _without_numbers(line: str) -> str:
    line = re.sub(r" seconds=\d+\.\d{3}", "", line)
    line = re.sub(r'reason="(?:[^"\\]|\\.)+"', 'reason="..."', line)
    return re.sub(r"job=[0-9a-f]{32}", "job=ID", re.sub(r" user=\S+", " user=USER", line))


async def test_health_has_versions_and_status_only(logged_in: Request):
    answer = await logged_in("GET", "openbis/health")
    assert answer.status == 200
    assert answer.json.keys() == HealthResponse().fields.keys()
    assert (answer.json["status"], answer.json["ready"]) == ("ok", True)
    assert (answer.json["connections"], answer.json["connected"]) == (1, 1)
    assert (answer.json["runningJobs"], answer.json["waitingJobs"], answer.json["waitingRequests"]) == (0, 0, 0)
    assert answer.json["version"] == __version__
    assert isinstance(answer.json["sshfs"], bool)


async def test_health_counts_jobs_and_sends_no_request(logged_in: Request, openbis: FakeOpenbis, tmp_path: Path):
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles", times=None))
    await logged_in("POST", "openbis/jobs", download(tmp_path))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    asked = len(openbis.requests)
    answer = await logged_in("GET", "openbis/health")
    assert (answer.json["runningJobs"], answer.json["ready"]) == (1, True)
    assert len(openbis.requests) == asked


async def test_health_is_not_ready_when_jupyter_is_about_to_end(logged_in: Request, extension: OpenbisExtension):
    extension.services.use_cases.jobs.close()
    assert (await logged_in("GET", "openbis/health")).json["ready"] is False


async def test_each_action_has_one_line_in_the_log(logged_in: Request, tmp_path: Path, lines: list[str]):
    await logged_in("POST", "openbis/conns", {"name": 'o"ther\n[I] x', "url": "https://unknown.invalid"})
    await logged_in("PUT", "openbis/conn/lab", {"username": "mallory", "password": SECRET})
    await finished(logged_in, await logged_in("POST", "openbis/jobs", download(tmp_path)))
    await logged_in("POST", "openbis/requirements", {"notebook_path": "x.ipynb"})
    await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})
    await logged_in("DELETE", "openbis/conn/lab")
    await logged_in("DELETE", "openbis/conn/lab")
    assert [_without_numbers(line) for line in lines] == [
        r'openBIS: action=register result=ok connection="o\"ther\n[I] x" user=USER',
        'openBIS: action=login result=wrong-credentials connection=lab user=USER openbis_user=mallory reason="..."',
        "openBIS: action=download result=ok connection=lab user=USER openbis_user=alice files=1 bytes=19 job=ID",
        "openBIS: action=requirements result=ok user=USER",
        "openBIS: action=logout result=ok connection=lab user=USER openbis_user=alice",
        "openBIS: action=remove result=ok connection=lab user=USER openbis_user=alice",
        'openBIS: action=remove result=unknown-connection connection=lab user=USER reason="..."',
    ]
    assert SECRET not in "".join(lines)


async def test_an_error_of_a_request_that_is_no_action_has_one_line_too(logged_in: Request, lines: list[str]):
    await logged_in("GET", "openbis/sample/no%0Alab/x")
    (line,) = lines
    assert line.startswith("openBIS: GET /")
    assert line.endswith("(unknown-connection)")
    assert line.isprintable()


async def test_metrics_are_exported_with_those_of_jupyter(logged_in: Request, jp_fetch: Any, tmp_path: Path):
    before = await metrics(jp_fetch)
    await finished(logged_in, await logged_in("POST", "openbis/jobs", download(tmp_path)))
    await logged_in("GET", "openbis/sample/lab/NOTHING")
    grown = {name: value - before.get(name, 0) for name, value in (await metrics(jp_fetch)).items()}
    assert grown['openbis_jobs_total{kind="download",result="ok"}'] == 1
    assert grown['openbis_transferred_bytes_total{direction="download"}'] == 19
    assert grown['openbis_errors_total{code="entity-not-found"}'] == 1
    assert grown['openbis_request_seconds_count{method="searchFiles"}'] == 1
    assert not grown.get('openbis_request_seconds_count{method="other"}'), "each method has its own name"
    assert (grown["openbis_jobs_running"], grown["openbis_jobs_waiting"]) == (0, 0)


async def test_the_description_of_the_api_is_served(request_: Request):
    answer = await request_("GET", "openbis/openapi.json")
    assert answer.status == 200
    assert answer.json == openapi_document()


def test_the_description_is_valid_openapi():
    validate(openapi_document())


def test_the_description_has_every_operation_with_its_bodies_and_answers():
    paths: dict[str, Any] = openapi_document()["paths"]
    assert {(path, verb) for path, item in paths.items() for verb in item if verb != "parameters"} == {
        (route.template, verb) for route in ROUTES for verb in route.handler.operations
    }
    upload = paths["/openbis/dataset/{name}"]["post"]
    assert upload["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/NewDataSetRequest"
    }
    assert set(upload["responses"]) == {"200", "400", "401", "403", "404", "413", "500", "503"}


def test_a_password_field_never_has_an_example_or_default():
    for schema in openapi_document()["components"]["schemas"].values():
        password = schema.get("properties", {}).get("password", {})
        assert "example" not in password
        assert password.get("default") in (None, "******")
