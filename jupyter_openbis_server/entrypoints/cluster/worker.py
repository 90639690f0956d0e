"""What runs on a worker elsewhere."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache

from jupyter_openbis_server.domain.errors import OpenbisError, UnexpectedFailure
from jupyter_openbis_server.domain.model import Connection, ConnectionDefinition, Credentials, DownloadOutcome
from jupyter_openbis_server.entrypoints.batch import anywhere
from jupyter_openbis_server.entrypoints.cluster.task import Access, DownloadTask
from jupyter_openbis_server.entrypoints.container import Container
from jupyter_openbis_server.entrypoints.settings import Settings

_PROGRAMS_KEPT = 8

_log = logging.getLogger(__name__)
_wiring = threading.Lock()


def download_on_worker(task: DownloadTask) -> DownloadOutcome:
    """Download a data set in this process, and return what became of it.

    It raises nothing: frameworks log the errors of tasks with all that led to them, and not all of them can send them.
    """
    try:
        with _wiring:
            program = _program(task.access)
        outcome = program.attempt_download()(task.access.instance.name, task.request)
    except Exception as error:  # noqa: BLE001 - see above
        _log.exception("openBIS: data set %s", task.perm_id)
        outcome = DownloadOutcome.failed(task.perm_id, UnexpectedFailure(error))
    if outcome.error:
        _forget_history(outcome.error)
    return outcome


def _forget_history(error: OpenbisError) -> None:
    """Make an error what its text says, and no more.

    Where tblib is installed (dask does that), pickling an error would send its causes and the frames of its traceback.
    """
    error.__cause__ = error.__context__ = error.__traceback__ = None
    for part in vars(error).values():
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, OpenbisError):
                _forget_history(each)


@lru_cache(maxsize=_PROGRAMS_KEPT)
def _program(access: Access) -> Container:
    """Return this process's program for an access, so that tasks share sessions and HTTP connections.

    It knows the one connection and no other: connection files and environment are the caller's business. Since its
    session came as a token, it is never closed here.
    """
    settings = Settings(anywhere(), connect_timeout=access.connect_timeout, read_timeout=access.read_timeout)
    program = Container(settings=settings)
    credentials = Credentials.of_token(access.token.unpacked())
    program.connections().add(Connection.defined(ConnectionDefinition(access.instance, credentials=credentials)))
    return program
