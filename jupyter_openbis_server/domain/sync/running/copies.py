"""Copies of openBIS's versions that conflicts leave beside the local files."""

from __future__ import annotations

from contextlib import suppress

from jupyter_openbis_server.domain.sync.errors import LocalFileChanged
from jupyter_openbis_server.domain.sync.plan import Action
from jupyter_openbis_server.domain.sync.ports import OpenSyncFolder


def discard_decided_copy(folder: OpenSyncFolder, action: Action) -> None:
    """Move the copy of a conflict that is decided to the trash, so that it is no new file of the user.

    Raises:
        InvalidPath, TargetNotWritable.
    """
    copy = folder.entry(action.decided_copy) if action.decided_copy else None
    if copy and not copy.is_folder:
        with suppress(LocalFileChanged):  # the user is changing it, and keeps it
            folder.discard(copy)
