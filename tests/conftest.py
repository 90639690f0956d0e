"""Fixtures for all tests."""

import os
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import settings

# Machines are slow at times: an example that takes long is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["pytest_jupyter.jupyter_server", "pytester", "tests.openbis_api.plugin"]

_BUSY = ("e2e",)
_WAITING = ("integration/secrets", "fuzz", "integration/load", "integration/benchmarks", "integration/mounting")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let several processes share the tests: all of a file go to one of them, and what takes long comes first.

    Tests marked `spread` need not stay together. Those that keep a processor busy take turns with those that wait.
    """
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        name = item.path.relative_to(_HERE).as_posix()
        if item.get_closest_marker("spread"):
            name += item.name
        else:
            item.add_marker(pytest.mark.xdist_group(name))
        groups.setdefault(name, []).append(item)
    busy, waiting, short = ([], [], [])  # type: tuple[list[str], list[str], list[str]]
    for name in groups:
        (busy if name.startswith(_BUSY) else waiting if name.startswith(_WAITING) else short).append(name)
    long = [name for pair in zip_longest(busy, waiting) for name in pair if name is not None]
    items[:] = [item for name in (*long, *short) for item in groups[name]]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the home of whoever runs it (pyBIS keeps tokens in ~/.pybis)."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("OPENBIS_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    return home
