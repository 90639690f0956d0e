"""A server that keeps folders in openBIS, for tests."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keeper import KeeperServices
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptState
from jupyter_openbis_server.domain.sync.ports import SyncTarget
from jupyter_openbis_server.domain.sync.recent_outcomes import RecentOutcomes
from jupyter_openbis_server.domain.sync.watching.watch_folder import WatchFolder
from jupyter_openbis_server.domain.sync.watching.watching import Pace, Watching
from jupyter_openbis_server.testing.fakes.sync.kept_folders import (
    MemoryBackgroundWork,
    MemoryKeptFolders,
    RecordedKeeping,
)
from jupyter_openbis_server.testing.fakes.sync.watching import MemoryFolderChanges
from tests.support.sync_world import LocalMemory, SyncWorld

SINCE = dt.datetime(2026, 5, 17, 14, 30, tzinfo=dt.timezone.utc)
Event = tuple[float, Callable[[], object]]


class Server:
    """A server that keeps folders; the time passes while it waits."""

    def __init__(self) -> None:
        self.world = SyncWorld(LocalMemory())
        self.changes = MemoryFolderChanges()
        self.stored, self.background, self.listener = MemoryKeptFolders(), MemoryBackgroundWork(), RecordedKeeping()
        self.outcomes = RecentOutcomes()
        target = SyncTarget(self.world.there.openbis.url, self.world.there.owner.perm_id, "/LAB/YEAST/PLATES")
        with self.world.here.folders.open(self.world.here.path, target):
            pass
        self.keeping = self.start()

    def start(self, **replaced: Any) -> FolderKeeping:
        """Return the service of a new program."""
        run = replace(self.world.run(), **replaced)
        services = KeeperServices(
            WatchFolder(self.world.planner(), run, Watching(self.changes, self.changes.clock)),
            self.world.connections,
            self.outcomes,
            self.listener,
            lambda: SINCE + dt.timedelta(seconds=self.changes.now),
            lambda cancellation, seconds: self.changes.wait(seconds, seconds, cancellation),
        )
        return FolderKeeping(self.stored, self.background, services)

    def folder(self, path: str | None = None, **changes: Any) -> KeptFolder:
        path = path or self.world.here.path
        owner = self.world.there.owner
        kept = KeptFolder(path, path, "lab", owner.perm_id, owner.identifier, SINCE, pace=Pace(10, 60))
        return replace(kept, **changes)

    def run(self, until: float, *events: Event) -> None:
        """Let the last thread run while events happen; the folder is no longer kept at the given second."""
        end = (until, lambda: self.keeping.close(0))
        self.changes.events = sorted([*events, end], key=lambda event: event[0])
        self.background.started[-1].run()

    @property
    def state(self) -> tuple[KeptState, str | None]:
        (status,) = self.keeping.all()
        return status.state, status.error.code if status.error else None

    def log_out(self) -> None:
        self.world.connections.change("lab", lambda now: now.disconnected(None, auto_login=False))

    def log_in(self) -> None:
        known = self.world.connections.get("lab")
        assert known.credentials
        self.world.sessions.log_in("lab", known.credentials)


def seen_at(server: Server, *seconds: float) -> tuple[list[tuple[KeptState, str | None]], list[Event]]:
    """Return a list for the states at some seconds, and the events that fill it."""
    states: list[tuple[KeptState, str | None]] = []
    return states, [(second, lambda: states.append(server.state)) for second in seconds]
