"""`python -m benchmarks.large_answers`: effects of large and hostile responses on a Jupyter server.

A stand-in between Jupyter and the fake openBIS gives prepared answers. Each row says how long the request took, the
longest `GET /api/status` meanwhile, and the memory of the server over idle: the most at a time, and afterwards.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

from ruamel.yaml import YAML

from benchmarks.cases import MIB
from benchmarks.measuring import StatusLatency, StatusProbe, WatchedProcess, mebibytes, memory_of
from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS, WILD_TYPE
from jupyter_openbis_server.fake_openbis.state.entities import PhysicalData

_PERM_ID = "20240101120000000-9200"
_FOLDER = "original/measurement of 2024-01-01"
_HOSTILE_BYTES = 250 * MIB
_MANIFEST_BYTES = 60 * MIB
_FAILED_FILES, _FAILURES = 20_000, 24


@dataclass
class StandIn:
    """Forwards requests to an openBIS, except for API methods with a prepared response.

    Attributes:
        answers: Body by name of the method; `*` for all of them. Compressed ones begin like gzip.
    """

    openbis: str
    answers: dict[str, bytes] = field(default_factory=dict)
    url: str = ""

    @contextmanager
    def running(self) -> Iterator[StandIn]:
        """Listen until the end of the block."""
        server = _Server(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Log no errors of clients that disconnect early."""


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answers = stand_in.answers
            prepared = answers.get("*") or next(
                (answers[each] for each in answers if f'"{each}"'.encode() in body), b""
            )
            if prepared:
                self._answer(200, {"Content-Type": "application/json"}, prepared)
            else:
                self._forward(body)

        def do_GET(self) -> None:
            self._forward(b"")

        def _forward(self, body: bytes) -> None:
            connection = http.client.HTTPConnection(urlsplit(stand_in.openbis).netloc, timeout=60)
            headers = {key: value for key, value in self.headers.items() if key != "Accept-Encoding"}
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            kept = {key: value for key, value in response.getheaders() if key.startswith("Content-Type")}
            self._answer(response.status, kept, response.read())

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            if body.startswith(b"\x1f\x8b"):
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # the client has disconnected
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def listing(count: int) -> bytes:
    """Return an answer of `searchFiles` with that number of files, about 480 bytes for each."""
    paths = ("", "original", _FOLDER, *(f"{_FOLDER}/image of plate_{number:07}.tiff" for number in range(count)))
    rows = ",".join(_row(number, path) for number, path in enumerate(paths))
    result = f'{{"@type":"as.dto.common.search.SearchResult","@id":1,"objects":[{rows}],"totalCount":{count}}}'
    return f'{{"jsonrpc":"2.0","id":"1","result":{result}}}'.encode()


def _row(number: int, path: str) -> str:
    is_folder = path in _FOLDER
    owner = {"@type": "as.dto.dataset.id.DataSetPermId", "@id": 3 * number + 4, "permId": _PERM_ID}
    identity = {"@type": "dss.dto.datasetfile.id.DataSetFilePermId", "@id": 3 * number + 3, "dataSetId": owner}
    row = {
        "@type": "dss.dto.datasetfile.DataSetFile",
        "@id": 3 * number + 2,
        "permId": {**identity, "filePath": path},
        "dataSetPermId": 3 * number + 4,
        "dataStore": None,
        "path": path,
        "directory": is_folder,
        "fileLength": 0 if is_folder else 12_345 + number,
        "checksumCRC32": 0 if is_folder else number * 7919 % 2**31,
        "checksum": None,
        "checksumType": None,
    }
    return json.dumps(row, separators=(",", ":"))


class Bench:
    """Measures requests to one server, one at a time."""

    def __init__(self, jupyter: Jupyter, settling: float = 0.0) -> None:
        """Record the current memory.

        Args:
            jupyter: A server that has nothing to do.
            settling: Seconds between a request and the measurement of the remaining memory.
        """
        address = urlsplit(jupyter.url)
        self._jupyter, self._host, self._port = jupyter, str(address.hostname), int(address.port or 80)
        self._probe = StatusProbe(self._host, self._port, jupyter.token)
        self._folder = Path("/proc", str(jupyter.process_id))
        self._idle = memory_of(self._folder, "VmRSS")
        self._settling = settling

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, int]:
        """Send a request to the extension; return the status and the size of the answer."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=600)
        headers = {"Authorization": f"token {self._jupyter.token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        connection.request(method, f"{urlsplit(self._jupyter.url).path}{path}", content, headers)
        response = connection.getresponse()
        size = 0
        while piece := response.read(MIB):
            size += len(piece)
        connection.close()
        return response.status, size

    def jobs_left(self) -> int:
        """Return the number of running and queued transfers."""
        health = json.loads(self.content("openbis/health"))
        return int(health["runningJobs"]) + int(health["waitingJobs"])

    def content(self, path: str) -> bytes:
        """Return an answer to a GET."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=600)
        headers = {"Authorization": f"token {self._jupyter.token}"}
        connection.request("GET", f"{urlsplit(self._jupyter.url).path}{path}", headers=headers)
        return connection.getresponse().read()

    def measure(self, title: str, action: Callable[[], tuple[int, int]]) -> None:
        """Print a row of the table."""
        process = WatchedProcess(self._jupyter.process_id, self._idle)
        with self._probe.watching() as seconds:
            time.sleep(0.2)
            begin = time.perf_counter()
            status, size = action()
            took = time.perf_counter() - begin
        used, latency = process.consumption(), StatusLatency.of(seconds)
        time.sleep(self._settling)
        left = memory_of(self._folder, "VmRSS") - self._idle
        worst = f"{latency.p99:.0f} / {latency.worst:.0f}" if latency else "-"
        _show(
            f"| {title} | {status}, {mebibytes(size):.1f} MiB | {took:.1f} | {used.cpu_seconds:.1f} | {worst} | "
            f"{mebibytes(used.peak_bytes):.0f} | {mebibytes(left):.0f} |"
        )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_answers", description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[100_000, 300_000])
    parser.add_argument(
        "--settle",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="before the remaining memory is measured; an idle server returns some within 90",
    )
    parser.add_argument("--only", choices=["files", "hostile", "failures"], nargs="+")
    options = parser.parse_args()
    parts = options.only or ["files", "hostile", "failures"]
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    _show(f"{os.cpu_count()} processors, load {load} before\n")
    _show("| what | answer | s | CPU s | status ms, 99 % / longest | MiB over idle, peak | afterwards |")
    _show("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with _server() as (bench, _, _):
        bench.measure("nothing", _rest)
    for count in options.files if "files" in parts else []:
        with _server(options.settle) as (bench, stand_in, root):
            _measure_files(bench, stand_in, root, count)
    if "hostile" in parts:
        with _server(options.settle) as (bench, stand_in, root):
            _measure_hostile(bench, stand_in, root)
    if "failures" in parts:
        with _server(options.settle) as (bench, stand_in, root):
            _measure_failures(bench, stand_in, root)


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _rest() -> tuple[int, int]:
    """Send no request, to measure the effect of other load on the figures."""
    time.sleep(3)
    return 200, 0


def _measure_files(bench: Bench, stand_in: StandIn, root: Path, count: int) -> None:
    stand_in.answers["searchFiles"] = listing(count)
    plan = {"kind": "download", "connection": "lab", "permIds": [_PERM_ID], "folder": str(root), "dryRun": True}
    folder = f"openbis/files/lab/{_PERM_ID}?folder={quote(_FOLDER)}"
    bench.measure(f"{count:,} files: open the data set", lambda: bench.ask("GET", folder))
    bench.measure(f"{count:,} files: plan of a download", lambda: bench.ask("POST", "openbis/jobs", plan))


def _measure_hostile(bench: Bench, stand_in: StandIn, root: Path) -> None:
    content = b'{"result":[' + b"[]," * (_HOSTILE_BYTES // 3) + b"1]}"
    stand_in.answers["*"] = gzip.compress(content, 1)
    search = "openbis/search/lab?text=x"
    check = {"url": stand_in.url, "http_only": True}
    login = {"action": "login", "username": "alice", "password": "x"}
    bench.measure("hostile 250 MiB: search", lambda: bench.ask("GET", search))
    bench.measure("hostile 250 MiB: check of an address", lambda: bench.ask("POST", "openbis/check", check))
    bench.measure("hostile 250 MiB: login", lambda: bench.ask("PUT", "openbis/conn/lab", login))
    for number in range(3):
        folder = root / f"hostile {number}"
        folder.mkdir()
        (folder / ".openbis-dataset.json").write_bytes(content[:_MANIFEST_BYTES])
    unfinished = f"openbis/unfinished?folder={quote(str(root))}"
    bench.measure("three hostile manifests of 60 MiB", lambda: bench.ask("GET", unfinished))


def _measure_failures(bench: Bench, stand_in: StandIn, root: Path) -> None:
    stand_in.answers |= {"searchFiles": listing(_FAILED_FILES), "createFastDownloadSession": b'{"result":7}'}

    def fail() -> tuple[int, int]:
        sizes = 0
        for number in range(_FAILURES):
            body = {"kind": "download", "connection": "lab", "permIds": [_PERM_ID], "folder": str(root / str(number))}
            sizes += bench.ask("POST", "openbis/jobs", body)[1]
        while bench.jobs_left():
            time.sleep(0.1)
        return 202, sizes

    bench.measure(f"{_FAILURES} failed downloads of {_FAILED_FILES:,} files", fail)


@contextmanager
def _server(settling: float = 0.0) -> Iterator[tuple[Bench, StandIn, Path]]:
    """Run openBIS, the stand-in and Jupyter, which has logged in."""
    with ExitStack() as stack:
        openbis = stack.enter_context(FakeOpenbis(users=USERS))
        stand_in = stack.enter_context(StandIn(openbis.url).running())
        laboratory = openbis.laboratory
        for store in list(laboratory.data_stores):
            laboratory.put(replace(store, download_url=stand_in.url))
        add_data_set(
            laboratory,
            "RAW_DATA",
            perm_id=_PERM_ID,
            sample=WILD_TYPE,
            physical_data=PhysicalData(_PERM_ID, size=1),
        )
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        root, config = folder / "root", folder / "config"
        root.mkdir()
        config.mkdir()
        entry = {"name": "lab", "url": stand_in.url, "http_only": True, "username": "alice", "password": USERS["alice"]}
        with (config / "openbis-connections.yaml").open("w") as file:
            YAML().dump({"connections": [entry]}, file)
        jupyter = stack.enter_context(jupyter_server(folder, root, config))
        warm = Bench(jupyter)
        while warm.ask("GET", f"openbis/search/lab?text={_PERM_ID}")[0] != 200:  # noqa: PLR2004
            time.sleep(0.2)
        yield Bench(jupyter, settling), stand_in, root


if __name__ == "__main__":
    main()
