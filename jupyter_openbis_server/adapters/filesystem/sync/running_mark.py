"""The mark of a program that synchronises a folder, so that no other one does it at the same time.

Not a lock of the file system: on network file systems, those may succeed for all programs (decision 0007). The
mark is a file whose name says which process it belongs to. A mark of a process that does not run any more is removed.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jupyter_openbis_server.adapters.filesystem.downloads.partials.owners import is_owner_dead, this_process
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.errors import SyncRunning

_PREFIX = "running-"
_ATTEMPTS = 5
_MAX_PAUSE = 0.2
"""Seconds. Two programs that begin at the same moment both see the other one, and both try again."""

_REFRESH_SECONDS = 600.0

_here: set[tuple[int, int]] = set()
"""Folders that threads of this process synchronise."""
_lock = threading.Lock()


@contextmanager
def running_mark(folder: OpenFolder, shown: str) -> Iterator[None]:
    """Mark a folder for the time of a block.

    Args:
        folder: The folder for marks.
        shown: The synchronised folder, for messages.

    Raises:
        SyncRunning: another program or thread has marked it.
        TargetNotWritable, DiskFull: the file system refuses.
    """
    identity = folder.identity
    with _lock:
        if identity in _here:
            raise SyncRunning(shown, f"{folder.path}/{_PREFIX}{this_process()}")
        _here.add(identity)
    name = f"{_PREFIX}{this_process()}"
    try:
        with storage_errors(shown):
            _mark(folder, name, shown)
        with _kept_fresh(folder, name):
            yield
    finally:
        with _lock:
            _here.discard(identity)


@contextmanager
def _kept_fresh(folder: OpenFolder, name: str) -> Iterator[None]:
    """Touch a mark from time to time: programs on other computers recognise by its age that its process has ended."""
    is_over = threading.Event()

    def touch() -> None:
        while not is_over.wait(_REFRESH_SECONDS):
            with suppress(OSError):
                folder.set_modified(name, time.time_ns())

    thread = threading.Thread(target=touch, name="sync-mark", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        with suppress(OSError):
            folder.remove(name)


def _mark(folder: OpenFolder, name: str, shown: str) -> None:
    for attempt in range(_ATTEMPTS):
        with suppress(FileExistsError):  # of a thread of this process that was killed
            os.close(folder.create(name))
        other = _other(folder, name)
        if other is None:
            return
        folder.remove(name)
        if attempt + 1 < _ATTEMPTS:
            Cancellation.current().wait(random.uniform(0, _MAX_PAUSE))  # noqa: S311 - no secret
    raise SyncRunning(shown, f"{folder.path}/{other}")


def _other(folder: OpenFolder, name: str) -> str | None:
    """Return the mark of another program that runs; remove those of others."""
    for each in folder.entries():
        if each.name == name or not each.name.startswith(_PREFIX):
            continue
        status = folder.status(each.name)
        if status is None:
            continue
        try:
            is_dead = is_owner_dead(each.name.removeprefix(_PREFIX), status.st_mtime)
        except ValueError:  # a file of another program
            continue
        if not is_dead:
            return each.name
        folder.remove(each.name)
    return None
