"""Downloading by openBIS's file-transfer servlet: many files in one transfer, all chunks checked (API from 3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from jupyter_openbis_server.adapters.pybis.arriving_file import ArrivingFile
from jupyter_openbis_server.adapters.pybis.chunk_streams import ChunkStreams
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.failed_files import FailedFiles, LastingDamage
from jupyter_openbis_server.adapters.pybis.file_transfer import FileTransfer, StreamsExhausted
from jupyter_openbis_server.adapters.pybis.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.pybis.wanted_chunks import OnFailure, WantedChunks
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError, OpenbisError
from jupyter_openbis_server.domain.model import Cancellation, DataSet, DataSetFile
from jupyter_openbis_server.domain.ports import Receiver

_MOST_FILES = 8192
_MOST_BYTES_OF_PATHS = 512 * 1024
"""Many proxies refuse requests of more than a megabyte; quotes are sent with a backslash."""
_BYTES_BESIDE_PATH = 40
"""The permId, and what JSON takes."""


class FastDownload:
    """Downloads files of one data set. What the protocol cannot do is left to the plain servlet."""

    def __init__(
        self,
        client: Client,
        data_set: DataSet,
        into: Receiver,
        failed: FailedFiles,
        *,
        most_streams: int | None = None,
    ) -> None:
        self._client = client
        self._into = into
        self._failed = failed
        self._servlet = ServletDownload(client, data_set, into, failed)
        self._transfers = FileTransfer(client, data_set, most_streams)

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """Bring files to the disk; those that cannot be had are told to `failed`.

        A file that is wrong as a whole although its chunks were right is fetched once more: what lay on the disk of it
        may have been of no use.

        Raises:
            OpenbisError: see `DataStore.fetch`.
        """
        left_over = [file for file in files if not self._transfers.can_name(file)]
        wrong: dict[DataSetFile, OpenbisError] = {}
        for some in _in_groups([file for file in files if self._transfers.can_name(file)]):
            left_over += self._fetch_patiently(some, wrong.__setitem__, cancellation)
        for some in _in_groups(list(wrong)):
            left_over += self._fetch_patiently(some, self._failed.add, cancellation)
        self._servlet.fetch(left_over, cancellation)

    def _fetch_patiently(
        self, files: Sequence[DataSetFile], on_wrong: OnFailure, cancellation: Cancellation
    ) -> Sequence[DataSetFile]:
        """Bring files to the disk; returns those that have to be fetched in another way."""
        for pause in self._client.http.limits.pauses():
            try:
                return self._fetch(files, on_wrong, cancellation)
            except StreamsExhausted:
                cancellation.wait(pause)
        return files

    def _fetch(
        self, files: Sequence[DataSetFile], on_wrong: OnFailure, cancellation: Cancellation
    ) -> Sequence[DataSetFile]:
        with ExitStack() as ending:
            try:
                transfer = ending.enter_context(self._transfers.begin(files))
            except DataNotAvailable:
                return files  # for one of them, openBIS refuses all; the servlet tells which it is
            arriving = [ArrivingFile(file, numbers, self._into) for file, numbers in transfer.ranges.items()]
            wanted = WantedChunks(arriving, self._sorting(on_wrong))
            ending.callback(wanted.end)
            ChunkStreams(self._transfers, transfer, wanted, self._client.http.limits).run(cancellation)
        return [file for file in files if file not in transfer.ranges]

    def _sorting(self, on_wrong: OnFailure) -> OnFailure:
        """Return who is told of failures: files that may be right another time are treated apart."""

        def on_failure(file: DataSetFile, error: OpenbisError) -> None:
            may_be_right = isinstance(error, IntegrityError) and not isinstance(error, LastingDamage)
            (on_wrong if may_be_right else self._failed.add)(file, error)

        return on_failure


def _in_groups(files: Sequence[DataSetFile]) -> Iterator[Sequence[DataSetFile]]:
    """Yield files in groups for one transfer each."""
    group: list[DataSetFile] = []
    room = _MOST_BYTES_OF_PATHS
    for file in files:
        length = len(file.path.encode(errors="replace")) + _BYTES_BESIDE_PATH
        if group and (length > room or len(group) == _MOST_FILES):
            yield group
            group, room = [], _MOST_BYTES_OF_PATHS
        group.append(file)
        room -= length
    if group:
        yield group
