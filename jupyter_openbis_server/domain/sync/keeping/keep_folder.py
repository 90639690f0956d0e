"""Use case that begins to keep a folder in openBIS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.entity import Entity, EntityReference
from jupyter_openbis_server.domain.catalogue.ports import Entities
from jupyter_openbis_server.domain.connections.session_manager import SessionManager
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.object_files.errors import NoFileServer
from jupyter_openbis_server.domain.object_files.ports import ObjectFiles
from jupyter_openbis_server.domain.shared.change_guard import CHANGES_ALLOWED, ChangeGuard
from jupyter_openbis_server.domain.sync.errors import NotSynchronised
from jupyter_openbis_server.domain.sync.keeping.folder_keeping import FolderKeeping
from jupyter_openbis_server.domain.sync.keeping.keep_request import KeepRequest
from jupyter_openbis_server.domain.sync.keeping.kept_folder import KeptFolder, KeptStatus
from jupyter_openbis_server.domain.sync.planning.plan_sync import check_target
from jupyter_openbis_server.domain.sync.ports import SyncFolders, SyncTarget
from jupyter_openbis_server.domain.sync.states.ports import KnownStates


@dataclass(frozen=True)
class KeepFolder:
    """Begin to keep a folder in openBIS, or change how it is kept. What cannot work is refused at once."""

    session_manager: SessionManager
    entities: Entities
    object_files: ObjectFiles
    folders: DownloadFolders
    states: KnownStates
    sync_folders: SyncFolders
    keeping: FolderKeeping
    clock: Callable[[], dt.datetime]
    guard: ChangeGuard = CHANGES_ALLOWED

    def __call__(self, request: KeepRequest) -> KeptStatus:
        """Return the state of the kept folder.

        Raises:
            ReadOnly: openBIS would be changed, and changes are switched off.
            InvalidPath: the folder must not be used.
            NotSynchronised: no sample or experiment is given, and the folder was never synchronised.
            UnknownConnection, NotLoggedIn, InvalidReference, EntityNotFound.
            SyncRunning: another program synchronises the folder for the first time.
            NoFileServer: openBIS keeps no files of samples and experiments.
            InvalidSyncState: the folder is synchronised with something else.
            OpenbisError: see `FolderKeeping.keep`.
        """
        if request.direction.sends:
            self.guard.check()
        real_path, known = self.folders.identity(request.folder), self.states.target(request.folder)
        entity = request.entity or (known.owner if known else "")
        if not entity:
            raise NotSynchronised(request.folder)
        owner, url, user = self.session_manager.use(request.connection, self._find, entity)
        target = SyncTarget(url, owner.perm_id, owner.identifier)
        check_target(request.folder, known, target)
        kept = KeptFolder(
            request.folder,
            real_path,
            request.connection,
            owner.perm_id,
            owner.identifier,
            self.clock(),
            request.direction,
            request.delete,
            request.exclusion,
            request.pace,
            user,
        )
        if known is None:
            self._begin(kept, target)
        return self.keeping.keep(kept)

    def _find(self, session: Session, entity: str) -> tuple[Entity, str, str]:
        """Return the sample or experiment, the address of its openBIS, and the id of the user."""
        owner = self.entities.find(session, EntityReference.parse(entity))
        if not self.object_files.is_available(session):
            raise NoFileServer("this openBIS has no file server")
        return owner, session.instance.url, self.session_manager.user_of(session)

    def _begin(self, kept: KeptFolder, target: SyncTarget) -> None:
        """Make the folder known, so that another one in its place, e.g. of a missing disk, is not taken for it."""
        self.keeping.check(kept)
        with self.sync_folders.open(kept.folder, target):
            pass
