"""MD5 of files on the file server (AFS), by few requests: small files are read together, others one by one."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from jupyter_openbis_server.adapters.openbis.api.afs.batching import batches, bytes_per_request
from jupyter_openbis_server.adapters.openbis.api.afs.chunks import Chunk
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.errors import NoRight
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.http.limits import HttpLimits
from jupyter_openbis_server.adapters.openbis.transfer.parallel import run_all
from jupyter_openbis_server.domain.errors import FileNotInDataSet, RequestRefused
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

EMPTY = hashlib.md5(b"", usedforsecurity=False).hexdigest()
SMALL_BYTES = 1024 * 1024
"""Files up to this size are read together; of larger ones the server is asked for the MD5."""


@dataclass(frozen=True)
class ListedFile:
    """A stored file: its path, and its size as listed."""

    path: str
    size: int


class Checksums:
    """Finds out MD5s of files of one owner.

    Args:
        file_server: Where they are.
        owner: PermId of their owner.
        limits: How often requests are repeated.
        threads: How many requests at a time; as many as allowed if None.
    """

    def __init__(self, file_server: AfsClient, owner: str, limits: HttpLimits, threads: int | None = None) -> None:
        self._file_server = file_server
        self._owner = owner
        self._limits = limits
        self._threads = limits.file_server_requests if threads is None else threads
        self._lock = threading.Lock()

    def of(self, files: Iterable[ListedFile], cancellation: Cancellation, *, is_final: bool = True) -> dict[str, str]:
        """Return MD5s by path; files that are missing, or are not as listed any more, are left out.

        Args:
            files: The files.
            cancellation: Ends the work.
            is_final: Whether files are read one by one if a request for several is refused; else they are left out.

        Raises:
            Cancelled: on request.
            OpenbisError: openBIS does not answer.
        """
        files = list(files)
        found = {each.path: EMPTY for each in files if not each.size}

        def ask(group: Sequence[ListedFile], _: Cancellation) -> None:
            is_small = group[0].size <= SMALL_BYTES
            md5s = self._read(group, is_final=is_final) if is_small else self._hash(group[0])
            with self._lock:
                found.update(md5s)

        run_all(self._groups(files), ask, cancellation, threads=self._threads)
        return found

    def _groups(self, files: Sequence[ListedFile]) -> Iterator[list[ListedFile]]:
        """Yield files for one request each."""
        yield from ([each] for each in files if each.size > SMALL_BYTES)
        small = [each for each in files if 0 < each.size <= SMALL_BYTES]
        yield from batches(small, self._chunk, bytes_per_request(sum(each.size for each in small), self._threads))

    def _hash(self, file: ListedFile) -> dict[str, str]:
        try:
            return {file.path: self._file_server.md5(self._owner, file.path)}
        except FileNotInDataSet:
            return {}

    def _read(self, files: Sequence[ListedFile], *, is_final: bool = True) -> dict[str, str]:
        """Read files; if one makes the request fail, each alone."""
        try:
            return self.of_group(files)
        except NoRight:
            raise
        except (FileNotInDataSet, RequestRefused):
            if len(files) == 1 or not is_final:
                return {}
        return {path: md5 for each in files for path, md5 in self._read([each]).items()}

    def of_group(self, files: Sequence[ListedFile]) -> dict[str, str]:
        """Return MD5s of small files that are read by one request; those that are shorter than listed are left out.

        Raises:
            OpenbisError: openBIS refuses the request, e.g. as a file is not as listed any more, or does not answer.
            Cancelled: on request.
        """
        for pause in self._limits.pauses():
            try:
                return self._read_once(files)
            except TransientFailure:
                Cancellation.current().wait(pause)
        return self._read_once(files)

    def _read_once(self, files: Sequence[ListedFile]) -> dict[str, str]:
        digests = [hashlib.md5(usedforsecurity=False) for _ in files]
        received = [0 for _ in files]
        with closing(self._file_server.read([self._chunk(each) for each in files])) as blocks:
            for block in blocks:
                digests[block.number].update(block.data)
                received[block.number] += len(block.data)
        complete = zip(files, digests, received, strict=True)
        return {file.path: digest.hexdigest() for file, digest, size in complete if size == file.size}

    def _chunk(self, file: ListedFile) -> Chunk:
        return Chunk(self._owner, source_of(file.path), 0, file.size)
