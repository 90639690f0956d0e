"""Jupyter servers that download and upload: this project's extension, and its published predecessor.

Both are asked by the same requests, those of the published front ends, and answer when the transfer is complete. Only
uploads to the file server are jobs, which are polled: the published front ends have none.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from benchmarks.contenders.connection_file import CONNECTION, write_connection_file
from benchmarks.environments import published_server_environment
from benchmarks.measuring import StatusLatency, StatusProbe, WatchedProcess
from benchmarks.servers import AFS, DATA_SET_TYPE, OWNER, PASSWORD, USER, World
from benchmarks.tasks import UPLOAD, ContenderFailed, Outcome, Task, TaskTimeout, Transfer

_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_POLL_SECONDS = 0.02
_OK, _ACCEPTED = 200, 202
_JOBS = "/openbis/jobs"


@contextmanager
def running_extension(world: World) -> Iterator[_JupyterRunner]:
    """Run a Jupyter server of this environment."""
    yield from _running(Path(sys.executable), world, world.folder / "extension")


@contextmanager
def running_published_server(world: World) -> Iterator[_JupyterRunner]:
    """Run a Jupyter server with the published extension."""
    yield from _running(published_server_environment() / "bin" / "python", world, world.folder / "published")


def _running(python: Path, world: World, folder: Path) -> Iterator[_JupyterRunner]:
    runner = _JupyterRunner(python, world, folder)
    try:
        yield runner
    finally:
        runner.stop()


class _JupyterRunner:
    """Keeps one Jupyter server for all tasks; one that took too long is replaced by a new one."""

    def __init__(self, python: Path, world: World, folder: Path) -> None:
        self._python = python
        self._world = world
        self._folder = folder
        self._server: _JupyterProcess | None = None

    @contextmanager
    def prepared(self, task: Task) -> Iterator[Transfer]:
        """Start a server if there is none. Raises ContenderFailed."""
        if self._server is None:
            self._server = _JupyterProcess(self._python, self._world, self._folder)
        server = self._server
        yield lambda: self._transfer(server, task)

    def _transfer(self, server: _JupyterProcess, task: Task) -> Outcome:
        verb, path, body = _request(task, self._world)
        ask = server.run_job if path == _JOBS else server.ask
        watched = WatchedProcess(server.process.pid, server.idle_bytes)
        with StatusProbe("127.0.0.1", server.port, server.token).watching() as status_seconds:
            begin = time.perf_counter()
            try:
                ask(verb, path, body, task.limit)
            except TimeoutError:
                self.stop()
                raise TaskTimeout from None
            seconds = time.perf_counter() - begin
        return Outcome(seconds, watched.consumption(), StatusLatency.of(status_seconds))

    def stop(self) -> None:
        """End the server."""
        if self._server is not None:
            self._server.stop()
            self._server = None


class _JupyterProcess:
    """A Jupyter server with its own folders, logged in to openBIS."""

    def __init__(self, python: Path, world: World, folder: Path) -> None:
        self.token = secrets.token_hex(16)
        folder.mkdir(parents=True, exist_ok=True)
        write_connection_file(folder / "config", world)
        runtime = folder / f"runtime-{self.token[:8]}"
        log = folder / "jupyter.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreters
                [str(python), "-m", "jupyter_server", *_options(world)],
                cwd=folder,
                env=_environment(folder, runtime, self.token),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            self.port = self._wait_for_port(runtime, log)
            self.ask("PUT", f"/openbis/conn/{CONNECTION}", {"username": USER, "password": PASSWORD})
        except ContenderFailed:
            self.stop()
            raise
        self.idle_bytes = WatchedProcess(self.process.pid).idle_bytes

    def ask(self, verb: str, path: str, body: object = None, limit: float = _START_SECONDS) -> dict[str, Any]:
        """Return the answer to a request. Raises TimeoutError, ContenderFailed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=limit)
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        try:
            connection.request(verb, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except (ConnectionError, http.client.HTTPException) as error:
            raise ContenderFailed(repr(error)) from error
        finally:
            connection.close()
        if answer.status not in (_OK, _ACCEPTED):
            raise ContenderFailed(f"{answer.status}: {content[:1000].decode(errors='replace')}")
        read: dict[str, Any] = json.loads(content)
        return read

    def run_job(self, verb: str, path: str, body: object, limit: float) -> None:
        """Start a job and wait for its end. Raises TimeoutError, ContenderFailed."""
        deadline = time.monotonic() + limit
        job = self.ask(verb, path, body, limit)
        while job["state"] in ("queued", "running"):
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(_POLL_SECONDS)
            job = self.ask("GET", f"{path}/{job['id']}")
        if job["state"] != "done":
            raise ContenderFailed(json.dumps(job)[:1000])

    def stop(self) -> None:
        """End the server, even if it is busy."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_for_port(self, runtime: Path, log: Path) -> int:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            for file in runtime.glob("jpserver-*.json"):
                with suppress(ValueError, KeyError, OSError):  # it is being written, or the server does not listen yet
                    port = urlsplit(json.loads(file.read_text())["url"]).port
                    socket.create_connection(("127.0.0.1", port or 0), timeout=1).close()
                    return port or 0
            time.sleep(0.05)
        raise ContenderFailed(f"Jupyter did not start: {log.read_text(errors='replace')[-1000:]}")


def _options(world: World) -> list[str]:
    root = ["--allow-root"] if os.geteuid() == 0 else []
    return [
        *root,
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",
        f"--ServerApp.root_dir={world.root}",
    ]


def _environment(folder: Path, runtime: Path, token: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS", "PYTHON"))}
    (folder / "home").mkdir(exist_ok=True)
    own = {
        "HOME": folder / "home",
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": runtime,
        "JUPYTER_TOKEN": token,
    }
    return kept | {name: str(value) for name, value in own.items()}


def _request(task: Task, world: World) -> tuple[str, str, object]:
    if task.kind != UPLOAD:
        return "GET", f"/openbis/dataset/{CONNECTION}/{task.perm_id}/{quote(str(task.target), safe='')}", None
    folder = task.source.relative_to(world.root)
    if world.transport == AFS:
        return "POST", _JOBS, _file_upload(task, folder)
    body = {
        "type": DATA_SET_TYPE,
        "entityIdentifier": OWNER,
        "files": [str(folder / path.rpartition("/")[2]) for path in task.content.case.sizes],
        "parents": [],
        "props": {},
    }
    return "POST", f"/openbis/dataset/{CONNECTION}", body


def _file_upload(task: Task, folder: Path) -> dict[str, Any]:
    """Return the body for an upload to the file server, of one file or of a folder."""
    names = [path.rpartition("/")[2] for path in task.content.case.sizes]
    files = [str(folder / names[0])] if len(names) == 1 else [str(folder)]
    return {"kind": "uploadFiles", "connection": CONNECTION, "entityIdentifier": OWNER, "files": files}
