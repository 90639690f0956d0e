"""Every route in every failure: no credential is returned, logged, written, or visible to other users of the host."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from jupyter_openbis_server.adapters.jupyter_server.panel_login import USER_AGENT
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.secrets.failures import FAILURES, failing
from tests.integration.secrets.marks import MARKS, PASSWORD, USER, WRONG_PASSWORD, marked
from tests.support.one_extension import ONE_EXTENSION
from tests.support.openbis_world import access_token
from tests.watching import Watcher

KERNEL_LOGIN = "/openbis/kernel/login"
"""The only route whose answer is a secret."""
_PUBLISHING = ("none", "status 500", "answers are changed")
"""A publication is an upload, which runs in every failure, after a conversion that takes seconds."""


@dataclass(frozen=True)
class Asked:
    """A request; `url` fills the template of its route."""

    template: str
    verb: str
    url: str
    body: Any = None

    def __str__(self) -> str:
        return f"{self.verb} {self.url} {self.body}"


def _requests(openbis: FakeOpenbis, folder: Path, failure: str) -> Iterator[Asked]:
    """Yield requests so that each route is used with each of its verbs, also with credentials in body and URL."""
    yield from _about_connections(openbis)
    yield from _about_data(folder)
    yield from _about_synchronising()
    if failure in _PUBLISHING:
        yield from _about_publishing()
    for name in ("own", "token", "access"):
        yield Asked("/openbis/conn/{name}", "DELETE", f"openbis/conn/{name}")


def _about_connections(openbis: FakeOpenbis) -> Iterator[Asked]:
    own = {"name": "own", "url": openbis.url, "username": USER, "ca_bundle": str(openbis.ca_file)}
    token = {**own, "name": "token", "token": openbis.sessions.open(USER)}
    yield Asked("/openbis/conns", "GET", "openbis/conns")
    yield Asked("/openbis/conns", "POST", "openbis/conns", {**own, "password": PASSWORD})
    yield Asked("/openbis/conns", "POST", "openbis/conns", {**own, "password": WRONG_PASSWORD})
    yield Asked("/openbis/conns", "POST", "openbis/conns", token)
    access = {**own, "name": "access", "password": access_token(openbis, USER)}
    yield Asked("/openbis/conns", "POST", "openbis/conns", access)
    url = f"openbis/sample/access/{quote(lab.WILD_TYPE, safe='')}"
    yield Asked("/openbis/sample/{name}/{identifier}", "GET", url)
    yield Asked("/openbis/conns", "POST", "openbis/conns", {**own, "url": f"https://{USER}:{quote(PASSWORD)}@x.org"})
    yield Asked("/openbis/conns", "POST", "openbis/conns", {"name": {"password": PASSWORD}})
    check = {"url": openbis.url, "ca_bundle": str(openbis.ca_file), "password": PASSWORD}
    yield Asked("/openbis/check", "POST", "openbis/check", check)
    yield Asked("/openbis/check", "POST", "openbis/check", {**check, "url": f"https://{USER}:{quote(PASSWORD)}@x.org"})
    yield Asked("/openbis/conn", "PUT", "openbis/conn", {"username": USER, "password": PASSWORD})
    for body in ({"connection": "lab"}, {"connection": "lab", "expired": token["token"]}, {"connection": "own"}):
        yield Asked(KERNEL_LOGIN, "POST", "openbis/kernel/login", body)
    yield Asked("/openbis/conn/{name}", "GET", "openbis/conn/lab")
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"username": USER, "password": PASSWORD})
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"username": USER, "password": WRONG_PASSWORD})
    remember = {"username": USER, "password": PASSWORD, "remember": True}
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", remember)
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"action": "forget", "password": PASSWORD})
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"action": PASSWORD})
    kept = {**own, "name": "kept", "password": PASSWORD, "save": True}
    yield Asked("/openbis/conns", "POST", "openbis/conns", kept)
    yield Asked("/openbis/conn/{name}", "PATCH", "openbis/conn/kept", {"password": WRONG_PASSWORD, "save": True})
    yield Asked("/openbis/conn/{name}", "PATCH", "openbis/conn/kept", {"token": token["token"], "name": "lab"})
    yield Asked("/openbis/conn/{name}", "PATCH", "openbis/conn/kept", {"mount": {"password": PASSWORD}})
    yield Asked("/openbis/conn/{name}", "DELETE", "openbis/conn/kept?forget=true")
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"action": "mount", "password": PASSWORD})
    yield Asked("/openbis/conn/{name}", "PUT", "openbis/conn/lab", {"action": "unmount"})


def _about_data(folder: Path) -> Iterator[Asked]:
    target = quote(str(folder / "downloads"), safe="")
    upload = {"type": "ATTACHMENT", "entityIdentifier": lab.WILD_TYPE, "files": ["notes.txt"], "props": {}}
    yield Asked("/openbis/sample/{name}/{identifier}", "GET", f"openbis/sample/lab/{quote(lab.WILD_TYPE, safe='')}")
    yield Asked("/openbis/browse/{name}", "GET", "openbis/browse/lab?kind=project&inKind=space&inPermId=YEAST_LAB")
    yield Asked("/openbis/details/{name}/{kind}/{permId}", "GET", f"openbis/details/lab/dataSet/{lab.IMAGES}")
    yield Asked("/openbis/files/{name}/{permId}", "GET", f"openbis/files/lab/{lab.IMAGES}?folder=original")
    owner = f"openbis/files/lab/{quote(lab.WILD_TYPE, safe='')}"
    for change in ({"action": "delete", "paths": ["a"]}, {"action": "move", "path": "a", "newPath": "b"}):
        yield Asked("/openbis/files/{name}/{permId}", "POST", owner, change)
    yield Asked("/openbis/files/{name}/{permId}", "POST", owner, {"action": "createFolder", "path": "results"})
    for path in ("original%2Fintensities.csv", "original%2Fimages%2Ffield_01.png"):
        url = f"openbis/preview/lab/{lab.IMAGES}/{path}"
        yield Asked("/openbis/preview/{name}/{permId}/{path}", "GET", url)
    copy = f"openbis/copies/lab/{lab.IMAGES}?near={target}&recorded=downloads"
    yield Asked("/openbis/copies/{name}/{permId}", "GET", copy)
    traced = {"near": "project", "used": [{"permId": lab.IMAGES, "path": "downloads"}], "produced": [lab.REPORT]}
    yield Asked("/openbis/trace/{name}", "POST", "openbis/trace/lab", traced)
    yield Asked("/openbis/publications/{name}", "GET", "openbis/publications/lab?historyId=7f3c")
    opening = f"openbis/opening/lab/{lab.NOTEBOOK}?folder={target}"
    yield Asked("/openbis/opening/{name}/{permId}", "GET", opening)
    verified = f"openbis/verification/lab/{lab.IMAGES}"
    yield Asked("/openbis/verification/{name}/{permId}", "POST", verified, {"near": "project"})
    yield Asked("/openbis/search/{name}", "GET", "openbis/search/lab?text=heat&mine=true&counts=true&from=2023-01-01")
    yield Asked("/openbis/datasetTypes/{name}", "GET", "openbis/datasetTypes/lab?refresh=true")
    yield Asked("/openbis/types/{name}/{kind}", "GET", "openbis/types/lab/sample?refresh=true")
    change = {"kind": "dataSet", "permId": lab.IMAGES, "properties": {"STAIN": "DAPI"}}
    yield Asked("/openbis/changes/{name}", "POST", "openbis/changes/lab", {**change, "dryRun": True})
    yield Asked("/openbis/changes/{name}", "POST", "openbis/changes/lab", change)
    creation = {"kind": "sample", "type": "ENTRY", "in": "/YEAST_LAB/GROWTH", "properties": {"$NAME": "new"}}
    yield Asked("/openbis/entities/{name}", "POST", "openbis/entities/lab", {**creation, "dryRun": True})
    yield Asked("/openbis/entities/{name}", "POST", "openbis/entities/lab", creation)
    yield Asked("/openbis/unarchive/{name}", "POST", "openbis/unarchive/lab", {"permIds": [lab.IMAGES]})
    for perm_id in (lab.IMAGES, lab.ARCHIVED, lab.BIG):
        url = f"openbis/dataset/lab/{perm_id}/{target}"
        yield Asked("/openbis/dataset/{name}/{permId}/{path}", "GET", url)
        yield Asked("/openbis/dataset/{name}/{permId}/{path}", "POST", url, upload)
    yield Asked("/openbis/dataset/{name}", "POST", "openbis/dataset/lab", upload)
    job = {"kind": "download", "connection": "lab", "folder": str(folder / "jobs"), "permIds": [lab.ODD_NAMES]}
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", {**job, "dryRun": True})
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", job)
    for kind in ("upload", "uploadFiles"):
        yield Asked("/openbis/jobs", "POST", "openbis/jobs", {"kind": kind, "connection": "lab", **upload})
    yield Asked("/openbis/jobs", "GET", "openbis/jobs")
    yield Asked("/openbis/unfinished", "GET", f"openbis/unfinished?folder={target}")
    kept = {"notebook_path": "x.ipynb", "requirements_list": "numpy==2", "requirements_filename": "requirements.txt"}
    yield Asked("/openbis/requirements", "POST", "openbis/requirements", kept)
    yield Asked("/requirements", "POST", "requirements", kept)
    reported = "jupyter-openbis\tversion\t3.11\njupyter-openbis\tpackage\tnumpy\t2\tindex\t\t"
    own = {"notebook": "x.ipynb", "language": "python", "answer": reported, "conflict": "own-names"}
    yield Asked("/openbis/environment", "POST", "openbis/environment", own)
    yield Asked("/openbis/health", "GET", "openbis/health")
    yield Asked("/openbis/openapi.json", "GET", "openbis/openapi.json")


def _about_synchronising() -> Iterator[Asked]:
    folder = {"connection": "lab", "folder": "kept", "owner": lab.WILD_TYPE, "direction": "down"}
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", {"kind": "sync", **folder, "dryRun": True})
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", {"kind": "sync", **folder})
    yield Asked("/openbis/sync", "PUT", "openbis/sync", folder)
    yield Asked("/openbis/sync", "GET", "openbis/sync")
    yield Asked("/openbis/sync/now", "POST", "openbis/sync/now?folder=kept")
    yield Asked("/openbis/sync/state", "GET", "openbis/sync/state?folder=kept")
    yield Asked("/openbis/sync", "DELETE", "openbis/sync?folder=kept")


def _about_publishing() -> Iterator[Asked]:
    publication = {"kind": "publish", "connection": "lab", "notebook": "work.ipynb", "entityIdentifier": lab.WILD_TYPE}
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", {**publication, "dryRun": True})
    yield Asked("/openbis/jobs", "POST", "openbis/jobs", publication)


class Client:
    """Sends requests to Jupyter and checks each response."""

    def __init__(self, jupyter: Jupyter) -> None:
        self.asked: set[tuple[str, str]] = set()
        self._jupyter = jupyter
        self._session = requests.Session()
        headers = {"Authorization": f"token {jupyter.token}", "User-Agent": USER_AGENT}
        self._session.headers.update({**headers, "Content-Type": "application/json"})

    def ask(self, asked: Asked) -> requests.Response:
        self.asked.add((asked.template, asked.verb))
        body = None if asked.body is None else json.dumps(asked.body)
        answer = self._session.request(asked.verb, self._jupyter.url + asked.url, data=body, timeout=120)
        shown = answer.content + repr(answer.headers).encode()
        if asked.template == KERNEL_LOGIN:
            self._ask_as_kernel(asked, body)
        assert not MARKS.search(shown), f"{asked}: {shown!r}"
        return answer

    def _ask_as_kernel(self, asked: Asked, body: str | None) -> None:
        """Send a request without the cookie: its response is the only one with the session."""
        headers = {"Authorization": f"token {self._jupyter.token}"}
        answer = requests.request(asked.verb, self._jupyter.url + asked.url, data=body, headers=headers, timeout=120)
        assert bool(MARKS.search(answer.content)) == (answer.status_code == 200)
        assert not MARKS.search(repr(answer.headers).encode())

    def end_jobs(self) -> None:
        """Wait for all jobs, check each, and cancel those that hang."""
        deadline = time.monotonic() + 60
        while True:
            jobs = self.ask(Asked("/openbis/jobs", "GET", "openbis/jobs")).json()["jobs"]
            waiting = [job["id"] for job in jobs if job["state"] in ("queued", "running")]
            if not waiting or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        for job in jobs[-2:]:
            self.ask(Asked("/openbis/jobs/{job}", "GET", f"openbis/jobs/{job['id']}"))
            self.ask(Asked("/openbis/jobs/{job}/retry", "POST", f"openbis/jobs/{job['id']}/retry"))
            self.ask(Asked("/openbis/jobs/{job}", "DELETE", f"openbis/jobs/{job['id']}"))
        assert not waiting


@pytest.fixture
def jupyter(places: Path, config: Path) -> Iterator[Jupyter]:
    (places / "work" / "notes.txt").write_text("nothing of importance")
    (places / "work" / "work.ipynb").write_text('{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": []}')
    options = [*ONE_EXTENSION, "--debug", "--OpenbisExtension.connect_timeout=2", "--OpenbisExtension.read_timeout=2"]
    with jupyter_server(places, places / "work", config, options) as jupyter:
        yield jupyter


@pytest.mark.timeout(600)
def test_no_credential_leaves_the_program(
    openbis: FakeOpenbis, jupyter: Jupyter, places: Path, watcher: Watcher
) -> None:
    client = Client(jupyter)
    for failure in FAILURES:
        with failing(openbis, failure):
            statuses = [client.ask(asked).status_code for asked in _requests(openbis, places / "work", failure)]
            client.end_jobs()
        assert {200, 500} <= {*statuses}, failure
    assert client.asked == {(route.template, verb.upper()) for route in ROUTES for verb in route.handler.operations}, (
        "each route must be in _requests"
    )
    written = [each for each in places.rglob("*") if each.is_file()]
    assert jupyter.log in written
    assert b"DEBUG" in jupyter.log.read_bytes() or b"[D " in jupyter.log.read_bytes()
    assert marked(written) == []
