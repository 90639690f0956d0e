"""Environments for notebooks: by uv, by venv and pip, and their fake. No package is installed here."""

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.virtual_environments import VirtualEnvironments
from jupyter_openbis_server.adapters.virtual_environments.commands import CommandFailed, run_command
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.research_objects.execution import MemoryEnvironments
from tests.contract.contracts.environments import EnvironmentsContract
from tests.support.waiting import until

ENVIRON = {"PATH": os.environ["PATH"], "OPENBIS_TOKEN": "secret", "PIP_INDEX_URL": "https://pypi.example.org"}


class Commands:
    """Records commands instead of running them.

    Attributes:
        failing: Words of commands that fail.
        folders: The working folder of each, and what was in it.
    """

    def __init__(self, *failing: str) -> None:
        self.ran: list[list[str]] = []
        self.environs: list[Mapping[str, str]] = []
        self.folders: list[tuple[str, list[str]]] = []
        self.failing = failing

    def __call__(self, command: Sequence[str], environ: Mapping[str, str], folder: str) -> None:
        Cancellation.current().check()
        self.ran.append(list(command))
        self.environs.append(environ)
        self.folders.append((folder, [each.name for each in Path(folder).iterdir()]))
        if any(each in command for each in self.failing):
            raise CommandFailed("ERROR: No matching distribution found for six==99")


class TestMemoryEnvironments(EnvironmentsContract):
    @pytest.fixture
    def environments(self) -> MemoryEnvironments:
        return MemoryEnvironments()

    @pytest.fixture
    def failing(self, environments: MemoryEnvironments) -> MemoryEnvironments:
        environments.problem = "No matching distribution found for six==99"
        return environments

    @pytest.fixture
    def requirements(self) -> str:
        return "/analysis/requirements.txt"


@pytest.mark.parametrize("uv", ["/usr/bin/uv", None])
class TestVirtualEnvironments(EnvironmentsContract):
    @pytest.fixture
    def environments(self, uv: str | None) -> VirtualEnvironments:
        return VirtualEnvironments(ENVIRON, lambda _: uv, Commands())

    @pytest.fixture
    def failing(self, uv: str | None) -> VirtualEnvironments:
        return VirtualEnvironments(ENVIRON, lambda _: uv, Commands("install"))

    @pytest.fixture
    def requirements(self, tmp_path: Path) -> str:
        return str(tmp_path / "requirements.txt")


def test_uv_installs_the_requirements_and_a_kernel() -> None:
    commands = Commands()
    with VirtualEnvironments(ENVIRON, lambda _: "/usr/bin/uv", commands).built("/r.txt", "3.12.4") as python:
        create, install = commands.ran
        assert create[:2] == ["/usr/bin/uv", "venv"]
        assert create[-2:] == ["--python", "3.12"]
        assert install[-5:] == ["--python", python, "-r", "/r.txt", "ipykernel"]
        assert Path(python).parents[2].is_dir()
    assert not Path(python).parents[2].exists()
    assert all("OPENBIS_TOKEN" not in each for each in commands.environs)
    assert all(each["PIP_INDEX_URL"] for each in commands.environs)


@pytest.mark.parametrize("version", ["3.99.1", "", "3; rm -rf /", "2.7", "--help"])
def test_this_python_is_used_if_there_is_no_such_version(version: str) -> None:
    commands = Commands("3.99")
    with VirtualEnvironments(ENVIRON, lambda _: "/usr/bin/uv", commands).built("/r.txt", version):
        assert commands.ran[-2][-1] == sys.executable
        assert not any(version and version in each for command in commands.ran for each in command)


def test_without_uv_venv_and_pip_are_used() -> None:
    commands = Commands()
    with VirtualEnvironments(ENVIRON, lambda _: None, commands).built("/r.txt", "3.12.4") as python:
        create, install = commands.ran
        assert create[:3] == [sys.executable, "-m", "venv"]
        assert install[:4] == [python, "-m", "pip", "install"]


@pytest.mark.parametrize("uv", ["/usr/bin/uv", None])
def test_commands_import_no_module_of_the_present_folder(uv: str | None) -> None:
    commands = Commands()
    with VirtualEnvironments(ENVIRON, lambda _: uv, commands).built("/r.txt", "") as python:
        assert commands.folders == [(str(Path(python).parents[2]), [])] * 2


class TestRunCommand:
    def test_the_last_lines_are_the_message(self) -> None:
        with pytest.raises(CommandFailed, match=r"^2; 3; 4; 5; 6$"):
            run_command(["sh", "-c", "for i in 1 2 3 4 5 '' 6; do echo $i; done; exit 3"], os.environ, "/")

    def test_a_message_has_no_control_characters(self) -> None:
        with pytest.raises(CommandFailed, match=r"^a\[2Jb$"):
            run_command(["sh", "-c", r"printf 'a\033[2Jb'; exit 1"], os.environ, "/")

    def test_a_message_has_no_credentials_of_a_package_index(self) -> None:
        script = "echo 'no https://anna:s3cret@pypi.example.org/simple and https://token@a.b/ or a@b'; exit 1"
        with pytest.raises(CommandFailed) as caught:
            run_command(["sh", "-c", script], os.environ, "/")
        assert str(caught.value) == "no https://***@pypi.example.org/simple and https://***@a.b/ or a@b"

    def test_a_missing_program_is_an_error(self) -> None:
        with pytest.raises(CommandFailed, match="No such file"):
            run_command(["/no/such/program"], os.environ, "/")

    def test_a_slow_command_is_killed(self) -> None:
        with pytest.raises(CommandFailed, match=r"longer than 0\.01 seconds"):
            run_command(["sleep", "600"], os.environ, "/", 0.01)

    def test_a_cancelled_command_ends_with_its_children(self, tmp_path: Path) -> None:
        cancellation = Cancellation()
        pids = tmp_path / "pids"
        script = f"sleep 600 & echo $! > {pids}.new; mv {pids}.new {pids}; wait"

        def cancel() -> None:
            until(pids.exists)
            cancellation.cancel()

        thread = threading.Thread(target=cancel)
        thread.start()
        with pytest.raises(Cancelled), cancellation.as_current():
            run_command(["sh", "-c", script], os.environ, "/")
        thread.join()
        until(lambda: not _is_running(int(pids.read_text())))


def _is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
