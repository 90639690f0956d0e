"""Errors of synchronisations."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import FileConflict, InvalidInput, OpenbisError


class SyncRunning(OpenbisError):
    """Another program synchronises the folder."""

    code = "sync-running"

    def __init__(self, folder: str, owner: str) -> None:
        super().__init__(
            f"{folder} is being synchronised by another program; wait until it has ended. "
            f"If there is none, e.g. after a crash of another computer, remove {owner}"
        )


class InvalidSyncState(InvalidInput):
    """The folder is synchronised with something else, or what is known about it cannot be read. Nothing was changed."""

    code = "invalid-sync-state"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class LocalFileChanged(FileConflict):
    """A local file was changed, created or removed since the plan was made. It was kept."""

    code = "local-file-changed"

    def __init__(self, path: str) -> None:
        super().__init__([path])
        self.args = (f"{path} was changed here meanwhile; it was kept. Synchronise again",)


class TooManyDeletions(OpenbisError):
    """More than half of all files would be deleted, e.g. as a disk is missing. Nothing was changed."""

    code = "too-many-deletions"

    def __init__(self, deleted: int, known: int, where: str) -> None:
        super().__init__(
            f"{deleted} of {known} files would be deleted {where}. If that is what you want, allow it explicitly; "
            "else look whether a disk or share is missing, or the folder is another one"
        )


class NotSynchronised(InvalidInput):
    """The folder was never synchronised."""

    code = "not-synchronised"

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} was never synchronised; name the sample or experiment to synchronise it with")
