"""The methods of the file server (AFS), one request each (openbis-afs 2).

Errors of all methods are those of `AfsConnection.run`. A path is as in a data set: relative to the folder of its owner,
without slash at its start; the owner is the permId of a sample, experiment or, to read, a data set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import (
    MAX_BYTES,
    Block,
    Chunk,
    ChunksCutOff,
    EncodedChunks,
    MalformedChunks,
    blocks_in,
)
from jupyter_openbis_server.adapters.openbis.api.afs.connection import AfsConnection, Request
from jupyter_openbis_server.adapters.openbis.api.afs.detection import afs_address, is_session_valid
from jupyter_openbis_server.adapters.openbis.api.afs.errors import Asked
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile, MalformedList, files_in
from jupyter_openbis_server.adapters.openbis.api.afs.paths import source_of
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.http.errors import (
    LargeRequestLost,
    Throttled,
    TransientFailure,
    Unavailable,
)
from jupyter_openbis_server.adapters.openbis.http.response import HttpResponse
from jupyter_openbis_server.domain.errors import OpenbisError

T = TypeVar("T")

_MD5 = re.compile(rb"[0-9a-f]{32}")
_MAX_ANSWER_BYTES = 64 * 1024
_MAX_PREVIEW_BYTES = 16 * 1024 * 1024
_USUAL_LIMIT = 1024 * 1024
"""Default limit of nginx for the size of a request (client_max_body_size)."""


@dataclass(frozen=True)
class FreeSpace:
    """Space on the disk of the server, in bytes."""

    total: int
    free: int


class _NotUnderstood(Exception):
    """An answer that is none to the request."""


class AfsClient:
    """Calls the file server in one session. Safe for use from several threads."""

    def __init__(self, connection: AfsConnection) -> None:
        self._connection = connection

    @classmethod
    def of(cls, client: Client) -> AfsClient:
        """Return the client for the file server of an openBIS server; no request is sent if its address is known.

        Raises:
            InstanceUnreachable: it could not be reached a few seconds ago.
            OpenbisError: those of `afs_address`.
        """
        client.known.afs_outages.check(client.instance)
        return cls(AfsConnection(client, afs_address(client)))

    def is_session_valid(self) -> bool:
        """Whether the file server knows the session."""
        return is_session_valid(self._connection)

    def list_files(self, owner: str, path: str = "", *, recursively: bool) -> tuple[AfsFile, ...]:
        """Return the files and folders in a folder, with those of the server itself; of a file, the file.

        Raises:
            FileNotInDataSet: there is no file or folder; the owner without files has not even a root.
        """
        request = _about("GET", "list", owner, path, more={"recursively": _boolean(recursively)})
        return self._run(request, lambda response: tuple(files_in(response.bounded(), owner)))

    def read(self, chunks: Sequence[Chunk], *, waits: bool = True) -> Generator[Block, None, None]:
        """Yield the bytes of parts of files, at most 10 MiB in all, while they arrive; close the generator after use.

        The request is not repeated if the answer is lost: the caller knows what is left. Fewer bytes of a chunk than
        asked for mean that the file is shorter.

        Args:
            chunks: What to read, inside the files: reading past the end of one makes the whole request fail.
            waits: Whether to wait while other programs use the files.

        Raises:
            TransientFailure: there was no answer, or not all of it.
        """
        _check_size(chunks)
        request = Request("POST", _asked("read", chunks), body=EncodedChunks(chunks), is_repeated=False)
        with self._connection.open(request, waits=waits) as response:
            try:
                yield from blocks_in(response.read, chunks)
            except MalformedChunks:
                failure: OpenbisError = self._connection.unexpected(request)
            except ChunksCutOff:
                failure = TransientFailure(self._connection.name, "an answer of its file server broke off")
            else:
                return
        raise failure

    def md5(self, owner: str, path: str, *, waits: bool = True) -> str:
        """Return the MD5 of a file in lower-case hex. The server reads the whole file, and keeps the result."""
        request = _about("GET", "hash", owner, path, is_slow=True)
        return self._run(request, _md5, waits=waits)

    def preview(self, owner: str, path: str) -> bytes | None:
        """Return a small JPEG of an image; None if the server makes none of the file (openbis-afs 4)."""
        request = _about("GET", "preview", owner, path, is_slow=True)
        return self._run(request, lambda response: response.content(_MAX_PREVIEW_BYTES) or None)

    def free(self, owner: str, path: str = "") -> FreeSpace:
        """Return the space on the disk that has the files of an owner."""
        return self._run(_about("GET", "free", owner, path), _free_space)

    def write(self, chunks: Sequence[Chunk], data: Sequence[Iterable[bytes]]) -> None:
        """Write parts of files, at most 10 MiB in all; files and folders are made if they are missing.

        A file never becomes shorter by this. Success does not prove that the bytes are stored (openbis-afs 4).

        Args:
            chunks: Where to write.
            data: The bytes of each chunk, in blocks; taken when they are sent, and again if the request is repeated.
                What they raise ends the request.
        """
        _check_size(chunks)
        body = EncodedChunks(chunks, data)
        try:
            self._run(Request("POST", _asked("write", chunks), body=body), _is_done)
        except (Throttled, Unavailable):
            raise
        except TransientFailure as error:
            if body.size > _USUAL_LIMIT:
                raise LargeRequestLost(error) from error
            raise

    def create(self, owner: str, path: str, *, is_folder: bool) -> None:
        """Make an empty file or a folder. Raises FileExists."""
        parameters = {"directory": _boolean(is_folder)}
        self._run(_about("POST", "create", owner, path, more=parameters, is_repeated=False), _is_done)

    def delete(self, owner: str, path: str, *, to_trash: bool = True) -> None:
        """Delete a file or folder; those in the trash are deleted for good."""
        parameters = {"trash": _boolean(to_trash)}
        self._run(_about("DELETE", "delete", owner, path, more=parameters, is_repeated=False, is_slow=True), _is_done)

    def move(self, owner: str, path: str, new_owner: str, new_path: str) -> None:
        """Move or rename a file or folder. Raises FileExists if there is one of the new name."""
        self._run(_with_target("move", owner, path, new_owner, new_path), _is_done)

    def copy(self, owner: str, path: str, new_owner: str, new_path: str) -> None:
        """Copy a file or folder; a file or folder of the new name is replaced."""
        self._run(_with_target("copy", owner, path, new_owner, new_path), _is_done)

    def truncate(self, owner: str, path: str, size: int) -> None:
        """Give a file another length in bytes."""
        self._run(_about("POST", "truncate", owner, path, more={"size": str(size)}), _is_done)

    def _run(self, request: Request, take: Callable[[HttpResponse], T], *, waits: bool = True) -> T:
        def understood(response: HttpResponse) -> T:
            try:
                return take(response)
            except (_NotUnderstood, MalformedList):
                pass
            raise self._connection.unexpected(request)

        return self._connection.run(request, understood, waits=waits)


def _about(
    verb: str,
    method: str,
    owner: str,
    path: str,
    *,
    more: Mapping[str, str] | None = None,
    is_repeated: bool = True,
    is_slow: bool = False,
) -> Request:
    """Return a request about one file or folder."""
    parameters = {"owner": owner, "source": source_of(path), **(more or {})}
    return Request(verb, Asked(method, owner, path), parameters, is_repeated=is_repeated, is_slow=is_slow)


def _with_target(method: str, owner: str, path: str, new_owner: str, new_path: str) -> Request:
    parameters = {
        "sourceOwner": owner,
        "source": source_of(path),
        "targetOwner": new_owner,
        "target": source_of(new_path),
    }
    return Request("POST", Asked(method, owner, path), parameters, is_repeated=False, is_slow=True)


def _asked(method: str, chunks: Sequence[Chunk]) -> Asked:
    return Asked(method, chunks[0].owner, chunks[0].source.removeprefix("/"))


def _check_size(chunks: Sequence[Chunk]) -> None:
    if not chunks or sum(each.length for each in chunks) > MAX_BYTES:
        raise ValueError("a request has from one chunk to 10 MiB")


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _is_done(response: HttpResponse) -> None:
    if response.content(_MAX_ANSWER_BYTES).strip().lower() != b"true":
        raise _NotUnderstood


def _md5(response: HttpResponse) -> str:
    text = response.content(_MAX_ANSWER_BYTES).strip().lower()
    if not _MD5.fullmatch(text):
        raise _NotUnderstood
    return text.decode()


def _free_space(response: HttpResponse) -> FreeSpace:
    """Read `{"result": [<Java class>, {"total": …, "free": …}]}`."""
    try:
        fields = json.loads(response.content(_MAX_ANSWER_BYTES))["result"][1]
        total, free = fields["total"], fields["free"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise _NotUnderstood from None
    if type(total) is not int or type(free) is not int:
        raise _NotUnderstood
    return FreeSpace(total, free)
