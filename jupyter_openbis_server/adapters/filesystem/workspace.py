"""Jupyter's root folder on the local disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from jupyter_openbis_server.adapters.filesystem.atomic import write_atomically
from jupyter_openbis_server.adapters.filesystem.names import check_relative, resolved_inside
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable

_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_FILE = "Not a file"
_UNREADABLE = "File cannot be read"


@dataclass(frozen=True)
class FilesystemSourceFile:
    """Port `SourceFile`.

    Attributes:
        name: As the user calls it.
        size: Bytes, when it was found.
        path: Where it is, all links followed.
    """

    name: str
    size: int
    path: Path

    def open(self) -> BinaryIO:
        """See the port. A pipe or link that has taken the file's place since is not read."""
        try:
            descriptor = os.open(self.path, _READ_ONLY)
        except OSError as error:
            raise SourceNotReadable(self.name, _problem(error)) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise SourceNotReadable(self.name, _NO_FILE)
        return os.fdopen(descriptor, "rb")


class FilesystemWorkspace:
    """Port `Workspace`: a folder, and nothing outside of it."""

    def __init__(self, root: str | Path) -> None:
        self._root = Path(root).absolute()

    @property
    def root(self) -> str:
        """See the port."""
        return str(self._root)

    def source(self, path: str) -> FilesystemSourceFile:
        """See the port."""
        for name in _spellings(path):
            real = self._resolved(name)
            try:
                status = real.stat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise SourceNotReadable(path, _problem(error)) from error
            return _readable(path, FilesystemSourceFile(Path(name).name, status.st_size, real), status)
        raise SourceNotReadable(path)

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """See the port. Line ends are written as they are; a link inside the root is followed."""
        targets = [(self._target(path), text) for path, text in texts.items()]
        for target, text in targets:
            # JSON can carry halves of surrogate pairs, which no encoding knows.
            write_atomically(target, text.encode(errors="replace"))

    def _target(self, path: str) -> Path:
        real = self._resolved(path)
        with storage_errors(path):
            if not real.parent.is_dir():
                raise InvalidPath(path, "its folder does not exist")
            if real.exists() and not real.is_file():
                raise TargetNotWritable(path, "it is not a file")
        return real

    def _resolved(self, path: str) -> Path:
        check_relative(path)
        return resolved_inside(self._root, self._root / path, path)


def _spellings(path: str) -> Iterator[str]:
    """Yield the path as it is, then percent-decoded once, as the published clients may have encoded it."""
    yield path
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return
    if decoded != path:
        yield decoded


def _readable(path: str, file: FilesystemSourceFile, status: os.stat_result) -> FilesystemSourceFile:
    if not stat.S_ISREG(status.st_mode):
        raise SourceNotReadable(path, _NO_FILE)
    if not os.access(file.path, os.R_OK):
        raise SourceNotReadable(path, _UNREADABLE)
    return file


def _problem(error: OSError) -> str:
    return "File not found" if isinstance(error, FileNotFoundError) else _UNREADABLE
