"""Translation of domain errors to OSError, which fsspec and its users expect."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain import errors


class LoginRequired(PermissionError):
    """openBIS cannot be used without a login; the text says what to do. Notebooks show it as one line."""

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows instead of a traceback."""
        return [f"PermissionError: {self.strerror}"]


_KINDS: dict[type[errors.OpenbisError], tuple[type[OSError], int]] = {
    errors.OpenbisError: (OSError, errno.EIO),
    errors.UnknownConnection: (FileNotFoundError, errno.ENOENT),
    errors.NotFound: (FileNotFoundError, errno.ENOENT),
    errors.NoFilesOfOwner: (FileNotFoundError, errno.ENOENT),
    errors.FileConflict: (FileExistsError, errno.EEXIST),
    errors.NotLoggedIn: (LoginRequired, errno.EACCES),
    errors.RequestRefused: (PermissionError, errno.EACCES),
    errors.ConnectionFailed: (ConnectionError, errno.ECONNABORTED),
    errors.InvalidInput: (OSError, errno.EINVAL),
    errors.DiskFull: (OSError, errno.ENOSPC),
    errors.Cancelled: (OSError, errno.ECANCELED),
}
"""The most specific class applies."""


@contextmanager
def translate_errors(path: str) -> Iterator[None]:
    """Raise an OSError that has the domain error's text, and the domain error as its cause.

    Args:
        path: The path for the error.
    """
    try:
        yield
    except errors.OpenbisError as error:
        if isinstance(error, errors.NotLoggedIn):
            error.__cause__ = error.__context__ = error.__traceback__ = None  # the text says what to do
        kind, number = next(_KINDS[each] for each in type(error).__mro__ if each in _KINDS)
        raise kind(number, str(error), path) from error


def read_only(path: str) -> OSError:
    """Return the error for all attempts to write."""
    return OSError(
        errno.EROFS,
        "data sets in openBIS never change; register a new one instead, with connect(...).upload(...) in Python or "
        "'jupyter openbis upload' in a terminal, or write to a sample or experiment (openBIS 7)",
        path,
    )


def not_listable(path: str) -> OSError:
    """Return the error for listing the data sets of a connection."""
    return OSError(
        errno.ENOTSUP,
        f"the data sets of a connection are not listed; name one by its permId: openbis://{path}/<permId>",
    )


def is_a_folder(path: str) -> OSError:
    """Return the error for a folder that is opened as a file."""
    return IsADirectoryError(errno.EISDIR, "this is a folder", path)


def raise_unless_missing(error: OSError) -> None:
    """Raise an error again unless it reports a missing file or folder."""
    if not isinstance(error, FileNotFoundError):
        raise error
