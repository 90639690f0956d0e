"""Processor time and memory of a process, and response times of a Jupyter server."""

from __future__ import annotations

import http.client
import math
import os
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import MIB

_TICKS = os.sysconf("SC_CLK_TCK")
_PROBE_SECONDS = 0.02
_MAX_PROBE_SECONDS = 600.0


@dataclass(frozen=True)
class Consumption:
    """The resources that a process has used.

    Attributes:
        cpu_seconds: User and system time.
        peak_bytes: The most resident memory it had at a time, less what it had when idle.
    """

    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class StatusLatency:
    """Milliseconds that `GET /api/status` took during a transfer."""

    p50: float
    p99: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> StatusLatency | None:
        """Return statistics of response times, if any; a slow response also counts for the requests that it delayed."""
        if not seconds:
            return None
        all_of_them = sorted(_with_delayed_requests(seconds))
        return cls(_percentile(all_of_them, 0.5), _percentile(all_of_them, 0.99), all_of_them[-1] * 1000)


class WatchedProcess:
    """A running process, as reported by Linux.

    Args:
        pid: Its number.
        idle_bytes: Its resident memory when idle; as it is now if left out.
    """

    def __init__(self, pid: int, idle_bytes: int | None = None) -> None:
        self._folder = Path("/proc", str(pid))
        self.idle_bytes = self._memory("VmRSS") if idle_bytes is None else idle_bytes
        self._cpu_before = self._cpu_seconds()
        (self._folder / "clear_refs").write_text("5")  # resets the peak

    def consumption(self) -> Consumption:
        """Return the resources used since this object was created."""
        peak = max(0, self._memory("VmHWM") - self.idle_bytes)
        return Consumption(self._cpu_seconds() - self._cpu_before, peak)

    def _cpu_seconds(self) -> float:
        """Return its time and that of its children that have ended."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / _TICKS

    def _memory(self, name: str) -> int:
        return memory_of(self._folder, name)


def memory_of(folder: Path, name: str) -> int:
    """Return a figure of `/proc/<pid>/status` in bytes; 0 if the process has exited."""
    for line in (folder / "status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0


class StatusProbe:
    """Polls the status of a Jupyter server on one connection, one request at a time.

    Args:
        host: Where it listens.
        port: Where it listens.
        token: What authenticates a request.
    """

    def __init__(self, host: str, port: int, token: str) -> None:
        self._address = (host, port)
        self._headers = {"Authorization": f"token {token}"}

    @contextmanager
    def watching(self) -> Iterator[list[float]]:
        """Ask until the end of the block; the list then has the seconds of each answer."""
        seconds: list[float] = []
        ended = threading.Event()
        asking = threading.Thread(target=self._ask, args=(seconds, ended))
        asking.start()
        try:
            yield seconds
        finally:
            ended.set()
            asking.join()

    def _ask(self, seconds: list[float], ended: threading.Event) -> None:
        connection = http.client.HTTPConnection(*self._address, timeout=_MAX_PROBE_SECONDS)
        while not ended.is_set():
            begin = time.perf_counter()
            try:
                connection.request("GET", "/api/status", headers=self._headers)
                connection.getresponse().read()
            except (OSError, http.client.HTTPException):  # the server was terminated after its limit
                return
            took = time.perf_counter() - begin
            seconds.append(took)
            ended.wait(max(0.0, _PROBE_SECONDS - took))
        connection.close()


def flush(folder: Path) -> float:
    """Flush the file system of a folder to the disk; return the seconds it took."""
    begin = time.perf_counter()
    subprocess.run(["sync", "--file-system", folder], check=True)  # noqa: S603, S607 - a temporary folder
    return time.perf_counter() - begin


def mebibytes(size: int) -> float:
    """Return bytes as MiB."""
    return size / MIB


def _with_delayed_requests(seconds: Iterable[float]) -> Iterator[float]:
    """Add the response times of requests that an independent client would have sent during a slow response."""
    for took in seconds:
        yield took
        for number in range(1, int(took / _PROBE_SECONDS)):
            yield took - number * _PROBE_SECONDS


def _percentile(ascending: Sequence[float], part: float) -> float:
    return ascending[max(0, math.ceil(part * len(ascending)) - 1)] * 1000
