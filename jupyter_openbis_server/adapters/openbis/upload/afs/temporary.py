"""Temporary names on the file server (AFS), and what earlier attempts have left there.

A name is made of target path, size and content of the files (of a large file, samples of it), so that a later attempt
finds what was sent, and of a random part, so that two attempts at a time never write to the same file. An attempt takes
over what it finds by renaming it, which only one can do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from jupyter_openbis_server.adapters.openbis.api.afs.chunks import MAX_BYTES
from jupyter_openbis_server.adapters.openbis.api.afs.client import AfsClient
from jupyter_openbis_server.adapters.openbis.api.afs.file_lines import AfsFile
from jupyter_openbis_server.adapters.openbis.api.afs.paths import UPLOAD_PREFIX
from jupyter_openbis_server.adapters.openbis.http.errors import TransientFailure
from jupyter_openbis_server.adapters.openbis.upload.afs.confirmed import entries
from jupyter_openbis_server.adapters.openbis.upload.afs.local_files import LocalFile
from jupyter_openbis_server.domain.errors import FileNotInDataSet, OpenbisError, RequestRefused
from jupyter_openbis_server.domain.object_files.checksums import Digest, digest_of_source

_KEPT = dt.timedelta(days=7)
_KEY_LENGTH = 24
_MAX_TRIED = 256 * 1024 * 1024


class TemporaryFiles:
    """The temporary names of one upload.

    Args:
        file_server: Where they are.
        owner: PermId of the owner of the files.
        streams: Pieces of a file that are sent at a time: earlier ones than the last that arrived may be missing.
    """

    def __init__(self, file_server: AfsClient, owner: str, streams: int) -> None:
        self._file_server = file_server
        self._owner = owner
        self._streams = streams
        self._names: list[str] = []
        self._existing: Mapping[str, AfsFile] = {}

    def find_existing(self) -> None:
        """Find out what is in the folder of the owner; call it before `assign`."""
        self._existing = entries(self._file_server, self._owner, recursively=False)

    def assign(self, files: Iterable[LocalFile]) -> str | None:
        """Give files their temporary paths: small ones in a common folder, which is returned, and others alone.

        If the small files are all in one folder, which openBIS has not yet, the common folder takes its place: when it
        is moved to the final name, nothing is left to be deleted.

        What an earlier attempt has sent is taken over: `LocalFile.stored` is its length. What is older than a week is
        deleted.
        """
        self._delete_old(self._existing.values())
        known = {name: each for name, each in self._existing.items() if name.startswith(UPLOAD_PREFIX)}
        together = [each for each in files if not each.is_large]
        for file in files:
            if file.is_large:
                file.temporary = self._taken_over(_key_of([file]), known)
                self._resume(file, known)
        if not together:
            return None
        new = _common_folder(together)
        new = "" if new in self._existing else new
        folder = self._taken_over(_key_of(together, new), known)
        for file in together:
            file.temporary = f"{folder}/{file.path}" if not new else f"{folder}{file.path.removeprefix(new)}"
        if folder in known:
            self._resume_together(folder, together)
        return folder

    def delete(self) -> None:
        """Delete what is left of this upload; what openBIS does not delete now is deleted after a week."""
        for name in self._names:
            with suppress(OpenbisError):
                self._delete(name)

    def delete_file(self, path: str) -> None:
        """Delete one temporary file or folder, which may be missing; what stays is deleted after a week."""
        with suppress(FileNotInDataSet):
            self._delete(path)

    def _delete(self, path: str) -> None:
        self._file_server.delete(self._owner, path, to_trash=False)

    def _delete_old(self, existing: Iterable[AfsFile]) -> None:
        before = dt.datetime.now(dt.timezone.utc) - _KEPT
        for each in existing:
            name = each.path.removeprefix("/")
            if name.startswith(UPLOAD_PREFIX) and each.modified and each.modified < before:
                with suppress(RequestRefused, FileNotInDataSet, TransientFailure):
                    self._delete(name)

    def _taken_over(self, key: str, known: dict[str, AfsFile]) -> str:
        """Return a new name; what is there under the same key is renamed to it."""
        name = f"{key}{secrets.token_hex(4)}"
        self._names.append(name)
        for old in [each for each in known if each.startswith(key)]:
            with suppress(RequestRefused, FileNotInDataSet, TransientFailure):
                self._file_server.move(self._owner, old, self._owner, name)
                known[name] = known.pop(old)
                break
        return name

    def _resume(self, file: LocalFile, known: Mapping[str, AfsFile]) -> None:
        """Find out how much of a file is there. Pieces sent at a time can leave gaps near the end."""
        there = known.get(file.temporary)
        if there is None:
            return
        for length in self._lengths(there.size):
            if 0 < length <= file.size and (digest := self._common(file, length, there.size)):
                file.begin_at(length, digest)
                return
        self.delete_file(file.temporary)

    def _lengths(self, stored: int) -> Iterator[int]:
        """Yield how much of a file may be right: all, or what is before one of the last pieces.

        The server reads the file for each, so for a large file only what is before all pieces sent at a time is tried.
        """
        yield stored
        pieces = -(-stored // MAX_BYTES)
        for number in range(1, self._streams + 1) if stored <= _MAX_TRIED else (self._streams,):
            yield (pieces - number) * MAX_BYTES

    def _common(self, file: LocalFile, length: int, stored: int) -> Digest | None:
        """Return the MD5 of the bytes up to a length if they are those of the local file; what follows is cut off."""
        try:
            if length < stored:
                self._file_server.truncate(self._owner, file.temporary, length)
            md5 = self._file_server.md5(self._owner, file.temporary)
        except (RequestRefused, FileNotInDataSet):
            return None
        digest = digest_of_source(file.wanted.source, length)
        return digest if digest.hexdigest() == md5 else None

    def _resume_together(self, folder: str, files: Iterable[LocalFile]) -> None:
        """Find out which small files are there; those of another size are deleted."""
        there = entries(self._file_server, self._owner, folder)
        for file in files:
            found = there.get(file.temporary)
            if found and found.is_folder == file.is_folder and found.size == file.size:
                file.begin_at(file.size)
            elif found:
                self.delete_file(file.temporary)


def _common_folder(files: Sequence[LocalFile]) -> str:
    """Return the name of the uppermost folder that all files are in; empty without one."""
    names = {each.path.partition("/")[0] for each in files}
    return names.pop() if len(names) == 1 and all("/" in each.path for each in files) else ""


def _key_of(files: Iterable[LocalFile], folder: str = "") -> str:
    digest = hashlib.sha256(folder.encode(errors="surrogatepass"))
    for each in files:
        digest.update(f"{each.path}\0{each.size}\0{each.key}\0".encode(errors="surrogatepass"))
    return f"{UPLOAD_PREFIX}{digest.hexdigest()[:_KEY_LENGTH]}-"
