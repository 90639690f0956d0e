"""Commands that build environments: cancellable, with a timeout, without a terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress

from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_SECONDS = 3600.0
"""Timeout of one command: packages with compilers take long."""
_LINES, _MAX_LINE = 5, 300
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")
"""User and password of a package index in an address."""


class CommandFailed(Exception):
    """A command has failed; the message has the last lines of its output."""


def run_command(command: Sequence[str], environ: Mapping[str, str], folder: str, seconds: float = _SECONDS) -> None:
    """Run a command and wait for its end.

    Args:
        command: The program and its arguments.
        environ: Its environment.
        folder: Its working folder.
        seconds: Timeout.

    Raises:
        CommandFailed: it cannot be started, has failed, or takes too long.
        Cancelled: by the current cancellation of the thread; all its processes have ended.
    """
    cancellation = Cancellation.current()
    cancellation.check()
    with tempfile.TemporaryFile(prefix="jupyter-openbis-") as output:
        try:
            process = subprocess.Popen(  # noqa: S603 - no shell, and each argument is checked by the caller
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environ),
                cwd=folder,
                start_new_session=True,
            )
        except OSError as error:
            raise CommandFailed(f"{command[0]}: {error.strerror}") from error
        with process:
            try:
                with cancellation.on_cancel(lambda: _kill(process)):
                    process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise CommandFailed(f"it takes longer than {seconds:g} seconds") from None
            finally:
                if process.poll() is None:
                    _kill(process)
        cancellation.check()
        if process.returncode:
            output.seek(0)
            raise CommandFailed(_last_lines(output.read().decode(errors="replace")) or "the installation has failed")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a command with all its processes: it leads a process group of its own."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _last_lines(text: str) -> str:
    lines = [" ".join(line.split()) for line in _CREDENTIALS.sub("***", text).splitlines() if line.strip()]
    shown = "; ".join(line[:_MAX_LINE] for line in lines[-_LINES:])
    return "".join(letter for letter in shown if letter.isprintable())
