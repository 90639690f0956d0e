"""Owners of partial files: detection of ended processes."""

import os
import subprocess
import sys
import time

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import (
    DAY,
    UNOWNED,
    is_owner_dead,
    this_process,
)

PRINT_OWNER = """
import sys
from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import this_process
print(this_process(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_process():
    """Yield another process of this host, and its owner string."""
    with subprocess.Popen(
        [sys.executable, "-c", PRINT_OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process, process.stdout.readline().decode().strip()
        process.kill()


def test_this_process_is_running() -> None:
    assert not is_owner_dead(this_process(), 0)


def test_unowned_files_have_no_running_owner() -> None:
    assert is_owner_dead(UNOWNED, time.time())


def test_ended_process_is_recognised(other_process) -> None:
    process, owner = other_process
    assert not is_owner_dead(owner, 0)
    process.kill()
    process.wait()
    assert is_owner_dead(owner, time.time())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_zombie_process_has_ended(other_process) -> None:
    process, owner = other_process
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_owner_dead(owner, time.time())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_reused_process_id_is_another_process() -> None:
    host, pid, _ = this_process().split("-")
    assert is_owner_dead(f"{host}-{pid}-12345678", time.time())


def test_without_a_start_time_the_process_id_is_compared() -> None:
    host, pid, _ = this_process().split("-")
    assert not is_owner_dead(f"{host}-{pid}-00000000", 0)


def test_process_of_another_host_has_ended_after_a_day_without_writes() -> None:
    _, pid, start = this_process().split("-")
    owner = f"00000000-{pid}-{start}"
    assert not is_owner_dead(owner, time.time() - DAY / 2)
    assert is_owner_dead(owner, time.time() - 2 * DAY)
