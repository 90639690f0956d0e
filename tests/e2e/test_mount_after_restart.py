"""A mounted data store after Jupyter was killed: it stays mounted, and the next Jupyter finds it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from jupyter_openbis_server.adapters.sshfs.mount_table import mount_table
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.mounting import names_in
from tests.real_parts import need_fuse
from tests.support.one_extension import ONE_EXTENSION


@pytest.fixture
def openbis() -> Iterator[FakeOpenbis]:
    need_fuse()
    with FakeOpenbis(users=USERS, sftp=True) as openbis:
        yield openbis


@contextmanager
def running(tmp_path: Path, openbis: FakeOpenbis) -> Iterator[Jupyter]:
    root, config = tmp_path / "root", tmp_path / "config"
    root.mkdir(exist_ok=True)
    config.mkdir(exist_ok=True)
    (config / "openbis-connections.yaml").write_text(
        f"connections:\n"
        f"  - name: lab\n    url: {openbis.url}\n    http_only: true\n    username: alice\n"
        f"    password: {USERS['alice']}\n"
        f"    mount:\n      port: {openbis.sftp.port}\n      mountpoint: {tmp_path / 'mounted'}\n"
        f"      read_only: true\n      options: [cache=no]\n"
    )
    with jupyter_server(tmp_path, root, config, ONE_EXTENSION) as jupyter:
        yield jupyter


def ask(jupyter: Jupyter, verb: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"token {jupyter.token}"}
    answer = requests.request(verb, f"{jupyter.url}openbis/{path}", json=body, headers=headers, timeout=60)
    assert answer.ok, answer.text
    return answer.json()


def test_a_mount_survives_a_killed_jupyter_and_is_found_by_the_next_one(openbis: FakeOpenbis, tmp_path: Path):
    mountpoint = tmp_path / "mounted"
    with running(tmp_path, openbis) as jupyter:
        assert ask(jupyter, "PUT", "conn/lab", {"action": "mount"})["connection"]["isMounted"]
        os.kill(jupyter.process_id, signal.SIGKILL)
    assert "YEAST_LAB" in names_in(mountpoint)
    with running(tmp_path, openbis) as jupyter:
        (connection,) = ask(jupyter, "GET", "conns")["connections"]
        assert (connection["isMounted"], connection["mountpoint"]) == (True, str(mountpoint))
        assert not ask(jupyter, "PUT", "conn/lab", {"action": "unmount"})["connection"]["isMounted"]
        assert not mountpoint.exists()
        ask(jupyter, "PUT", "conn/lab", {"action": "mount"})
    assert not mountpoint.exists(), "Jupyter has shut down cleanly and removed its mount"
    assert str(mountpoint) not in [each.mountpoint for each in mount_table()]
