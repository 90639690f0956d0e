"""Exit statuses of domain errors."""

from __future__ import annotations

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.sync.errors import SyncRunning, TooManyDeletions

STATUS: dict[type[errors.OpenbisError], int] = {
    errors.OpenbisError: 1,
    errors.InvalidInput: 2,  # as for wrong options
    errors.AmbiguousConnection: 2,
    errors.UnknownConnection: 2,
    errors.NotLoggedIn: 3,
    errors.NotFound: 4,
    errors.ConnectionFailed: 5,
    errors.IntegrityError: 6,
    errors.DataNotAvailable: 7,
    errors.StorageError: 8,
    errors.ReadOnly: 2,
    errors.ChangedMeanwhile: 8,
    errors.UnarchivingFailed: 7,
    errors.FileConflict: 8,
    errors.FileOfAnotherNotebook: 8,
    SyncRunning: 8,
    TooManyDeletions: 8,
    errors.MountError: 9,
    errors.Cancelled: 130,  # as in shells after Ctrl-C
}
"""The most specific class applies; a failed download or upload has the status of its cause."""

WRONG_FILES = 6
"""Exit status of `verify` if files are missing or damaged, and of `rerun` if outputs are."""

FAILED_NOTEBOOK = 10
"""Exit status of `rerun` if a cell has raised an exception."""


def status_of(error: errors.OpenbisError) -> int:
    """Return the exit status for a domain error."""
    cause = getattr(error, "cause", None) or (error.__cause__ if isinstance(error, errors.UploadFailed) else None)
    if isinstance(cause, errors.OpenbisError):
        return status_of(cause)
    if isinstance(error, errors.InvalidChange) and error.names_missing_only:
        return STATUS[errors.NotFound]
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
