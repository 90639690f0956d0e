"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Machines are slow at times: an example that takes long is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["pytest_jupyter.jupyter_server"]

_LONG = ("e2e", "integration/secrets", "fuzz", "integration/load", "integration/benchmarks", "integration/mounting")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let several processes share the tests: all of a file go to one of them, and what takes long comes first.

    Tests marked `spread` need not stay together.
    """
    for item in items:
        if not item.get_closest_marker("spread"):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(_HERE).as_posix()))
    items.sort(key=lambda item: not item.path.relative_to(_HERE).as_posix().startswith(_LONG))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the home of whoever runs it (pyBIS keeps tokens in ~/.pybis)."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("OPENBIS_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    return home
