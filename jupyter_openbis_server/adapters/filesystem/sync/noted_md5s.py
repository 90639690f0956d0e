"""MD5s of local files, so that unchanged files are not read again."""

from __future__ import annotations

from contextlib import suppress

from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.sync.state_file import MD5S_NAME, StateFile, StateReader
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.errors import InvalidSyncState
from jupyter_openbis_server.domain.sync.ports import SyncTarget


class NotedMd5s:
    """The MD5s in the state folder of a folder. They can be lost: then files are read again."""

    def __init__(self, folder: OpenFolder, target: SyncTarget, shown: str) -> None:
        """Read them, and open their file. Raises OSError."""
        known = None
        try:
            known = StateReader.of(folder, shown, MD5S_NAME)
        except InvalidSyncState:
            with suppress(FileNotFoundError):
                folder.remove(MD5S_NAME)
        self._known = dict(known.seen) if known else {}
        if known and known.is_long:
            StateFile.write(folder, target, self._known.values(), MD5S_NAME)
        self._file = StateFile(folder, target, MD5S_NAME)

    def of(self, entry: LocalEntry) -> str | None:
        """Return the MD5 of a file as it is listed; None if it may have changed since."""
        known = self._known.get(entry.path)
        return known.md5 if known and known.stamp and entry.stamp and known.stamp.shows(entry.stamp) else None

    def note(self, entry: LocalEntry, md5: str) -> None:
        """Remember the MD5 of a file. Raises OSError."""
        noted = Seen(entry.path, stamp=entry.stamp, size=entry.size, md5=md5)
        self._known[entry.path] = noted
        self._file.append([noted])

    def close(self) -> None:
        """Close the file."""
        self._file.close()
