"""Other connections while one openBIS does not answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.load.running import Server, connection, running
from tests.support.waiting import at_once, until

SAMPLE = quote(lab.WILD_TYPE, safe="")
LANE, QUEUE = 4, 250


@pytest.fixture
def silent() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield openbis


@pytest.fixture
def responsive() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(users=lab.USERS) as openbis:
        yield openbis


@pytest.fixture
def server(silent: FakeOpenbis, responsive: FakeOpenbis, tmp_path: Path) -> Iterator[Server]:
    connections = [connection(silent, "silent"), connection(responsive, "responsive")]
    with running(tmp_path, connections) as server:
        until(lambda: server.health()["connected"] == 2)
        silent.faults.inject(Fault(FaultKind.HANG, times=None))
        yield server
        silent.faults.clear()


def test_a_silent_openbis_blocks_neither_another_connection_nor_jupyter(server: Server, silent: FakeOpenbis):
    dry_run = {"kind": "download", "connection": "silent", "permIds": [lab.IMAGES], "folder": "x", "dryRun": True}
    with ThreadPoolExecutor(3 * LANE + QUEUE) as crowd:
        for _ in range(LANE + QUEUE):
            crowd.submit(_send, server, "GET", f"openbis/sample/silent/{SAMPLE}")
        for number in range(LANE):
            crowd.submit(_send, server, "PUT", "openbis/conn/silent", {"username": f"user {number}"})
            crowd.submit(_send, server, "POST", "openbis/jobs", dry_run)
        for number in range(2 * LANE):
            server.started(kind="download", connection="silent", permIds=[lab.IMAGES], folder=f"silent {number}")
        until(lambda: server.health()["waitingRequests"] >= QUEUE)
        until(lambda: server.health()["threads"] >= 3 * LANE)
        until(lambda: server.health()["runningJobs"] >= LANE)
        with at_once():
            refused = server.ask("GET", f"openbis/sample/silent/{SAMPLE}")
            for path in (
                f"openbis/sample/responsive/{SAMPLE}",
                "openbis/datasetTypes/responsive",
                "openbis/conns",
                "api/status",
            ):
                assert server.ask("GET", path).status_code == 200
        assert (refused.status_code, refused.json()["code"]) == (503, "server-busy")
        assert int(refused.headers["Retry-After"]) > 0
        job = server.started(kind="download", connection="responsive", permIds=[lab.IMAGES], folder="responsive")
        assert server.ended(job)["state"] == "done"
        silent.faults.clear()


def _send(server: Server, verb: str, path: str, body: Any = None) -> None:
    with suppress(requests.RequestException):
        server.ask(verb, path, body)
