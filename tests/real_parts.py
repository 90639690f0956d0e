"""Tests that need a real program."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """End a test that lacks a part of its environment: skipped on a developer's machine, failed where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def need(*programs: str) -> None:
    """Go on only where these programs are installed."""
    for program in programs:
        if shutil.which(program) is None:
            missing(f"{program} is not installed")


def need_fuse() -> None:
    """Go on only where data stores can be mounted."""
    need("sshfs", "fusermount3", "ssh", "ssh-keygen")
    if not os.access("/dev/fuse", os.R_OK | os.W_OK) or not Path("/proc/self/mountinfo").exists():
        missing("/dev/fuse cannot be used; in a container: --device /dev/fuse --cap-add SYS_ADMIN")
