"""Steps that all main jobs share, through the HTTP API."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

SECONDS = 60.0


class StepFailed(Exception):
    """A step of the main job did not have the expected result."""


@dataclass(frozen=True)
class Setting:
    """Input of the main job.

    Attributes:
        jupyter_url: Base URL of the Jupyter server, with trailing slash.
        token: Jupyter's token.
        root: Jupyter's root folder.
        openbis: URL, user, password and CA file of the openBIS instance.
        sample: Identifier of a sample with data sets.
        data_set: permId of the data set to download.
        sftp_port: Port of its SFTP server.
        store: Folder in which openBIS stores its data sets, for comparison.
        object_files: Folder in which openBIS's file server keeps the files of the sample, for comparison.
    """

    jupyter_url: str
    token: str = field(repr=False)
    root: Path
    openbis_url: str
    ca_file: Path
    username: str
    password: str = field(repr=False)
    sample: str
    data_set: str
    sftp_port: int
    store: Path
    object_files: Path


class Steps:
    """Steps that report their results. They raise StepFailed."""

    CONNECTION = "my lab"

    def __init__(self, setting: Setting, say: Callable[[str], None]) -> None:
        self._setting = setting
        self._say = say
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Authorization"] = f"token {setting.token}"
        self._name = quote(self.CONNECTION, safe="")

    def _register(self) -> None:
        setting = self._setting
        body: dict[str, Any] = {"name": self.CONNECTION, "url": setting.openbis_url, "ca_bundle": str(setting.ca_file)}
        body |= {"mount": {"port": setting.sftp_port, "mountpoint": str(setting.root / "openbis")}}
        names = [each["name"] for each in self._ask("POST", "openbis/conns", body)["connections"]]
        self._say(f"register   connection {self.CONNECTION!r} to {setting.openbis_url}; registered are {names}")

    def _remove(self) -> None:
        self._ask("DELETE", f"openbis/conn/{self._name}")
        left = [each["name"] for each in self._ask("GET", "openbis/conns")["connections"]]
        self._say(f"remove     connection {self.CONNECTION!r}; what is left: {left}")

    def _log_in(self) -> None:
        body = {"username": self._setting.username, "password": self._setting.password}
        connection = self._ask("PUT", f"openbis/conn/{self._name}", body)["connection"]
        if connection["status"] != "connected":
            raise StepFailed(f"not connected: {connection}")
        self._say(f"log in     as {connection['username']}: {connection['status']}")

    def _save_requirements(self) -> None:
        body = {
            "notebook_path": "analysis.ipynb",
            "requirements_list": f"requests=={requests.__version__}\n",
            "requirements_filename": "requirements.txt",
            "runtime": "python-3",
            "runtime_filename": "runtime.txt",
        }
        files = self._ask("POST", "openbis/requirements", body)["files"]
        if not all((self._setting.root / name).is_file() for name in files):
            raise StepFailed("the requirements are not there")
        self._say(f"save       {' and '.join(files)} beside the notebook")

    def _finished(self, body: dict[str, Any]) -> dict[str, Any]:
        """Run a job to its end, and return it."""
        job = self._ask("POST", "openbis/jobs", {"connection": self.CONNECTION, **body})
        deadline = time.monotonic() + SECONDS
        while job["state"] in ("queued", "running") and time.monotonic() < deadline:
            time.sleep(0.1)
            job = self._ask("GET", f"openbis/jobs/{job['id']}")
        if job["state"] != "done":
            raise StepFailed(f"the {job['kind']} has not succeeded: {job}")
        return job

    def _ask(self, verb: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        response = self._http.request(verb, self._setting.jupyter_url + path, json=body, timeout=SECONDS)
        if not response.ok:
            raise StepFailed(f"{verb} {path}: {response.status_code} {response.text}")
        content: dict[str, Any] = response.json()
        return content
