"""Reruns that are ended by a signal leave no process and no temporary file."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Terminal
from tests.kernels import PYTHON, install, processes_in, write_notebook
from tests.support.waiting import until

METADATA = "ro-crate-metadata.json"
CODE = "import subprocess, time\nsubprocess.Popen(['sleep', '600'])\nopen('begun', 'w').close()\ntime.sleep(600)"


@pytest.fixture
def temporary(folder: Path) -> Path:
    path = folder / "temporary"
    path.mkdir()
    return path


@pytest.fixture
def crate(folder: Path) -> Path:
    """A research object whose notebook runs for ten minutes."""
    install(folder / "jupyter", "slow", PYTHON)
    path = folder / "slow"
    path.mkdir()
    write_notebook(path / "a.ipynb", "slow", CODE)
    entities = [
        {"@id": METADATA, "about": {"@id": "./"}},
        {"@id": "./", "mainEntity": {"@id": "a.ipynb"}},
        {"@id": "a.ipynb", "@type": "File"},
    ]
    (path / METADATA).write_text(json.dumps({"@graph": entities}))
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_all_processes_of_the_notebook_end(
    on_terminal: Callable[..., Terminal],
    environment: dict[str, str],
    folder: Path,
    crate: Path,
    temporary: Path,
    number: signal.Signals,
) -> None:
    environment |= {"TMPDIR": str(temporary), "JUPYTER_PATH": str(folder / "jupyter")}
    terminal = on_terminal("rerun", "slow", "--environment", "current", "--yes")
    target = folder / "slow-rerun"
    until(lambda: (target / "begun").exists() or terminal.process.poll() is not None)
    os.kill(terminal.process.pid, number)
    assert terminal.read_to_end() == 130, terminal.shown
    assert terminal.shown.strip().splitlines()[-1] == "Error: cancelled"
    until(lambda: processes_in(target) == [])
    assert not (target / METADATA).exists()
    assert list(temporary.iterdir()) == []
