"""Finding the Jupyter server that started this process.

It is an ancestor of this process. Besides, Jupyter's launcher gives each kernel, for Python or not, the process id of
its server (`JPY_PARENT_PID`), and terminals get the server's address (`JUPYTER_SERVER_URL`). Each server writes a
runtime file `jpserver-<pid>.json` with address and token. On a JupyterHub the token is that of `JUPYTERHUB_API_TOKEN`.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_openbis_server.domain.shared.secret import Secret

PARENT_VARIABLE = "JPY_PARENT_PID"
URL_VARIABLE = "JUPYTER_SERVER_URL"
HUB_TOKEN_VARIABLE = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable
HUB_PREFIX_VARIABLE = "JUPYTERHUB_SERVICE_PREFIX"
MAX_BYTES = 1 << 16
MAX_PORT = 65535
MAX_ANCESTORS = 64
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class UnsafeRuntimeFile(Exception):
    """A runtime file that another user may have written; it is not used."""


class ServerEnded(Exception):
    """The server that started this process has exited."""


@dataclass(frozen=True)
class RunningServer:
    """How a Jupyter server of this user is reached on this computer.

    Attributes:
        host: The address that it listens on; empty for all of them.
        port: Likewise; 0 with `sock`.
        sock: Path of its Unix socket; empty if it listens on a port.
        is_tls: Whether it speaks https.
        base_url: Path below which its routes are, with a slash at both ends.
        token: Jupyter's token; empty if it has none.
        url: Its address as Jupyter shows it.
    """

    host: str
    port: int
    sock: str
    is_tls: bool
    base_url: str
    token: Secret
    url: str


def find_server(environ: Mapping[str, str], runtime_folder: Path) -> RunningServer | None:
    """Return the Jupyter server that this process belongs to; None if there is none.

    Raises:
        UnsafeRuntimeFile: another user may have written its runtime file.
        ServerEnded: this process is a kernel, and what has started it does not run any more.
    """
    for pid in _candidates(environ):
        if found := _read(runtime_folder / f"jpserver-{pid}.json", environ):
            return found
    url = environ.get(URL_VARIABLE, "")
    found = next((each for each in _all(runtime_folder, environ) if each.url == url), None) if url else None
    if found is None and _has_ended(environ.get(PARENT_VARIABLE, "")):
        raise ServerEnded
    return found


def _has_ended(parent: str) -> bool:
    """Return whether no process has that id. False on Windows, where the id is a handle."""
    if os.name == "nt" or not (parent.isascii() and parent.isdecimal()) or int(parent) <= 0:
        return False
    try:
        os.kill(int(parent), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _candidates(environ: Mapping[str, str]) -> Iterator[int]:
    """Yield the ids of processes that may be the server: the nearest ancestors first, then those of the environment.

    A server that was started from a notebook inherits the environment of that notebook's kernel; its terminals, too.
    """
    pid = os.getppid()
    for _ in range(MAX_ANCESTORS):
        if pid <= 1:
            break
        yield pid
        pid = _parent_of(pid)
    parent = environ.get(PARENT_VARIABLE, "")
    if parent.isascii() and parent.isdecimal():
        yield int(parent)


def _parent_of(pid: int) -> int:
    """Return the parent of a process; 0 if the system does not report it."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def _all(folder: Path, environ: Mapping[str, str]) -> Iterator[RunningServer]:
    for file in sorted(folder.glob("jpserver-*.json")):
        if server := _read(file, environ):
            yield server


def _read(file: Path, environ: Mapping[str, str]) -> RunningServer | None:
    """Read a runtime file. None if it is missing or incomplete, or if its server does not run on this computer."""
    try:
        content = json.loads(_private_bytes(file))
        pid = content["pid"]
    except (OSError, ValueError, RecursionError, TypeError, KeyError):
        return None
    if file.name != f"jpserver-{pid}.json" or not _is_own_process(pid):
        return None
    try:
        return _server(content, environ)
    except (TypeError, KeyError, ValueError):
        return None


def _private_bytes(file: Path) -> bytes:
    """Return the content of a file that only this user can have written. Raises OSError, UnsafeRuntimeFile."""
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnsafeRuntimeFile(f"{file} is not a regular file")
        if os.name != "nt" and (status.st_uid != os.geteuid() or status.st_mode & _WRITABLE_BY_OTHERS):
            raise UnsafeRuntimeFile(f"{file} belongs to another user, or others can write it")
        return opened.read(MAX_BYTES)


def _is_own_process(pid: object) -> bool:
    """Return whether a process of this user has that id. With a shared home, the file may be from another computer."""
    if not isinstance(pid, int) or isinstance(pid, bool) or pid <= 0:
        return False
    if os.name == "nt":  # a signal would end the process
        return True
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):
        return False
    try:
        return Path(f"/proc/{pid}").stat().st_uid == os.geteuid() or os.geteuid() == 0
    except OSError:  # no /proc: only own processes can be signalled
        return True


def _server(content: Mapping[str, Any], environ: Mapping[str, str]) -> RunningServer:
    sock, port, base_url = content.get("sock") or "", content["port"], content["base_url"]
    texts = (sock, base_url, content["url"], content.get("hostname") or "", content.get("token") or "")
    if not all(isinstance(each, str) for each in texts) or not base_url.startswith("/"):
        raise TypeError
    if not sock and not (isinstance(port, int) and 0 < port <= MAX_PORT):
        raise ValueError(port)
    token = texts[4]
    if not token and environ.get(HUB_PREFIX_VARIABLE) == base_url:
        token = environ.get(HUB_TOKEN_VARIABLE, "")
    is_tls = bool(content.get("secure"))
    return RunningServer(texts[3], 0 if sock else port, sock, is_tls, base_url, Secret(token), texts[2])
