"""Logs of a command: warnings, with `-v` the requests to openBIS, and with `--log-file` all of it in a file."""

from __future__ import annotations

import logging
import os
import platform
import sys
import time
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version

import click

from jupyter_openbis_server.domain.diagnostics.action import Action
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.entrypoints.cli.output.support_log import support_log
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable, write
from jupyter_openbis_server.version import VERSION

_log = logging.getLogger(__name__)
_NEVER = logging.CRITICAL + 1
_FILE_FORMAT = "%(asctime)s.%(msecs)03dZ %(levelname)s [%(threadName)s] %(name)s: %(message)s"


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
    handler.setLevel(level)
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not _is_own(each) or isinstance(each, _FileHandler)]
    root.addHandler(handler)
    root.setLevel(min(each.level for each in root.handlers if _is_own(each)))
    return LoggedRequests()


def _is_own(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, PrintableFormatter)


class _FileHandler(logging.StreamHandler):  # type: ignore[type-arg] # not generic at runtime in Python 3.10
    """Writes to the log file, until that fails, e.g. as the disk is full; the command itself goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - as logging has it
        """See logging: without a traceback for each record, which could show secrets of the program."""
        self.setLevel(_NEVER)
        reason = getattr(sys.exc_info()[1], "strerror", None) or "an error"
        with suppress(OSError):
            write(f"the log file cannot be written any more: {reason}", err=True)
        with suppress(OSError):
            self.stream.close()


def log_to_file(path: str, command: str) -> None:
    """Append all records to a file that only its owner can read: requests, warnings, errors, and the environment.

    The arguments of the command are not written: they may contain a password.

    Raises:
        BadParameter: the file cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0), 0o600)
        handler = _FileHandler(os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace"))
    except OSError as error:
        raise click.BadParameter(f"{path}: {error.strerror}", param_hint="--log-file") from error
    formatter = PrintableFormatter(_FILE_FORMAT, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.setLevel(logging.DEBUG)
    for logger in (logging.getLogger(), support_log):
        logger.handlers = [each for each in logger.handlers if not isinstance(each, _FileHandler)]
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    platforms = (_version_of("pybis"), platform.python_version(), platform.platform())
    support_log.info("%s of version %s; pyBIS %s, Python %s, %s", command, VERSION, *platforms)


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
