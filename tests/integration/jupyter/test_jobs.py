"""Transfers as jobs, on a real Jupyter server: start, watch, cancel, and what is left when they end early."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.jupyter.job_watch import SCHEMA_ID
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis import sample_data as lab
from jupyter_openbis_server.fake_openbis.additions import add_data_set
from jupyter_openbis_server.fake_openbis.entities import PhysicalData
from jupyter_openbis_server.fake_openbis.sample_files import write
from tests.integration.jupyter.conftest import Request, registered
from tests.integration.jupyter.test_data_sets import digests

_SECONDS = 20
Job = dict[str, Any]


@pytest.fixture
def many(openbis: FakeOpenbis) -> str:
    """A data set of so many files that they come by fast download; few do not."""
    perm_id = "20240101120000000-9101"
    if perm_id not in openbis.laboratory.data_sets:
        files = {f"original/{number:02d}.txt": b"%d" % number for number in range(40)}
        physical = PhysicalData(perm_id, size=write(openbis.laboratory.store_path(perm_id), files))
        add_data_set(openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=lab.WILD_TYPE, physical_data=physical)
    return perm_id


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder for downloads that is not there yet; Jupyter's own folders lie beside it."""
    return tmp_path / "target"


@pytest.fixture
def start(logged_in: Request) -> Callable[..., Awaitable[Job]]:
    """Start a job, which must be accepted."""

    async def post(**body: Any) -> Job:
        answer = await logged_in("POST", "openbis/jobs", {"connection": "lab", **body})
        assert answer.status == 202, answer.json
        assert answer.headers["Location"].endswith(f"openbis/jobs/{answer.json['id']}")
        return answer.json

    return post


@pytest.fixture
def ended(logged_in: Request) -> Callable[[Job], Awaitable[Job]]:
    """Ask until a job has ended; return it as it is then."""

    async def ask(job: Job) -> Job:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            now = (await logged_in("GET", f"openbis/jobs/{job['id']}")).json
            if now["state"] in ("done", "failed", "cancelled"):
                return now
            await asyncio.sleep(0.02)
        raise AssertionError(f"still {now}")

    return ask


def download_of(perm_id: str, folder: Path, **more: Any) -> dict[str, Any]:
    return {"kind": "download", "permIds": [perm_id], "folder": str(folder), **more}


def upload_of(*files: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "upload",
        "type": "ATTACHMENT",
        "entityIdentifier": lab.WILD_TYPE,
        "files": list(files),
        **more,
    }


# --- downloads


async def test_a_download_job_brings_every_byte(start, ended, openbis: FakeOpenbis, target: Path) -> None:
    job = await ended(await start(**download_of(lab.IMAGES, target)))
    assert (job["state"], job["kind"], job["error"]) == ("done", "download", None)
    source = digests(openbis.laboratory.folder / "store" / lab.IMAGES)
    assert digests(target / lab.IMAGES) == source
    manifest = json.loads((target / lab.IMAGES / ".openbis-dataset.json").read_text())
    assert (manifest["permId"], manifest["complete"]) == (lab.IMAGES, True)
    (download,) = job["downloads"]
    assert (download["path"], sorted(download["files"])) == (str(target / lab.IMAGES), sorted(source))
    progress = job["progress"]
    assert progress["files"] == progress["totalFiles"] == len(source)
    assert progress["bytes"] == progress["totalBytes"]


async def test_several_data_sets_and_only_some_files(start, ended, target: Path) -> None:
    body = download_of(lab.IMAGES, target, files=["**/*.csv"], flat=True)
    job = await ended(await start(**{**body, "permIds": [lab.IMAGES, lab.UNNAMED]}))
    assert job["state"] == "done", job
    names = {path.relative_to(target).as_posix() for path in target.rglob("*.csv")}
    assert names == {f"{lab.IMAGES}/intensities.csv", f"{lab.UNNAMED}/spectrum.csv"}


async def test_a_relative_folder_lies_below_jupyters_root(start, ended, root: Path) -> None:
    job = await ended(await start(**{**download_of(lab.UNNAMED, root), "folder": "data/raw"}))
    assert job["folder"] == str(root / "data" / "raw")
    assert (root / "data" / "raw" / lab.UNNAMED / "original" / "spectrum.csv").is_file()


async def test_the_components_of_a_container_arrive_by_both_ways(
    logged_in: Request, start, ended, target: Path
) -> None:
    job = await ended(await start(**download_of(lab.CONTAINER, target / "job")))
    assert [each["permId"] for each in job["downloads"]] == [lab.IMAGES, lab.CALIBRATION]
    answer = await logged_in("GET", f"openbis/dataset/lab/{lab.CONTAINER}/{quote(str(target / 'get'), safe='')}")
    assert answer.status == 200, answer.json
    assert (answer.json["permId"], answer.json["path"]) == (lab.CONTAINER, str(target / "get" / lab.CONTAINER))
    for name in answer.json["files"]:
        got = target / "get" / lab.CONTAINER / name
        assert got.read_bytes() == (target / "job" / lab.CONTAINER / name).read_bytes()


async def test_a_dry_run_tells_all_and_does_nothing(logged_in: Request, target: Path) -> None:
    body = {"connection": "lab", "dryRun": True, **download_of(lab.IMAGES, target)}
    answer = await logged_in("POST", "openbis/jobs", {**body, "permIds": [lab.IMAGES, lab.ARCHIVED]})
    assert answer.status == 200, answer.json
    images, archived = answer.json["dataSets"]
    assert {file["state"] for file in images["files"]} == {"missing"}
    assert (archived["status"], archived["problem"]["code"]) == ("ARCHIVED", "data-set-archived")
    assert answer.json["total"] == answer.json["toFetch"]
    assert answer.json["fits"] is True
    assert not target.exists()
    assert (await logged_in("GET", "openbis/jobs")).json == {"jobs": []}


async def test_files_that_must_not_be_replaced_are_named(start, ended, target: Path) -> None:
    mine = target / lab.UNNAMED / "original" / "spectrum.csv"
    mine.parent.mkdir(parents=True)
    mine.write_text("edited by hand")
    job = await ended(await start(**download_of(lab.UNNAMED, target, overwrite=False)))
    assert (job["state"], job["error"]["code"]) == ("failed", "files-in-the-way")
    assert "original/spectrum.csv" in job["error"]["reason"]
    assert mine.read_text() == "edited by hand"


async def test_of_several_data_sets_each_failure_is_told(start, ended, target: Path) -> None:
    several = {**download_of(lab.IMAGES, target), "permIds": [lab.IMAGES, lab.ARCHIVED, lab.LINK]}
    job = await ended(await start(**several))
    assert (job["state"], job["error"]["code"]) == ("failed", "some-downloads-failed")
    told = {perm_id: problem for each in job["error"]["errors"] for perm_id, problem in each.items()}
    assert list(told) == [lab.ARCHIVED, lab.LINK]
    assert "archive" in told[lab.ARCHIVED]
    assert [each["permId"] for each in job["downloads"]] == [lab.IMAGES]


async def test_a_job_tells_all_that_is_needed_to_ask_again(start, ended, root: Path, target: Path) -> None:
    options = {"files": ["**/*.csv"], "flat": True, "overwrite": False, "mode": "copy"}
    job = await ended(await start(**download_of(lab.IMAGES, target, **options)))
    assert job["options"] == options
    (root / "notes.txt").write_text("keep me")
    assert (await ended(await start(**upload_of("notes.txt"))))["options"] is None


async def test_a_second_download_moves_no_bytes(start, ended, openbis: FakeOpenbis, target: Path) -> None:
    await ended(await start(**download_of(lab.IMAGES, target)))
    openbis.requests.clear()
    job = await ended(await start(**download_of(lab.IMAGES, target)))
    assert job["state"] == "done"
    assert set(openbis.requests.methods()) == {"getDataSets", "searchFiles"}
    assert job["downloads"][0]["fetched"] == {"files": 0, "bytes": 0}


async def test_two_jobs_for_one_folder_run_one_after_the_other(
    start, ended, openbis: FakeOpenbis, target: Path
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="searchFiles"))
    first = await start(**download_of(lab.IMAGES, target))
    second = await start(**download_of(lab.IMAGES, target / ".." / target.name))
    elsewhere = await start(**download_of(lab.UNNAMED, target / "elsewhere"))
    assert (await ended(elsewhere))["state"] == "done"
    assert openbis.faults.hits(hang) == 1
    assert (await ended_state(ended, second, openbis)) == "done"
    first, second = await ended(first), await ended(second)
    assert first["ended"] <= second["started"]


async def ended_state(ended, job: Job, openbis: FakeOpenbis) -> str:
    openbis.faults.clear()
    return (await ended(job))["state"]


# --- ending early


@pytest.mark.parametrize(
    "where", [{"method": "searchFiles"}, {"method": "startDownloadSession"}, {"method": "download"}], ids=str
)
async def test_a_job_is_cancelled_within_a_second_wherever_it_waits(
    logged_in: Request, start, ended, openbis: FakeOpenbis, target: Path, many: str, where: dict[str, str]
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, times=None, **where))
    job = await start(**download_of(many, target))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    begun = time.monotonic()
    assert (await logged_in("DELETE", f"openbis/jobs/{job['id']}")).status == 200
    assert (await ended(job))["state"] == "cancelled"
    assert time.monotonic() - begun < 1
    left = [path.name for path in target.rglob("*") if path.is_file() and path.name != ".openbis-dataset.json"]
    assert left == []


async def test_a_download_that_broke_off_is_found_and_continued(
    logged_in: Request, start, ended, openbis: FakeOpenbis, target: Path, many: str
) -> None:
    openbis.faults.inject(Fault(FaultKind.UNREADABLE_CHUNK, file_suffix="02.txt", times=None))
    job = await ended(await start(**download_of(many, target)))
    assert job["state"] == "failed"
    assert "02.txt" in job["error"]["reason"]
    found = await logged_in("GET", f"openbis/unfinished?folder={quote(str(target), safe='')}")
    assert [each["permId"] for each in found.json["unfinished"]] == [many]
    openbis.faults.clear()
    assert (await ended(await start(**download_of(many, target))))["state"] == "done"
    found = await logged_in("GET", f"openbis/unfinished?folder={quote(str(target), safe='')}")
    assert found.json == {"unfinished": []}


async def test_a_client_that_leaves_ends_its_download(
    logged_in: Request,
    openbis: FakeOpenbis,
    target: Path,
    many: str,
    jp_http_port: int,
    jp_base_url: str,
    jp_auth_header,
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="download", times=None))
    path = f"{jp_base_url}openbis/dataset/lab/{many}/{quote(str(target), safe='')}"
    await send_and_leave(jp_http_port, "GET", path, jp_auth_header, b"", lambda: openbis.faults.hits(hang))
    await until(logged_in, lambda jobs: [job["state"] for job in jobs] == ["cancelled"])


async def test_a_client_that_leaves_does_not_end_its_upload(
    logged_in: Request, openbis: FakeOpenbis, root: Path, jp_http_port: int, jp_base_url: str, jp_auth_header
) -> None:
    (root / "notes.txt").write_text("keep me")
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="createUploadedDataSet"))
    body = {"type": "ATTACHMENT", "entityIdentifier": lab.WILD_TYPE, "files": ["notes.txt"]}
    path = f"{jp_base_url}openbis/dataset/lab"
    content = json.dumps(body).encode()
    await send_and_leave(jp_http_port, "POST", path, jp_auth_header, content, lambda: openbis.faults.hits(hang))
    openbis.faults.release()
    (job,) = await until(logged_in, lambda jobs: [job["state"] for job in jobs] == ["done"])
    assert registered(openbis, job["permIds"][0]).type == "ATTACHMENT"


async def send_and_leave(port: int, verb: str, path: str, headers: dict, body: bytes, arrived: Callable) -> None:
    """Send a request and close the connection when it has `arrived` at openBIS."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{verb} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    deadline = time.monotonic() + _SECONDS
    while not arrived():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    writer.close()


async def until(request_: Request, condition: Callable[[list[Job]], bool]) -> list[Job]:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        jobs = (await request_("GET", "openbis/jobs")).json["jobs"]
        if condition(jobs):
            return jobs
        await asyncio.sleep(0.02)
    raise AssertionError(jobs)


async def test_jobs_end_with_the_server_and_keep_what_they_have(
    extension: OpenbisExtension, start, openbis: FakeOpenbis, target: Path
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="readme.txt", times=None))
    await start(**download_of(lab.BIG, target))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    begun = time.monotonic()
    await extension.stop_extension()
    assert time.monotonic() - begun < 5
    (job,) = extension.services.container.jobs().all()
    assert job.state.value == "cancelled"
    methods = openbis.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")


# --- uploads


async def test_an_upload_job_registers_one_data_set_for_one_click(
    start, ended, openbis: FakeOpenbis, root: Path
) -> None:
    (root / "run 1" / "deep").mkdir(parents=True)
    (root / "run 1" / "deep" / "x.csv").write_text("1,2")
    (root / "run 1" / "nothing").mkdir()
    before = len(openbis.laboratory.data_sets)
    first = await start(**upload_of("run 1", key="click 1"))
    second = await start(**upload_of("run 1", key="click 1"))
    assert first["id"] == second["id"]
    job = await ended(first)
    assert job["state"] == "done", job
    assert len(openbis.laboratory.data_sets) == before + 1
    original = openbis.laboratory.store_path(job["permIds"][0]) / "original" / "run 1"
    assert (original / "deep" / "x.csv").read_text() == "1,2"
    assert (original / "nothing").is_dir()


async def test_an_upload_that_cannot_be_is_failed_with_all_problems(start, ended, openbis: FakeOpenbis) -> None:
    before = len(openbis.laboratory.data_sets)
    body = {**upload_of("none.txt"), "type": "MICROSCOPY", "entityIdentifier": "/NO/SUCH/THING", "parents": ["1-1"]}
    job = await ended(await start(**body))
    assert job["state"] == "failed"
    fields = {field for problem in job["error"]["errors"] for field in problem}
    assert {"entityIdentifier", "parent", "file", "prop.MAGNIFICATION"} <= fields
    assert len(openbis.laboratory.data_sets) == before


async def test_a_dry_run_of_an_upload_tells_what_would_be_sent(
    logged_in: Request, openbis: FakeOpenbis, root: Path
) -> None:
    (root / "notes.txt").write_text("keep me")
    before = len(openbis.laboratory.data_sets)
    answer = await logged_in("POST", "openbis/jobs", {"connection": "lab", "dryRun": True, **upload_of("notes.txt")})
    assert answer.status == 200, answer.json
    assert (answer.json["owner"], answer.json["total"]) == (lab.WILD_TYPE, {"files": 1, "bytes": 7})
    assert [file["name"] for file in answer.json["files"]] == ["notes.txt"]
    assert len(openbis.laboratory.data_sets) == before
    wrong = await logged_in("POST", "openbis/jobs", {"connection": "lab", "dryRun": True, **upload_of("none.txt")})
    assert wrong.status == 400
    assert [list(problem) for problem in wrong.json["errors"]] == [["file"]]


# --- requests that cannot be used


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "sideways"}, "kind"),
        ({"kind": "download", "permIds": ["1-1"], "folder": "/x"}, "connection"),
        ({"kind": "download", "connection": "lab", "folder": "/x"}, "permIds"),
        ({"kind": "download", "connection": "lab", "permIds": [], "folder": "/x"}, "permIds"),
        ({"kind": "download", "connection": "lab", "permIds": ["1-1"]}, "folder"),
        ({"kind": "download", "connection": "lab", "permIds": ["1-1"], "folder": "/x", "files": "a"}, "files"),
        ({"kind": "upload", "connection": "lab"}, "type"),
        ({"kind": "upload", "connection": "lab", "type": "T", "key": ""}, "key"),
    ],
)
async def test_a_bad_body_is_400_with_the_field(logged_in: Request, body: dict[str, object], field: str) -> None:
    answer = await logged_in("POST", "openbis/jobs", body)
    assert answer.status == 400
    assert field in answer.json["reason"]


async def test_what_is_unknown_is_404(logged_in: Request, target: Path) -> None:
    body = {"connection": "nowhere", **download_of("1-1", target)}
    assert (await logged_in("POST", "openbis/jobs", body)).status == 404
    for verb in ("GET", "DELETE"):
        answer = await logged_in(verb, "openbis/jobs/none")
        assert (answer.status, answer.json["code"]) == (404, "unknown-job")


async def test_an_unknown_data_set_is_a_failed_job(start, ended, target: Path) -> None:
    job = await ended(await start(**download_of("20010101000000000-1", target)))
    assert (job["state"], job["error"]["code"]) == ("failed", "data-set-not-found")


# --- events


async def test_who_subscribes_to_events_sees_the_job_begin_and_end(start, ended, jp_ws_fetch, target: Path) -> None:
    socket = await jp_ws_fetch("api", "events", "subscribe")
    first = asyncio.ensure_future(socket.read_message())
    while not first.done():  # Jupyter listens a moment after it has answered
        await ended(await start(**download_of("20010101000000000-1", target)))
    job = await start(**download_of(lab.IMAGES, target))
    seen: list[Job] = []
    while not seen or seen[-1]["state"] != "done":
        event = json.loads(await asyncio.wait_for(socket.read_message(), _SECONDS))
        if event["schema_id"] == SCHEMA_ID and event["id"] == job["id"]:
            seen.append(event)
    socket.close()
    assert [event["state"] for event in seen][:2] == ["queued", "running"]
    assert seen[-1]["progress"]["bytes"] == seen[-1]["progress"]["totalBytes"] > 0
