"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Machines are slow at times: an example that takes long is not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

pytest_plugins = ["pytest_jupyter.jupyter_server"]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the home of whoever runs it (pyBIS keeps tokens in ~/.pybis)."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("OPENBIS_", "JUPYTERHUB_"))]:
        monkeypatch.delenv(name)
    return home
