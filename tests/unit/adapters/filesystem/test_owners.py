"""Whether the process that an unfinished file belongs to is gone."""

import os
import subprocess
import sys
import time

import pytest

from jupyter_openbis_server.adapters.filesystem.owners import DAY, NOBODY, is_gone, this_process

TELL = """
import sys
from jupyter_openbis_server.adapters.filesystem.owners import this_process
print(this_process(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_process():
    """Another process of this host, and how it calls itself."""
    with subprocess.Popen([sys.executable, "-c", TELL], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process, process.stdout.readline().decode().strip()
        process.kill()


def test_this_process_is_not_gone() -> None:
    assert not is_gone(this_process(), 0)


def test_what_is_left_to_everybody_may_be_taken() -> None:
    assert is_gone(NOBODY, time.time())


def test_another_process_is_gone_when_it_has_ended(other_process) -> None:
    process, owner = other_process
    assert not is_gone(owner, 0)
    process.kill()
    process.wait()
    assert is_gone(owner, time.time())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_a_killed_process_is_gone_even_before_its_parent_takes_note(other_process) -> None:
    process, owner = other_process
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(owner, time.time())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes in /proc")
def test_a_process_that_got_the_number_of_another_one_is_not_that_one() -> None:
    host, pid, _ = this_process().split("-")
    assert is_gone(f"{host}-{pid}-12345678", time.time())


def test_where_the_system_tells_no_start_the_number_counts() -> None:
    host, pid, _ = this_process().split("-")
    assert not is_gone(f"{host}-{pid}-00000000", 0)


def test_a_process_of_another_host_is_gone_after_a_day_without_a_byte() -> None:
    _, pid, start = this_process().split("-")
    owner = f"00000000-{pid}-{start}"
    assert not is_gone(owner, time.time() - DAY / 2)
    assert is_gone(owner, time.time() - 2 * DAY)
