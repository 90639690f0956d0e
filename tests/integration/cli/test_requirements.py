"""`requirements`, with real kernels."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Run, Terminal
from tests.kernels import PYTHON, install, install_r, processes_in, write_notebook
from tests.support.waiting import until

BOTH = {"requirements.txt", "runtime.txt"}


@pytest.fixture
def environment(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    install(tmp_path / "jupyter", "analysis", PYTHON)
    install(tmp_path / "jupyter", "dying", ["sh", "-c", "echo 'out of order' >&2; exit 1"])
    install(tmp_path / "jupyter", "silent", ["sh", "-c", "touch started; sleep 600"])
    return environment | {"JUPYTER_PATH": str(tmp_path / "jupyter")}


def test_the_packages_of_a_python_notebook_are_saved_without_executing_cells(run: Run, folder: Path) -> None:
    (folder / "deep").mkdir()
    write_notebook(folder / "deep" / "plot.ipynb", "analysis", "open('executed', 'w').close()")
    done = run("requirements", "deep/plot.ipynb")
    assert done.status == 0, done.err
    assert {each.name for each in (folder / "deep").iterdir()} == BOTH | {"plot.ipynb"}
    python = f"python-{sys.version_info.major}.{sys.version_info.minor}"
    assert (folder / "deep" / "runtime.txt").read_text() == python
    lines = (folder / "deep" / "requirements.txt").read_text().split("\n")
    assert f"ipykernel=={version('ipykernel')}" in lines
    assert f"jupyter-client=={version('jupyter_client')}" in lines
    assert done.out.splitlines()[0].startswith(f"kernel analysis, {python}, ")
    assert done.out.splitlines()[1:] == [f"{folder}/deep/requirements.txt", f"{folder}/deep/runtime.txt"]
    assert processes_in(folder / "deep") == []


def test_pip_understands_the_file(run: Run, folder: Path) -> None:
    write_notebook(folder / "plot.ipynb", "analysis")
    assert run("requirements", "plot.ipynb").status == 0
    lines = (folder / "requirements.txt").read_text().split("\n")
    (folder / "pinned.txt").write_text("\n".join(each for each in lines if each.startswith(("#", "click=="))))
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--dry-run", "-r", folder / "pinned.txt"]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"Requirement already satisfied: click=={version('click')}" in done.stdout


def test_the_packages_of_an_r_notebook_are_saved_as_an_r_script(run: Run, folder: Path, tmp_path: Path) -> None:
    install_r(tmp_path / "jupyter")
    write_notebook(folder / "plot.ipynb", "r", 'file.create("executed")')
    done = run("--json", "requirements", "../work/plot.ipynb", "--requirements-file", "install.R")
    assert done.status == 0, done.err
    assert {each.name for each in folder.iterdir()} == {"install.R", "runtime.txt", "plot.ipynb"}
    assert (done.json["kernel"], done.json["language"]) == ("r", "R")
    assert done.json["runtime"] == (folder / "runtime.txt").read_text()
    assert done.json["files"] == [f"{folder}/install.R", f"{folder}/runtime.txt"]
    asked = ["Rscript", "-e", 'for (each in parse("install.R")) cat(deparse(each[[1]]), deparse(each[[2]]), "\\n")']
    calls = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
    assert 'remotes::install_version "IRkernel" ' in calls
    installable = done.json["packages"] - len(done.json["notInstallable"])
    assert sum("::install" in each for each in calls) == installable
    assert processes_in(folder) == []


def test_another_kernel_can_be_named(run: Run, folder: Path) -> None:
    write_notebook(folder / "plot.ipynb", "missing")
    assert run("requirements", "plot.ipynb", "--kernel", "analysis").status == 0
    assert {each.name for each in folder.iterdir()} == BOTH | {"plot.ipynb"}


@pytest.mark.parametrize(
    ("kernel", "options", "status", "problem"),
    [
        ("missing", [], 2, "The kernel 'missing' is not installed here; installed are: analysis, dying, "),
        ("", [], 2, "plot.ipynb names no kernel"),
        ("analysis", ["--runtime-file", "requirements.txt"], 2, "both files have the same name"),
        ("analysis", ["--requirements-file", "/etc/requirements.txt"], 2, "give a path relative to"),
        ("analysis", ["--timeout", "0"], 2, "--timeout"),
        ("dying", [], 1, "The kernel 'dying' has exited unexpectedly: out of order"),
        ("silent", ["--timeout", "0.5"], 1, "has not answered within 0.5 seconds"),
    ],
)
def test_errors_are_reported_and_no_file_is_written(
    run: Run, folder: Path, kernel: str, options: list[str], status: int, problem: str
) -> None:
    write_notebook(folder / "plot.ipynb", kernel)
    done = run("requirements", "plot.ipynb", *options)
    assert (done.status, done.out) == (status, "")
    assert problem in done.err
    assert "Traceback" not in done.err
    assert not any((folder / each).exists() for each in BOTH)
    assert processes_in(folder) == []


def test_a_file_that_is_no_notebook_is_refused(run: Run, folder: Path) -> None:
    (folder / "notes.txt").write_text("fine")
    assert run("requirements", "notes.txt").status == 2
    assert "notes.txt is not a notebook" in run("requirements", "notes.txt").err
    assert run("requirements", "nowhere.ipynb").status == 2


def test_ctrl_c_ends_the_kernel_too(on_terminal: Callable[..., Terminal], folder: Path) -> None:
    write_notebook(folder / "plot.ipynb", "silent")
    terminal = on_terminal("requirements", "plot.ipynb")
    until(lambda: (folder / "started").exists() or terminal.process.poll() is not None)
    assert terminal.process.poll() is None, terminal.shown
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.read_to_end() == 130
    assert processes_in(folder) == []
    assert not any((folder / each).exists() for each in BOTH)
