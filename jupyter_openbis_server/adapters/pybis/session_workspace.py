"""Sending files into the session workspace, where openBIS expects what is to be registered.

Bytes are written at an offset and the file is never truncated: slices can be repeated, but the name must be new.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import BinaryIO

from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.http import HttpAnswer
from jupyter_openbis_server.adapters.pybis.json_rpc import repeated
from jupyter_openbis_server.adapters.pybis.pages import text_of
from jupyter_openbis_server.adapters.pybis.translation import Interruption, for_users, is_expiry
from jupyter_openbis_server.domain.errors import OpenbisError, SessionExpired, SourceNotReadable, UploadFailed
from jupyter_openbis_server.domain.model import Cancellation, SourceFile

SLICE_BYTES = 10 * 1024 * 1024
_SERVICE = "/session_workspace_file_upload"
# A form type would let openBIS's servlet container eat the body.
_HEADERS = {"Content-Type": "application/octet-stream"}


@dataclass(frozen=True)
class SessionWorkspace:
    """The workspace of one session on one data store."""

    client: Client
    address: str

    def send(self, source: SourceFile, name: str, cancellation: Cancellation) -> None:
        """Send a file under a name, which may have folders (`/`).

        Raises:
            SourceNotReadable: the file cannot be read, or is shorter than it was.
            UploadFailed: openBIS does not take it.
        """
        size = source.size
        with source.open() as stream:
            for start in range(0, max(size, 1), SLICE_BYTES):
                part = _Slice(stream, source.name, start, min(SLICE_BYTES, size - start), cancellation)
                self._send_patiently(part, name)

    def _send_patiently(self, part: _Slice, name: str) -> None:
        try:
            repeated(lambda: self._send(part, name), self.client.http.limits)
        except Interruption:
            # A servlet that refuses a body breaks the connection where it has not read all of it.
            if not self.client.is_session_active():
                raise SessionExpired(self.client.instance.name) from None
            raise

    def _send(self, part: _Slice, name: str) -> None:
        query = {
            "filename": name,
            "id": "1",
            "startByte": str(part.start),
            "endByte": str(part.start + len(part)),
            "emptyFolder": "false",
            "sessionID": self.client.token or "",
        }
        part.rewind()
        body = part if len(part) else None  # an empty reader would be sent with chunked encoding
        url = self.address + _SERVICE
        with self.client.http.send("POST", url, query=query, body=body, headers=_HEADERS) as answer:
            size = self._size_written(answer, name)
        if size != len(part):
            problem = f"{size} bytes of {name} have arrived instead of {len(part)}"
            raise Interruption(self.client.instance.name, problem)

    def _size_written(self, answer: HttpAnswer, name: str) -> object:
        page = answer.content(self.client.http.limits).decode(errors="replace")
        try:
            reply = json.loads(page)
        except (ValueError, RecursionError):
            raise self._refusal(answer, page, name) from None
        return reply.get("size") if isinstance(reply, dict) else None

    def _refusal(self, answer: HttpAnswer, page: str, name: str) -> OpenbisError:
        text = text_of(page)
        if is_expiry(text):
            return SessionExpired(self.client.instance.name)
        if answer.status == 500:  # noqa: PLR2004 - every refusal is an error page of the servlet container
            return UploadFailed(f"{name}: {for_users(text, [self.client.token or ''])}")
        return answer.nonsense()


class _Slice:
    """A part of an open file, as the body of a request. Its length is known, so nothing is held in memory."""

    def __init__(self, stream: BinaryIO, name: str, start: int, length: int, cancellation: Cancellation) -> None:
        self.start = start
        self._stream = stream
        self._name = name
        self._length = length
        self._left = length
        self._cancellation = cancellation

    def __len__(self) -> int:
        return self._length

    def rewind(self) -> None:
        """Begin again, for a repetition."""
        self._left = self._length
        self._cancellation.check()
        try:
            self._stream.seek(self.start)
        except OSError as error:
            raise SourceNotReadable(self._name, "cannot be read") from error

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises SourceNotReadable where the file ends early, or Cancelled."""
        self._cancellation.check()
        wanted = self._left if size < 0 else min(size, self._left)
        try:
            piece = self._stream.read(wanted)
        except OSError as error:
            raise SourceNotReadable(self._name, "cannot be read") from error
        if wanted and not piece:
            raise SourceNotReadable(self._name, "has become shorter while it was sent")
        self._left -= len(piece)
        return piece
