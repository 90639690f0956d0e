"""The part of a connection that synchronises folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.sync.data_sets.report import DataSetSyncReport
from jupyter_openbis_server.domain.sync.data_sets.rules import DataSetRules, Each
from jupyter_openbis_server.domain.sync.data_sets.send_data_sets import DataSetSyncRequest
from jupyter_openbis_server.domain.sync.plan import SyncPlan
from jupyter_openbis_server.domain.sync.report import SyncReport
from jupyter_openbis_server.domain.sync.request import Direction, Prefer, SyncRequest
from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.entrypoints.library.entities.arguments import reference_of
from jupyter_openbis_server.entrypoints.library.entities.base import EntityObject
from jupyter_openbis_server.entrypoints.library.local_paths import expanded
from jupyter_openbis_server.entrypoints.library.methods.base import ConnectionMethods
from jupyter_openbis_server.entrypoints.library.methods.upload_requests import several
from jupyter_openbis_server.entrypoints.library.progress import ShowProgress, progress_of

_Direction = Literal["both", "up", "down"]
_Prefer = Literal["neither", "here", "openbis"]


class SyncMethods(ConnectionMethods):
    """Methods of `Connection`."""

    def sync(
        self,
        folder: str | Path,
        to: str | EntityObject | None = None,
        *,
        direction: _Direction = "both",
        delete: bool = False,
        delete_many: bool = False,
        prefer: _Prefer = "neither",
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> SyncReport:
        """Make a folder and the files of a sample or experiment the same (openBIS 7); return what was done.

        Nothing is overwritten that was changed on both sides: openBIS's version is stored beside the local one, as
        `NAME (openBIS)`. Errors of single files are in the report; its `is_settled` says whether both sides are the
        same. Repeating the call continues after any interruption.

        Args:
            folder: The folder; it is created if it is missing.
            to: The object or collection, or its identifier or permId. Default: that of the last time.
            direction: `down`: the folder follows openBIS; `up`: openBIS follows the folder.
            delete: Delete what was deleted on the other side since the last time; it goes to a trash.
            delete_many: Also if these are more than half of all files.
            prefer: The version to take of files that were changed on both sides.
            hidden: Also hidden files, see `upload`.
            exclude: Ignore these, see `upload`.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.

        Raises:
            NoFileServer: openBIS is older.
            SyncRunning: another program synchronises the folder.
            InvalidSyncState: the folder is synchronised with something else.
            TooManyDeletions: nothing was changed.
        """
        exclusion = Exclusion(hidden, several(exclude))
        request = self._sync_request(folder, to, direction, prefer, exclusion, delete=delete, delete_many=delete_many)
        with progress_of(progress, "Sync") as shown:
            return self._use_cases.sync.run(self.name, request, cancellation, shown)

    def plan_sync(
        self,
        folder: str | Path,
        to: str | EntityObject | None = None,
        *,
        direction: _Direction = "both",
        delete: bool = False,
        prefer: _Prefer = "neither",
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
    ) -> SyncPlan:
        """Return what `sync` would do, without changing anything; the arguments are the same."""
        request = self._sync_request(folder, to, direction, prefer, Exclusion(hidden, several(exclude)), delete=delete)
        return self._use_cases.sync.plan(self.name, request)

    def sync_data_sets(
        self,
        folder: str | Path,
        to: str | EntityObject | None = None,
        *,
        type: str,  # noqa: A002 - as in `upload`
        each: Literal["file", "folder"] = "file",
        properties: Mapping[str, str] | None = None,
        pattern: str = "",
        sidecar: str = "",
        hidden: bool = False,
        exclude: str | Iterable[str] = (),
        check_only: bool = False,
        progress: ShowProgress = None,
        cancellation: Cancellation | None = None,
    ) -> DataSetSyncReport:
        """Make data sets of the new and changed files of a folder; return what is known about each file or folder.

        A file is sent once as long as its content stays the same, also after an interruption at any time.

        Args:
            folder: The folder; what was sent is remembered in `.openbis-sync` in it.
            to: The object or collection that gets the data sets, or its identifier or permId. Default: that of the
                last time.
            type: Code of the type of the data sets.
            each: What becomes one data set: a file, or a folder directly in `folder`.
            properties: Texts by property code; `{name}`, `{stem}`, `{folder}`, `{path}` and the named groups of
                `pattern` are filled in.
            pattern: A regular expression; other paths are left out.
            sidecar: Name of a JSON file with properties, e.g. `{name}.json`; a file waits until it is there.
            hidden: Also hidden files, see `upload`.
            exclude: Ignore these, see `upload`.
            check_only: Send nothing; the report's `is_everything_in_openbis` answers the question.
            progress: Whether a bar is shown, or a callback: see `ShowProgress`.
            cancellation: Cancels it from another thread.

        Raises:
            InvalidInput: the rules are wrong.
            SyncRunning: another program synchronises the folder.
            InvalidSyncState: the folder is synchronised with something else.
        """
        path, entity = self._place(folder, to)
        rules = DataSetRules(type, Each(each), dict(properties or {}), pattern, sidecar)
        request = DataSetSyncRequest(path, entity, rules, Exclusion(hidden, several(exclude)))
        with progress_of(progress, "Upload") as shown:
            return self._use_cases.sync.send_data_sets(self.name, request, cancellation, shown, check_only=check_only)

    def _sync_request(
        self,
        folder: str | Path,
        to: str | EntityObject | None,
        direction: _Direction,
        prefer: _Prefer,
        exclusion: Exclusion,
        *,
        delete: bool,
        delete_many: bool = False,
    ) -> SyncRequest:
        path, entity = self._place(folder, to)
        return SyncRequest(path, entity, Direction(direction), delete, Prefer(prefer), delete_many, exclusion)

    def _place(self, folder: str | Path, to: str | EntityObject | None) -> tuple[str, str]:
        """Return the absolute path of a folder, and its target. Raises NotSynchronised: none is given or known."""
        path = str(expanded(folder).absolute())
        return path, self._use_cases.sync.look(path).owner if to is None else reference_of(to)
