"""Quick looks at synchronised folders."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.sync.allowed_roots import AllowedRoots
from jupyter_openbis_server.adapters.filesystem.sync.places import in_state_folder
from jupyter_openbis_server.adapters.filesystem.sync.scanning import Scan
from jupyter_openbis_server.adapters.filesystem.sync.state_file import FollowedState, read_target
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import Seen
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, LocalFiles, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_MAX_PATHS = 200_000
"""Paths that stay in memory, of all folders; 100,000 take about 60 MB. Those of the last folder always stay."""


class FilesystemKnownStates:
    """Port `KnownStates`. State files are read once; later, only what was appended to them.

    Args:
        places: The policy: which folders may be read.
        now_ns: Returns the current time, in nanoseconds since the epoch.
    """

    def __init__(self, places: DownloadPolicy = UNRESTRICTED, *, now_ns: Callable[[], int] = time.time_ns) -> None:
        self._allowed = AllowedRoots(places)
        self._now_ns = now_ns
        self._followed: OrderedDict[Path, FollowedState] = OrderedDict()
        self._lock = threading.Lock()

    def target(self, folder: str) -> SyncTarget | None:
        """See the port."""
        shown = f"{folder}/{STATE_FOLDER}"
        root = self._allowed.root(folder)
        return in_state_folder(FolderTree(root, None), root, folder, lambda opened: read_target(opened, shown))

    def seen(self, folder: str) -> Mapping[str, Seen]:
        """See the port."""
        root = self._allowed.root(folder)
        return in_state_folder(FolderTree(root, None), root, folder, partial(self._seen, root)) or {}

    def content(self, folder: str, below: str, exclusion: Exclusion, limit: int) -> LocalFiles:
        """See the port."""
        root = self._allowed.root(folder)
        tree, closed = FolderTree(root, None), self._allowed.closed_in(root)
        scan = Scan(tree, root, exclusion, {}, closed, self._now_ns, limit)
        return scan.run(Cancellation.current(), tuple(filter(None, below.split("/"))))

    def _seen(self, root: Path, opened: OpenFolder) -> Mapping[str, Seen]:
        with self._lock:
            followed = self._followed.setdefault(root, FollowedState())
            self._followed.move_to_end(root)
        seen = followed.seen(opened)
        with self._lock:
            while len(self._followed) > 1 and sum(map(len, self._followed.values())) > _MAX_PATHS:
                self._followed.popitem(last=False)
        return seen
