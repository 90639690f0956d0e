"""The source distribution of pyBIS, downloaded once for all tests."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_openbis_server.testing.pytest_plugin import start_fake_openbis
from tests.real_parts import missing

__all__ = ["start_fake_openbis", "suite_sources"]

VERSION = "1.37.5"
_SHA256 = "c32d573a4b9379867aff60c19072651d45e71565d9d027448b4eb73e0a1075d4"
_DOWNLOAD_TIMEOUT = 120.0
"""Seconds."""


@pytest.fixture(scope="session")
def suite_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pyBIS's tests; the test is skipped, or fails in CI, if the package index cannot be reached."""
    folder = tmp_path_factory.mktemp("pybis")
    archive = _downloaded(folder)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == _SHA256
    shutil.unpack_archive(archive, folder, filter="data")
    return folder / f"pybis-{VERSION}" / "tests"


def _downloaded(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    options = ["--retries", "1", "--timeout", "15", "--no-deps", "--no-binary", "pybis", "--dest", str(folder)]
    try:
        subprocess.run(
            [*command, *options, f"pybis=={VERSION}"],
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_DOWNLOAD_TIMEOUT,
        )
    except subprocess.CalledProcessError as error:
        missing(f"pyBIS {VERSION} cannot be downloaded: {error.stderr.strip()[-500:]}")
    except subprocess.TimeoutExpired:
        missing(f"pyBIS {VERSION} cannot be downloaded: the package index does not answer")
    return folder / f"pybis-{VERSION}.tar.gz"
