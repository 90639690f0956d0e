"""Quick looks at synchronised folders."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import FolderTree
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_error
from jupyter_openbis_server.adapters.filesystem.sync.allowed_roots import AllowedRoots
from jupyter_openbis_server.adapters.filesystem.sync.scanning import Scan
from jupyter_openbis_server.adapters.filesystem.sync.state_file import FollowedState, read_target
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.entries import Seen
from jupyter_openbis_server.domain.sync.ports import STATE_FOLDER, LocalFiles, SyncTarget
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion

_MAX_FOLDERS = 4
"""Folders whose state stays in memory; 100,000 files take about 40 MB."""


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
        with _state_folder(self._allowed.root(folder), folder) as opened:
            return read_target(opened, f"{folder}/{STATE_FOLDER}") if opened else None

    def seen(self, folder: str) -> Mapping[str, Seen]:
        """See the port."""
        root = self._allowed.root(folder)
        with _state_folder(root, folder) as opened:
            return self._seen(root, opened) if opened else {}

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
            while len(self._followed) > _MAX_FOLDERS:
                self._followed.popitem(last=False)
        return followed.seen(opened)


@contextmanager
def _state_folder(root: Path, shown: str) -> Iterator[OpenFolder | None]:
    """Open the folder with what is known about a folder; None if there is none. Raises TargetNotWritable."""
    tree = FolderTree(root, None)
    try:
        opened = tree.acquire((STATE_FOLDER,), STATE_FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        yield None
        return
    except OSError as error:
        raise storage_error(f"{shown}/{STATE_FOLDER}", error) from error
    try:
        yield opened
    except OSError as error:
        raise storage_error(f"{shown}/{STATE_FOLDER}", error) from error
    finally:
        tree.release(opened)
