"""HTTP statuses of domain errors. No other module defines them."""

from __future__ import annotations

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.object_files.errors import NoFileServer
from jupyter_openbis_server.domain.sync.errors import (
    FolderAlreadyKept,
    SyncFolderMissing,
    SyncRunning,
    TooManyDeletions,
    TooManyKeptFolders,
)

STATUS: dict[type[errors.OpenbisError], int] = {
    errors.OpenbisError: 500,
    errors.AmbiguousConnection: 400,
    errors.InvalidInput: 400,
    errors.SourceNotReadable: 400,
    errors.NotLoggedIn: 401,
    errors.UnknownConnection: 404,
    errors.NotFound: 404,
    NoFileServer: 404,
    errors.ReadOnly: 403,
    errors.ChangedMeanwhile: 409,
    errors.FileConflict: 409,
    errors.FileOfAnotherNotebook: 409,
    SyncRunning: 409,
    SyncFolderMissing: 409,
    TooManyDeletions: 409,
    FolderAlreadyKept: 409,
    TooManyKeptFolders: 409,
    errors.ChangeFailed: 400,
    errors.ChangeUnconfirmed: 500,
    # The published clients expect 500 for these four, and distinguish them from a wrong password by it.
    errors.ConnectionFailed: 500,
    errors.DownloadFailed: 500,
    errors.UploadFailed: 500,
    errors.MountError: 500,
    errors.FolderNotResponding: 503,
    errors.ServerBusy: 503,
    errors.Cancelled: 503,  # a client that still waits for it does so at a server that is shutting down
}
"""The most specific class applies."""


def status_of(error: errors.OpenbisError) -> int:
    """Return the HTTP status for a domain error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
