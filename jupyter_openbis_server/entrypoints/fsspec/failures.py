"""Translation of domain errors to OSError, which fsspec and its users expect."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.hierarchy.names import FILES


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
    errors.ReadOnly: (OSError, errno.EROFS),
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


def no_files_here(path: str, *, exists: bool) -> OSError:
    """Return the error for attempts to write where there are entities and data sets, and no files.

    Args:
        path: The path.
        exists: Whether there is an entity.
    """
    kind, number = (IsADirectoryError, errno.EISDIR) if exists else (OSError, errno.EROFS)
    return kind(
        number,
        f"files are written below the folder '{FILES}' of a sample or experiment only (openBIS 7), or by its permId; "
        "spaces, projects, experiments, samples and data sets are not created, moved or deleted by openbis://",
        path,
    )


def is_a_folder(path: str) -> OSError:
    """Return the error for a folder that is opened as a file."""
    return IsADirectoryError(errno.EISDIR, "this is a folder", path)


def raise_unless_missing(error: OSError, *, top: str) -> None:
    """Raise an error again unless it reports a missing file or folder, or a data set without files below `top`."""
    is_empty = isinstance(error.__cause__, errors.DataSetNotPhysical) and error.filename != top
    if not is_empty and not isinstance(error, FileNotFoundError):
        raise error
