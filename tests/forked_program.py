"""The command line, and scripts that use the library, in forked processes that have imported the package.

Importing takes a second of CPU time, and so does the shutdown of the interpreter; the tests run the program
hundreds of times. So one process imports it once and forks for each run, whose arguments, environment, folder, standard
streams and exit status are its own.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

PROGRAM = Path(sys.executable).with_name("jupyter-openbis")


@dataclass(frozen=True)
class Run:
    """Result of a run: its status and output; `out` is the response, `err` the messages."""

    status: int
    out: bytes
    err: bytes


class RunningProgram:
    """A run that has not been waited for.

    Attributes:
        pid: Its process ID.
    """

    def __init__(self, pid: int, answers: IO[bytes], files: Mapping[str, Path]) -> None:
        self.pid = pid
        self._answers, self._files = answers, files
        self._run: Run | None = None

    @property
    def has_ended(self) -> bool:
        return self._run is not None or bool(select.select([self._answers], [], [], 0)[0])

    def send_signal(self, number: int) -> None:
        if not self.has_ended:
            os.kill(self.pid, number)

    def wait(self) -> Run:
        """Return its result when it has ended."""
        if self._run is None:
            answer = self._answers.readline()
            assert answer, "the run timed out, or ended the forking process"
            self._run = Run(int(answer), self._files["out"].read_bytes(), self._files["err"].read_bytes())
        return self._run


class ForkedProgram:
    """Runs `jupyter-openbis` or a script, one run at a time."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.forked_program"],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # threads do not survive a fork
            start_new_session=True,
        )

    def run(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        typed: bytes = b"",
        seconds: float = 120,
        script: Path | str | None = None,
        terminal: str | None = None,
    ) -> Run:
        """Run the program, or a script, to its end; see `started`."""
        with self.started(
            arguments,
            environment=environment,
            folder=folder,
            typed=typed,
            seconds=seconds,
            script=script,
            terminal=terminal,
        ) as running:
            return running.wait()

    @contextmanager
    def started(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        typed: bytes = b"",
        seconds: float = 120,
        script: Path | str | None = None,
        terminal: str | None = None,
    ) -> Iterator[RunningProgram]:
        """Run the program, or a script, beside the block, whose end waits for it.

        Args:
            arguments: Command-line arguments.
            environment: Its complete environment.
            folder: The working folder.
            typed: Its standard input.
            seconds: Timeout, after which the run and the test fail.
            script: A file of Python code, or the code itself, that is run instead of the program.
            terminal: The path of a terminal, which is all of its streams: then `typed` and the output are not used.
        """
        with tempfile.TemporaryDirectory() as streams:
            files = {name: Path(streams, name) for name in ("in", "out", "err")}
            for name, content in {"in": typed, "out": b"", "err": b""}.items():
                files[name].write_bytes(content)
            places = {name: terminal or str(file) for name, file in files.items()}
            if isinstance(script, str):
                code, script = script, Path(streams, "script.py")
                script.write_text(code)
            order = {
                "program": str(script or PROGRAM),
                "arguments": list(arguments),
                "environment": dict(environment),
                "folder": str(folder),
            }
            limit = threading.Timer(seconds, os.killpg, (self._server.pid, signal.SIGKILL))
            limit.start()
            try:
                running = RunningProgram(self._ask(order | places), self._answers, files)
                try:
                    yield running
                except BaseException:
                    running.send_signal(signal.SIGKILL)
                    raise
                finally:
                    running.wait()
            finally:
                limit.cancel()

    def close(self) -> None:
        """End the forking process."""
        assert self._server.stdin
        self._server.stdin.close()
        self._answers.close()
        self._server.wait()

    @property
    def _answers(self) -> IO[bytes]:
        assert self._server.stdout
        return self._server.stdout

    def _ask(self, order: dict[str, Any]) -> int:
        """Return the process ID of a new run."""
        assert self._server.stdin
        self._server.stdin.write(json.dumps(order).encode() + b"\n")
        self._server.stdin.flush()
        return int(self._answers.readline())


def _serve() -> dict[str, Any]:
    """Fork for each order; return in the child, with its order. The parent process exits here after its last order."""
    for line in sys.stdin.buffer:
        order: dict[str, Any] = json.loads(line)
        child = os.fork()
        if not child:
            return order
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()
    os._exit(0)


def _become(order: Mapping[str, Any]) -> None:
    """Apply the arguments, environment, folder and streams of a run."""
    for number, (name, flags) in enumerate((("in", os.O_RDONLY), ("out", _NEW), ("err", _NEW))):
        descriptor = os.open(order[name], flags, 0o600)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", 1, errors="backslashreplace")
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.argv = [order["program"], *order["arguments"]]
    # The interpreter reads these only at its start.
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.modules.pop("sitecustomize", None)
    with suppress(ModuleNotFoundError):
        importlib.import_module("sitecustomize")


def _end(run: Callable[[], object]) -> NoReturn:
    """Run it and end with its status, as the interpreter would."""
    status = 0
    try:
        run()
    except SystemExit as exit_:
        status = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        if isinstance(exit_.code, str):
            sys.stderr.write(f"{exit_.code}\n")
    except BaseException:  # noqa: BLE001 - shown as the interpreter would
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC

if __name__ == "__main__":
    # Modules that the program imports lazily.
    import click

    import jupyter_openbis_server.adapters.kernels.asking
    import jupyter_openbis_server.adapters.openbis.api.patched_pybis
    import jupyter_openbis_server.entrypoints.bootstrap
    import jupyter_openbis_server.entrypoints.cli.output.progress
    import jupyter_openbis_server.entrypoints.fsspec
    import jupyter_openbis_server.entrypoints.library.library  # noqa: F401
    from jupyter_openbis_server.entrypoints.cli.main import main
    from jupyter_openbis_server.entrypoints.cli.root import openbis

    for each in openbis.list_commands(click.Context(openbis)):
        openbis.get_command(click.Context(openbis), each)

    _become(_serve())
    _end(main if sys.argv[0] == str(PROGRAM) else lambda: runpy.run_path(sys.argv[0], run_name="__main__"))
