"""Fixtures for the tests of the fake openBIS."""

from pathlib import Path

import pybis.pybis
import pytest

from jupyter_openbis_server.fake_openbis.pytest_plugin import fake_openbis, start_fake_openbis

__all__ = ["fake_openbis", "pybis_at_home_nowhere", "start_fake_openbis"]


@pytest.fixture(autouse=True)
def pybis_at_home_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pyBIS reads ``~/.pybis`` when it starts; it shall find nothing there, whoever runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(pybis.pybis, "PYBIS_FOLDER", tmp_path / ".pybis")
