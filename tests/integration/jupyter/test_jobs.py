"""Transfers as jobs on a real Jupyter server: start, progress, cancellation, state after an early end."""

import asyncio
import datetime as dt
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.domain.catalogue.eln_link import eln_url
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.jupyter.extension import OpenbisExtension
from jupyter_openbis_server.entrypoints.jupyter.loop.job_watch import SCHEMA_ID
from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData
from tests.integration.jupyter.conftest import Request, registered
from tests.support.digests import digests
from tests.support.waiting import at_once

_SECONDS = 20
Job = dict[str, Any]


@pytest.fixture
def many(openbis: FakeOpenbis) -> str:
    """A data set with enough files for the fast download, which is not used for few."""
    perm_id = "20240101120000000-9101"
    if perm_id not in openbis.laboratory.data_sets:
        files = {f"original/{number:02d}.txt": b"%d" % number for number in range(40)}
        physical = PhysicalData(perm_id, size=write(openbis.laboratory.store_path(perm_id), files))
        add_data_set(openbis.laboratory, "RAW_DATA", perm_id=perm_id, sample=lab.WILD_TYPE, physical_data=physical)
    return perm_id


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder for downloads, which does not exist yet, next to Jupyter's own folders."""
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
    """Poll until a job has ended; return its final state."""

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


async def test_a_download_job_writes_every_byte(start, ended, openbis: FakeOpenbis, target: Path) -> None:
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


async def test_a_data_set_without_matching_files_is_named_also_in_the_list(
    logged_in: Request, start, ended, target: Path
) -> None:
    body = download_of(lab.IMAGES, target, files=["original/spectrum.csv"])
    job = await ended(await start(**{**body, "permIds": [lab.IMAGES, lab.UNNAMED]}))
    assert (job["state"], [each["permId"] for each in job["skipped"]]) == ("done", [lab.IMAGES])
    (listed,) = [each for each in (await logged_in("GET", "openbis/jobs")).json["jobs"] if each["id"] == job["id"]]
    assert listed["skipped"] == job["skipped"]


async def test_a_relative_folder_is_below_jupyters_root(start, ended, root: Path) -> None:
    job = await ended(await start(**{**download_of(lab.UNNAMED, root), "folder": "data/raw"}))
    assert job["folder"] == str(root / "data" / "raw")
    assert (root / "data" / "raw" / lab.UNNAMED / "original" / "spectrum.csv").is_file()


async def test_the_components_of_a_container_are_downloaded_by_job_and_route(
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


async def test_a_dry_run_returns_the_plan_and_does_nothing(logged_in: Request, target: Path) -> None:
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
    edited = target / lab.UNNAMED / "original" / "spectrum.csv"
    edited.parent.mkdir(parents=True)
    edited.write_text("edited by hand")
    job = await ended(await start(**download_of(lab.UNNAMED, target, overwrite=False)))
    assert (job["state"], job["error"]["code"]) == ("failed", "file-conflict")
    assert "original/spectrum.csv" in job["error"]["reason"]
    assert edited.read_text() == "edited by hand"


async def test_each_failure_of_several_data_sets_is_reported(start, ended, target: Path) -> None:
    several = {**download_of(lab.IMAGES, target), "permIds": [lab.IMAGES, lab.ARCHIVED, lab.LINK]}
    job = await ended(await start(**several))
    assert (job["state"], job["error"]["code"]) == ("failed", "partial-download-failure")
    failures = {perm_id: problem for each in job["error"]["errors"] for perm_id, problem in each.items()}
    assert list(failures) == [lab.ARCHIVED]
    ((perm_id, reason),) = [(each["permId"], each["reason"]) for each in job["skipped"]]
    assert (perm_id, "outside openBIS" in reason) == (lab.LINK, True)
    assert "archive" in failures[lab.ARCHIVED]
    assert [each["permId"] for each in job["downloads"]] == [lab.IMAGES]


async def test_a_job_has_all_fields_to_repeat_its_request(start, ended, root: Path, target: Path) -> None:
    options = {"files": ["**/*.csv"], "flat": True, "overwrite": False, "mode": "copy", "folderNames": "name"}
    job = await ended(await start(**download_of(lab.IMAGES, target, **options)))
    assert job["options"] == options
    (root / "notes.txt").write_text("keep me")
    assert (await ended(await start(**upload_of("notes.txt"))))["options"] is None


async def test_folders_can_have_names_and_are_found_again(start, ended, openbis: FakeOpenbis, target: Path) -> None:
    named = f"Wild type, 30 min at 42 °C ({lab.IMAGES})"
    job = await ended(await start(**download_of(lab.IMAGES, target, folderNames="name")))
    assert (job["state"], job["downloads"][0]["path"]) == ("done", str(target / named))
    images = openbis.laboratory.data_sets.get(lab.IMAGES)
    openbis.laboratory.put(replace(images, properties={**images.properties, "$NAME": "Other"}))
    for names in ("name", "permId"):
        job = await ended(await start(**download_of(lab.IMAGES, target, folderNames=names)))
        assert (job["downloads"][0]["path"], job["downloads"][0]["fetched"]["files"]) == (str(target / named), 0)
    openbis.laboratory.put(images)
    assert [each.name for each in target.iterdir()] == [named]


async def test_a_local_copy_in_a_named_folder_is_found(logged_in: Request, start, ended, root: Path) -> None:
    await ended(await start(**download_of(lab.IMAGES, root / "project/data", folderNames="name")))
    answer = await logged_in("GET", f"openbis/copies/lab/{lab.IMAGES}?near=project")
    assert answer.json["copy"]["path"].endswith(f"data/Wild type, 30 min at 42 °C ({lab.IMAGES})"), answer.json


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
    other = await start(**download_of(lab.UNNAMED, target / "other"))
    assert (await ended(other))["state"] == "done"
    assert openbis.faults.hits(hang) == 1
    assert (await ended_state(ended, second, openbis)) == "done"
    first, second = await ended(first), await ended(second)
    assert first["ended"] <= second["started"]


async def ended_state(ended, job: Job, openbis: FakeOpenbis) -> str:
    openbis.faults.clear()
    return (await ended(job))["state"]


# --- early end


@pytest.mark.parametrize(
    "where", [{"method": "searchFiles"}, {"method": "startDownloadSession"}, {"method": "download"}], ids=str
)
async def test_a_job_is_cancelled_at_once_in_every_phase(
    logged_in: Request, start, ended, openbis: FakeOpenbis, target: Path, many: str, where: dict[str, str]
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.HANG, times=None, **where))
    job = await start(**download_of(many, target))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    with at_once():
        assert (await logged_in("DELETE", f"openbis/jobs/{job['id']}")).status == 200
        assert (await ended(job))["state"] == "cancelled"
    left = [path.name for path in target.rglob("*") if path.is_file() and path.name != ".openbis-dataset.json"]
    assert left == []


async def test_an_interrupted_download_is_found_and_resumed(
    logged_in: Request, start, ended, openbis: FakeOpenbis, target: Path, many: str
) -> None:
    openbis.faults.inject(Fault(FaultKind.UNREADABLE_CHUNK, file_suffix="02.txt", times=None))
    job = await ended(await start(**download_of(many, target)))
    assert job["state"] == "failed"
    assert "02.txt" in job["error"]["reason"]
    found = await logged_in("GET", f"openbis/unfinished?folder={quote(str(target), safe='')}")
    assert [each["permId"] for each in found.json["unfinished"]] == [many]
    openbis.faults.clear()
    (unfinished,) = found.json["unfinished"]
    assert unfinished["folder"] == str(target)
    options = {"folder": unfinished["folder"], **unfinished["options"]}
    assert (await ended(await start(**{**download_of(many, target), **options})))["state"] == "done"
    found = await logged_in("GET", f"openbis/unfinished?folder={quote(str(target), safe='')}")
    assert found.json == {"unfinished": []}


async def test_a_disconnect_ends_the_download(
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
    await send_and_disconnect(jp_http_port, "GET", path, jp_auth_header, b"", lambda: openbis.faults.hits(hang))
    (job,) = await until(logged_in, lambda jobs: [job["state"] for job in jobs] == ["cancelled"])
    assert job["error"]["code"] == "client-left"


async def test_a_disconnect_does_not_end_the_upload(
    logged_in: Request, openbis: FakeOpenbis, root: Path, jp_http_port: int, jp_base_url: str, jp_auth_header
) -> None:
    (root / "notes.txt").write_text("keep me")
    hang = openbis.faults.inject(Fault(FaultKind.HANG, method="createUploadedDataSet"))
    body = {"type": "ATTACHMENT", "entityIdentifier": lab.WILD_TYPE, "files": ["notes.txt"]}
    path = f"{jp_base_url}openbis/dataset/lab"
    content = json.dumps(body).encode()
    await send_and_disconnect(jp_http_port, "POST", path, jp_auth_header, content, lambda: openbis.faults.hits(hang))
    openbis.faults.release()
    (job,) = await until(logged_in, lambda jobs: [job["state"] for job in jobs] == ["done"])
    assert registered(openbis, job["permIds"][0]).type == "ATTACHMENT"


async def send_and_disconnect(port: int, verb: str, path: str, headers: dict, body: bytes, arrived: Callable) -> None:
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


async def test_jobs_end_with_the_server_and_can_be_resumed(
    extension: OpenbisExtension, start, openbis: FakeOpenbis, target: Path
) -> None:
    hang = openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="readme.txt", times=None))
    await start(**download_of(lab.BIG, target))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    with at_once():
        await extension.stop_extension()
    (job,) = extension.services.use_cases.jobs.all()
    assert (job.state.value, job.error.code) == ("cancelled", "server-stopped")
    methods = openbis.requests.methods()
    assert methods.count("startDownloadSession") == methods.count("finishDownloadSession")


# --- uploads


async def test_an_upload_job_registers_one_data_set_per_idempotency_key(
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
    (perm_id,) = job["permIds"]
    assert job["statusText"].endswith(f"with permId: {perm_id}")
    original = openbis.laboratory.store_path(perm_id) / "original" / "run 1"
    assert (original / "deep" / "x.csv").read_text() == "1,2"
    assert (original / "nothing").is_dir()


async def test_an_invalid_upload_fails_with_all_problems(start, ended, openbis: FakeOpenbis) -> None:
    before = len(openbis.laboratory.data_sets)
    body = {**upload_of("none.txt"), "type": "MICROSCOPY", "entityIdentifier": "/NO/SUCH/SAMPLE", "parents": ["1-1"]}
    job = await ended(await start(**body))
    assert job["state"] == "failed"
    fields = {field for problem in job["error"]["errors"] for field in problem}
    assert {"entityIdentifier", "parent", "file", "prop.MAGNIFICATION"} <= fields
    assert len(openbis.laboratory.data_sets) == before


async def test_a_dry_run_of_an_upload_lists_the_files(logged_in: Request, openbis: FakeOpenbis, root: Path) -> None:
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


async def test_the_owner_of_an_upload_can_be_a_link_of_the_eln(
    logged_in: Request, openbis: FakeOpenbis, root: Path
) -> None:
    (root / "notes.txt").write_text("keep me")
    sample = openbis.laboratory.sample(lab.WILD_TYPE)
    assert sample is not None
    link = eln_url(openbis.url, EntityKind.SAMPLE, sample.perm_id, lab.WILD_TYPE)
    body = {"connection": "lab", "dryRun": True, **upload_of("notes.txt"), "entityIdentifier": link}
    answer = await logged_in("POST", "openbis/jobs", body)
    assert (answer.status, answer.json["owner"]) == (200, lab.WILD_TYPE)


async def test_hidden_files_of_a_folder_are_left_out_of_an_upload_and_named(
    logged_in: Request, start, ended, openbis: FakeOpenbis, root: Path
) -> None:
    (root / "run" / ".git").mkdir(parents=True)
    for name in ("a.csv", "b.tmp", ".env", ".git/config"):
        (root / "run" / name).write_text("x")
    body = {**upload_of("run"), "connection": "lab", "exclude": ["*.tmp"]}
    answer = await logged_in("POST", "openbis/jobs", {**body, "dryRun": True})
    assert answer.json["leftOutFiles"] == ["run/.env", "run/.git/", "run/b.tmp"]
    job = await ended(await start(**body))
    stored = openbis.laboratory.store_path(job["permIds"][0]) / "original" / "run"
    assert [each.name for each in stored.iterdir()] == ["a.csv"]
    answer = await logged_in("POST", "openbis/jobs", {**body, "hidden": True, "exclude": [], "dryRun": True})
    assert (answer.json["leftOutFiles"], answer.json["total"]["files"]) == ([], 4)


@pytest.mark.parametrize("folder", ["~", "~/data"])
async def test_a_folder_below_a_home_is_refused(logged_in: Request, root: Path, folder: str) -> None:
    body = {**download_of(lab.UNNAMED, root), "connection": "lab", "folder": folder}
    answer = await logged_in("POST", "openbis/jobs", body)
    assert answer.status == 400
    assert "~ has no meaning here" in str(answer.json)


# --- invalid requests


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


async def test_unknown_jobs_and_connections_are_404(logged_in: Request, target: Path) -> None:
    body = {"connection": "nowhere", **download_of("1-1", target)}
    assert (await logged_in("POST", "openbis/jobs", body)).status == 404
    for verb in ("GET", "DELETE"):
        answer = await logged_in(verb, "openbis/jobs/none")
        assert (answer.status, answer.json["code"]) == (404, "unknown-job")


async def test_an_unknown_data_set_is_a_failed_job(start, ended, target: Path) -> None:
    job = await ended(await start(**download_of("20010101000000000-1", target)))
    assert (job["state"], job["error"]["code"]) == ("failed", "data-set-not-found")


# --- events


async def test_subscribers_of_events_receive_start_and_end_of_a_job(start, ended, jp_ws_fetch, target: Path) -> None:
    socket = await jp_ws_fetch("api", "events", "subscribe")
    first = asyncio.ensure_future(socket.read_message())
    while not first.done():  # Jupyter registers the listener shortly after it has answered
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


@pytest.fixture
def _frequent_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_openbis_server.entrypoints.jupyter.extension._ACTIVITY_SECONDS", 0.02)


@pytest.mark.usefixtures("_frequent_notes")
async def test_a_running_transfer_counts_as_activity_and_polling_does_not(
    logged_in: Request, start, ended, jp_serverapp: Any, extension: OpenbisExtension, openbis: FakeOpenbis, target: Path
) -> None:
    await extension._start_jupyter_server_extension(jp_serverapp)
    long_ago = dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc)
    settings = jp_serverapp.web_app.settings
    hang = openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="readme.txt", times=None))
    job = await start(**download_of(lab.BIG, target))
    while not openbis.faults.hits(hang):
        await asyncio.sleep(0.01)
    settings.update(dict.fromkeys((key for key in settings if key.endswith("_last_activity")), long_ago))
    settings["started"] = settings["kernel_manager"].last_kernel_activity = long_ago
    await logged_in("GET", f"openbis/jobs/{job['id']}")
    assert settings["api_last_activity"] == long_ago
    while jp_serverapp.web_app.last_activity() < dt.datetime.now(dt.timezone.utc) - dt.timedelta(seconds=60):
        await asyncio.sleep(0.01)  # until the server notes the transfer by itself
    await logged_in("DELETE", f"openbis/jobs/{job['id']}")
    assert (await ended(job))["error"] is None
