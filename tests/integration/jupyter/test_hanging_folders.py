"""A folder whose file system hangs: requests for it fail and name it, all others are answered."""

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.entrypoints.jupyter.loop import workers
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request


class HangingFolder:
    """A folder on which every access blocks, like one on a dead network share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.accesses = 0
        self._responds = threading.Event()

    def wait(self, path: object) -> None:
        """Wait if the path is in the folder."""
        if isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(str(self.path)):
            self.accesses += 1
            self._responds.wait(30)

    def respond(self) -> None:
        """Release all blocked accesses."""
        self._responds.set()


@pytest.fixture
def connections(openbis: FakeOpenbis, tmp_path: Path) -> list[dict[str, Any]]:
    mount = {"mountpoint": str(tmp_path / "dead" / "lab" / "data")}
    return [{"name": "lab", "url": openbis.url, "ca_bundle": str(openbis.ca_file), "mount": mount}]


@pytest.fixture
def dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingFolder]:
    folder = HangingFolder(tmp_path / "dead")
    folder.path.mkdir()
    for name in ("lstat", "stat", "scandir"):
        genuine = getattr(os, name)

        def delayed(path: Any = ".", *args: Any, _genuine: Any = genuine, **options: Any) -> Any:
            folder.wait(path)
            return _genuine(path, *args, **options)

        monkeypatch.setattr(os, name, delayed)
    monkeypatch.setattr(
        workers.folder_lane, "__defaults__", (1.0,)
    )  # long enough for folders that respond on a busy machine
    yield folder
    folder.respond()


def asks(folder: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Return requests that read a folder."""
    quoted = quote(folder, safe="")
    job = {"kind": "download", "connection": "lab", "permIds": [lab.REPORT], "folder": folder}
    return [
        ("GET", f"openbis/unfinished?folder={quoted}", None),
        ("GET", f"openbis/copies/lab/{lab.REPORT}?near={quoted}", None),
        ("GET", f"openbis/copies/lab/{lab.REPORT}?recorded={quoted}", None),
        ("GET", f"openbis/dataset/lab/{lab.REPORT}/{quoted}", None),
        ("POST", "openbis/jobs", job),
        ("POST", "openbis/jobs", {**job, "dryRun": True}),
        ("POST", "openbis/jobs", {**job, "kind": "sync", "owner": lab.EMPTY_BENCH}),
        ("POST", "openbis/jobs", {**job, "kind": "sync", "owner": lab.EMPTY_BENCH, "dryRun": True}),
        ("PUT", "openbis/sync", {"connection": "lab", "folder": folder, "owner": lab.EMPTY_BENCH}),
        ("GET", f"openbis/sync/state?folder={quoted}", None),
        ("POST", "openbis/check", {"url": "https://127.0.0.1:1", "ca_bundle": f"{folder}/ca.pem"}),
    ]


async def test_requests_for_a_hanging_folder_name_it_and_all_others_are_answered(
    logged_in: Request, dead: HangingFolder, root: Path
) -> None:
    waiting = [asyncio.ensure_future(logged_in(*each)) for each in asks(str(dead.path))]
    for answer in await asyncio.gather(*waiting):
        assert (answer.status, answer.json["code"]) == (503, "folder-not-responding"), answer.json
        assert str(dead.path) in answer.json["reason"]
        assert answer.headers["Retry-After"]
    assert dead.accesses
    assert (await logged_in("GET", "openbis/conns")).status == 200
    for verb, path, body in asks(str(root))[:2]:
        assert (await logged_in(verb, path, body)).status == 200
    started = await logged_in("POST", "openbis/jobs", asks(str(root / "data"))[4][2])
    assert started.status == 202
    saved = await logged_in("POST", "openbis/requirements", {"notebook_path": "a.ipynb", "requirements_list": "numpy"})
    assert saved.status == 200


async def test_requests_are_answered_when_the_folder_responds_again(logged_in: Request, dead: HangingFolder) -> None:
    verb, path, body = asks(str(dead.path))[0]
    assert (await logged_in(verb, path, body)).status == 503
    dead.respond()
    assert (await logged_in(verb, path, body)).json == {"unfinished": []}


async def test_the_list_of_connections_does_not_wait_for_mountpoints(request_: Request, dead: HangingFolder) -> None:
    for _ in range(3):
        (connection,) = (await request_("GET", "openbis/conns")).json["connections"]
        assert connection["isMounted"] is False
        assert (await request_("GET", "openbis/conn/lab")).status == 200
    assert dead.accesses == 1
