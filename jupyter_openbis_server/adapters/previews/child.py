"""Reading of files in a child process with limits of memory, time and bytes.

The process runs libraries in C on files of unknown origin: it may crash or be taken over, so what it sends is checked,
and it can ask for nothing but bytes of this one file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_openbis_server.adapters.previews import frames
from jupyter_openbis_server.adapters.shared.child_environment import without_secrets
from jupyter_openbis_server.adapters.shared.process_limits import memory_limit
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode
from jupyter_openbis_server.domain.previews.ports import FileBytes
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_MAX_MEMORY = 2 << 30
_MAX_RESULT = 4 << 20
_MAX_PICTURE = 32 << 20
_MAX_RANGE = 16 << 20
_WAIT_SECONDS = 30.0
_POLL_SECONDS = 0.2
_PROCESSES = threading.BoundedSemaphore(4)
"""Processes at a time, of all users: each may take the memory of its limit."""


@dataclass(frozen=True)
class Limits:
    """Limits of one reading process.

    Attributes:
        bytes: Number of bytes of the file that are read.
        memory: Bytes of address space; None for three quarters of the container's memory, at most 2 GiB.
        seconds: Timeout, after which the process is killed. It includes the requests to openBIS.
    """

    bytes: int
    memory: int | None = None
    seconds: int = 60


@dataclass(frozen=True)
class Answer:
    """The result of a process: values in JSON, and a picture."""

    values: dict[str, Any]
    picture: bytes = b""


def read_in_child(task: dict[str, Any], source: FileBytes, limits: Limits, cancellation: Cancellation) -> Answer:
    """Run a task of `__main__` on a file. The process has ended when this returns or raises.

    Raises:
        NoPreview: the process says why, or it has crashed or exceeded a limit.
        OpenbisError: from `source`.
        Cancelled: on request.
    """
    memory = limits.memory or memory_limit(_MAX_MEMORY)
    settings = {"memory": memory, "seconds": limits.seconds, "bytes": limits.bytes, "size": source.size}
    command = [sys.executable, "-m", __package__ or "", json.dumps(settings), json.dumps(task)]
    environ = without_secrets(os.environ) | {
        "PYTHONSAFEPATH": "1",  # no modules from the current folder
        "OPENBLAS_NUM_THREADS": "1",  # each thread reserves address space
        "HDF5_PLUGIN_PRELOAD": "::",  # no filters from the disk
        "HDF5_USE_FILE_LOCKING": "FALSE",
    }
    with (
        _slot(cancellation),
        subprocess.Popen(  # noqa: S603 - arguments are JSON documents
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environ,
            cwd=Path(__file__).parents[3],
        ) as process,
    ):
        is_late = threading.Event()
        timer = threading.Timer(limits.seconds, _end, (process, is_late))
        timer.daemon = True
        timer.start()
        try:
            with cancellation.on_cancel(process.kill):
                return _serve(process, source, limits)
        except frames.Ended:
            cancellation.check()
            if is_late.is_set():
                raise NoPreview(ReasonCode.TOO_SLOW, seconds=limits.seconds) from None
            raise NoPreview(ReasonCode.UNREADABLE) from None
        finally:
            timer.cancel()
            process.kill()


@contextmanager
def _slot(cancellation: Cancellation) -> Iterator[None]:
    """Wait until a process may be started. Raises NoPreview, Cancelled."""
    waited = 0.0
    while not _PROCESSES.acquire(timeout=_POLL_SECONDS):
        cancellation.check()
        waited += _POLL_SECONDS
        if waited >= _WAIT_SECONDS:
            raise NoPreview(ReasonCode.BUSY)
    try:
        cancellation.check()
        yield
    finally:
        _PROCESSES.release()


def _end(process: subprocess.Popen[bytes], is_late: threading.Event) -> None:
    is_late.set()
    process.kill()


def _serve(process: subprocess.Popen[bytes], source: FileBytes, limits: Limits) -> Answer:
    """Answer requests for bytes until the process sends its result. Raises Ended, NoPreview, OpenbisError."""
    if process.stdin is None or process.stdout is None:
        raise frames.Ended
    sent, picture = 0, b""
    while True:
        kind, content = frames.receive(process.stdout, _MAX_PICTURE)
        if kind == frames.READ:
            start, end = frames.unpack_range(content)
            sent += max(0, end - start)
            if not start < end <= source.size or end - start > _MAX_RANGE or sent > limits.bytes:
                raise frames.Ended
            frames.send(process.stdin, frames.BYTES, source.read(start, end))
        elif kind == frames.PICTURE:
            picture = content
        elif kind == frames.PROBLEM:
            raise _problem(_object(content))
        elif kind == frames.RESULT and len(content) <= _MAX_RESULT:
            return Answer(_object(content), picture)
        else:
            raise frames.Ended


def _object(content: bytes) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise frames.Ended from error
    if not isinstance(values, dict):
        raise frames.Ended
    return values


def _problem(values: dict[str, Any]) -> NoPreview:
    """Return the error that a process has sent. Raises Ended."""
    try:
        return NoPreview(
            ReasonCode(values["code"]), **{str(name): int(each) for name, each in values["parameters"].items()}
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise frames.Ended from error
