"""The body of a response becomes a file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import PermanentCorruption
from jupyter_openbis_server.adapters.shared.crc32 import crc32
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.files.receiving import IncomingFile

_PIECE_BYTES = 512 * 1024
_BIG_BYTES = 8 * 1024 * 1024
_HANDED_OVER_BYTES = 1024 * 1024
"""Handing a piece from one thread to the other takes as long as reading some hundred kilobytes of it."""
_PIECES_WAITING = 2


def receive(response: HttpResponse, file: DataSetFile, incoming: IncomingFile, *, is_urgent: bool = False) -> None:
    """Write the body of a response into a file, from its start to its end, or to the last byte that is missing.

    A second thread can write while this one reads from the network: both take their time, and neither holds Python's
    lock meanwhile. Where several files are received at once that gains nothing.

    Args:
        response: The response; its body is read.
        file: What the data store states.
        incoming: Where it goes.
        is_urgent: Whether a second thread shall help, if the file is big enough.

    Raises:
        IntegrityError: there are more bytes than the data store states.
        InstanceUnreachable: the body breaks off.
        StorageError: the file cannot be written.
        Cancelled: on request.
    """
    end = max((end for _, end in incoming.missing()), default=file.size)
    if not is_urgent or file.size < _BIG_BYTES:
        for offset, piece in _pieces(response, file, _PIECE_BYTES, end):
            incoming.write(offset, piece)
        return
    with ThreadPoolExecutor(1, "writing") as writer:
        waiting: deque[Future[None]] = deque()
        for offset, piece in _pieces(response, file, _HANDED_OVER_BYTES, end):
            if len(waiting) == _PIECES_WAITING:
                waiting.popleft().result()
            waiting.append(writer.submit(incoming.write, offset, piece, crc32(piece)))
        for written in waiting:
            written.result()


def _pieces(response: HttpResponse, file: DataSetFile, size: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield a body piece by piece: up to `end` where that is within the file, else all that there is."""
    offset = 0
    while offset != response.length and (end == file.size or offset < end) and (piece := response.read(size)):
        if offset + len(piece) > file.size:
            raise PermanentCorruption(file.path, f"has more than the {file.size} bytes that were announced")
        yield offset, piece
        offset += len(piece)
