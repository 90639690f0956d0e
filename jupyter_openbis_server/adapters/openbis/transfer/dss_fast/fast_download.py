"""Downloading by openBIS's file-transfer servlet: many files in one transfer, all chunks checked (API from 3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunk_streams import ChunkStreams
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunk_tracker import ChunkTracker, OnFailure
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.chunked_file import ChunkedFile
from jupyter_openbis_server.adapters.openbis.transfer.dss_fast.file_transfer import FileTransfer, StreamsExhausted
from jupyter_openbis_server.adapters.openbis.transfer.dss_servlet.servlet_download import ServletDownload
from jupyter_openbis_server.adapters.openbis.transfer.failed_files import FailedFiles, PermanentCorruption
from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.errors import DataNotAvailable, IntegrityError, OpenbisError
from jupyter_openbis_server.domain.files.receiving import Receiver
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_MAX_FILES = 8192
_MAX_BYTES_OF_PATHS = 512 * 1024
"""Many proxies refuse requests of more than a megabyte; quotes are sent with a backslash."""
_BYTES_BESIDE_PATH = 40
"""The permId, and what JSON takes."""


class FastDownload:
    """Downloads files of one data set. Files that the protocol cannot fetch are left to the plain servlet."""

    def __init__(
        self,
        client: Client,
        data_set: DataSet,
        into: Receiver,
        failed: FailedFiles,
        *,
        max_streams: int | None = None,
    ) -> None:
        self._client = client
        self._into = into
        self._failed = failed
        self._servlet = ServletDownload(client, data_set, into, failed)
        self._transfers = FileTransfer(client, data_set, max_streams)

    def fetch(self, files: Sequence[DataSetFile], cancellation: Cancellation) -> None:
        """Fetch files; those that cannot be fetched are added to `failed`.

        A file that is wrong as a whole although its chunks were right is fetched once more: the part of it that was on
        the disk may have been wrong.

        Raises:
            OpenbisError: see `DataStore.fetch`.
        """
        left_over = [file for file in files if not self._transfers.can_name(file)]
        wrong: list[DataSetFile] = []
        for some in _in_groups([file for file in files if self._transfers.can_name(file)]):
            left_over += self._fetch_with_retries(some, lambda file, _: wrong.append(file), cancellation)
        for some in _in_groups(list(dict.fromkeys(wrong))):
            left_over += self._fetch_with_retries(some, self._failed.add, cancellation)
        self._servlet.fetch(left_over, cancellation)

    def _fetch_with_retries(
        self, files: Sequence[DataSetFile], on_wrong: OnFailure, cancellation: Cancellation
    ) -> Sequence[DataSetFile]:
        """Fetch files; return those that have to be fetched by the servlet."""
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
                return files  # openBIS refuses all because of one; the servlet finds out which
            arriving = [ChunkedFile(file, numbers, self._into) for file, numbers in transfer.ranges.items()]
            wanted = ChunkTracker(arriving, self._sorting(on_wrong))
            ending.callback(wanted.end)
            ChunkStreams(self._transfers, transfer, wanted, self._client.http.limits).run(cancellation)
        return [file for file in files if file not in transfer.ranges]

    def _sorting(self, on_wrong: OnFailure) -> OnFailure:
        """Return a callback for failures that separates files which may be right at a second attempt."""

        def on_failure(file: DataSetFile, error: OpenbisError) -> None:
            may_be_right = isinstance(error, IntegrityError) and not isinstance(error, PermanentCorruption)
            (on_wrong if may_be_right else self._failed.add)(file, error)

        return on_failure


def _in_groups(files: Sequence[DataSetFile]) -> Iterator[Sequence[DataSetFile]]:
    """Yield files in groups for one transfer each."""
    group: list[DataSetFile] = []
    room = _MAX_BYTES_OF_PATHS
    for file in files:
        length = len(file.path.encode(errors="replace")) + _BYTES_BESIDE_PATH
        if group and (length > room or len(group) == _MAX_FILES):
            yield group
            group, room = [], _MAX_BYTES_OF_PATHS
        group.append(file)
        room -= length
    if group:
        yield group
