"""curl and aria2c: they transfer without verification, as a reference for the speed of the machine."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from benchmarks.measuring import Consumption, memory_of
from benchmarks.servers import World
from benchmarks.tasks import UPLOAD, ContenderFailed, Outcome, Task, TaskTimeout, Transfer

CONNECTIONS = 16
_POLL_SECONDS = 0.002
_WORKSPACE_FOLDER = "uploaded-by-curl"


@contextmanager
def running_curl(world: World) -> Iterator[_Curl]:
    """Log in; curl itself is started for each task."""
    yield _Curl(world, world.log_in())


@contextmanager
def running_aria2c(world: World) -> Iterator[_Aria2c]:
    """Log in; aria2c itself is started for each task."""
    yield _Aria2c(world, world.log_in())


@dataclass(frozen=True)
class _Curl:
    """`curl --parallel` with all URLs in one configuration file."""

    world: World
    token: str

    @contextmanager
    def prepared(self, task: Task) -> Iterator[Transfer]:
        """Write the configuration file."""
        entries = [self._entry(task, path) for path in task.content.case.sizes]
        configuration = self.world.folder / "curl.conf"
        configuration.write_text("\nnext\n".join(entries) if task.kind == UPLOAD else "\n".join(entries))
        command = ["curl", "--disable", "--parallel", "--parallel-immediate", "--parallel-max", str(CONNECTIONS)]
        command += ["--config", str(configuration)]
        uploaded = self.world.data.workspace(self.token) / _WORKSPACE_FOLDER if task.kind == UPLOAD else None
        yield lambda: replace(_run(command, self.world.folder / "curl.log", task.limit), uploaded=uploaded)

    def _entry(self, task: Task, path: str) -> str:
        if task.kind == UPLOAD:
            return self._upload_entry(task, path)
        target = task.target / task.perm_id / path
        url = _file_url(self.world, self.token, task, path)
        return f'url = "{url}"\noutput = "{target}"\ncreate-dirs\nfail\nsilent\nshow-error'

    def _upload_entry(self, task: Task, path: str) -> str:
        """Return a raw POST into the session workspace; nothing is registered."""
        name = path.rpartition("/")[2]
        size = task.content.case.sizes[path]
        query = f"filename={_WORKSPACE_FOLDER}%2F{name}&id=1&startByte=0&endByte={size}&sessionID={self.token}"
        url = f"{self.world.url}/datastore_server/session_workspace_file_upload?{query}"
        options = 'request = "POST"\nheader = "Content-Type: application/octet-stream"\nheader = "Expect:"\n'
        return f'{options}upload-file = "{task.source / name}"\nurl = "{url}"\noutput = "/dev/null"\nfail\nsilent'


@dataclass(frozen=True)
class _Aria2c:
    """`aria2c` with all URLs in one file; a single file uses one connection: the servlet has no ranges."""

    world: World
    token: str

    @contextmanager
    def prepared(self, task: Task) -> Iterator[Transfer]:
        """Write the list of downloads."""
        downloads = self.world.folder / "aria2c.txt"
        urls = ((path, _file_url(self.world, self.token, task, path)) for path in task.content.case.sizes)
        downloads.write_text("".join(f"{url}\n  out={path}\n" for path, url in urls))
        command = ["aria2c", "--no-conf", "--quiet", "--file-allocation=none", "--auto-file-renaming=false"]
        command += [f"--max-concurrent-downloads={CONNECTIONS}", f"--max-connection-per-server={CONNECTIONS}"]
        command += [f"--dir={task.target / task.perm_id}", f"--input-file={downloads}"]
        yield lambda: _run(command, self.world.folder / "aria2c.log", task.limit)


def _file_url(world: World, token: str, task: Task, path: str) -> str:
    return f"{world.url}/datastore_server/{task.perm_id}/{quote(path)}?sessionID={token}"


def _run(command: Sequence[str], log: Path, limit: float) -> Outcome:
    """Run a command until it ends."""
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)  # noqa: S603
        try:
            consumption = _watch(process, begin + limit)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
    seconds = time.perf_counter() - begin
    if seconds > limit:
        raise TaskTimeout
    if process.returncode:
        raise ContenderFailed(f"{command[0]} ended with {process.returncode}: {log.read_text()[-500:]}")
    return Outcome(seconds, consumption)


def _watch(process: subprocess.Popen[bytes], deadline: float) -> Consumption:
    """Wait until a process exits, and sample its memory meanwhile: it cannot be read afterwards."""
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return Consumption(usage.ru_utime + usage.ru_stime, peak)
        if time.perf_counter() > deadline:
            process.kill()
        with suppress(OSError):
            peak = max(peak, memory_of(Path("/proc", str(process.pid)), "VmHWM"))
        time.sleep(_POLL_SECONDS)
