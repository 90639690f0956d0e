"""Source distributions of pyBIS, which hold its test suites."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.real_parts import missing

_DOWNLOAD_TIMEOUT = 120.0
"""Seconds."""


@dataclass(frozen=True)
class Release:
    """A version of pyBIS, and the SHA-256 of its source distribution."""

    version: str
    sha256: str


INSTALLED = Release("1.37.5", "c32d573a4b9379867aff60c19072651d45e71565d9d027448b4eb73e0a1075d4")
WITH_AFS = Release("7.0.0rc6", "bb1397eb7c86b5c67c6883de292bee9e86fa7fcb310c4d558be0c4cecb33d1af")


def unpacked(release: Release, folder: Path) -> Path:
    """Download a release; return its folder, with the package `pybis` and its `tests`.

    The test is skipped, or fails in CI, if the package index cannot be reached.
    """
    archive = _downloaded(release, folder)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == release.sha256
    shutil.unpack_archive(archive, folder, filter="data")
    return folder / f"pybis-{release.version}"


def _downloaded(release: Release, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    options = ["--retries", "1", "--timeout", "15", "--no-deps", "--no-binary", "pybis", "--dest", str(folder)]
    try:
        subprocess.run(
            [*command, *options, f"pybis=={release.version}"],
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_DOWNLOAD_TIMEOUT,
        )
    except subprocess.CalledProcessError as error:
        missing(f"pyBIS {release.version} cannot be downloaded: {error.stderr.strip()[-500:]}")
    except subprocess.TimeoutExpired:
        missing(f"pyBIS {release.version} cannot be downloaded: the package index does not answer")
    return folder / f"pybis-{release.version}.tar.gz"
