"""Which domain error becomes which HTTP status. Nothing else decides that."""

from __future__ import annotations

from jupyter_openbis_server.domain import errors

STATUS: dict[type[errors.OpenbisError], int] = {
    errors.OpenbisError: 500,
    errors.AmbiguousConnection: 400,
    errors.InvalidInput: 400,
    errors.NotLoggedIn: 401,
    errors.UnknownConnection: 404,
    errors.NotFound: 404,
    errors.FilesInTheWay: 409,
    # 500 is what the published clients know for these four; they tell them from a wrong password by it.
    errors.ConnectionFailed: 500,
    errors.DownloadFailed: 500,
    errors.UploadFailed: 500,
    errors.MountError: 500,
    errors.TooBusy: 503,
    errors.Cancelled: 503,  # whoever still waits for it does so at a server that is about to stop
}
"""The most specific class counts."""


def status_of(error: errors.OpenbisError) -> int:
    """Return the HTTP status for a domain error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
