"""How the data store server sends bodies: a buffer of 32 KiB first, compressed when the client offers it."""

import zlib

from .handlers import FakeHandler

BUFFER_SIZE = 32 * 1024
"""What fits is sent with its length when the reply ends; more makes the reply begin (openbis-protocol 6.4)."""

MIN_GZIP_SIZE = 2048
_COMPRESSED_ALREADY = ("image/", "video/", "audio/", "application/zip", "application/gzip", "application/x-gzip")
_GZIP_FORMAT = 16 + zlib.MAX_WBITS


class ReplyBody:
    """The body of one reply, written piece by piece.

    Args:
        handler: Has status and headers of the reply set already.
        content_type: The reply's content type; what is compressed already is not compressed again.
        length: The length of the whole body in bytes, if it is known beforehand.
    """

    def __init__(self, handler: FakeHandler, content_type: str, length: int | None = None) -> None:
        handler.set_header("Content-Type", content_type)
        self._handler = handler
        self._length = length
        self._buffer: list[bytes] = []
        self._buffered = 0
        self._compressor = zlib.compressobj(wbits=_GZIP_FORMAT) if _gzip(handler, content_type) else None
        self.begun = False

    async def write(self, piece: bytes) -> None:
        """Takes the next piece; sends what the buffer cannot hold, and waits until the network has taken that.

        Raises:
            tornado.iostream.StreamClosedError: When the client has left.
        """
        self._buffer.append(piece)
        self._buffered += len(piece)
        if self._buffered > BUFFER_SIZE:
            together = b"".join(self._buffer)
            full = len(together) // BUFFER_SIZE * BUFFER_SIZE
            self._buffer, self._buffered = [together[full:]], len(together) - full
            await self._send(together[:full])

    async def end(self) -> None:
        """Sends what is left in the buffer, and ends the reply."""
        rest = b"".join(self._buffer)
        if not self.begun and len(rest) < MIN_GZIP_SIZE:
            self._compressor = None
        if not self.begun:
            self._set_headers()
        if self._compressor is not None:
            rest = await self._handler.in_thread(self._compressor.compress, rest) + self._compressor.flush()
        self._handler.finish(rest)

    async def _send(self, piece: bytes) -> None:
        if not self.begun:
            self._set_headers()
            self.begun = True
        if self._compressor is not None:
            piece = await self._handler.in_thread(self._compressor.compress, piece)
        self._handler.write(piece)
        await self._handler.flush()

    def _set_headers(self) -> None:
        if self._compressor is not None:
            self._handler.set_header("Content-Encoding", "gzip")
            self._handler.set_header("Vary", "Accept-Encoding")
        elif self._length is not None:
            self._handler.set_header("Content-Length", str(self._length))


def _gzip(handler: FakeHandler, content_type: str) -> bool:
    offered = handler.request.headers.get("Accept-Encoding", "").lower().replace(" ", "")
    names = {part.partition(";")[0] for part in offered.split(",") if not part.endswith((";q=0", ";q=0.0"))}
    return "gzip" in names and not content_type.startswith(_COMPRESSED_ALREADY)
