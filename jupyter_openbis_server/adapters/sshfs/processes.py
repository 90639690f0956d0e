"""Processes that serve or use a mount, found without accessing it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_MAX_PROCESSES = 5


def processes_using(mountpoint: str) -> list[str]:
    """Return some processes with an open file or working folder in the mount, e.g. `python3 (1234)`.

    Reads the links in /proc without following them. Processes of other users are not included. Linux only; empty on
    other systems.
    """
    found = []
    for process in _all():
        if any(_is_below(target, mountpoint) for target in _used_by(process)):
            found.append(f"{_name_of(process)} ({process.name})")
            if len(found) == _MAX_PROCESSES:
                break
    return found


def is_served(mountpoint: str) -> bool:
    """Return whether an sshfs process of this user runs with this mountpoint; True if there is no /proc."""
    if not _PROCESSES.is_dir():
        return True
    return any(_serves(process, os.fsencode(mountpoint)) for process in _all())


def _serves(process: Path, mountpoint: bytes) -> bool:
    try:
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.path.basename(arguments[0]) == b"sshfs" and mountpoint in arguments  # noqa: PTH119 - bytes


def _all() -> Iterator[Path]:
    with suppress(OSError):
        yield from (each for each in _PROCESSES.iterdir() if each.name.isdecimal())


def _used_by(process: Path) -> Iterator[str]:
    for link in ("cwd", "root", "exe"):
        yield from _target(process / link)
    with suppress(OSError):
        for descriptor in (process / "fd").iterdir():
            yield from _target(descriptor)
    with suppress(OSError):  # files mapped into memory may be closed
        for line in (process / "maps").read_text(errors="surrogateescape").splitlines():
            yield line.partition("/")[1] + line.partition("/")[2]


def _target(link: Path) -> Iterator[str]:
    with suppress(OSError):
        yield os.readlink(link)  # noqa: PTH115 - a text is wanted


def _is_below(path: str, mountpoint: str) -> bool:
    return path == mountpoint or path.startswith(f"{mountpoint}/")


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return "?"
