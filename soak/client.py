"""A user's browser: requests to Jupyter."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import requests

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter

_SECONDS = 120.0
_POLL_SECONDS = 0.05
_WAITING = frozenset({"queued", "running"})
_BUSY = 503

Json = dict[str, Any]


class Figures:
    """Counts, response times and problems of all threads."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: list[float] = []
        self.problems: list[str] = []
        self._lock = threading.Lock()

    def count(self, what: str, number: int = 1) -> None:
        """Add to a count."""
        with self._lock:
            self.counts[what] += number

    def add_time(self, seconds: float) -> None:
        """Record the time of a response that needs no request to openBIS."""
        with self._lock:
            self.seconds.append(seconds)

    def add_problem(self, text: str) -> None:
        """Record an event that must not happen."""
        with self._lock:
            self.problems.append(text)


class Client:
    """One user's requests. Not for use by several threads."""

    def __init__(self, jupyter: Jupyter, figures: Figures) -> None:
        self._url = jupyter.url
        self._figures = figures
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"token {jupyter.token}"

    def ask(self, verb: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Json]:
        """Return status and answer. A response that is no JSON, and an internal error, are problems."""
        answer = self._session.request(verb, self._url + path, json=body, timeout=_SECONDS)
        if answer.status_code == 204:  # noqa: PLR2004
            return 204, {}
        try:
            content = answer.json()
        except ValueError:
            self._figures.add_problem(f"{verb} {path}: {answer.status_code} {answer.text[:200]!r}")
            return answer.status_code, {}
        if content.get("code") == "internal-error" or (answer.status_code >= 500 and "reason" not in content):  # noqa: PLR2004
            self._figures.add_problem(f"{verb} {path}: {answer.status_code} {content}")
        return answer.status_code, content

    def quick(self, path: str) -> None:
        """Send a GET that needs no request to openBIS, and record its time."""
        begun = time.monotonic()
        status, _ = self.ask("GET", path)
        self._figures.add_time(time.monotonic() - begun)
        if status != 200:  # noqa: PLR2004
            self._figures.add_problem(f"GET {path}: {status}")

    def start(self, job: Mapping[str, Any]) -> str | None:
        """Start a job; return its id, or None if the server is busy."""
        status, content = self.ask("POST", "openbis/jobs", job)
        if "id" in content:
            return str(content["id"])
        self._figures.count("jobs refused: busy" if status == _BUSY else f"jobs refused: {content.get('code')}")
        return None

    def end_of(self, job: str) -> Json:
        """Wait until a job has ended, and return it."""
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            _, found = self.ask("GET", f"openbis/jobs/{job}")
            if found.get("state") not in _WAITING:
                return found
            time.sleep(_POLL_SECONDS)
        self._figures.add_problem(f"job {job} has not ended within {_SECONDS:g} s: {found}")
        return found

    def cancel(self, job: str) -> None:
        """Cancel a job."""
        self.ask("DELETE", f"openbis/jobs/{job}")
