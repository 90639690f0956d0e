"""What a notebook has used and produced, and the verification of copies, over HTTP."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from tornado.httpclient import HTTPClientError

from jupyter_openbis_server.domain.downloads import local_downloads
from jupyter_openbis_server.domain.downloads.download import LocalFile
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request

FILE = "original/intensities.csv"
VERIFICATION = f"openbis/verification/lab/{lab.IMAGES}"


@pytest.fixture
def path(logged_in: Request, root: Path, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Path:
    """A download below Jupyter's root folder."""
    where = quote(str(root / "project" / "data"), safe="")
    answer = jp_asyncio_loop.run_until_complete(logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{where}"))
    assert answer.status == 200, answer.json
    return root / "project" / "data" / lab.IMAGES


def body(path: str | None = None) -> dict[str, object]:
    return {"near": "project", "used": [{"permId": lab.IMAGES, "path": path}], "produced": [lab.REPORT, "1-1"]}


async def test_copies_and_metadata_are_shown_by_one_request_to_openbis(
    logged_in: Request, path: Path, openbis: FakeOpenbis
) -> None:
    openbis.requests.clear()
    answer = await logged_in("POST", "openbis/trace/lab", body())
    assert answer.status == 200, answer.json
    (used,), (report, unknown) = answer.json["used"], answer.json["produced"]
    copy = {key: value for key, value in used["copy"].items() if key != "downloaded"}
    assert copy == {"state": "present", "path": str(path), "missingFiles": 0}
    assert used["copy"]["downloaded"]
    assert used["dataSet"]["permId"] == lab.IMAGES
    assert lab.IMAGES in used["elnUrl"]
    assert report["dataSet"]["registrationDate"]
    assert (report["copy"], report["changedFiles"], report["newer"]) == (None, None, None)
    assert (unknown["permId"], unknown["dataSet"], unknown["elnUrl"]) == ("1-1", None, "")
    assert answer.json["problem"] is None
    assert openbis.requests.counts() == {"getDataSets": 1}


async def test_copies_are_shown_without_a_login(logged_in: Request, path: Path) -> None:
    moved = path.rename(path.parents[2] / "moved")
    assert (await logged_in("PUT", "openbis/conn/lab", {"action": "logout"})).status == 200
    answer = await logged_in("POST", "openbis/trace/lab", body("moved"))
    assert answer.json["used"][0]["copy"]["path"] == str(moved)
    assert answer.json["problem"]["code"] == "not-logged-in"


@pytest.mark.parametrize("outside", ["..", "project/../../x", "/etc", "../project", "a\0b"])
async def test_paths_outside_of_the_root_folder_are_refused(logged_in: Request, outside: str) -> None:
    for url, content in (
        ("openbis/trace/lab", {"near": outside}),
        ("openbis/trace/lab", {"used": [{"permId": lab.IMAGES, "path": outside}]}),
        (VERIFICATION, {"near": outside}),
        (VERIFICATION, {"path": outside}),
    ):
        answer = await logged_in("POST", url, content)
        assert answer.status == 400
        assert "root folder" in str(answer.json["errors"])


async def test_a_verification_names_the_wrong_files(logged_in: Request, path: Path) -> None:
    answer = await logged_in("POST", VERIFICATION, {"near": "project"})
    assert answer.status == 200, answer.json
    assert (answer.json["ok"], answer.json["files"], answer.json["wrong"]) == (True, 7, 0)
    (path / FILE).write_bytes(b"x" * (path / FILE).stat().st_size)
    answer = await logged_in("POST", VERIFICATION, {"path": f"project/data/{lab.IMAGES}"})
    assert (answer.json["path"], answer.json["ok"], answer.json["complete"]) == (str(path), False, True)
    assert answer.json["wrongFiles"] == [{"path": FILE, "state": "different"}]


async def test_a_verification_ends_when_its_client_leaves(
    path: Path, jp_fetch: Callable[..., Awaitable[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    def endless(_folder: object, _file: object, cancellation: Cancellation) -> LocalFile:
        begun.set()
        with cancellation.on_cancel(cancelled.set):
            cancelled.wait(30)
        raise Cancelled

    monkeypatch.setattr(local_downloads, "_found", endless)
    body = json.dumps({"near": "project"})
    request = jp_fetch("openbis", "verification", "lab", lab.IMAGES, method="POST", body=body, request_timeout=4)
    with pytest.raises(HTTPClientError):
        await request
    assert await asyncio.to_thread(cancelled.wait, 20)
    assert begun.is_set()


async def test_there_has_to_be_a_copy_to_verify(logged_in: Request, root: Path) -> None:
    (root / "project").mkdir()
    answer = await logged_in("POST", VERIFICATION, {"near": "project"})
    assert (answer.status, answer.json["code"]) == (400, "nothing-to-verify")


async def test_an_unknown_connection_is_404(logged_in: Request) -> None:
    assert (await logged_in("POST", "openbis/trace/nowhere", {"used": []})).status == 404
    assert (await logged_in("POST", f"openbis/verification/nowhere/{lab.IMAGES}", {})).status == 404
