"""Fake of the port `KnownStates`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import LocalEntry, Seen
from jupyter_openbis_server.domain.sync.ports import LocalFiles, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.testing.fakes.sync.sync_folders import MemorySyncFolders


@dataclass(frozen=True)
class MemoryKnownStates:
    """`KnownStates` of folders in memory."""

    folders: MemorySyncFolders

    def target(self, folder: str) -> SyncTarget | None:
        """See the port."""
        return self.folders.look(folder).target

    def seen(self, folder: str) -> Mapping[str, Seen]:
        """See the port."""
        return self.folders.look(folder).seen()

    def content(self, folder: str, below: str, exclusion: Exclusion, limit: int) -> LocalFiles:
        """See the port."""
        found = self.folders.look(folder).files(exclusion, Cancellation())
        entries: dict[str, LocalEntry] = {}
        excluded: list[str] = []
        unusable: dict[str, str] = {}
        unlisted: list[str] = []
        waiting = [below]
        while waiting:
            parent = waiting.pop(0)
            for path in sorted({*found.entries, *found.excluded, *found.unusable}):
                if path.rpartition("/")[0] != parent:
                    continue
                if len(entries) + len(excluded) + len(unusable) == limit:
                    unlisted.append(parent)
                    break
                if path in found.excluded:
                    excluded.append(path)
                elif path in found.unusable:
                    unusable[path] = found.unusable[path]
                else:
                    entries[path] = found.entries[path]
                    waiting += [path] if entries[path].is_folder else []
        return LocalFiles(entries, tuple(excluded), unusable, tuple(unlisted))
