"""Jupyter's root folder on the local disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from jupyter_openbis_server.adapters.filesystem.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.names import check_relative, resolved_inside
from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.source_files import FilesystemSourceFile, found_at, problem_of
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable


class FilesystemWorkspace:
    """Port `Workspace`: a folder, and nothing outside of it."""

    def __init__(self, root: str | Path) -> None:
        self._root = Path(root).absolute()

    @property
    def root(self) -> str:
        """See the port."""
        return str(self._root)

    def sources(self, path: str) -> tuple[FilesystemSourceFile, ...]:
        """See the port."""
        for spelling in _spellings(path):
            real = self._resolved(spelling)
            try:
                real.stat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise SourceNotReadable(path, problem_of(error)) from error
            name = Path(spelling).name
            if not name:
                raise InvalidPath(path, "this is Jupyter's root folder as a whole; choose something in it")
            found = found_at(self._root, real, name, path.rstrip("/"))
            return tuple(sorted(found, key=lambda source: source.name))
        raise SourceNotReadable(path)

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """See the port. Line ends are written as they are; a link inside the root is followed when it is checked.

        One that takes the place of a folder after that is not.
        """
        targets = [(self._target(path), text) for path, text in texts.items()]
        for target, text in targets:
            with storage_errors(target), closing(OpenFolder.at(target.parent)) as folder:
                # JSON can carry halves of surrogate pairs, which no encoding knows.
                write_into(folder, target.name, text.encode(errors="replace"))

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
