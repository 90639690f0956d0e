"""The process that owns a partial file, and whether it still runs.

The owner is part of the file's name: a process takes a file over by renaming it, so no locks are needed.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

UNOWNED = "free"
"""Owner of a file that any process may take over."""

OWNER_PATTERN = rf"[0-9a-f]{{8}}-[0-9a-f]{{1,8}}-[0-9a-f]{{8}}|{UNOWNED}"
"""Host, process id and start of the process."""

DAY = 24 * 60 * 60
_UNKNOWN_START = "0" * 8
_DEAD_STATES = ("Z", "X")


def this_process() -> str:
    """Return the owner that this process writes into the names of its partial files."""
    return _name_of(os.getpid())


def is_owner_dead(owner: str, last_change: float) -> bool:
    """Return whether the owner of a file does not run any more.

    Args:
        owner: As in the file's name.
        last_change: Modification time of the file in seconds since the epoch. It decides where the process cannot be
            checked (another host, Windows): after a day without a change, the owner counts as dead.
    """
    if owner == UNOWNED:
        return True
    if owner == this_process():
        return False
    host, pid, start = re.split("-", owner)
    if host != _host() or os.name == "nt":
        return time.time() - last_change > DAY
    return not _runs(int(pid, 16), start)


def _runs(pid: int, start: str) -> bool:
    """Return whether a process of this host runs and began at `start`: process ids are reused."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # it belongs to another user
    now = _start_of(pid)
    return now is None or _UNKNOWN_START in (start, now) or start == now


@lru_cache(maxsize=1)
def _name_of(pid: int) -> str:
    return f"{_host()}-{pid:x}-{_start_of(pid) or _UNKNOWN_START}"


@lru_cache(maxsize=1)
def _host() -> str:
    return _short(socket.gethostname())


def _start_of(pid: int) -> str | None:
    """Return a text that identifies the start of a process; None if the system does not provide it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].decode("ascii").split()
        state, ticks = fields[0], fields[19]
    except (OSError, ValueError, IndexError):
        return None
    boot = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return "dead" if state in _DEAD_STATES else _short(f"{boot} {ticks}")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
