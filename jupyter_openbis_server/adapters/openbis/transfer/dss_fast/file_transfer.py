"""The protocol of openBIS's file-transfer servlet, "fast download" (API from 3.6): start, queue, download, finish.

The servlet answers with HTTP 200; JSON instead of binary data is an error. Which files can be named depends on the
version of the protocol: version 1 splits the list of items at commas.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.json_rpc import json_response, repeated
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json, perm_id
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunks import Chunk, DamagedHeader, read_chunks
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import OpenbisError, UnexpectedResponse
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.interruptible import wait_until_set

_SERVICE = "/file-transfer"
_OK, _CANNOT_READ = 200, 500
_BINARY = ("application/octet-stream", "")
_RANGE = re.compile(r"(\d{1,10}):(\d{1,10})")
# Compressed replies are several times slower; openBIS compresses for every client that offers it.
_HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
_SECONDS_TO_FINISH = 0.5  # when the work was cancelled
_READABLE_AS_FILES = (".h5ar/", ".h5/")


class CannotRead(TransientFailure):
    """The data store cannot read one of the chunks that were asked for; others of the reply are lost with it."""


class StreamsExhausted(Exception):
    """The server has no download stream left: its limit is reached, often by clients that never came back."""


@dataclass(frozen=True)
class Transfer:
    """A download that has begun on the server.

    Attributes:
        session_id: Its id.
        stream_ids: The ids of its streams, at least one; one request at a time for each.
        ranges: For each file the numbers of its chunks, in the order of the request. Files that the server left out
            are missing.
    """

    session_id: str = field(repr=False)
    stream_ids: tuple[str, ...] = field(repr=False)
    ranges: Mapping[DataSetFile, range]


class FileTransfer:
    """Talks to the file-transfer servlet about one data set.

    The servlet's address is made from the data set's data store. What `createFastDownloadSession` says about it is
    the same setting of the data store, and leads nowhere else.
    """

    def __init__(self, client: Client, data_set: DataSet, max_streams: int | None = None) -> None:
        self._client = client
        self._perm_id = data_set.perm_id
        self._address = client.data_store(data_set.data_store_url, data_set.data_store)
        usual = client.http.limits.download_streams
        self._streams = usual if max_streams is None else min(usual, max_streams)
        self._known_user_session_id: str | None = None
        self._is_version_2 = client.capabilities().file_transfer_version == 2  # noqa: PLR2004 - its number

    def can_name(self, file: DataSetFile) -> bool:
        """Whether the protocol can ask for a file."""
        if any(folder in file.path.lower() for folder in _READABLE_AS_FILES):
            return False  # listed as a folder with files inside, but transferred as a single file
        return self._is_version_2 or ("," not in file.path and file.path == file.path.rstrip())

    @contextmanager
    def begin(self, files: Sequence[DataSetFile]) -> Iterator[Transfer]:
        """Begin a transfer, and finish it in any case: one that is not finished keeps its streams.

        Raises:
            StreamsExhausted: try again later.
            DataNotAvailable, SessionExpired: the data store does not give the files.
        """
        transfer = self.start(files)
        try:
            yield transfer
        finally:
            self.finish(transfer)

    def start(self, files: Sequence[DataSetFile]) -> Transfer:
        """Begin a transfer, as `begin`; the caller finishes it."""
        return self._start({f"{self._perm_id}/{file.path}": file for file in files})

    def queue(self, transfer: Transfer, numbers: Iterable[int]) -> None:
        """Put chunks into the transfer's queue. Those that wait there already stay where they are."""
        self._order("queue", downloadSessionId=transfer.session_id, ranges=",".join(_as_ranges(numbers)))

    def chunks(self, transfer: Transfer, stream_id: str, count: int) -> Generator[Chunk, None, None]:
        """Ask for the next chunks in the queue, and yield them as they arrive; close the generator after use.

        Fewer than `count` mean that the queue was empty, or that some are lost.

        Raises:
            CannotRead, TransientFailure: there was no response, or not all of it; some chunks are lost.
            DataNotAvailable, SessionExpired: the server has ended the transfer.
        """
        with self._download(transfer, stream_id, count) as response:
            try:
                yield from read_chunks(response.read)
                response.read(1)  # a body that was cut off shows it only now
            except DamagedHeader:
                raise self._interruption("a download from its data store arrived damaged") from None

    def _download(self, transfer: Transfer, stream_id: str, count: int) -> HttpResponse:
        response = self._post(
            "download",
            downloadSessionId=transfer.session_id,
            downloadStreamId=stream_id,
            numberOfChunks=str(count),
        )
        if response.status == _OK and response.content_type in _BINARY:
            return response
        with response:
            if response.status == _CANNOT_READ:
                raise CannotRead(self._client.instance.name, "its data store cannot read a file")
            raise self._refusal_in(response, response.content(self._client.http.limits.page_bytes))

    def _start(self, files: Mapping[str, DataSetFile]) -> Transfer:
        wanted = list(files)
        items = json.dumps(wanted, ensure_ascii=False) if self._is_version_2 else ",".join(wanted)
        with self._post(
            "startDownloadSession",
            userSessionId=self._user_session_id(next(iter(files.values()))),
            downloadItemIds=items,
            wishedNumberOfStreams=str(self._streams),
        ) as response:
            reply = json_response(response, self._client.instance, self._client.http.limits)
        if not isinstance(reply, dict) or "error" in reply:
            if isinstance(reply, dict) and reply.get("retriable") is True:
                raise StreamsExhausted
            raise self._refusal_of(response, reply)
        return self._begun(reply, files)

    def _begun(self, reply: Mapping[str, Any], files: Mapping[str, DataSetFile]) -> Transfer:
        try:
            ranges = {files[item]: _range(reply["ranges"][item]) for item in files if item in reply["ranges"]}
            stream_ids = tuple(map(str, reply["streamIds"]))[: self._streams]
            transfer = Transfer(str(reply["downloadSessionId"]), stream_ids, ranges)
        except (KeyError, TypeError, ValueError):
            transfer = None
        if transfer is None or not transfer.stream_ids:
            problem = "the data store begins a download in a way that is not understood"
            raise UnexpectedResponse(self._client.instance.name, problem)
        return transfer

    def _user_session_id(self, file: DataSetFile) -> str:
        """Return the token that the servlet wants: of a personal access token, the session behind it.

        openBIS answers for the files that it is asked for; one is enough to learn the token.
        """
        if self._known_user_session_id is None:
            data_set = perm_id("dataset.id.DataSetPermId", self._perm_id)
            id_ = {"@type": "dss.dto.datasetfile.id.DataSetFilePermId", "dataSetId": data_set, "filePath": file.path}
            options = {
                "@type": "dss.dto.datasetfile.fastdownload.FastDownloadSessionOptions",
                "wishedNumberOfStreams": self._streams,
            }
            result = self._client.call_data_store(self._address, "createFastDownloadSession", [id_], options)
            self._known_user_session_id = result.required_bean("result").required_text("fileTransferUserSessionId")
        return self._known_user_session_id

    def finish(self, transfer: Transfer) -> None:
        """Give the streams back, also where the work was cancelled; then that is not waited for much longer."""

        def finish() -> None:
            with suppress(OpenbisError):  # the server finishes it with the openBIS session
                self._order("finishDownloadSession", downloadSessionId=transfer.session_id)
            is_enough.set()

        is_enough = threading.Event()
        thread = threading.Thread(target=finish, name="finishing", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the interpreter is about to end and starts no threads any more
            finish()
            return
        with Cancellation.current().on_cancel(is_enough.set):
            wait_until_set(is_enough)
        thread.join(_SECONDS_TO_FINISH)

    def _order(self, method: str, **parameters: str) -> None:
        """Call a method that answers with nothing. It is retried on failure: these methods are idempotent."""

        def once() -> None:
            with self._post(method, **parameters) as response:
                body = response.content(self._client.http.limits.page_bytes)
                if body or response.status != _OK:
                    raise self._refusal_in(response, body)

        repeated(once, self._client.http.limits)

    def _post(self, method: str, **parameters: str) -> HttpResponse:
        body: Json = {name: [value] for name, value in {"method": method, **parameters}.items()}
        if self._is_version_2:
            body["version"] = ["2"]
        url = self._address + _SERVICE
        return self._client.http.send_raw("POST", url, body=json.dumps(body).encode(), headers=_HEADERS)

    def _interruption(self, problem: str) -> TransientFailure:
        return TransientFailure(self._client.instance.name, problem)

    def _refusal_in(self, response: HttpResponse, body: bytes) -> OpenbisError:
        return self._refusal_of(response, _json(body))

    def _refusal_of(self, response: HttpResponse, reply: object) -> OpenbisError:
        if not isinstance(reply, dict) or "error" not in reply:
            return response.unexpected()
        return self._client.refusal_of_data(str(reply["error"]))


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _range(text: str) -> range:
    """Return the numbers of `first:last`, both included."""
    found = _RANGE.fullmatch(text)
    numbers = range(int(found[1]), int(found[2]) + 1) if found else range(0)
    if not numbers:
        raise ValueError(text)
    return numbers


def _as_ranges(numbers: Iterable[int]) -> list[str]:
    """Return ascending numbers as `first:last`, both included."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return [f"{first}:{last}" for first, last in ranges]
