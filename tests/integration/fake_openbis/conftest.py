"""Fixtures for the tests of the fake openBIS."""

from pathlib import Path

import pybis.pybis
import pytest

from jupyter_openbis_server.testing.pytest_plugin import fake_openbis, start_fake_openbis

__all__ = ["fake_openbis", "no_pybis_configuration", "start_fake_openbis"]


@pytest.fixture(autouse=True)
def no_pybis_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the user's ``~/.pybis``, which pyBIS reads when it starts."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(pybis.pybis, "PYBIS_FOLDER", tmp_path / ".pybis")
