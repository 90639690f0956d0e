"""Fakes of the ports of kept folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_openbis_server.domain.sync.errors import InvalidKeptFolders
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptStatus


@dataclass
class MemoryKeptFolders:
    """`KeptFolders` in memory.

    Attributes:
        folders: The folders by their real path.
        is_damaged: Whether the list cannot be read.
    """

    folders: dict[str, KeptFolder] = field(default_factory=dict)
    is_damaged: bool = False

    def all(self) -> tuple[KeptFolder, ...]:
        """See the port."""
        self._check()
        return tuple(self.folders.values())

    def put(self, folder: KeptFolder) -> None:
        """See the port."""
        self._check()
        self.folders[folder.real_path] = folder

    def remove(self, folder: KeptFolder) -> None:
        """See the port."""
        self._check()
        self.folders.pop(folder.real_path, None)

    def _check(self) -> None:
        if self.is_damaged:
            raise InvalidKeptFolders("memory", "it is damaged")


@dataclass
class MemoryWork:
    """`RunningWork` that runs when a test calls `run`."""

    work: Callable[[], None]
    has_ended: bool = False

    def run(self) -> None:
        """Run it to its end."""
        self.work()
        self.has_ended = True

    def wait(self, seconds: float) -> bool:
        """See the port."""
        del seconds
        return self.has_ended


@dataclass
class MemoryBackgroundWork:
    """`BackgroundWork` that records what was started."""

    started: list[MemoryWork] = field(default_factory=list)

    def start(self, work: Callable[[], None], name: str) -> MemoryWork:
        """See the port."""
        del name
        self.started.append(MemoryWork(work))
        return self.started[-1]


@dataclass
class RecordedKeeping:
    """`KeptListener` that records its calls."""

    statuses: list[KeptStatus] = field(default_factory=list)

    def changed(self, status: KeptStatus) -> None:
        """See the port."""
        self.statuses.append(status)
