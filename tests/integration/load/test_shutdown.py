"""Shutdown of Jupyter while requests and jobs are running."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import requests

from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.faults.faults import Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.load.running import Server, connection, running
from tests.real_parts import need_fuse
from tests.support.waiting import at_once, until

REQUESTS = 20


def test_jupyter_ends_at_once_while_everything_hangs(tmp_path: Path):
    with FakeOpenbis(users=lab.USERS) as openbis, running(tmp_path, [connection(openbis)]) as server:
        until(lambda: server.health()["connected"] == 1)
        _end_while_everything_hangs(server, openbis)


def test_jupyter_ends_at_once_with_a_mount(tmp_path: Path):
    need_fuse()
    mountpoint = tmp_path / "mounted"
    with FakeOpenbis(users=lab.USERS, sftp=True) as openbis:
        mount = {"port": openbis.sftp.port, "mountpoint": str(mountpoint)}
        with running(tmp_path, [connection(openbis, mount=mount)]) as server:
            answer = server.ask("PUT", "openbis/conn/lab", {"action": "mount"})
            assert answer.json()["connection"]["isMounted"], answer.text
            _end_while_everything_hangs(server, openbis)
            assert str(mountpoint) not in [each.mountpoint for each in mount_table()]


def _end_while_everything_hangs(server: Server, openbis: FakeOpenbis) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="readme.txt", times=None))
    server.started(kind="download", connection="lab", permIds=[lab.BIG], folder="data", files=["**/readme.txt"])
    until(lambda: server.health()["runningJobs"])
    openbis.faults.inject(Fault(FaultKind.HANG, times=None))
    with ThreadPoolExecutor(REQUESTS) as clients:
        for _ in range(REQUESTS):
            clients.submit(_send, server)
        until(lambda: server.health()["waitingRequests"])
        with at_once():
            os.kill(server.jupyter.process_id, signal.SIGTERM)
            until(lambda: _has_ended(server.jupyter.process_id))
        openbis.faults.clear()


def _send(server: Server) -> None:
    with suppress(requests.RequestException):
        server.ask("GET", f"openbis/sample/lab/{quote(lab.WILD_TYPE, safe='')}")


def _has_ended(process_id: int) -> bool:
    """Whether a child of this process has ended (is a zombie)."""
    status = Path(f"/proc/{process_id}/stat").read_text()
    return status.rpartition(")")[2].split()[0] == "Z"
