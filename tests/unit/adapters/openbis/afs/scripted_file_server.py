"""A small file server on a real socket, with faults, for tests of the adapter.

It follows docs/openbis-afs.md by itself and shares no code with the adapter.
"""

from __future__ import annotations

import hashlib
import json
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.unit.adapters.openbis.wire import LIMITS, TOKEN

OWNER = "20261128093000000-7"
V3 = "/openbis/openbis/rmi-application-server-v3.json"
FILES = "/afs-server/api"
NO_SUCH_FILE = "java.nio.file.NoSuchFileException: /storage/x"


@dataclass(frozen=True)
class Reply:
    """An answer; `cut`: the connection is closed after this number of bytes of the body."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/octet-stream"
    cut: int | None = None
    location: str | None = None


def failure(code: int, message: object = "no", **fields: Any) -> Reply:
    error = ["ch.ethz.sis.afsapi.exception.ThrowableReason", {"message": message, "exceptionCode": code, **fields}]
    body = json.dumps({"id": "1", "result": None, "error": error}).encode()
    return Reply(body, 400, "application/json")


@dataclass(frozen=True)
class Request:
    verb: str
    parameters: dict[str, str]
    in_url: bool
    body: bytes
    headers: dict[str, str]

    @property
    def method(self) -> str:
        return self.parameters["method"]

    def chunks(self) -> list[tuple[str, str, int, int, bytes]]:
        """The chunks in the body: owner, source, offset, limit, data."""
        place = 4

        def take(form: str) -> int:
            nonlocal place
            (value,) = struct.unpack_from(form, self.body, place)
            place += struct.calcsize(form)
            return value

        def content() -> bytes:
            nonlocal place
            length = take(">i")
            place += length
            return self.body[place - length : place]

        count = range(struct.unpack_from(">i", self.body)[0])
        found = [(content().decode(), content().decode(), take(">q"), take(">i"), content()) for _ in count]
        assert place == len(self.body)
        return found


def chunks_of(*chunks: tuple[str, str, int, int, bytes]) -> bytes:
    parts = [struct.pack(">i", len(chunks))]
    for owner, source, offset, limit, data in chunks:
        for text in (owner.encode(), source.encode()):
            parts += [struct.pack(">i", len(text)), text]
        parts += [struct.pack(">qi", offset, limit), struct.pack(">i", len(data)), data]
    return b"".join(parts)


@dataclass
class FileServer:
    """Has files of one owner. `faults` may answer a request instead; it is asked first.

    Attributes:
        files: Content by path, with a slash at the start; None is a folder.
        times: Milliseconds since 1970 by path.
        row: The AFS row of searchDataStores: its downloadUrl; None for no row.
        information: More of the server information.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    row: str | None = ""
    api_version: str = "3.7"
    information: dict[str, str] = field(default_factory=dict)
    faults: Callable[[Request], Reply | None] = lambda _: None
    requests: list[Request] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    connections: int = 0
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def serving(self) -> Iterator[FileServer]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def client(self, limits: HttpLimits = LIMITS) -> Client:
        return Clients(limits).of(self.session)

    @property
    def session(self) -> Session:
        return Session(Instance("lab", self.url), Secret(TOKEN), "admin")

    def methods(self, *names: str) -> list[str]:
        """The methods that the file server was asked for, or those of them with some names."""
        return [each.method for each in self.requests if not names or each.method in names]

    def answer(self, request: Request) -> Reply:
        with self.lock:
            self.requests.append(request)
        found = self.faults(request)
        return found if found is not None else self._usual(request)

    def call(self, sent: dict[str, Any]) -> object:
        self.calls.append(sent["method"])
        if sent["method"] == "getServerInformation":
            return {"api-version": self.api_version, **self.information}
        rows = [] if self.row is None else [{"@type": "x", "@id": 1, "code": "AFS", "downloadUrl": self.row}]
        return {"objects": rows, "totalCount": len(rows)}

    def _usual(self, request: Request) -> Reply:
        source = request.parameters.get("source", "")
        match request.method:
            case "isSessionValid":
                return Reply(b"true", kind="text/plain")
            case "list":
                below = source.rstrip("/")
                paths = [each for each in self.files if each == below or each.startswith(f"{below}/")]
                return Reply(b"\n".join(map(self._line, paths))) if paths else failure(30001, NO_SUCH_FILE)
            case "read":
                return self._read(request)
            case "hash":
                content = self.files.get(source)
                if content is None:
                    return failure(30001, NO_SUCH_FILE)
                return Reply(hashlib.md5(content).hexdigest().encode(), kind="text/plain")
        return Reply(b"true", kind="text/plain")

    def _read(self, request: Request) -> Reply:
        read = []
        for owner, source, offset, limit, _ in request.chunks():
            content = self.files.get(source)
            if content is None:
                return failure(30001, NO_SUCH_FILE)
            data = content[offset : offset + limit]
            if len(data) < limit:
                return failure(30001, f"java.io.IOException: Expected to read {limit} bytes but was only {len(data)}")
            read.append((owner, source, offset, limit, data))
        return Reply(chunks_of(*read))

    def _line(self, path: str) -> bytes:
        content, time = self.files[path], self.times.get(path, 1_764_000_000_123)
        size = "" if content is None else str(len(content))
        folder = "true" if content is None else "false"
        return "\t".join((OWNER, path, path.rpartition("/")[2], folder, size, str(time))).encode()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, server: FileServer, *args: Any) -> None:
        self.of = server
        with server.lock:
            server.connections += 1
        super().__init__(*args)

    def handle_any(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if address.path == V3:
            result = json.dumps({"result": self.of.call(json.loads(body))}).encode()
            return self.send(Reply(result, kind="application/json"))
        if address.path != FILES:
            return self.send(Reply(b"404 NOT FOUND", 404, "text/plain"))
        in_url = bool(address.query)
        parameters = dict(parse_qsl(address.query if in_url else body.decode(), keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.send(self.of.answer(Request(self.command, parameters, in_url, body, headers)))

    def do_GET(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def do_DELETE(self) -> None:
        self.handle_any()

    def send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        with suppress(ConnectionError):  # the client has ended the request
            self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])

    def log_message(self, *_: object) -> None:
        """Log nothing."""
