"""Errors of synchronisations."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_openbis_server.domain.errors import FileConflict, InvalidInput, NotFound, OpenbisError


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


class PartialSyncFailure(OpenbisError):
    """Some actions of a synchronisation were not possible. Both versions of these files were kept.

    Attributes:
        failures: One error for each of them.
    """

    code = "partial-sync-failure"

    def __init__(self, count: int, failed: Sequence[tuple[str, OpenbisError]]) -> None:
        """Create the error.

        Args:
            count: How many have failed.
            failed: The first of them, at least one: path and reason.
        """
        self.failures = tuple(error for _, error in failed)
        path, error = failed[0]
        others = f" {count - 1} more failed." if count > 1 else ""
        super().__init__(f"{path}: {error}.{others} Both versions were kept; synchronise again")


class FolderNotKept(NotFound):
    """The folder is not kept in openBIS by this server."""

    code = "folder-not-kept"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"{folder} is not kept in openBIS by this server; `GET openbis/sync` lists the folders that are"
        )


class FolderAlreadyKept(OpenbisError):
    """A folder above or below is kept in openBIS already."""

    code = "folder-already-kept"

    def __init__(self, folder: str, kept: str, identifier: str) -> None:
        super().__init__(
            f"{folder}: {kept} is kept in openBIS already, in {identifier}, and its files would be synchronised "
            "twice. Choose another folder, or end that first"
        )


class TooManyKeptFolders(OpenbisError):
    """This server keeps as many folders in openBIS as it can."""

    code = "too-many-kept-folders"

    def __init__(self, maximum: int) -> None:
        super().__init__(
            f"{maximum} folders are kept in openBIS by this server, and it keeps no more. End one of them first, or "
            "keep a folder above several of them"
        )


class InvalidKeptFolders(OpenbisError):
    """The list of kept folders cannot be read. It is not changed."""

    code = "invalid-kept-folders"

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"the list of folders that are kept in openBIS cannot be read: {problem}. Move {path} away")
