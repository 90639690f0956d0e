"""Logs of a command: warnings, and with `-v` the requests to openBIS."""

from __future__ import annotations

import logging
import sys

from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable

_log = logging.getLogger(__name__)


class PrintableFormatter(logging.Formatter):
    """Writes records that control no terminal: messages are one line each."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as logging has it
        """See logging."""
        return printable(super().formatMessage(record))

    def formatException(self, ei: logging._SysExcInfoType) -> str:  # noqa: N802 - as logging has it
        """See logging."""
        return "\n".join(map(printable, super().formatException(ei).split("\n")))


class LoggedRequests:
    """Port `Observer` for `-v`: logs each method of openBIS's API after its response, with the duration."""

    def on_action(self, action: Action) -> None:
        """See the port."""

    def on_error(self, error: OpenbisError) -> None:
        """See the port. The command reports it."""

    def on_request(self, method: str, seconds: float) -> None:
        """See the port."""
        _log.debug("openBIS answered %s after %.3f s", method, seconds)


def show_logs(level: int) -> LoggedRequests:
    """Write records of a level or above to standard error. Returns the observer that logs requests."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrintableFormatter("%(name)s: %(message)s" if level < logging.INFO else "%(message)s"))
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each.formatter, PrintableFormatter)]
    root.addHandler(handler)
    root.setLevel(level)
    return LoggedRequests()
