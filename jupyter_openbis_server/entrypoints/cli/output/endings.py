"""End of a run: errors become a message, with `--json` an object, and an exit status, without tracebacks."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from jupyter_openbis_server.entrypoints.cli import INTERRUPTED
from jupyter_openbis_server.entrypoints.cli.output.support_log import support_log
from jupyter_openbis_server.entrypoints.cli.output.terminal import printable, write, write_json

_FAILURE, _STORAGE = 1, 8
_OUTPUT_ERRORS = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EBADF, errno.EIO)
_log = logging.getLogger(__name__)


def end(action: Callable[[], object], arguments: Sequence[str] | None = None) -> NoReturn:
    """Run an action, and end the process (SystemExit) with the status of its result.

    Args:
        action: The action; it may return an exit status, as click does in its mode for embedding.
        arguments: The arguments of the process; None for `sys.argv`.
    """
    try:
        status = _status_of(action, is_json=_wants_json(sys.argv[1:] if arguments is None else arguments))
    except OSError as error:  # the report can also fail, e.g. on a full disk
        status = _unwritable(error)
    except KeyboardInterrupt:
        status = INTERRUPTED
    support_log.info("exit status %d", status)
    sys.exit(status)


def report(error: Exception, status: int, *, is_json: bool) -> None:
    """Write a domain error: for people to standard error, with `--json` also as an object to standard output."""
    from jupyter_openbis_server.entrypoints.cli.output.failures import as_object, lines_about  # noqa: PLC0415 - the models

    support_log.error("%s: %s", getattr(error, "code", type(error).__name__), printable(error))
    write(lines_about(error), err=True)
    if is_json:
        write_json({"error": as_object(error, status)})


def _status_of(action: Callable[[], object], *, is_json: bool) -> int:
    try:
        ended = action()
        return ended if isinstance(ended, int) else 0
    except click.Abort as error:
        return _aborted(error, is_json=is_json)
    except click.ClickException as error:
        write(_lines_of(error), err=True)
        _write_error(
            is_json,
            "usage" if isinstance(error, click.UsageError) else "failed",
            error.format_message(),
            error.exit_code,
        )
        return error.exit_code
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Ctrl-C in an import: Python 3.11 makes it a RuntimeError
            raise KeyboardInterrupt from error
        if _is_about_output(error):
            raise
        return _failed(error, is_json=is_json)


def _failed(error: Exception, *, is_json: bool) -> int:
    from jupyter_openbis_server.domain.errors import InternalError, OpenbisError  # noqa: PLC0415 - on errors only
    from jupyter_openbis_server.entrypoints.cli.exit_codes import status_of  # noqa: PLC0415

    if not isinstance(error, OpenbisError):
        _log.debug("unexpected failure", exc_info=error)
        support_log.error("unexpected failure", exc_info=error)
        error = InternalError(error)
    status = status_of(error)
    report(error, status, is_json=is_json)
    return status


def _aborted(error: click.Abort, *, is_json: bool) -> int:
    """Return the status after Ctrl-C, or after the end of the input at a prompt."""
    if isinstance(error.__context__, EOFError) or isinstance(error.__cause__, EOFError):
        write("Aborted: the input has ended.", err=True)
        _write_error(is_json, "aborted", "the input has ended", _FAILURE)
        return _FAILURE
    _write_error(is_json, "cancelled", "cancelled", INTERRUPTED)
    return INTERRUPTED


def _write_error(is_json: bool, code: str, reason: str, status: int) -> None:
    if is_json:
        write_json({"error": {"code": code, "reason": reason, "exitStatus": status}})


def _lines_of(error: click.ClickException) -> list[str]:
    """Return the lines that click would show."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message().splitlines()
    message = [line.strip() for line in error.format_message().splitlines()] or [""]
    lines = [f"Error: {message[0]}", *message[1:]]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return lines
    return [*context.get_usage().splitlines(), *_help_hint(context), "", *lines]


def _help_hint(context: click.Context) -> list[str]:
    """Return the line that names the option for help: not `-h` of `conn add`, which is the host."""
    names = context.command.get_help_option_names(context)
    return [f"Try '{context.command_path} {max(names, key=len)}' for help."] if names else []


def _is_about_output(error: Exception) -> bool:
    return isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_ERRORS


def _unwritable(error: OSError) -> int:
    """Report that standard output cannot be written. A closed pipe, e.g. `| head`, needs no message."""
    _discard(sys.stdout)
    if error.errno == errno.EPIPE:
        return _FAILURE
    try:
        write(f"Error: the answer cannot be written: {error.strerror or type(error).__name__}", err=True)
    except OSError:
        _discard(sys.stderr)
    return _STORAGE


def _discard(stream: Any) -> None:  # noqa: ANN401
    """Redirect a stream to the null device, for Python's flush at the end of the process."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
    except (OSError, AttributeError, ValueError):
        return


def _wants_json(arguments: Sequence[str]) -> bool:
    """Return whether responses are JSON, even if the arguments are invalid."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in before
