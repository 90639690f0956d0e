"""Files of samples and experiments in openBIS's file server (AFS), by the HTTP API."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from tests.integration.jupyter.conftest import Request

_SECONDS = 30


@pytest.fixture(scope="module")
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def sample(openbis_server: FakeOpenbis) -> str:
    return openbis_server.laboratory.samples.find("identifier", lab.WILD_TYPE)[0].perm_id


async def job_of(logged_in: Request, **fields: Any) -> dict[str, Any]:
    """Run a download job to its end."""
    job = (await logged_in("POST", "openbis/jobs", {"kind": "download", "connection": "lab", **fields})).json
    deadline = time.monotonic() + _SECONDS
    while job["state"] in ("queued", "running") and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
        job = (await logged_in("GET", f"openbis/jobs/{job['id']}")).json
    return job


@pytest.mark.parametrize("form", ["permId", "identifier"])
async def test_job_downloads_the_files_of_a_sample(logged_in: Request, sample: str, tmp_path: Path, form: str):
    reference = sample if form == "permId" else lab.WILD_TYPE
    job = await job_of(logged_in, permIds=[reference], folder=str(tmp_path))
    assert (job["state"], job["error"]) == ("done", None)
    (download,) = job["downloads"]
    assert (download["permId"], download["path"], download["removed"]) == (sample, str(tmp_path / sample), [])
    assert (tmp_path / sample / "protocol.txt").read_bytes() == OF_SAMPLE["protocol.txt"]


async def test_job_counts_files_that_were_removed_in_openbis(
    logged_in: Request, openbis_server: FakeOpenbis, sample: str, tmp_path: Path
):
    file = openbis_server.laboratory.afs_path(sample) / "short-lived.txt"
    file.write_bytes(b"words")
    assert (await job_of(logged_in, permIds=[sample], folder=str(tmp_path)))["removedFiles"] == 0
    file.unlink()
    again = await job_of(logged_in, permIds=[sample], folder=str(tmp_path))
    assert (again["removedFiles"], again["downloads"][0]["removed"]) == (1, ["short-lived.txt"])


async def test_job_for_a_sample_without_files_fails_with_the_reason(logged_in: Request, tmp_path: Path):
    job = await job_of(logged_in, permIds=[lab.EMPTY_BENCH], folder=str(tmp_path))
    assert (job["state"], job["error"]["code"]) == ("failed", "no-files-of-owner")
    assert lab.EMPTY_BENCH in job["error"]["reason"]


@pytest.mark.parametrize("form", ["permId", "identifier"])
async def test_files_of_a_sample_are_listed_and_previewed(logged_in: Request, sample: str, form: str):
    reference = sample if form == "permId" else quote(lab.WILD_TYPE, safe="")
    answer = await logged_in("GET", f"openbis/files/lab/{reference}?folder=images")
    assert [each["name"] for each in answer.json["files"]] == ["Größe 10 µm.png", "overview.png"]
    assert {each["modified"] for each in answer.json["files"]} == {"2023-03-15T10:00:00+00:00"}
    answer = await logged_in("GET", f"openbis/preview/lab/{reference}/protocol.txt")
    assert answer.json["text"] == OF_SAMPLE["protocol.txt"].decode()
