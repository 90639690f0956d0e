"""Programs that are used from Python.

Each task gets a process of its own, which has imported everything and logged in before it is timed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders.connection_file import CONNECTION, write_connection_file
from benchmarks.environments import pybis7_environment
from benchmarks.measuring import WatchedProcess
from benchmarks.servers import AFS, DATA_SET_TYPE, OWNER, PASSWORD, USER, World
from benchmarks.tasks import UPLOAD, ContenderFailed, Outcome, Task, TaskTimeout, Transfer

READY, GO, DONE = "ready", "go", "done"
_PROJECT = Path(__file__).parents[2]


@contextmanager
def running_pybis(world: World) -> Iterator[_Worker]:
    """Get pyBIS ready."""
    yield _Worker(world, "benchmarks.workers.pybis")


@contextmanager
def running_batch(world: World) -> Iterator[_Worker]:
    """Get the library form of this project ready."""
    yield _Worker(world, "benchmarks.workers.batch")


@contextmanager
def running_pybis7(world: World) -> Iterator[_Worker]:
    """Get pyBIS 7 ready, in an environment of its own."""
    yield _Worker(world, "benchmarks.workers.pybis7", pybis7_environment() / "bin" / "python")


@dataclass(frozen=True)
class _Worker:
    """Starts `python -m <module>`, which reads an order, prints `ready`, waits for `go`, works, and prints `done`."""

    world: World
    module: str
    python: Path = Path(sys.executable)

    @contextmanager
    def prepared(self, task: Task) -> Iterator[Transfer]:
        """Start a process and wait until it is ready. Raises ContenderFailed."""
        log = self.world.folder / f"{self.module.rpartition('.')[2]}.log"
        with (
            log.open("wb") as errors,
            subprocess.Popen(  # noqa: S603 - our own module
                [str(self.python), "-m", self.module],
                cwd=_PROJECT,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            try:
                _send(process, _order(self.world, task))
                _expect(process, READY)
                yield lambda: _go(process, task.limit)
            except (EOFError, BrokenPipeError) as error:
                raise ContenderFailed(log.read_text(errors="replace")[-1000:]) from error
            finally:
                process.kill()

    def _environment(self) -> dict[str, str]:
        """Return an environment without variables of the user that could have influence."""
        home = self.world.folder / "worker-home"
        write_connection_file(home / "config", self.world)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS"))}
        return kept | {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}


def _order(world: World, task: Task) -> str:
    files = [str(task.source / path.rpartition("/")[2]) for path in task.content.case.sizes]
    if world.transport == AFS and task.kind == UPLOAD and len(files) > 1:
        files = [str(task.source)]  # a file server has folders, and both clients take them
    return json.dumps(
        {
            "url": world.url,
            "user": USER,
            "password": PASSWORD,
            "connection": CONNECTION,
            "kind": task.kind,
            "transport": world.transport,
            "perm_id": task.perm_id,
            "target": str(task.target),
            "type": DATA_SET_TYPE,
            "owner": OWNER,
            "upload_owner": world.data.upload_owner,
            "files": files,
        }
    )


def _go(process: subprocess.Popen[str], limit: float) -> Outcome:
    watched = WatchedProcess(process.pid)
    too_late = threading.Timer(limit, process.kill)
    too_late.start()
    begin = time.perf_counter()
    try:
        _send(process, GO)
        _expect(process, DONE)
    except (EOFError, BrokenPipeError):
        if time.perf_counter() - begin >= limit:
            raise TaskTimeout from None
        raise
    finally:
        too_late.cancel()
    return Outcome(time.perf_counter() - begin, watched.consumption())


def _send(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None  # noqa: S101 - for the type checker
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def _expect(process: subprocess.Popen[str], word: str) -> None:
    """Wait for a line. Raises EOFError for any other line or the end of the output."""
    assert process.stdout is not None  # noqa: S101 - for the type checker
    if process.stdout.readline().strip() != word:
        raise EOFError
