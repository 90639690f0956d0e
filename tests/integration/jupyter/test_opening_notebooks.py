"""A published notebook that is opened again with its data, over HTTP."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request

_SECONDS = 30
FILE = "intensities.csv"


@pytest.fixture(scope="module")
def openbis_server():
    """A server with AFS, which has files of samples, too."""
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def notebook(root: Path, openbis: FakeOpenbis) -> bytes:
    """A notebook that has downloaded a file of one data set."""
    entry = {"url": openbis.url, "path": f"../data/{lab.IMAGES}", "files": [f"original/{FILE}"]}
    content = json.dumps(
        {"cells": [], "metadata": {"datasets": {lab.IMAGES: entry}}, "nbformat": 4, "nbformat_minor": 5}
    )
    (root / "work").mkdir()
    (root / "work" / "growth.ipynb").write_text(content)
    return content.encode()


async def run(send: Request, body: dict[str, Any]) -> dict[str, Any]:
    """Run a job to its end, and return it."""
    started = await send("POST", "openbis/jobs", {"connection": "lab", **body})
    assert started.status == 202, started.json
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        job = (await send("GET", f"openbis/jobs/{started.json['id']}")).json
        if job["ended"]:
            assert job["state"] == "done", job["error"]
            return job
        await asyncio.sleep(0.02)
    raise AssertionError("the job does not end")


async def published(send: Request, target: str) -> dict[str, Any]:
    body = {"kind": "publish", "notebook": "work/growth.ipynb", "entityIdentifier": lab.WILD_TYPE, "target": target}
    return await run(send, {**body, "parents": [lab.IMAGES, lab.REPORT]})


@pytest.mark.parametrize("target", ["dataSet", "files"])
async def test_notebook_and_data_are_downloaded_to_where_its_code_reads_them(
    logged_in: Request, root: Path, notebook: bytes, openbis: FakeOpenbis, target: str
) -> None:
    job = await published(logged_in, target)
    perm_id = job["permIds"][0]
    query = {"folder": "again", "publication": job["fileUpload"]["folder"] if job["fileUpload"] else ""}
    answer = await logged_in("GET", f"openbis/opening/lab/{perm_id}?{urlencode(query)}")
    assert answer.status == 200, answer.json
    opening = answer.json
    assert not (root / "again").exists()
    assert [(each["permId"], each["problem"], each["missedPath"]) for each in opening["inputs"]] == [
        (lab.IMAGES, None, None),
        (lab.REPORT, None, None),
    ]
    for each in opening["downloads"]:
        await run(logged_in, {"kind": "download", **each})
    path = Path(opening["notebook"])
    assert path.read_bytes() == notebook
    assert path.is_relative_to(root / "again")
    assert (path.parent / "../data" / lab.IMAGES / "original" / FILE).is_file()
    assert not (path.parent / "../data" / lab.IMAGES / "original" / "images").exists()
    again = (await logged_in("GET", f"openbis/opening/lab/{perm_id}?{urlencode(query)}")).json
    assert (again["isThere"], again["conflicts"], again["toFetch"]["files"]) == (True, [], 0)


async def test_other_data_sets_have_no_notebook(logged_in: Request) -> None:
    answer = await logged_in("GET", f"openbis/opening/lab/{lab.IMAGES}?folder=again")
    assert (answer.status, answer.json["code"]) == (404, "no-published-notebook")


@pytest.mark.parametrize("query", ["folder=~/x", "publication=" + "x" * 2000, "folderNames=other"])
async def test_invalid_values_are_400(logged_in: Request, query: str) -> None:
    assert (await logged_in("GET", f"openbis/opening/lab/{quote(lab.IMAGES)}?{query}")).status == 400
