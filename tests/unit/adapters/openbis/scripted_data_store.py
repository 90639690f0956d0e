"""A data store on a real socket with scripted responses to downloads."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from jupyter_openbis_server.adapters.openbis.api.client import Client, Clients
from jupyter_openbis_server.domain.instances.session import Instance, Session
from jupyter_openbis_server.domain.shared.secret import Secret
from tests.unit.adapters.openbis.wire import LIMITS, TOKEN

SESSION_TOKEN = "the-session-behind-the-token"


@dataclass(frozen=True)
class Page:
    """An HTML page with a status."""

    status: int = 500
    body: bytes = b"<html>STREAM</html>"


@dataclass(frozen=True)
class Cut:
    """A body that ends with the connection, before it is complete."""

    body: bytes = b""


Reply = bytes | Page | Cut | dict[str, Any]


class ScriptedDataStore:
    """Answers `download` with the next of `replies`; the last one is repeated.

    Attributes:
        ranges: Item id to chunk numbers.
        start: What `startDownloadSession` answers instead of these.
        files: What the plain servlet gives, by path; an error page for all others.
        queued: The ranges of all `queue` calls.
        items: The data set files that were named to `createFastDownloadSession`.
    """

    def __init__(self) -> None:
        self.ranges = {"1-1/original/a.txt": "0:0", "1-1/original/b.txt": "1:1", "1-1/original/c.txt": "2:2"}
        self.replies: list[Reply] = [b""]
        self.start: Reply | None = None
        self.finish: dict[str, Any] | None = None
        self.files: dict[str, bytes] = {}
        self.queued: list[str] = []
        self.items: list[str] = []
        self.started: dict[str, Any] = {}
        self.downloads = self.finished = 0
        self.counts: list[int] = []
        self.alive = True
        self.api_version = "3.7"
        self.url = ""
        self._lock = threading.Lock()

    @contextmanager
    def serving(self) -> Iterator[ScriptedDataStore]:
        """Listen on a free port as long as the block lasts."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def client(self) -> Client:
        return Clients(LIMITS).of(Session(Instance("lab", self.url), Secret(TOKEN), "admin"))

    def reply_to(self, path: str, body: dict[str, Any]) -> Reply:
        with self._lock:
            if path.endswith("/file-transfer"):
                return self._file_transfer(body)
            if body["method"] == "createFastDownloadSession":
                self.items += [each["filePath"] for each in body["params"][1]]
                unreachable = "https://unreachable.invalid/datastore_server/file-transfer"
                return {"result": {"downloadUrl": unreachable, "fileTransferUserSessionId": SESSION_TOKEN, "files": []}}
            answers = {"getServerInformation": {"api-version": self.api_version}, "isSessionActive": self.alive}
            return {"result": answers[body["method"]]}

    def _file_transfer(self, sent: dict[str, Any]) -> Reply:
        match sent["method"]:
            case ["startDownloadSession"]:
                self.started = sent
                return self.start or {"downloadSessionId": "d", "ranges": self.ranges, "streamIds": ["s"]}
            case ["queue"]:
                self.queued += sent["ranges"]
                return b""
            case ["download"]:
                self.downloads += 1
                self.counts += map(int, sent["numberOfChunks"])
                return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        self.finished += 1
        return self.finish or b""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, scripted: ScriptedDataStore, *args: Any) -> None:
        self.scripted = scripted
        super().__init__(*args)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        match self.scripted.reply_to(self.path, body):
            case dict() as value:
                self.send(200, "application/json", json.dumps(value).encode())
            case Page(status, page):
                self.send(status, "text/html", page)
            case Cut(part):
                self.close_connection = True
                self.send(200, "application/octet-stream", part, length=len(part) + 1)
            case bytes() as chunks:
                self.send(200, "application/octet-stream", chunks)

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/datastore_server/1-1/")
        content = self.scripted.files.get(path)
        if content is None:
            page = f"<html><body><h1>Error</h1>\nResource '{path}' does not exist.\n</body></html>"
            self.send(200, "text/html", page.encode())
        else:
            self.send(200, "text/plain", content, disposition='inline; filename="x"')

    def send(self, status: int, kind: str, body: bytes, *, length: int | None = None, disposition: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if disposition:
            self.send_header("Content-Disposition", disposition)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""
