"""Reading of packages: folders without following links, archives without trusting their table of contents."""

from __future__ import annotations

import errno
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.packages.archive_directory import directory_bytes
from jupyter_openbis_server.adapters.filesystem.packages.limits import Limits, check_names, member_name
from jupyter_openbis_server.adapters.filesystem.workspace.source_files import FilesystemSourceFile, problem_of
from jupyter_openbis_server.domain.errors import InvalidCrate, SourceNotReadable
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class OpenPackage:
    """Port `Package`."""

    files: Mapping[str, SourceFile]


def folder_at(path: Path, limits: Limits) -> OpenPackage:
    """Return the files of a folder; links are not followed and are no files of it. Raises InvalidCrate, OSError."""
    files: dict[str, SourceFile] = {}
    waiting = [""]
    entries = 0
    while waiting:
        inside = waiting.pop()
        with closing(OpenFolder.at(path / inside)) as folder:
            for each in folder.entries():
                entries += 1
                if entries > limits.files:
                    raise InvalidCrate(str(path), f"it has more than {limits.files:,} files")
                name = f"{inside}/{each.name}" if inside else each.name
                if each.is_folder:
                    waiting.append(name)
                    continue
                status = folder.status(each.name)
                if status and stat.S_ISREG(status.st_mode):
                    files[name] = FilesystemSourceFile(name, status.st_size, path / name)
    check_names(str(path), files)
    return OpenPackage(dict(sorted(files.items())))


@contextmanager
def archive_at(path: Path, limits: Limits) -> Iterator[OpenPackage]:
    """Open a zip archive for a `with` block. Raises InvalidCrate, SourceNotReadable."""
    try:
        with closing(OpenFolder.at(path.parent)) as folder:
            file = os.fdopen(folder.open(path.name), "rb")
    except OSError as error:
        raise SourceNotReadable(str(path), problem_of(error)) from error
    with file, _opened(file, path, limits) as archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        _check(members, os.fstat(file.fileno()).st_size, path, limits)
        names = [_name_of(each, path) for each in members]
        check_names(str(path), names)
        found: dict[str, SourceFile] = {
            name: _Member(name, each, archive) for name, each in zip(names, members, strict=True)
        }
        yield OpenPackage(dict(sorted(found.items())))


@contextmanager
def _opened(file: BinaryIO, path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    try:
        directory = directory_bytes(file)
        if directory is None:
            raise InvalidCrate(str(path), "it is neither a folder nor a zip archive")
        if directory > limits.directory:
            raise InvalidCrate(str(path), f"it has more than {limits.files:,} files")
        archive = zipfile.ZipFile(file)
    except OSError as error:
        raise SourceNotReadable(str(path), problem_of(error)) from error
    except _DAMAGED as error:
        raise InvalidCrate(str(path), "the archive is damaged") from error
    with archive:
        yield archive


def _check(members: list[zipfile.ZipInfo], archive_bytes: int, path: Path, limits: Limits) -> None:
    """Raise InvalidCrate for an archive that must not be unpacked."""
    if len(members) > limits.files:
        raise InvalidCrate(str(path), f"it has more than {limits.files:,} files")
    for each in members:
        mode = stat.S_IFMT(each.external_attr >> 16)
        if mode not in (0, stat.S_IFREG):
            raise InvalidCrate(str(path), f"{each.filename!r} is a link or a device")
        if each.flag_bits & _ENCRYPTED or each.compress_type not in _METHODS:
            raise InvalidCrate(str(path), f"{each.filename!r} is encrypted, or packed by an unusual method")
    unpacked = sum(each.file_size for each in members)
    overlap = sum(each.compress_size for each in members) > archive_bytes
    if unpacked > limits.bytes or overlap or (
        unpacked > limits.free_bytes and unpacked > limits.ratio * archive_bytes
    ):  # fmt: skip
        raise InvalidCrate(str(path), f"it would unpack to {unpacked >> 20:,} MiB from {archive_bytes >> 20:,} MiB")


def _name_of(member: zipfile.ZipInfo, path: Path) -> str:
    """Return the name of a member. It may have a second one, in an extra field, which Python prefers from 3.13 on."""
    member_name(str(path), member.orig_filename)
    return member_name(str(path), member.filename)


@dataclass(frozen=True)
class _Member:
    """A file in an archive."""

    name: str
    info: zipfile.ZipInfo = field(repr=False)
    archive: zipfile.ZipFile = field(repr=False, compare=False)
    is_folder: bool = field(default=False, init=False)

    @property
    def size(self) -> int:
        return self.info.file_size

    def open(self) -> BinaryIO:
        try:
            return io.BufferedReader(_Stream(self.archive.open(self.info)))
        except (OSError, *_DAMAGED) as error:
            raise SourceNotReadable(self.name, "The archive is damaged") from error


class _Stream(io.RawIOBase):
    """A file in an archive whose damages are errors of reading, as with other files. Never longer than it is said.

    Going back reads it from its beginning again; uploads do that only for parts that are sent at the same time.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._file.seek(offset, whence)
        except _DAMAGED as error:
            raise OSError(errno.EIO, "the archive is damaged") from error

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            content = self._file.read(len(buffer))
        except _DAMAGED as error:
            raise OSError(errno.EIO, "the archive is damaged") from error
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()
