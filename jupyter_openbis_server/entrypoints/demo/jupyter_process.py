"""A Jupyter server in a separate process, with separate folders."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 15.0


class JupyterDidNotStart(Exception):
    """The server ended or did not start in time; the text contains the end of its log."""


@dataclass(frozen=True)
class Jupyter:
    """A running Jupyter server.

    Attributes:
        url: Base URL with trailing slash.
        token: Authenticates requests.
        log: Its log file.
        process_id: Its process ID.
    """

    url: str
    token: str
    log: Path
    process_id: int


@contextmanager
def jupyter_server(
    folder: Path,
    root: Path,
    config: Path,
    options: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    module: str = "jupyter_server",
    python: Path = Path(sys.executable),
) -> Iterator[Jupyter]:
    """Run a Jupyter server on a free port; nothing of the user's own Jupyter is read or written.

    Args:
        folder: The folder for its own files.
        root: Its root folder.
        config: Its configuration folder, e.g. with `openbis-connections.yaml`.
        options: Additional command-line options.
        environ: Additional environment variables.
        module: The module to run: `jupyter_server`, or `jupyterlab`, which serves JupyterLab and Notebook 7.
        python: The interpreter of the environment in which Jupyter is installed.

    Raises:
        JupyterDidNotStart: it did not start in time.
    """
    _disable_news(config)
    log = folder / "jupyter.log"
    runtime = folder / "runtime"
    token = secrets.token_hex(16)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
            [*_command(python, module, root), *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(folder, config, runtime, token) | dict(environ or {}),
        )
    try:
        yield Jupyter(_url(process, runtime, log), token, log, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _disable_news(config: Path) -> None:
    """Disable the question whether JupyterLab may fetch news: it would cover the panel."""
    file = config / "labconfig" / "default_setting_overrides.json"
    file.parent.mkdir(exist_ok=True)
    settings = json.loads(file.read_text()) if file.is_file() else {}
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    file.write_text(json.dumps({**settings, **quiet}))


def _command(python: Path, module: str, root: Path) -> list[str]:
    address = [f"--ServerApp.ip={_HOST}", f"--ServerApp.port={_free_port()}"]
    options = ["--no-browser", *address, f"--ServerApp.root_dir={root}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return [str(python), "-m", module, *options]


def _free_port() -> int:
    """Return a port that is free now. If it is taken meanwhile, Jupyter takes another one.

    With port 0, Jupyter Server 2.15 does not say which one it has got.
    """
    with socket.socket() as bound:
        bound.bind((_HOST, 0))
        return int(bound.getsockname()[1])


def _environment(folder: Path, config: Path, runtime: Path, token: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "OPENBIS_"))}
    own = {
        "HOME": folder / "home",
        "JUPYTER_CONFIG_DIR": config,
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": runtime,
        "JUPYTER_TOKEN": token,
    }
    (folder / "home").mkdir(exist_ok=True)
    return kept | {name: str(value) for name, value in own.items()}


def _url(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """Wait until the server has written its URL and accepts connections, which may be later on a busy machine."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with suppress(ValueError, KeyError, OSError):  # incomplete file, or the server does not listen yet
                server = json.loads(file.read_text())
                socket.create_connection((_HOST, int(server["port"])), timeout=1).close()
                return str(server["url"])
        time.sleep(0.05)
    raise JupyterDidNotStart(log.read_text(errors="replace")[-2000:])
