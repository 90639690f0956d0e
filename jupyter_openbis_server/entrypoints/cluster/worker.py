"""Downloads on a remote worker."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.downloads.bulk.download_report import DownloadOutcome
from jupyter_openbis_server.domain.errors import InternalError, OpenbisError
from jupyter_openbis_server.domain.instances.session import Credentials
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.library.local_paths import filesystem_root
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases

_MAX_PROGRAMS = 8

_log = logging.getLogger(__name__)
_wiring = threading.Lock()


def download_on_worker(task: DownloadTask) -> DownloadOutcome:
    """Download a data set in this process, and return the outcome.

    Never raises: frameworks log the errors of tasks with their causes, and not all frameworks can send errors.
    """
    try:
        with _wiring:
            use_cases = _use_cases(task.access)
        outcome = use_cases.downloads.attempt(task.access.instance.name, task.request)
    except Exception as error:  # noqa: BLE001 - see above
        _log.exception("openBIS: data set %s", task.perm_id)
        outcome = DownloadOutcome.failed(task.perm_id, InternalError(error))
    if outcome.error:
        _remove_causes(outcome.error)
    return outcome


def _remove_causes(error: OpenbisError) -> None:
    """Remove the causes and the traceback of an error.

    If tblib is installed (dask installs it), pickling an error would send its causes and the frames of its traceback.
    """
    error.__cause__ = error.__context__ = error.__traceback__ = None
    # Attributes can be errors, too: one (`DownloadFailed.cause`) or a tuple (`PartialDownloadFailure.failures`).
    for part in vars(error).values():
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, OpenbisError):
                _remove_causes(each)


@lru_cache(maxsize=_MAX_PROGRAMS)
def _use_cases(access: Access) -> UseCases:
    """Return this process's use cases for an access, so that tasks share sessions and HTTP connections.

    They have this one connection only: connection files and environment are read by the caller. The session was
    received as a token and is never closed here.
    """
    settings = Settings(filesystem_root(), connect_timeout=access.connect_timeout, read_timeout=access.read_timeout)
    use_cases: UseCases = Container(settings=settings).use_cases()
    credentials = Credentials.of_token(access.token.unpacked())
    use_cases.connections.known.add(Connection.defined(ConnectionDefinition(access.instance, credentials=credentials)))
    return use_cases
