"""The files of a download that could not be fetched."""

from __future__ import annotations

import threading

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, InstanceUnreachable, IntegrityError, OpenbisError
from jupyter_openbis_server.domain.shared.kept_errors import detached

_MAX_NAMES = 10


class PermanentCorruption(IntegrityError):
    """A file that is not what the data store states, and would not be if it were fetched again."""


class FailedFiles:
    """Files that could not be fetched, with the reasons. The error is raised when the other files are complete.

    Safe for use from several threads.
    """

    def __init__(self) -> None:
        self._errors: dict[DataSetFile, OpenbisError] = {}
        self._lock = threading.Lock()

    def add(self, file: DataSetFile, error: OpenbisError) -> None:
        """Add a file and the reason."""
        with self._lock:
            self._errors[file] = detached(error)

    def raise_if_any(self) -> None:
        """Raise an error that names the files, if there are any.

        Raises:
            OpenbisError: the reason, if there is just one file.
            InstanceUnreachable: one file's reason, if it is that.
            IntegrityError, DataNotAvailable: one that names the files.
        """
        errors = list(self._errors.values())
        for error in errors:
            if len(errors) == 1 or isinstance(error, InstanceUnreachable):
                raise detached(error)
        if not errors:
            return
        damaged = [file.path for file, error in self._errors.items() if isinstance(error, IntegrityError)]
        if len(damaged) == len(errors):
            raise IntegrityError(_listed(damaged), "these files arrive with another content than the data store states")
        reasons = "; ".join(dict.fromkeys(map(str, errors[:_MAX_NAMES])))
        paths = _listed([file.path for file in self._errors])
        raise DataNotAvailable(f"the data store does not give {len(errors)} files ({paths}): {reasons}")


def _listed(paths: list[str]) -> str:
    more = f" and {len(paths) - _MAX_NAMES} more" if len(paths) > _MAX_NAMES else ""
    return ", ".join(paths[:_MAX_NAMES]) + more
