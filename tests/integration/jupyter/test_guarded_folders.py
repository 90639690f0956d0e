"""Every request that makes the server write, mount, or read for openBIS is checked by the same guard.

A new operation has to be entered in `ACCESS`, with its access to the disk.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Answer, Request

NOTHING = "nothing"
OWN_FILES = "files of the program: the user's connection file, known SSH keys; no part of their paths is the request's"
DOWNLOADS = "writes or reads a folder of downloads"
MOUNTPOINT = "makes a folder and mounts on it"
ROOT_WRITTEN = "writes into Jupyter's root folder"
ROOT_READ = "sends files of Jupyter's root folder to openBIS"

ACCESS: dict[tuple[str, str], set[str]] = {
    ("get", "/openbis/conns"): {NOTHING},
    ("post", "/openbis/conns"): {OWN_FILES, MOUNTPOINT},
    ("put", "/openbis/conn"): {OWN_FILES, MOUNTPOINT},
    ("get", "/openbis/conn/{name}"): {NOTHING},
    ("put", "/openbis/conn/{name}"): {OWN_FILES, MOUNTPOINT},
    ("patch", "/openbis/conn/{name}"): {OWN_FILES, MOUNTPOINT},
    ("delete", "/openbis/conn/{name}"): {OWN_FILES},
    ("get", "/openbis/browse/{name}"): {NOTHING},
    ("get", "/openbis/search/{name}"): {NOTHING},
    ("get", "/openbis/details/{name}/{kind}/{permId}"): {NOTHING},
    ("get", "/openbis/files/{name}/{permId}"): {NOTHING},
    ("post", "/openbis/files/{name}/{permId}"): {NOTHING},
    ("get", "/openbis/copies/{name}/{permId}"): {DOWNLOADS},
    ("post", "/openbis/trace/{name}"): {DOWNLOADS},
    ("get", "/openbis/opening/{name}/{permId}"): {DOWNLOADS},
    ("post", "/openbis/verification/{name}/{permId}"): {DOWNLOADS},
    ("post", "/openbis/check"): {NOTHING},
    ("get", "/openbis/preview/{name}/{permId}/{path}"): {NOTHING},
    ("get", "/openbis/sample/{name}/{identifier}"): {NOTHING},
    ("get", "/openbis/publications/{name}"): {NOTHING},
    ("get", "/openbis/datasetTypes/{name}"): {NOTHING},
    ("get", "/openbis/types/{name}/{kind}"): {NOTHING},
    ("post", "/openbis/changes/{name}"): {NOTHING},
    ("post", "/openbis/entities/{name}"): {NOTHING},
    ("post", "/openbis/unarchive/{name}"): {NOTHING},
    ("get", "/openbis/dataset/{name}/{permId}/{path}"): {DOWNLOADS},
    ("post", "/openbis/dataset/{name}/{permId}/{path}"): {ROOT_READ},
    ("post", "/openbis/dataset/{name}"): {ROOT_READ},
    ("get", "/openbis/jobs"): {NOTHING},
    ("post", "/openbis/jobs"): {DOWNLOADS, ROOT_READ},
    ("get", "/openbis/jobs/{job}"): {NOTHING},
    ("delete", "/openbis/jobs/{job}"): {NOTHING},
    ("post", "/openbis/jobs/{job}/retry"): {NOTHING},  # queues a job, which checks its folder when it runs
    ("get", "/openbis/unfinished"): {DOWNLOADS},
    ("get", "/openbis/sync"): {NOTHING},
    ("put", "/openbis/sync"): {DOWNLOADS, OWN_FILES},
    ("delete", "/openbis/sync"): {OWN_FILES},
    ("post", "/openbis/sync/now"): {NOTHING},  # the thread of the folder checks it each time
    ("get", "/openbis/sync/state"): {DOWNLOADS},
    ("post", "/openbis/kernel/login"): {NOTHING},
    ("post", "/openbis/requirements"): {ROOT_WRITTEN},
    ("post", "/openbis/environment"): {ROOT_WRITTEN},
    ("post", "/requirements"): {ROOT_WRITTEN},
    ("get", "/openbis/health"): {NOTHING},
    ("get", "/openbis/openapi.json"): {NOTHING},
}

Send = Callable[[Request, Path, FakeOpenbis], Awaitable[Answer]]


def test_the_disk_access_of_every_operation_is_declared() -> None:
    operations = {(verb, route.template) for route in ROUTES for verb in route.handler.operations}
    assert ACCESS.keys() == operations
    guarded = {each for each, access in ACCESS.items() if access - {NOTHING, OWN_FILES}}
    assert guarded == {operation for operation, _, _ in TRIALS}


def _download(**more: object) -> Send:
    def send(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
        body = {"kind": "download", "connection": "lab", "permIds": [lab.IMAGES], "folder": str(folder), **more}
        return request_("POST", "openbis/jobs", body)

    return send


def _upload(path: str, kind: str | None = None) -> Send:
    def send(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
        file = f"{folder.name}/file.ipynb"
        job = {"kind": kind, "connection": "lab", "notebook": file, "dryRun": True} if kind else {}
        body = {"type": "RAW_DATA", "entityIdentifier": lab.WILD_TYPE, "files": [file], **job}
        return request_("POST", path.replace("FILE", quote(file, safe="")), body)

    return send


def _requirements(route: str) -> Send:
    def send(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
        names = {"requirements_filename": "00-evil.py", "runtime_filename": "runtime.txt"}
        body = {"notebook_path": f"{folder.name}/a.ipynb", "requirements_list": "evil", "runtime": "evil", **names}
        return request_("POST", route, body)

    return send


def _environment(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
    lines = "jupyter-openbis\tversion\t3.11\njupyter-openbis\tpackage\tnumpy\t2\tindex\t\t"
    body = {"notebook": f"{folder.name}/a.ipynb", "language": "python", "answer": lines}
    return request_("POST", "openbis/environment", body)


def _defined(verb: str) -> Send:
    def send(request_: Request, folder: Path, openbis: FakeOpenbis) -> Awaitable[Answer]:
        mount = {"mountpoint": str(folder / "another")}
        if verb == "PATCH":
            return request_("PATCH", "openbis/conn/lab", {"mount": mount})
        return request_("POST", "openbis/conns", {"name": "new", "url": openbis.url, "mount": mount})

    return send


def _mount(path: str) -> Send:
    async def send(request_: Request, folder: Path, _: FakeOpenbis) -> Answer:
        del folder  # the configured connection names it
        return await request_("PUT", path, {"action": "mount", "username": "alice", "password": lab.USERS["alice"]})

    return send


def _get(path: str) -> Send:
    return lambda request_, folder, _: request_("GET", path.replace("FOLDER", quote(str(folder), safe="")))


def _trace(key: str) -> Send:
    async def send(request_: Request, folder: Path, _: FakeOpenbis) -> Answer:
        use = {"permId": lab.IMAGES, **({"path": folder.name} if key == "path" else {})}
        near = folder.name if key == "near" else ""
        return await request_("POST", "openbis/trace/lab", {"near": near, "used": [use]})

    return send


def _verification(key: str) -> Send:
    url = f"openbis/verification/lab/{lab.IMAGES}"
    return lambda request_, folder, _: request_("POST", url, {key: folder.name})


def _sync(**more: object) -> Send:
    def send(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
        body = {"kind": "sync", "connection": "lab", "owner": lab.EMPTY_BENCH, "folder": str(folder), **more}
        return request_("POST", "openbis/jobs", body)

    return send


def _keep(request_: Request, folder: Path, _: FakeOpenbis) -> Awaitable[Answer]:
    return request_("PUT", "openbis/sync", {"connection": "lab", "owner": lab.EMPTY_BENCH, "folder": str(folder)})


JOBS = ("post", "/openbis/jobs")
DOCUMENTED_UPLOAD = f"openbis/dataset/lab/{lab.WILD_TYPE.replace('/', '%2F')}/FILE"
TRIALS: list[tuple[tuple[str, str], str, Send]] = [
    (JOBS, "download", _download()),
    (JOBS, "plan", _download(dryRun=True)),
    (JOBS, "link", _download(mode="link")),
    (JOBS, "synchronisation", _sync()),
    (JOBS, "plan of a synchronisation", _sync(dryRun=True)),
    (("put", "/openbis/sync"), "", _keep),
    (("get", "/openbis/sync/state"), "", _get("openbis/sync/state?folder=FOLDER")),
    (JOBS, "upload", _upload("openbis/jobs", "upload")),
    (JOBS, "upload to a sample", _upload("openbis/jobs", "uploadFiles")),
    (JOBS, "publish", _upload("openbis/jobs", "publish")),
    (("get", "/openbis/dataset/{name}/{permId}/{path}"), "", _get(f"openbis/dataset/lab/{lab.IMAGES}/FOLDER")),
    (("get", "/openbis/unfinished"), "", _get("openbis/unfinished?folder=FOLDER")),
    (("get", "/openbis/copies/{name}/{permId}"), "near", _get(f"openbis/copies/lab/{lab.IMAGES}?near=FOLDER")),
    (("get", "/openbis/copies/{name}/{permId}"), "recorded", _get(f"openbis/copies/lab/{lab.IMAGES}?recorded=FOLDER")),
    (("get", "/openbis/opening/{name}/{permId}"), "", _get(f"openbis/opening/lab/{lab.IMAGES}?folder=FOLDER")),
    (("post", "/openbis/trace/{name}"), "near", _trace("near")),
    (("post", "/openbis/trace/{name}"), "recorded", _trace("path")),
    (("post", "/openbis/verification/{name}/{permId}"), "near", _verification("near")),
    (("post", "/openbis/verification/{name}/{permId}"), "recorded", _verification("path")),
    (("post", "/openbis/dataset/{name}"), "", _upload("openbis/dataset/lab")),
    (("post", "/openbis/dataset/{name}/{permId}/{path}"), "", _upload(DOCUMENTED_UPLOAD)),
    (("post", "/openbis/requirements"), "", _requirements("openbis/requirements")),
    (("post", "/requirements"), "", _requirements("requirements")),
    (("post", "/openbis/environment"), "", _environment),
    (("post", "/openbis/conns"), "", _defined("POST")),
    (("patch", "/openbis/conn/{name}"), "", _defined("PATCH")),
    (("put", "/openbis/conn/{name}"), "", _mount("openbis/conn/lab")),
    (("put", "/openbis/conn"), "", _mount("openbis/conn")),
]


@pytest.fixture(scope="module")
def openbis_server() -> Iterator[FakeOpenbis]:
    """A server with AFS: others refuse files of samples before they are looked for."""
    with FakeOpenbis(tls=True, users=lab.USERS, settings=ServerSettings("3.7", afs="listed")) as server:
        yield server


@pytest.fixture(params=["hidden", "Jupyter's own", "outside the roots"])
def closed(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Path:
    """A folder directly in Jupyter's root folder, in which nothing may be written, mounted or read."""
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = {"hidden": root / ".ipython", "Jupyter's own": root / "config"}.get(request.param, root / "linked")
    if request.param == "outside the roots":
        folder.symlink_to(outside)
    else:
        folder.mkdir(exist_ok=True)
    (folder / "file.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    return folder


@pytest.fixture
def jp_config_dir(jp_root_dir: Path) -> Path:
    """Jupyter's own folder, in its root folder."""
    return jp_root_dir / "config"


@pytest.fixture
def connections(openbis: FakeOpenbis, closed: Path) -> list[dict[str, Any]]:
    mount = {"mountpoint": str(closed / "new"), "port": 1}
    return [{"name": "lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file), "mount": mount}]


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any], jp_root_dir: Path) -> dict[str, Any]:
    settings = {**jp_server_config["OpenbisExtension"], "download_roots": [str(jp_root_dir)]}
    return {**jp_server_config, "OpenbisExtension": settings}


REASONS = {"hidden": "hidden", "Jupyter's own": "Jupyter keeps its own files", "outside the roots": "below|outside"}


async def test_no_operation_accesses_a_closed_folder(
    logged_in: Request, openbis: FakeOpenbis, closed: Path, request: pytest.FixtureRequest
) -> None:
    """All operations in one server, because starting one for each takes long."""
    for operation, way, send in TRIALS:
        answer = await send(logged_in, closed, openbis)
        trial = (operation, way, answer.status, answer.json)
        if answer.status == 200 and "used" in answer.json:
            assert [each["copy"]["state"] for each in answer.json["used"]] == ["missing"], trial
        elif answer.status == 200:
            assert answer.json == {"copy": None}, trial
        else:
            assert answer.status == 400, trial
            reason = REASONS[request.node.callspec.params["closed"]]
            assert re.search(reason, str(answer.json.get("reason") or answer.json["errors"])), trial
        assert [each.name for each in closed.iterdir()] == ["file.ipynb"], trial
    assert not {"createUploadedDataSet", "write"} & openbis.requests.counts().keys()
