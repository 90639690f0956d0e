"""A Jupyter server of a client's environment, in a separate process, with separate folders."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TOKEN = "token-of-this-test"
_START_TIME_LIMIT = 60
_STOP_TIME_LIMIT = 15


@dataclass(frozen=True)
class Jupyter:
    """A running Jupyter server.

    Attributes:
        url: Its base URL, with a slash at the end.
        root: The folder it serves notebooks from.
    """

    url: str
    root: Path

    def page(self, path: str) -> str:
        """Return the URL of a page, with the token that logs a browser in."""
        return f"{self.url}{path}?token={_TOKEN}"

    def get(self, path: str) -> object:
        """Return the JSON response to a GET of an API path.

        Raises:
            urllib.error.URLError: no server answers, or the status is not 2xx.
        """
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"token {_TOKEN}"})
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


@contextmanager
def running_jupyter(
    command: Path, folder: Path, arguments: Sequence[str] = (), config: Mapping[str, str] | None = None
) -> Iterator[Jupyter]:
    """Run a Jupyter server until the end of the block; then end it and its kernels.

    Args:
        command: The executable: `jupyter-lab` or `jupyter-nbclassic` of an environment.
        folder: An empty folder for everything it reads and writes; `jupyter.log` there is its log.
        arguments: More options.
        config: Files for its configuration folder: names and contents.

    Raises:
        AssertionError: it did not start, with the end of its log.
    """
    root, configuration = folder / "notebooks", folder / "config"
    for each in (root, configuration, folder / "home"):
        each.mkdir()
    for name, content in (config or {}).items():
        (configuration / name).write_text(content)
    with (folder / "jupyter.log").open("wb") as log:
        process = subprocess.Popen(
            [command, *_options(root), *arguments],
            cwd=root,
            env=_environment(command, folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _ready(process, folder, root)
    finally:
        _stop(process)


def _options(root: Path) -> list[str]:
    return [
        "--allow-root",
        "--no-browser",
        "--ip=127.0.0.1",
        "--port=0",
        f"--IdentityProvider.token={_TOKEN}",
        f"--ServerApp.root_dir={root}",
    ]


def _environment(command: Path, folder: Path) -> dict[str, str]:
    """Return the environment variables: only the search path of the caller, so that no other variable has influence."""
    return {
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "HOME": str(folder / "home"),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
    }


def _ready(process: subprocess.Popen[bytes], folder: Path, root: Path) -> Jupyter:
    deadline = time.monotonic() + _START_TIME_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        for information in (folder / "runtime").glob("jpserver-*.json"):
            jupyter = _answering(information, root)
            if jupyter is not None:
                return jupyter
        time.sleep(0.1)
    log = (folder / "jupyter.log").read_text(errors="replace")
    raise AssertionError(f"Jupyter did not start (exit status {process.poll()}); the end of its log:\n{log[-4000:]}")


def _answering(information: Path, root: Path) -> Jupyter | None:
    """Return the server that wrote this file; None while the file is incomplete or no server answers."""
    try:
        jupyter = Jupyter(json.loads(information.read_text())["url"], root)
        jupyter.get("api/status")
    except (ValueError, urllib.error.URLError):
        return None
    return jupyter


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server by SIGTERM, so that it ends its kernels; else kill its process group."""
    process.terminate()
    try:
        process.wait(_STOP_TIME_LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
