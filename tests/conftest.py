"""Fixtures for all tests."""

import os
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

# Machines are slow at times: an example that takes long is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["pytest_jupyter.jupyter_server", "pytester", "tests.openbis_api.plugin"]

_BUSY = ("e2e",)
_WAITING = ("integration/secrets", "fuzz", "integration/load", "integration/benchmarks", "integration/mounting")
_SPREAD = ("integration/secrets/test_commands.py",)
"""Files whose tests need not stay together: each of them takes a minute and shares nothing with the others."""
_HERE = Path(__file__).parent


class FileScheduling(LoadScopeScheduling):
    """Gives all tests of a file to one process, so that fixtures of modules are set up once.

    Not xdist's own groups: with pytest 9.2, xdist 3.8 ignores them without a word.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.endswith(_SPREAD) else file


@pytest.hookimpl(optionalhook=True)  # without -n there is no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileScheduling:
    return FileScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first; files that keep a processor busy alternate with those that wait."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        name = item.path.relative_to(_HERE).as_posix()
        files.setdefault(name, []).append(item)
    busy, waiting, short = ([], [], [])  # type: tuple[list[str], list[str], list[str]]
    for name in files:
        (busy if name.startswith(_BUSY) else waiting if name.startswith(_WAITING) else short).append(name)
    long = [name for pair in zip_longest(busy, waiting) for name in pair if name is not None]
    items[:] = [item for name in (*long, *short) for item in files[name]]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the home of whoever runs it (pyBIS keeps tokens in ~/.pybis)."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("OPENBIS_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    return home
