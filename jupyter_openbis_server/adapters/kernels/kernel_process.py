"""Start and shutdown of a kernel's process."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from jupyter_openbis_server.domain.errors import KernelDied, KernelFailed

_SHUTDOWN_SECONDS = 5.0
_FORCED_SHUTDOWN_SECONDS = 1.0
_MAX_MESSAGE = 200


@dataclass(frozen=True)
class KernelProcess:
    """A running kernel and its channels.

    Attributes:
        manager: Starts and shuts down the process.
        client: The connected channels.
        kernel: Name of the kernel, for messages.
        errors: The file that receives its standard error.
    """

    manager: KernelManager
    client: BlockingKernelClient
    kernel: str
    errors: Path

    def ensure_alive(self) -> None:
        """Raise KernelDied if the kernel has exited; the message contains its last line of output."""
        if not self.manager.is_alive():
            reason = last_line(self.errors.read_text(errors="replace"))
            raise KernelDied(self.kernel, f"has exited unexpectedly{f': {reason}' if reason else ''}")


@contextmanager
def running(manager: KernelManager, kernel: str, folder: str, environ: dict[str, str]) -> Iterator[KernelProcess]:
    """Run a kernel during a `with` block. Then shut it down, or kill it, with all processes that it started.

    Raises:
        KernelFailed: it cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="jupyter-openbis-") as temporary:
        manager.connection_file = str(Path(temporary, "connection.json"))
        errors = Path(temporary, "errors")
        shutdown_seconds = _FORCED_SHUTDOWN_SECONDS  # after an error, e.g. a cancellation: the caller does not wait
        try:
            _start(manager, kernel, folder, environ, errors)
            client = manager.client()
            client.start_channels(stdin=False, hb=False)
            try:
                yield KernelProcess(manager, client, kernel, errors)
                shutdown_seconds = _SHUTDOWN_SECONDS
            finally:
                client.stop_channels()
        finally:
            _end(manager, shutdown_seconds)


def _start(manager: KernelManager, kernel: str, folder: str, environ: dict[str, str], errors: Path) -> None:
    with errors.open("wb") as output:
        try:
            manager.start_kernel(
                cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=output
            )
        except OSError as error:
            program = f": {error.filename}" if error.filename else ""
            raise KernelFailed(kernel, f"cannot be started: {error.strerror}{program}") from error
        except (RuntimeError, ValueError) as error:
            raise KernelFailed(kernel, f"cannot be started ({type(error).__name__})") from error


def _end(manager: KernelManager, shutdown_seconds: float) -> None:
    """Shut the kernel down cleanly, so that it removes its temporary files; kill it after the timeout."""
    group = getattr(manager.provisioner, "pgid", None)
    manager.shutdown_wait_time = shutdown_seconds
    try:
        if manager.has_kernel:
            manager.shutdown_kernel()
        else:
            manager.cleanup_resources()
    finally:  # also after a second Ctrl-C
        kill_group(group)
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def kill_group(group: int | None) -> None:
    """Kill a kernel and all processes that it has started: it leads a process group of its own."""
    if group is not None and hasattr(os, "killpg") and group != os.getpgrp():
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)


def last_line(text: str) -> str:
    """Return the last line that is not blank, for messages: shortened, without control characters."""
    last = next((line.strip() for line in reversed(text.split("\n")) if line.strip()), "")
    return "".join(letter for letter in last if letter.isprintable())[:_MAX_MESSAGE]
