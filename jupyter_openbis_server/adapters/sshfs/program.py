"""Running a program that may hang, and passing it a secret safely."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.secret import Secret

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_MAX_OUTPUT_BYTES = 64 * 1024
_KILL_SECONDS = 5.0
_USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin"


@dataclass(frozen=True)
class Outcome:
    """The result of a program.

    Attributes:
        status: Exit status; None if it was killed after the timeout.
        text: Standard output and standard error.
    """

    status: int | None
    text: str


def find_program(name: str) -> str | None:
    """Return the absolute path of a program, None if it is not installed; `sbin` folders are searched, too."""
    return shutil.which(name) or shutil.which(name, path=_USUAL_PATH)


def run(arguments: Sequence[str], seconds: float, secret: Secret | None = None) -> Outcome:
    """Run a program until it exits; background processes that it started may continue.

    It gets a minimal environment with English messages: that of this process may contain tokens. A secret is passed by
    standard input only, after core dumps were disabled.

    Args:
        arguments: The program and its arguments; no shell is used.
        seconds: Timeout, after which it is killed.
        secret: A line for its standard input.

    Raises:
        OSError: it cannot be started.
        Cancelled: by the thread's current cancellation, within a second.
    """
    cancellation = Cancellation.current()
    # A file instead of a pipe: background processes keep the outputs open, so a pipe would never end.
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603 - the argument list is built in this package
            arguments,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        with cancellation.on_cancel(process.kill):
            _give(process, secret)
            try:
                status: int | None = process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                status = None
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_KILL_SECONDS)
        cancellation.check()
        return Outcome(status, _text(output))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "USER", "LOGNAME", "TMPDIR") if name in os.environ}
    return {"PATH": _USUAL_PATH, **kept, "LC_ALL": "C"}


def _give(process: subprocess.Popen[bytes], secret: Secret | None) -> None:
    with suppress(BrokenPipeError):  # it has exited; its output has the reason
        assert process.stdin is not None  # noqa: S101 - for mypy
        with process.stdin:
            if secret:
                _forbid_core_dumps(process.pid)
                process.stdin.write(f"{secret.reveal()}\n".encode())


def _forbid_core_dumps(pid: int) -> None:
    """Disable core dumps of a process and its children (Linux)."""
    if hasattr(resource, "prlimit"):
        with suppress(OSError):  # it has exited
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _text(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read(_MAX_OUTPUT_BYTES).decode(errors="replace").strip()
