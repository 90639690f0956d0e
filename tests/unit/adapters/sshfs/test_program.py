"""Execution of programs."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.sshfs.program import Outcome, find_program, run
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.support.waiting import AT_ONCE


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_program_is_found_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sshfs-of-mine"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("sshfs-of-mine") == str(program)


def test_a_file_that_is_no_program_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sshfs-of-mine").write_text("not executable")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("sshfs-of-mine") is None


def test_status_and_both_outputs_are_returned() -> None:
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(3)"
    assert run(python(code), 20) == Outcome(3, "out\nerr")


def test_secret_is_the_only_line_of_standard_input() -> None:
    secret = Secret("pässwörd $HOME")
    assert run(python("import sys; print(ascii(sys.stdin.buffer.read()))"), 20, secret).text == ascii(
        f"{secret.reveal()}\n".encode()
    )
    assert run(python("import sys; print(sys.stdin.read() == '')"), 20).text == "True"


def test_program_may_ignore_its_secret() -> None:
    assert run(python(""), 20, Secret("x" * 200_000)).status == 0


def test_environment_is_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBIS_TOKEN", "secret")
    assert "OPENBIS_TOKEN" not in run(python("import os; print(sorted(os.environ))"), 20).text


def test_program_is_killed_after_the_timeout() -> None:
    began = time.monotonic()
    assert run(python("input() if 0 else __import__('time').sleep(60)"), 0.5).status is None
    assert time.monotonic() - began < AT_ONCE


def test_background_processes_are_not_waited_for(tmp_path: Path) -> None:
    """Like sshfs, which continues in the background and keeps its outputs open."""
    code = f"""
import os, time
pid = os.fork()
if pid:
    open({str(tmp_path / "pid")!r}, "w").write(str(pid))
else:
    time.sleep(60)
"""
    began = time.monotonic()
    assert run(python(code), 20).status == 0
    assert time.monotonic() - began < AT_ONCE
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def test_waiting_can_be_cancelled() -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.2, cancellation.cancel)
    timer.start()
    began = time.monotonic()
    with cancellation.as_current(), pytest.raises(Cancelled):
        run(python("import time; time.sleep(60)"), 50)
    assert time.monotonic() - began < AT_ONCE


def test_a_program_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run([str(tmp_path / "none")], 1)
