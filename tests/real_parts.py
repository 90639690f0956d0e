"""Tests that need a program, a device or a build that a machine may lack."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

_BROWSER = "chromium-headless-shell"
PACKAGES = {
    "aria2c": "aria2",
    "chromium": _BROWSER,
    "curl": "curl",
    "fusermount3": "fuse3",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "R": "r-base-core",
    "IRkernel": "r-cran-irkernel",
    "sftp": "openssh-client",
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
    "sshfs": "sshfs",
    "unshare": "util-linux",
}
"""The Debian package of each program or part."""
NO_FRONT_END = "the front end is not built; make frontend does it, with Node 20 or newer"
_INSTALL = re.compile(r"\(apt install ([\w-]+)\)")


def missing(reason: str) -> NoReturn:
    """End a test that lacks a part of its environment.

    Args:
        reason: What is missing and how to get it, in one line.

    Raises:
        pytest.skip.Exception: without the environment variable CI.
        pytest.fail.Exception: where it is set.
    """
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def not_installed(part: str) -> NoReturn:
    """End a test that lacks one of `PACKAGES`, like `missing`."""
    missing(f"{part} is not installed (apt install {PACKAGES[part]})")


def need(*programs: str) -> None:
    """Continue only if these programs, keys of `PACKAGES`, are installed; see `missing`."""
    for program in programs:
        if shutil.which(program) is None:
            not_installed(program)


def need_fuse() -> None:
    """Continue only if data stores can be mounted; see `missing`."""
    need("sshfs", "fusermount3", "ssh", "ssh-keygen")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK) or not Path("/proc/self/mountinfo").exists():
        missing("/dev/fuse cannot be used; in a container: --device /dev/fuse --cap-add SYS_ADMIN")


def explained(reasons: Iterable[str]) -> Iterator[str]:
    """Yield lines for the end of a test run: missing parts, the number of tests, and the command to install them.

    Args:
        reasons: The reasons of the skipped tests, one per test.
    """
    counts = Counter(reasons)
    for reason, count in sorted(counts.items()):
        yield f"{count:5} {'test' if count == 1 else 'tests'} skipped: {reason}"
    if packages := sorted({package for reason in counts for package in _INSTALL.findall(reason)}):
        yield f"To run these as well, on Debian or Ubuntu: apt install {' '.join(packages)}"
        if _BROWSER in packages:
            yield f"Ubuntu has no {_BROWSER}: install Google Chrome there."
