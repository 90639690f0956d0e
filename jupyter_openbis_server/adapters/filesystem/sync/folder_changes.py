"""Changes of folders, noticed by the operating system where the package watchfiles is installed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER

_STEP_MS = 200
"""How often changes are collected."""

_TIMEOUT_MS = 250
"""How long the thread may take to end."""

_BACK_SECONDS = 5.0
"""How soon a folder is looked for again that does not exist, or cannot be watched."""


class FilesystemFolderChanges:
    """Port `FolderChanges`. Without watchfiles, and on file systems without events, only time passes."""

    @contextmanager
    def of(self, folder: str) -> Iterator[FilesystemChangesOfFolder]:
        """See the port. A thread collects the changes."""
        has_changed, is_over = threading.Event(), threading.Event()
        thread = threading.Thread(
            target=_collect, args=(Path(folder), has_changed, is_over), name="folder-changes", daemon=True
        )
        thread.start()
        try:
            yield FilesystemChangesOfFolder(has_changed)
        finally:
            is_over.set()
            thread.join()


class FilesystemChangesOfFolder:
    """Port `ChangesOfFolder`.

    Args:
        has_changed: Set when something in the folder has changed.
    """

    def __init__(self, has_changed: threading.Event) -> None:
        self._has_changed = has_changed

    def wait(self, at_least: float, at_most: float, cancellation: Cancellation) -> None:
        """See the port."""
        end = time.monotonic() + max(at_most, at_least)
        if at_least > 0:
            cancellation.wait(at_least)
        with cancellation.on_cancel(self._has_changed.set):
            self._has_changed.wait(max(0.0, end - time.monotonic()))
        self._has_changed.clear()
        cancellation.check()


def _collect(folder: Path, has_changed: threading.Event, is_over: threading.Event) -> None:
    try:
        from watchfiles import watch  # noqa: PLC0415 - optional, and takes time
    except ImportError:
        return
    while not is_over.is_set():
        try:
            for changes in watch(
                folder,
                stop_event=is_over,
                step=_STEP_MS,
                rust_timeout=_TIMEOUT_MS,
                yield_on_timeout=False,
                raise_interrupt=False,
                watch_filter=None,
                ignore_permission_denied=True,
            ):
                if not all(_is_own(folder, path) for _, path in changes):
                    has_changed.set()
        except UnicodeEncodeError:  # its path is no text in UTF-8, as watchfiles needs it
            return
        except (OSError, RuntimeError):  # it does not exist, or there are too many folders for the system
            is_over.wait(_BACK_SECONDS)


def _is_own(folder: Path, path: str) -> bool:
    """Return whether a path is one of what programs keep about the folder."""
    return (folder / STATE_FOLDER) in (Path(path), *Path(path).parents)
