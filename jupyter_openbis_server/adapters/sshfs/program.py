"""Running a program that may hang, with a secret that nobody else may see."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from jupyter_openbis_server.domain.model import Cancellation, Secret

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_MOST_OUTPUT = 64 * 1024
_ENDING_SECONDS = 5.0
_USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin"


@dataclass(frozen=True)
class Outcome:
    """How a program ended.

    Attributes:
        status: Exit status; None if it did not end in time and was killed.
        text: What it wrote, both outputs.
    """

    status: int | None
    text: str


def find_program(name: str) -> str | None:
    """Return the absolute path of a program, or None where it is not installed; `sbin` counts, too."""
    return shutil.which(name) or shutil.which(name, path=_USUAL_PATH)


def run(arguments: Sequence[str], seconds: float, secret: Secret | None = None) -> Outcome:
    """Run a program to its end; it may leave others behind that go on.

    It gets an environment of its own, for ours may hold tokens, and its messages are in English. A secret reaches it
    by standard input only, when it can no longer leave a core dump behind.

    Args:
        arguments: The program and what it is given; never a shell.
        seconds: After so long it is killed.
        secret: A line for its standard input.

    Raises:
        OSError: it cannot be started.
        Cancelled: on request of the cancellation that governs the thread, within a second.
    """
    cancellation = Cancellation.current()
    # A file and no pipe: what the program leaves running keeps its outputs open, and a pipe would never end.
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603 - an argument list that is made here
            arguments,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        with cancellation.calls(process.kill):
            _give(process, secret)
            try:
                status: int | None = process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                status = None
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_ENDING_SECONDS)
        cancellation.check()
        return Outcome(status, _text(output))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "USER", "LOGNAME", "TMPDIR") if name in os.environ}
    return {"PATH": _USUAL_PATH, **kept, "LC_ALL": "C"}


def _give(process: subprocess.Popen[bytes], secret: Secret | None) -> None:
    with suppress(BrokenPipeError):  # it has ended already; its outputs say why
        assert process.stdin is not None  # noqa: S101 - for mypy
        with process.stdin:
            if secret:
                _forbid_core_dumps(process.pid)
                process.stdin.write(f"{secret.reveal()}\n".encode())


def _forbid_core_dumps(pid: int) -> None:
    """Let a process, and whatever it starts, leave no image of its memory behind when it crashes (Linux)."""
    if hasattr(resource, "prlimit"):
        with suppress(OSError):  # it has ended already
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _text(output: IO[bytes]) -> str:
    output.seek(0)
    return output.read(_MOST_OUTPUT).decode(errors="replace").strip()
