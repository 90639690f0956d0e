"""Response bodies of the data store server: a buffer of 32 KiB first, compressed if the client accepts it."""

import zlib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tornado.http1connection import HTTP1Connection

from jupyter_openbis_server.fake_openbis.server.handlers import FakeHandler

BUFFER_SIZE = 32 * 1024
"""What fits is sent with its length when the reply ends; more makes the reply begin (openbis-protocol 6.4)."""

MIN_GZIP_SIZE = 2048
_COMPRESSED_ALREADY = ("image/", "video/", "audio/", "application/zip", "application/gzip", "application/x-gzip")
_GZIP_FORMAT = 16 + zlib.MAX_WBITS

Piece: TypeAlias = "bytes | memoryview"


class ReplyBody:
    """The body of one reply, written piece by piece; large pieces are not copied on their way.

    Args:
        handler: Has status and headers of the reply set already.
        content_type: The reply's content type; what is compressed already is not compressed again.
        length: The length of the whole body in bytes, if it is known beforehand.
    """

    def __init__(self, handler: FakeHandler, content_type: str, length: int | None = None) -> None:
        handler.set_header("Content-Type", content_type)
        self._handler = handler
        self._length = length
        self._buffer: list[Piece] = []
        self._buffered = 0
        self._compressor = zlib.compressobj(wbits=_GZIP_FORMAT) if _gzip(handler, content_type) else None
        self.begun = False

    async def write(self, *pieces: Piece) -> None:
        """Take the next pieces; send what the buffer cannot hold, and wait until the network has taken that.

        The memory of the pieces may be used for something else as soon as this returns.

        Raises:
            tornado.iostream.StreamClosedError: When the client has left.
        """
        self._buffer.extend(pieces)
        self._buffered += sum(map(len, pieces))
        if self._buffered > BUFFER_SIZE:
            await self._send(self._take(self._buffered // BUFFER_SIZE * BUFFER_SIZE))
        self._buffer = [b"".join(self._buffer)]

    async def end(self) -> None:
        """Send what is left in the buffer, and end the reply."""
        rest = b"".join(self._buffer)
        if not self.begun and len(rest) < MIN_GZIP_SIZE:
            self._compressor = None
        if not self.begun:
            self._set_headers()
        if self._compressor is not None:
            rest = await self._handler.in_thread(self._compressor.compress, rest) + self._compressor.flush()
        self._handler.finish(rest)

    def _take(self, size: int) -> list[Piece]:
        """Remove and return the first bytes of the buffer."""
        taken, left = [], size
        while left > 0:
            piece = self._buffer.pop(0)
            if len(piece) > left:
                self._buffer.insert(0, memoryview(piece)[left:])
                piece = memoryview(piece)[:left]
            taken.append(piece)
            left -= len(piece)
        self._buffered -= size
        return taken

    async def _send(self, pieces: list[Piece]) -> None:
        if not self.begun:
            self._set_headers()
            self.begun = True
            await self._handler.flush()
        connection = self._handler.request.connection
        if self._compressor is None and self._is_chunked() and isinstance(connection, HTTP1Connection):
            for part in _framed(pieces):
                sent = connection.stream.write(part)
            await sent
            return
        piece = b"".join(pieces)
        if self._compressor is not None:
            piece = await self._handler.in_thread(self._compressor.compress, piece)
        self._handler.write(piece)
        await self._handler.flush()

    def _is_chunked(self) -> bool:
        return self._length is None and self._handler.request.version == "HTTP/1.1"

    def _set_headers(self) -> None:
        if self._compressor is not None:
            self._handler.set_header("Content-Encoding", "gzip")
            self._handler.set_header("Vary", "Accept-Encoding")
        elif self._length is not None:
            self._handler.set_header("Content-Length", str(self._length))


def _framed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """One piece of HTTP's chunked coding, small parts joined. Tornado's own way copies everything twice."""
    parts = list(pieces)
    small: list[Piece] = [b"%x\r\n" % sum(map(len, parts))]
    for part in parts:
        if len(part) < BUFFER_SIZE:
            small.append(part)
        else:
            yield b"".join(small)
            yield part
            small = []
    yield b"".join([*small, b"\r\n"])


def _gzip(handler: FakeHandler, content_type: str) -> bool:
    if not handler.context.settings.gzip:
        return False
    offered = handler.request.headers.get("Accept-Encoding", "").lower().replace(" ", "")
    names = {part.partition(";")[0] for part in offered.split(",") if not part.endswith((";q=0", ";q=0.0"))}
    return "gzip" in names and not content_type.startswith(_COMPRESSED_ALREADY)
