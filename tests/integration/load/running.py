"""A Jupyter server in its own process, for measurements of memory and concurrent requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from ruamel.yaml import YAML

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.support.one_extension import ONE_EXTENSION
from tests.support.waiting import until

MEGABYTE = 1024 * 1024
LIMIT = 120


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        root: Its root folder.
    """

    jupyter: Jupyter
    root: Path

    def ask(self, verb: str, path: str, body: Any = None, *, seconds: float = LIMIT) -> requests.Response:
        """Send a request below Jupyter's base URL."""
        headers = {"Authorization": f"token {self.jupyter.token}"}
        return requests.request(verb, self.jupyter.url + path, json=body, headers=headers, timeout=seconds)

    def ask_all(self, requests_: Sequence[tuple[str, str]]) -> list[requests.Response]:
        """Send all requests at the same time, and return their answers in the same order."""
        with ThreadPoolExecutor(len(requests_)) as crowd:
            return list(crowd.map(lambda each: self.ask(*each), requests_))

    def health(self) -> dict[str, Any]:
        return self.ask("GET", "openbis/health").json()

    def started(self, **body: Any) -> str:
        """Start a job; return its id."""
        answer = self.ask("POST", "openbis/jobs", body)
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def ended(self, job_id: str) -> dict[str, Any]:
        """Wait for the end of a job; return its final state."""
        until(lambda: self.ask("GET", f"openbis/jobs/{job_id}").json()["ended"])
        return self.ask("GET", f"openbis/jobs/{job_id}").json()

    def memory(self, key: str = "VmRSS") -> int:
        """Return the current memory in bytes, or the peak with `VmHWM`."""
        lines = Path(f"/proc/{self.jupyter.process_id}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:"))

    @contextmanager
    def grows_by_at_most(self, megabytes: int) -> Iterator[None]:
        """Check the peak of additional memory within the block."""
        before = self.memory()
        yield
        grown = self.memory("VmHWM") - before
        assert grown < megabytes * MEGABYTE, f"{grown / MEGABYTE:.0f} MB"


@contextmanager
def running(folder: Path, connections: Sequence[dict[str, Any]]) -> Iterator[Server]:
    """Run a server that has these connections in its file."""
    root, config = folder / "root", folder / "config"
    root.mkdir()
    config.mkdir()
    with (config / "openbis-connections.yaml").open("w") as file:
        YAML().dump({"connections": list(connections)}, file)
    with jupyter_server(folder, root, config, ONE_EXTENSION) as jupyter:
        yield Server(jupyter, root)


def connection(openbis: FakeOpenbis, name: str = "lab", **more: Any) -> dict[str, Any]:
    """Return the entry of a connection file, with which Jupyter logs in at its start."""
    entry = {"name": name, "url": openbis.url, "http_only": True, "username": "alice", "password": USERS["alice"]}
    return {**entry, **more}
