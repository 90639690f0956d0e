"""Execution of notebooks: by real kernels, and its fake."""

import atexit
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.kernels import execution
from jupyter_openbis_server.adapters.kernels.runner import KernelNotebookRunner
from jupyter_openbis_server.domain.errors import Cancelled, KernelDied, KernelFailed, KernelTimeout, NotANotebook
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.testing.fakes.research_objects.execution import MemoryNotebookRunner
from tests.contract.contracts.notebook_runners import FAILS, PRINTS, NotebookRunnersContract, notebook
from tests.kernels import PYTHON, install, processes_in
from tests.support.waiting import until


class TestMemoryNotebookRunner(NotebookRunnersContract):
    @pytest.fixture
    def runner(self) -> MemoryNotebookRunner:
        runner = MemoryNotebookRunner()
        runner.outputs[PRINTS], runner.errors[FAILS] = "printed\n", "ValueError"
        return runner

    @pytest.fixture
    def folder(self) -> str:
        return "/home/jovyan/work"

    @pytest.fixture
    def left_behind(self) -> Callable[[], list[str]]:
        return list


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KernelNotebookRunner:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    install(tmp_path / "jupyter", "python3", PYTHON)
    install(tmp_path / "jupyter", "missing", ["/no/such/program", "{connection_file}"])
    return KernelNotebookRunner({**os.environ, "OPENBIS_TOKEN": "secret", "PYTHONPATH": "/from-here"})


class TestKernelNotebookRunner(NotebookRunnersContract):
    @pytest.fixture
    def runner(self, runner: KernelNotebookRunner) -> KernelNotebookRunner:
        return runner

    @pytest.fixture
    def folder(self, work: Path) -> str:
        return str(work)

    @pytest.fixture
    def left_behind(self, work: Path) -> Callable[[], list[str]]:
        return lambda: processes_in(work)


def test_a_built_python_is_used_in_the_folder_without_secrets(runner: KernelNotebookRunner, work: Path) -> None:
    code = "import os, sys\nprint(sys.executable, os.getcwd(), os.environ.keys() & {'OPENBIS_TOKEN', 'PYTHONPATH'})"
    done = runner.run(notebook(code, kernel="of another computer"), str(work), sys.executable)
    assert "".join(done.notebook["cells"][0]["outputs"][0]["text"]) == f"{sys.executable} {work} set()\n"


def test_a_cancelled_run_ends_at_once_with_all_processes(runner: KernelNotebookRunner, work: Path) -> None:
    cancellation = Cancellation()
    code = "import subprocess, time\nsubprocess.Popen(['sleep', '600'])\nopen('begun', 'w').close()\ntime.sleep(600)"

    def cancel() -> None:
        until((work / "begun").exists)
        cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(Cancelled), cancellation.as_current():
        runner.run(notebook(code), str(work), "")
    thread.join()
    until(lambda: processes_in(work) == [])


def test_a_kernel_that_ends_or_takes_too_long_is_an_error(runner: KernelNotebookRunner, work: Path) -> None:
    with pytest.raises(KernelDied, match="has ended before"):
        runner.run(notebook("import os\nos._exit(3)"), str(work), "")
    with pytest.raises(KernelTimeout):
        runner.run(notebook("import time\ntime.sleep(600)"), str(work), "", 1)
    until(lambda: processes_in(work) == [])


def test_a_missing_program_is_an_error(runner: KernelNotebookRunner, work: Path) -> None:
    with pytest.raises(KernelFailed, match="cannot be started"):
        runner.run(notebook(PRINTS, kernel="missing"), str(work), "")


def test_a_question_of_a_cell_is_an_error_and_does_not_wait(runner: KernelNotebookRunner, work: Path) -> None:
    done = runner.run(notebook("input('Password: ')"), str(work), "", float("inf"))
    assert (done.failed_cell, done.error) == (1, "StdinNotImplementedError")


def test_an_exception_without_a_name_is_an_error(runner: KernelNotebookRunner, work: Path) -> None:
    """The kernel for Bash, for example, sends none."""
    done = runner.run(notebook("raise type('', (Exception,), {})()"), str(work), "")
    assert (done.failed_cell, done.error) == (1, "Error")


def test_processes_of_a_notebook_that_has_ended_are_killed(runner: KernelNotebookRunner, work: Path) -> None:
    runner.run(notebook("import subprocess\nchild = subprocess.Popen(['sleep', '600'])"), str(work), "")
    until(lambda: processes_in(work) == [])


def test_a_deeply_nested_notebook_is_refused(runner: KernelNotebookRunner, work: Path) -> None:
    nested: dict[str, object] = {}
    for _ in range(2000):
        nested = {"a": nested}
    with pytest.raises(NotANotebook):
        runner.run({**notebook(PRINTS), "metadata": nested}, str(work), "")


def test_a_kernel_that_does_not_get_ready_is_an_error(
    runner: KernelNotebookRunner, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "jupyter", "silent", ["sleep", "600"])
    monkeypatch.setattr(execution, "_START_SECONDS", 1)
    registered: list[object] = []
    monkeypatch.setattr(atexit, "register", registered.append)
    with pytest.raises(KernelTimeout):
        runner.run(notebook(PRINTS, kernel="silent"), str(work), "")
    until(lambda: processes_in(work) == [])
    assert registered == []


def test_the_reason_of_a_kernel_that_cannot_begin_is_reported(
    runner: KernelNotebookRunner, work: Path, tmp_path: Path
) -> None:
    install(tmp_path / "jupyter", "dying", ["sh", "-c", "echo 'No module named ipykernel' >&2; exit 1"])
    with pytest.raises(KernelDied, match=r"executed: No module named ipykernel$"):
        runner.run(notebook(PRINTS, kernel="dying"), str(work), "")
