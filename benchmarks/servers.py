"""The servers of the measurements: the fake openBIS, nginx for files, and the relay in front of them."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import Case, Content, write_content
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH, USERS, fill
from jupyter_openbis_server.fake_openbis.state import entities
from jupyter_openbis_server.fake_openbis.state.afs import add_afs_files
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings

USER = "alice"
PASSWORD = USERS[USER]
OWNER = EMPTY_BENCH
"""The sample that owns all data sets, also the uploaded ones."""
PROJECT = OWNER.rpartition("/")[0]
DATA_SET_TYPE = "ATTACHMENT"
FAST, SERVLET, AFS = "fast", "servlet", "afs"
"""How files are transferred: by fast download (API 3.6), one by one from the servlet (API 3.5), or by the file server
of openBIS 7, which keeps them with a sample."""

_PROJECT = Path(__file__).parents[1]
_START_SECONDS = 30.0
_API_VERSIONS = {FAST: "3.6", SERVLET: "3.5", AFS: "3.7"}
_STORE_CODE = ServerSettings().data_store_code


class ServerDidNotStart(Exception):
    """A server ended or did not listen in time; the text has the end of its log."""


@dataclass(frozen=True)
class DataStore:
    """The data sets on the disk.

    Attributes:
        folder: The state of the fake openBIS.
        contents: The files of each case by its name.
        perm_ids: The data set of each case by its name.
        owners: The sample that has the files of each case in the file server, by its name.
        upload_owner: The sample that files are uploaded to.
        upload_folder: Where the file server keeps its files.
    """

    folder: Path
    contents: Mapping[str, Content]
    perm_ids: Mapping[str, str]
    owners: Mapping[str, str]
    upload_owner: str
    upload_folder: Path

    @property
    def store(self) -> Path:
        """The folder with the folders of the data sets."""
        return self.folder / "store"

    def workspace(self, token: str) -> Path:
        """Return the session workspace of a session."""
        return self.folder / "workspace" / token


@dataclass(frozen=True)
class World:
    """Running servers.

    Attributes:
        url: The openBIS instance as clients see it, without trailing slash.
        transport: `fast`, `servlet` or `afs`.
        latency: Seconds of a round trip.
        data: The data sets on the disk.
        folder: Where clients may put what they need.
        root: The folder below which files to upload are; Jupyter's root folder.
    """

    url: str
    transport: str
    latency: float
    data: DataStore
    folder: Path
    root: Path
    _control: str
    _access_log: Path | None

    def forget_requests(self) -> None:
        """Reset the count of requests."""
        if self._access_log is not None:
            os.truncate(self._access_log, 0)
        else:
            _http("DELETE", f"{self._control}/fake/requests")

    def requests(self) -> int:
        """Return the number of requests since the last reset."""
        if self._access_log is not None:
            return self._access_log.read_bytes().count(b"\n")
        total = _http("GET", f"{self._control}/fake/requests")["total"]
        return int(str(total))

    def log_in(self) -> str:
        """Return the token of a new session."""
        call = {"jsonrpc": "2.0", "id": "1", "method": "login", "params": [USER, PASSWORD]}
        answer = _http("POST", f"{self._control}/openbis/openbis/rmi-application-server-v3.json", call)
        return str(answer["result"])


def make_data_store(folder: Path, cases: Sequence[Case]) -> DataStore:
    """Fill a folder with the laboratory of a fake openBIS that has a data set for each case."""
    laboratory = Laboratory(folder)
    fill(laboratory)
    contents, perm_ids, owners = {}, {}, {}
    for case in cases:
        data_set = add_data_set(laboratory, DATA_SET_TYPE, sample=OWNER, data_store=_STORE_CODE, registrator="admin")
        contents[case.name] = write_content(case, laboratory.store_path(data_set.perm_id))
        perm_ids[case.name] = data_set.perm_id
        owners[case.name] = _keep_in_file_server(laboratory, contents[case.name])
    upload_owner = laboratory.samples.find("identifier", OWNER)[0].perm_id
    upload_folder = laboratory.afs_path(upload_owner)
    laboratory.close()
    return DataStore(folder, contents, perm_ids, owners, upload_owner, upload_folder)


def _keep_in_file_server(laboratory: Laboratory, content: Content) -> str:
    """Store the files of a case also with a sample of their own; return its permId."""
    sample = add_sample(laboratory, f"FILES-{content.case.name}", "ENTRY", project=PROJECT)
    add_afs_files(laboratory, sample, registrator="admin", modifier="admin")
    folder = laboratory.afs_path(sample.perm_id)
    for path in content.case.sizes:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(content.folder / path, folder / path)
    return sample.perm_id


@contextmanager
def running_servers(data: DataStore, folder: Path, root: Path, transport: str, latency: float) -> Iterator[World]:
    """Run the servers until the end of the block.

    Args:
        data: What they serve.
        root: What clients have to upload.
        folder: For their logs, and for what clients need.
        transport: `fast`: the fake openBIS (API 3.6) alone. `servlet`: the fake one (API 3.5) behind nginx, which
            serves the files itself. `afs`: the fake one (API 3.7) with a file server, whose address clients guess, so
            that they use the relay.
        latency: Seconds of a round trip between clients and the first server.

    Raises:
        ServerDidNotStart: one is not up in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fake, front, public = _free_ports(3)
    with ExitStack() as running:
        if not latency:
            public = front if transport == SERVLET else fake
        _set_download_url(data.folder, f"http://127.0.0.1:{public}")
        running.enter_context(_listening(_fake_command(data.folder, fake, transport), fake, folder / "openbis.log"))
        log = None
        if transport == SERVLET:
            log = folder / "nginx-access.log"
            log.touch()
            command = _nginx_command(folder, data.store, fake, front)
            running.enter_context(_listening(command, front, folder / "nginx.log"))
        if latency:
            behind = front if transport == SERVLET else fake
            command = [sys.executable, "-m", "benchmarks.relay", str(public), str(behind), str(latency)]
            running.enter_context(_listening(command, public, folder / "relay.log"))
        url = f"http://127.0.0.1:{public}"
        yield World(url, transport, latency, data, folder, root, f"http://127.0.0.1:{fake}", log)


def _fake_command(folder: Path, port: int, transport: str) -> list[str]:
    """Return the command of a fake openBIS; without gzip, or its compression would be what is measured with pyBIS."""
    options = ["--folder", str(folder), "--port", str(port), "--sample-data", "--no-gzip"]
    if transport == AFS:
        options.append("--afs-unlisted")
    return [
        sys.executable,
        "-m",
        "jupyter_openbis_server.fake_openbis",
        *options,
        "--api-version",
        _API_VERSIONS[transport],
    ]


def _set_download_url(folder: Path, url: str) -> None:
    """Set the address that the data store states to clients: that of the relay, of nginx, or its own."""
    laboratory = Laboratory(folder)
    laboratory.put(entities.DataStore(_STORE_CODE, download_url=url))
    laboratory.close()


def _nginx_command(folder: Path, store: Path, fake_port: int, port: int) -> list[str]:
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    template = (Path(__file__).parent / "nginx.conf").read_text()
    values = {"user": user, "folder": folder, "store": store, "fake_port": fake_port, "port": port}
    for name, value in values.items():
        template = template.replace(f"@{name}@", str(value))
    configuration = folder / "nginx.conf"
    configuration.write_text(template)
    return [shutil.which("nginx") or "nginx", "-c", str(configuration), "-e", str(folder / "nginx-error.log")]


@contextmanager
def _listening(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=_PROJECT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise ServerDidNotStart(f"{log}: {log.read_text(errors='replace')[-2000:]}")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(each.getsockname()[1]) for each in sockets]


def _http(verb: str, url: str, body: object = None) -> dict[str, object]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=verb)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=_START_SECONDS) as answer:  # noqa: S310
        read: dict[str, object] = json.load(answer)
        return read
