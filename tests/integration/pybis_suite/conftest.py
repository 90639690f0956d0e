"""The source distributions of pyBIS, each downloaded once for all tests."""

from pathlib import Path

import pytest

from jupyter_openbis_server.testing.pytest_plugin import start_fake_openbis
from tests.integration.pybis_suite.sources import INSTALLED, WITH_AFS, unpacked

__all__ = ["pybis_with_afs", "start_fake_openbis", "suite_sources"]


@pytest.fixture(scope="session")
def suite_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tests of the installed pyBIS."""
    return unpacked(INSTALLED, tmp_path_factory.mktemp("pybis")) / "tests"


@pytest.fixture(scope="session")
def pybis_with_afs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the release candidate of pyBIS 7, which speaks AFS."""
    return unpacked(WITH_AFS, tmp_path_factory.mktemp("pybis"))
