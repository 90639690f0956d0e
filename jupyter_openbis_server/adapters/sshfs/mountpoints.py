"""The folders that data stores are mounted on."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from jupyter_openbis_server.domain.errors import MountFailed


class Mountpoints:
    """Creates missing folders, records that across restarts, and removes only those again.

    No method may be called for a folder with a mount: accessing it could block.
    """

    def __init__(self, notes: Path) -> None:
        """Create the object; `notes` is the folder that records the created mountpoints."""
        self._notes = notes

    def prepare(self, mountpoint: str) -> None:
        """Create the folder, or check that it is empty. Raises MountFailed."""
        folder = Path(mountpoint)
        try:
            if self._make(folder):
                self._note_of(mountpoint).write_text(mountpoint, errors="surrogateescape")
            elif not folder.is_dir() or folder.is_symlink():
                raise MountFailed(f"{mountpoint} is no folder; give another mountpoint")
            elif next(folder.iterdir(), None):
                raise MountFailed(f"{mountpoint} is not empty; empty it, or give another mountpoint")
        except OSError as error:
            raise MountFailed(f"{mountpoint} cannot be used: {error.strerror}") from error

    def put_away(self, mountpoint: str) -> None:
        """Remove a folder that `prepare` created, if it is empty."""
        note = self._note_of(mountpoint)
        if not note.exists():
            return
        try:
            os.rmdir(mountpoint)  # noqa: PTH106 - a string everywhere in this package
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR):
                return  # keep the record: a later call may succeed
        with suppress(OSError):
            note.unlink()

    def _make(self, folder: Path) -> bool:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            return False
        self._notes.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def _note_of(self, mountpoint: str) -> Path:
        return self._notes / hashlib.sha256(os.fsencode(mountpoint)).hexdigest()
