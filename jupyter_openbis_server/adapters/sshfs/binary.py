"""The program that mounts."""

from __future__ import annotations

import shutil


def find_sshfs() -> str | None:
    """Return the absolute path of `sshfs`, or None where it is not installed."""
    return shutil.which("sshfs")
