"""Interrupted transfers on a real Jupyter server: they wait, and are tried again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request
from tests.support.digests import digests

_SECONDS = 20
Job = dict[str, Any]
FINAL = ("done", "failed", "cancelled")


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    options = {**jp_server_config["OpenbisExtension"], "retry_seconds": 900.0}
    return {**jp_server_config, "OpenbisExtension": options}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


@pytest.fixture
def start(logged_in: Request) -> Callable[..., Awaitable[Job]]:
    async def post(**body: Any) -> Job:
        answer = await logged_in("POST", "openbis/jobs", {"connection": "lab", **body})
        assert answer.status == 202, answer.json
        return answer.json

    return post


@pytest.fixture
def until_state(logged_in: Request) -> Callable[..., Awaitable[Job]]:
    """Poll until a job has one of the states."""

    async def ask(job: Job, *states: str) -> Job:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            now = (await logged_in("GET", f"openbis/jobs/{job['id']}")).json
            if now["state"] in states:
                return now
            await asyncio.sleep(0.02)
        raise AssertionError(f"still {now}")

    return ask


def download(folder: Path, perm_id: str = lab.IMAGES, **more: Any) -> dict[str, Any]:
    return {"kind": "download", "permIds": [perm_id], "folder": str(folder), **more}


def outage(openbis: FakeOpenbis) -> int:
    """Let the data store refuse all requests, as a proxy does while openBIS restarts."""
    return openbis.faults.inject(Fault(FaultKind.STATUS, "/datastore_server", status=503, times=None))


async def test_an_interrupted_download_waits_and_is_tried_again_at_once_on_request(
    logged_in: Request, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    job = await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    assert (job["state"], job["attempts"], job["ended"]) == ("waitingToRetry", 1, None)
    assert job["nextAttempt"] > job["started"]
    assert job["error"]["code"] == "download-failed"
    (listed,) = (await logged_in("GET", "openbis/jobs")).json["jobs"]
    assert (listed["state"], listed["nextAttempt"]) == ("waitingToRetry", job["nextAttempt"])
    openbis.faults.clear()
    answer = await logged_in("POST", f"openbis/jobs/{job['id']}/retry")
    assert answer.status == 200, answer.json
    job = await until_state(job, *FINAL)
    assert (job["state"], job["attempts"], job["error"], job["nextAttempt"]) == ("done", 2, None, None)
    assert digests(target / lab.IMAGES) == digests(openbis.laboratory.folder / "store" / lab.IMAGES)
    assert (await logged_in("POST", f"openbis/jobs/{job['id']}/retry")).json["state"] == "done"
    assert (await logged_in("POST", "openbis/jobs/none/retry")).status == 404


async def test_an_interrupted_download_is_tried_again_by_itself(
    start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    job = await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    openbis.faults.clear()
    assert (await until_state(job, *FINAL))["state"] == "done"


async def test_a_waiting_transfer_is_cancelled_at_once(
    logged_in: Request, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    job = await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    answer = await logged_in("DELETE", f"openbis/jobs/{job['id']}")
    assert (answer.json["state"], answer.json["error"]) == ("cancelled", None)


async def test_a_session_that_expires_during_the_wait_is_renewed(
    logged_in: Request, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    """With the remembered password, as for all requests."""
    outage(openbis)
    job = await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    openbis.faults.clear()
    expired = openbis.faults.inject(Fault(FaultKind.EXPIRE_SESSION))
    await logged_in("POST", f"openbis/jobs/{job['id']}/retry")
    assert (await until_state(job, *FINAL))["state"] == "done"
    assert openbis.faults.hits(expired) == 1


async def test_a_logout_during_the_wait_ends_the_transfer_with_the_next_attempt(
    logged_in: Request, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    job = await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    openbis.faults.clear()
    assert (await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})).status == 200
    await logged_in("POST", f"openbis/jobs/{job['id']}/retry")
    job = await until_state(job, *FINAL)
    assert (job["state"], job["error"]["code"]) == ("failed", "not-logged-in")


async def test_an_upload_is_tried_again_and_registered_once(
    start, until_state, logged_in: Request, openbis: FakeOpenbis, root: Path
) -> None:
    (root / "notes.txt").write_text("keep me")
    before = len(openbis.laboratory.data_sets)
    openbis.faults.inject(Fault(FaultKind.STATUS, "/datastore_server/session_workspace", status=503, times=None))
    body = {
        "kind": "upload",
        "type": "ATTACHMENT",
        "entityIdentifier": lab.WILD_TYPE,
        "files": ["notes.txt"],
    }
    job = await until_state(await start(**body), "waitingToRetry", *FINAL)
    assert job["state"] == "waitingToRetry", job["error"]
    assert len(openbis.laboratory.data_sets) == before
    openbis.faults.clear()
    await logged_in("POST", f"openbis/jobs/{job['id']}/retry")
    job = await until_state(job, *FINAL)
    assert (job["state"], len(openbis.laboratory.data_sets)) == ("done", before + 1)


async def test_an_unconfirmed_registration_is_not_tried_again(
    start, until_state, openbis: FakeOpenbis, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyter_openbis_server.adapters.openbis.upload.registration._ROUNDS", 1)
    (root / "notes.txt").write_text("keep me")
    openbis.faults.inject(Fault(FaultKind.RESET, method="createUploadedDataSet", times=None))
    body = {"kind": "upload", "type": "ATTACHMENT", "entityIdentifier": lab.WILD_TYPE, "files": ["notes.txt"]}
    job = await until_state(await start(**body), "waitingToRetry", *FINAL)
    assert (job["state"], job["error"]["code"], job["attempts"]) == ("failed", "upload-unconfirmed", 1)


async def test_published_routes_answer_at_the_first_failure(
    logged_in: Request, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    path = f"openbis/dataset/lab/{lab.IMAGES}/{str(target).replace('/', '%2F')}"
    assert (await logged_in("GET", path)).status == 500
    (job,) = (await logged_in("GET", "openbis/jobs")).json["jobs"]
    assert (job["state"], job["attempts"]) == ("failed", 1)


async def test_jupyters_shutdown_ends_the_wait(
    extension: OpenbisExtension, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    outage(openbis)
    await until_state(await start(**download(target)), "waitingToRetry", *FINAL)
    openbis.faults.clear()
    await extension.stop_extension()
    (job,) = extension.services.use_cases.jobs.all()
    assert (job.state.value, job.error.code) == ("cancelled", "server-stopped")


async def test_jobs_have_the_names_of_their_data_sets(
    logged_in: Request, start, until_state, openbis: FakeOpenbis, target: Path
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="getDataSets"))
    shown = [{"reference": lab.IMAGES, "name": "As it was shown", "kind": "dataSet"}]
    job = await start(**download(target, subjects=shown))
    assert job["subjects"] == shown
    openbis.faults.release()
    job = await until_state(job, *FINAL)
    assert openbis.faults.hits(hang) == 1
    name = "Wild type, 30 min at 42 °C"
    assert job["subjects"] == [{"reference": lab.IMAGES, "name": name, "kind": "dataSet"}]
    too_many = [{"reference": str(number)} for number in range(11)]
    answer = await logged_in("POST", "openbis/jobs", {"connection": "lab", **download(target, subjects=too_many)})
    assert answer.status == 400
