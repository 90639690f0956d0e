"""Errors of work in progress: cancelled, no capacity, unexpected failure."""

from __future__ import annotations

import traceback

from jupyter_openbis_server.domain.errors.base import OpenbisError


class Cancelled(OpenbisError):
    """The work was cancelled, and has ended."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("cancelled")


class ServerStopped(Cancelled):
    """The server was stopped during the work; no user has cancelled it."""

    code = "server-stopped"

    def __init__(self) -> None:
        OpenbisError.__init__(self, "the server was stopped; what has arrived stays, and the same request continues it")


class ClientLeft(Cancelled):
    """The client that waited for the work has disconnected."""

    code = "client-left"

    def __init__(self) -> None:
        OpenbisError.__init__(self, "the program that waited for it has left; the same request continues it")


class ServerBusy(OpenbisError):
    """The queue is full."""

    code = "server-busy"

    def __init__(self, what: str) -> None:
        super().__init__(f"too many requests for {what} are waiting; try again in a moment")


class WorkerLost(OpenbisError):
    """A worker process or machine was assigned a data set, and never reported a result."""

    code = "worker-lost"

    def __init__(self, perm_id: str, problem: str) -> None:
        super().__init__(
            f"the worker that was to download data set {perm_id} is lost ({problem}); the same download continues"
        )


class NoWorkersAvailable(OpenbisError):
    """No worker process or machine accepts work."""

    code = "no-workers-available"

    def __init__(self, problem: str) -> None:
        super().__init__(f"no worker takes downloads any more ({problem}); with new ones, the same download continues")


class InternalError(OpenbisError):
    """A defect of this program. The message contains the exception type only: its text may contain secrets."""

    code = "internal-error"
    trace: str
    """For the log only: the traceback, with the text of the error."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"something went wrong inside the program ({type(error).__name__}); its log knows more")
        self.__cause__ = error
        self.trace = "".join(traceback.format_exception(error))


class MissingPackage(OpenbisError):
    """An optional Python package is not installed."""

    code = "missing-package"

    def __init__(self, package: str, used_by: str) -> None:
        super().__init__(f"{used_by} needs {package}; install it with: pip install {package}")
