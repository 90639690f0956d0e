"""The servlet of the fast download, ``/datastore_server/file-transfer`` (openbis-protocol 6.3 to 6.7)."""

import itertools
from collections.abc import Iterable

from tornado.iostream import StreamClosedError

from jupyter_openbis_server.fake_openbis.data_store.data_store_handler import DataStoreHandler
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.chunks import checksum
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.engine import (
    Chunk,
    DownloadSession,
    TransferFailure,
    UnreadableChunk,
    shuffled,
)
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.transfer_parameters import Parameters, read_parameters
from jupyter_openbis_server.fake_openbis.data_store.reply_body import Piece, ReplyBody
from jupyter_openbis_server.fake_openbis.faults.faults import CHUNK_KINDS, Fault, FaultKind


class FileTransferHandler(DataStoreHandler):
    """Starts and finishes downloads, queues chunks and sends them. Every refusal is an HTTP 200 with JSON."""

    def called_method(self) -> str | None:
        """Return the called method of the servlet, if it is known."""
        try:
            return self._parameters().method
        except TransferFailure:
            return None

    def session_token(self) -> str | None:
        """Return the openBIS session token of the request or of the download it is about."""
        try:
            parameters = self._parameters()
            if parameters.method == "startDownloadSession":
                return parameters.text("userSessionId")
            return self._session(parameters).user_session_id
        except TransferFailure:
            return None

    async def post(self) -> None:
        """Call the method the request names."""
        try:
            await self._call(self._parameters())
        except TransferFailure as failure:
            await self._refuse(failure)
        except StreamClosedError:
            return  # The client has left; the chunks on their way to it are lost.

    get = post

    async def _call(self, parameters: Parameters) -> None:
        methods = {
            "startDownloadSession": self._start,
            "queue": self._queue,
            "download": self._download,
            "finishDownloadSession": self._finish_download,
        }
        if parameters.method not in methods:
            raise TransferFailure(f"Unknown method '{parameters.method}'.")
        await methods[parameters.method](parameters)

    def _parameters(self) -> Parameters:
        return read_parameters(self.request.query, self.request.body, self.context.settings.api_minor)

    def _session(self, parameters: Parameters) -> DownloadSession:
        return self.parts.transfer.session(parameters.text("downloadSessionId"))

    async def _start(self, parameters: Parameters) -> None:
        session = await self.in_thread(
            self.parts.transfer.start,
            parameters.text("userSessionId"),
            parameters.item_ids(),
            parameters.number("wishedNumberOfStreams"),
        )
        response: dict[str, object] = {
            "downloadSessionId": session.id,
            "ranges": shuffled(session.ranges),
            "streamIds": session.stream_ids,
        }
        await self.send_json("application/json", response)

    async def _queue(self, parameters: Parameters) -> None:
        ranges = parameters.ranges()
        self._session(parameters).enqueue(ranges)
        self._send_nothing()

    async def _finish_download(self, parameters: Parameters) -> None:
        self.parts.transfer.finish(parameters.text("downloadSessionId"))
        self._send_nothing()

    async def _download(self, parameters: Parameters) -> None:
        session = self._session(parameters)
        stream_id = parameters.text("downloadStreamId")
        count = parameters.number("numberOfChunks")
        session.use_stream(stream_id)
        body = ReplyBody(self, "application/octet-stream")
        try:
            await self._send_chunks(session, itertools.count() if count is None else range(count), body)
        except UnreadableChunk:
            self._break_off(body)

    async def _send_chunks(self, session: DownloadSession, places: Iterable[int], body: ReplyBody) -> None:
        """Send chunks until there are enough, or the queue is empty: it never waits for the queue.

        Raises:
            UnreadableChunk: When a chunk cannot be read; it and what is still in the buffer are lost.
        """
        with self.parts.buffer_pool.acquire() as memory:
            for _ in places:
                chunk = session.take()
                if chunk is None:
                    break
                await self.stall(chunk.header.path)
                faults = self.faults_at(chunk.header.path, *CHUNK_KINDS)
                await body.write(*produce(chunk, faults, memory))
        await body.end()

    def _break_off(self, body: ReplyBody) -> None:
        """Answer a read failure: with an error page while nothing was sent yet, else with a cut body (6.6)."""
        if body.begun:
            self.cut_connection()
        else:
            self.send_page(500, "java.lang.IllegalStateException: STREAM")

    async def _refuse(self, failure: TransferFailure) -> None:
        response: dict[str, object] = {"error": str(failure), "exception-class": failure.java_class}
        if failure.retriable is not None:
            response["retriable"] = failure.retriable
        await self.send_json("application/json", response)

    def _send_nothing(self) -> None:
        self.clear_header("Content-Type")
        self.finish()


def produce(chunk: Chunk, faults: Iterable[Fault], memory: bytearray) -> tuple[Piece, ...]:
    """Return a chunk as it goes over the wire: header, payload and the payload's checksum, with what faults do to it.

    Args:
        chunk: Which one.
        faults: What goes wrong with it.
        memory: Where the payload is read to.

    Raises:
        UnreadableChunk: When its payload cannot be read.
    """
    spoil = {fault.kind: fault for fault in faults}
    if FaultKind.UNREADABLE_CHUNK in spoil:
        raise UnreadableChunk(chunk.file.path)
    header, payload = chunk.header.encode(), chunk.read_into(memory)
    if FaultKind.CORRUPT_PAYLOAD in spoil and payload:
        payload[spoil[FaultKind.CORRUPT_PAYLOAD].offset % len(payload)] ^= 0xFF
    ending = checksum(payload)
    if FaultKind.CORRUPT_HEADER_CRC in spoil:
        header = _with_wrong_end(header)
    return header, payload, _with_wrong_end(ending) if FaultKind.CORRUPT_PAYLOAD_CRC in spoil else ending


def _with_wrong_end(part: bytes) -> bytes:
    return part[:-1] + bytes([part[-1] ^ 0xFF])
