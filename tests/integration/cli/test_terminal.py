"""Output on a terminal, and Ctrl-C."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.cli.conftest import Run, Terminal
from tests.support.waiting import until

OnTerminal = Callable[..., Terminal]


def test_progress_is_shown_with_rate_and_files(run_on_terminal: Callable[..., tuple[int, str]]) -> None:
    status, shown = run_on_terminal("download", lab.IMAGES)
    assert status == 0
    assert "downloading" in shown
    assert "100%" in shown
    assert "7/7 files" in shown


def test_quiet_means_no_progress(run_on_terminal: Callable[..., tuple[int, str]]) -> None:
    status, shown = run_on_terminal("--quiet", "download", lab.IMAGES)
    assert status == 0
    assert "downloading" not in shown
    assert "7 files" in shown


def test_user_and_password_are_asked_for(on_terminal: OnTerminal, configure: Callable[..., None]) -> None:
    configure("")
    terminal = on_terminal("ls", lab.WILD_TYPE)
    terminal.read_until("User name for lab")
    terminal.type("alice\n")
    terminal.read_until("Password")
    terminal.type(f"{lab.USERS['alice']}\n")
    assert terminal.read_to_end() == 0
    assert lab.IMAGES in terminal.shown
    assert lab.USERS["alice"] not in terminal.shown


def test_ctrl_c_at_a_question_ends_at_once(on_terminal: OnTerminal, configure: Callable[..., None]) -> None:
    """Even if a transfer, which would shut down cleanly, is about to start."""
    configure("")
    terminal = on_terminal("download", lab.IMAGES)
    terminal.read_until("User name for lab")
    assert terminal.interrupt_until_it_ends() == 130
    assert "Password" not in terminal.shown


def test_a_download_after_a_question_shows_its_progress(
    on_terminal: OnTerminal, configure: Callable[..., None]
) -> None:
    configure("")
    terminal = on_terminal("download", lab.IMAGES)
    terminal.read_until("User name for lab")
    terminal.type("alice\n")
    terminal.read_until("Password")
    terminal.type(f"{lab.USERS['alice']}\n")
    assert terminal.read_to_end() == 0
    assert "7/7 files" in terminal.shown


def test_ctrl_c_shuts_down_cleanly_and_the_same_command_resumes(
    on_terminal: OnTerminal, run: Run, openbis: FakeOpenbis, folder: Path
) -> None:
    stalled = openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="field_04.png"))
    terminal = on_terminal("download", lab.IMAGES, lab.BIG)
    until(lambda: openbis.faults.hits(stalled) or terminal.process.poll() is not None)
    assert terminal.process.poll() is None, terminal.shown
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.read_to_end() == 130
    assert "the same command continues with the rest" in terminal.shown
    assert not (folder / lab.IMAGES / "original" / "images" / "field_04.png").exists()
    openbis.faults.clear()
    assert run("download", lab.IMAGES, lab.BIG).status == 0
    assert run("verify").out.count("files, OK") == 2
    assert openbis.sessions.of_user("alice") == []
