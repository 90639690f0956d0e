"""Changing the files of samples and experiments by the HTTP API, on a wire-level fake openBIS with AFS."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Answer, Request

_SECONDS = 30
OWNER = lab.EMPTY_BENCH
WRITE = {"method": "write", "path_prefix": "/afs-server/"}
Job = dict[str, Any]
Start = Callable[..., Awaitable[Job]]


@pytest.fixture
def openbis_server() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture
def owner(openbis_server: FakeOpenbis) -> str:
    """The permId of a sample without files."""
    return openbis_server.laboratory.samples.find("identifier", OWNER)[0].perm_id


@pytest.fixture
def run(root: Path) -> Path:
    """A folder in Jupyter's root folder."""
    (root / "run").mkdir()
    (root / "run" / "a.csv").write_bytes(b"1,2")
    (root / "run" / "empty").mkdir()
    (root / "run" / ".DS_Store").write_bytes(b"junk")
    return root / "run"


@pytest.fixture
def post(logged_in: Request) -> Callable[..., Awaitable[Answer]]:
    """Send the request of an upload."""

    def send(**fields: Any) -> Awaitable[Answer]:
        body = {"kind": "uploadFiles", "connection": "lab", "entityIdentifier": OWNER, "files": ["run"], **fields}
        return logged_in("POST", "openbis/jobs", body)

    return send


@pytest.fixture
def ended(logged_in: Request) -> Callable[[str], Awaitable[Job]]:
    async def wait(job_id: str) -> Job:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            job = (await logged_in("GET", f"openbis/jobs/{job_id}")).json
            if job["state"] not in ("queued", "running"):
                return job
            await asyncio.sleep(0.02)
        raise AssertionError(job)

    return wait


@pytest.fixture
def upload(post: Callable[..., Awaitable[Answer]], ended: Callable[[str], Awaitable[Job]]) -> Start:
    """Run an upload to its end, and return the job."""

    async def upload(**fields: Any) -> Job:
        answer = await post(**fields)
        assert answer.status == 202, answer.json
        return await ended(answer.json["id"])

    return upload


@pytest.fixture
def change(logged_in: Request) -> Callable[..., Awaitable[Answer]]:
    """Send a change of the files."""
    return lambda **body: logged_in("POST", f"openbis/files/lab/{quote(OWNER, safe='')}", body)


@pytest.fixture
def stored(openbis_server: FakeOpenbis, owner: str) -> Callable[[], dict[str, bytes]]:
    """Return the files that openBIS shows, as path to content."""
    folder = openbis_server.laboratory.afs_path(owner)

    def read() -> dict[str, bytes]:
        files = [each for each in folder.rglob("*") if each.is_file() and ".afs" not in each.as_posix()]
        return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}

    return read


@pytest.fixture
def names(logged_in: Request, owner: str) -> Callable[[str], Awaitable[list[str]]]:
    """List a folder as the panel does."""

    async def ask(folder: str) -> list[str]:
        answer = await logged_in("GET", f"openbis/files/lab/{owner}?folder={folder}")
        return [each["name"] for each in answer.json["files"]]

    return ask


async def test_an_upload_job_stores_files_with_a_sample(upload: Start, stored, names, owner: str, run: Path) -> None:
    job = await upload(folder="data")
    assert (job["state"], job["kind"], job["error"]) == ("done", "uploadFiles", None)
    assert stored() == {"data/run/a.csv": b"1,2"}
    done = job["fileUpload"]
    assert (done["owner"], done["ownerKind"], done["permId"], done["connection"]) == (OWNER, "sample", owner, "lab")
    md5 = hashlib.md5(b"1,2", usedforsecurity=False).hexdigest()
    assert done["stored"] == [
        {"path": "data/run/a.csv", "size": 3, "md5": md5, "isFolder": False},
        {"path": "data/run/empty", "size": 0, "md5": None, "isFolder": True},
    ]
    assert (done["unchanged"], done["leftOutFiles"]) == ([], ["run/.DS_Store"])
    assert job["link"] == done["link"]
    assert (job["permIds"], job["statusText"]) == ([owner], None)
    assert (job["progress"]["files"], job["progress"]["totalBytes"]) == (1, 3)
    assert await names("data%2Frun") == ["empty", "a.csv"]


async def test_the_plan_shows_what_would_be_replaced(
    post, upload: Start, stored, owner: str, run: Path, openbis_server: FakeOpenbis
) -> None:
    (run / "same.csv").write_bytes(b"the same")
    await upload()
    (run / "a.csv").write_bytes(b"1,2,3")
    (run / "new.csv").write_bytes(b"new")
    openbis_server.requests.clear()
    plan = await post(dryRun=True)
    assert plan.status == 200
    assert (plan.json["owner"], plan.json["ownerKind"], plan.json["permId"]) == (OWNER, "sample", owner)
    files = {each["path"]: (each["size"], each["isFolder"], each["replaces"]) for each in plan.json["files"]}
    assert files == {"run/a.csv": (5, False, True), "run/new.csv": (3, False, False)}
    assert (plan.json["existing"], plan.json["replaces"]) == (["run/a.csv"], False)
    assert [each["path"] for each in plan.json["unchanged"]] == ["run/empty", "run/same.csv"]
    assert plan.json["total"] == {"files": 2, "bytes": 8}
    assert plan.json["leftOutFiles"] == ["run/.DS_Store"]
    assert "write" not in openbis_server.requests.counts()


async def test_files_of_other_content_are_named_and_replaced_on_request(upload: Start, stored, run: Path) -> None:
    await upload()
    (run / "a.csv").write_bytes(b"other")
    refused = await upload()
    assert (refused["state"], refused["fileUpload"]) == ("failed", None)
    assert (refused["error"]["code"], refused["error"]["paths"]) == ("files-exist", ["run/a.csv"])
    assert stored() == {"run/a.csv": b"1,2"}
    assert (await upload(replace=True))["state"] == "done"
    assert stored() == {"run/a.csv": b"other"}


async def test_the_same_key_stores_once(upload: Start, post, run: Path, openbis_server: FakeOpenbis) -> None:
    first = await upload(key="click 1")
    openbis_server.requests.clear()
    again = await post(key="click 1")
    assert (again.status, again.json["id"], again.json["state"]) == (202, first["id"], "done")
    assert "list" not in openbis_server.requests.counts()
    other = await post(key="click 1", folder="other")
    assert (other.status, first["id"] in other.json["reason"]) == (400, True)


async def test_the_same_request_continues_after_an_interruption(
    upload: Start, stored, run: Path, openbis_server: FakeOpenbis
) -> None:
    big = bytes(range(256)) * 120_000  # 29 MiB, three requests
    (run / "big.bin").write_bytes(big)
    openbis_server.faults.inject(Fault(FaultKind.STATUS, status=500, occurrence=3, times=None, **WRITE))
    failed = await upload()
    assert (failed["state"], failed["error"]["code"]) == ("failed", "upload-failed")
    assert "run/big.bin" not in stored()
    openbis_server.faults.clear()
    done = await upload()
    assert done["state"] == "done", done
    assert stored()["run/big.bin"] == big


async def test_a_cancelled_upload_leaves_no_incomplete_file(
    post, ended, logged_in: Request, stored, run: Path, openbis_server: FakeOpenbis
) -> None:
    openbis_server.faults.inject(Fault(FaultKind.HANG, times=None, **WRITE))
    job = (await post()).json
    assert (await logged_in("DELETE", f"openbis/jobs/{job['id']}")).status == 200
    assert (await ended(job["id"]))["state"] == "cancelled"
    assert "run/a.csv" not in stored()


async def test_all_problems_are_reported_with_their_fields(post, root: Path) -> None:
    answer = await post(entityIdentifier="/NO/SUCH/SAMPLE", files=["missing"], folder="a:b", dryRun=True)
    assert (answer.status, answer.json["code"]) == (400, "invalid-upload")
    assert [next(iter(each)) for each in answer.json["errors"]] == ["entityIdentifier", "file", "folder"]


async def test_files_are_moved_and_deleted_and_lists_show_it(upload: Start, change, names, stored, run: Path) -> None:
    await upload()
    assert await names("run") == ["empty", "a.csv"]
    moved = await change(action="move", path="/run/a.csv", newPath="/results/b.csv")
    assert (moved.status, moved.json) == (200, {"paths": ["results/b.csv"]})
    assert await names("run") == ["empty"]
    assert await names("results") == ["b.csv"]
    deleted = await change(action="delete", paths=["run", "results/b.csv"])
    assert (deleted.status, deleted.json) == (200, {"paths": ["run", "results/b.csv"]})
    assert await names("") == ["results"]
    assert stored() == {}


async def test_a_folder_is_created_with_those_above(change, names, openbis_server: FakeOpenbis) -> None:
    created = await change(action="createFolder", path="raw/2026")
    assert (created.status, created.json) == (200, {"paths": ["raw/2026"]})
    assert await names("raw") == ["2026"]


async def test_changes_of_missing_and_existing_files_are_refused(upload: Start, change, stored, run: Path) -> None:
    (run / "b.csv").write_bytes(b"b")
    await upload()
    before = stored()
    missing = await change(action="delete", paths=["run/a.csv", "run/none"])
    assert (missing.status, missing.json["code"]) == (404, "no-such-file")
    taken = await change(action="move", path="run/a.csv", newPath="run/b.csv")
    assert (taken.status, taken.json["code"], taken.json["paths"]) == (409, "files-exist", ["run/b.csv"])
    refused = await change(action="createFolder", path="a:b")
    assert (refused.status, refused.json["code"]) == (400, "invalid-path")
    assert stored() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "action"),
        ({"action": "burn"}, "action"),
        ({"action": "delete", "paths": []}, "paths"),
        ({"action": "move", "path": "a"}, "newPath"),
        ({"action": "createFolder", "path": 7}, "path"),
    ],
)
async def test_a_bad_body_is_400_with_the_field(change, body: dict[str, Any], field: str) -> None:
    answer = await change(**body)
    assert (answer.status, field in answer.json["reason"]) == (400, True)


async def test_changes_are_logged(upload: Start, change, run: Path, caplog: pytest.LogCaptureFixture) -> None:
    await upload()
    await change(action="delete", paths=["run"])
    lines = [each.getMessage() for each in caplog.records if "action=" in each.getMessage()]
    assert any("action=upload-files result=ok connection=lab" in line for line in lines)
    assert any("action=delete-files result=ok connection=lab" in line for line in lines)


async def test_a_cookie_without_xsrf_changes_nothing(change, request_: Request, cookies: str, owner: str) -> None:
    await change(action="createFolder", path="kept")
    body = {"action": "delete", "paths": ["kept"]}
    answer = await request_("POST", f"openbis/files/lab/{owner}", body, headers={"Cookie": cookies})
    assert answer.status == 403


class TestWithoutFileServer:
    @pytest.fixture
    def openbis_server(self) -> Iterator[FakeOpenbis]:
        with FakeOpenbis(tls=True, users=lab.USERS) as server:
            yield server

    async def test_uploads_and_changes_say_so(self, post, upload: Start, change, run: Path) -> None:
        for answer in (await post(dryRun=True), await change(action="createFolder", path="x")):
            assert (answer.status, answer.json["code"]) == (404, "no-file-server")
            assert "upload them as a data set" in answer.json["reason"]
        job = await upload()
        assert (job["state"], job["error"]["code"]) == ("failed", "no-file-server")
