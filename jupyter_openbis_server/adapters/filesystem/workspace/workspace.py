"""Jupyter's root folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import LINK_OUTSIDE, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.atomic import write_into
from jupyter_openbis_server.adapters.filesystem.folders.names import check_relative
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.folders.os_errors import storage_errors
from jupyter_openbis_server.adapters.filesystem.workspace.source_files import found_at, problem_of
from jupyter_openbis_server.domain.errors import InvalidPath, SourceNotReadable, TargetNotWritable
from jupyter_openbis_server.domain.workspace.exclusion import NO_EXCLUSION, Exclusion
from jupyter_openbis_server.domain.workspace.shown_path import shown_path
from jupyter_openbis_server.domain.workspace.source_files import SourceFile, Sources


class FilesystemWorkspace:
    """Port `Workspace`: a folder, and the folders that links in it may lead to.

    Args:
        root: The folder.
        places: The policy: where links may lead, and which folders are closed. Default: links stay in the folder.
    """

    def __init__(self, root: str | Path, places: DownloadPolicy | None = None) -> None:
        self._root = Path(root).absolute()
        self._places = places or DownloadPolicy((self._root,), allow_outside_roots=False, outside=LINK_OUTSIDE)

    @property
    def root(self) -> str:
        """See the port."""
        return str(self._root)

    def sources(self, path: str) -> tuple[SourceFile, ...]:
        """See the port."""
        return self.find(path, NO_EXCLUSION).files

    def find(self, path: str, exclusion: Exclusion) -> Sources:
        """See the port. If Jupyter's root is the file system's root, messages show absolute paths."""
        shown = shown_path(self.root, path)
        for spelling in _spellings(path):
            real = self._resolved(spelling)
            self._places.check_source(real, Path(spelling), shown)
            try:
                real.stat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise SourceNotReadable(shown, problem_of(error)) from error
            name = Path(spelling).name
            if not name:
                raise InvalidPath(shown, "this is Jupyter's root folder as a whole; choose something in it")
            left_out: list[str] = []
            found = found_at(self._places, real, name, shown.rstrip("/"), exclusion, left_out)
            return Sources(tuple(sorted(found, key=lambda source: source.name)), tuple(sorted(left_out)))
        raise SourceNotReadable(shown)

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """See the port. Line ends are not converted.

        A link inside the root is followed when the path is checked; one that replaces a folder later is not.
        """
        targets = [(self._target(path), text) for path, text in texts.items()]
        for target, text in targets:
            with storage_errors(target), closing(OpenFolder.at(target.parent)) as folder:
                # JSON can contain lone surrogates, which no encoding supports.
                write_into(folder, target.name, [text.encode(errors="replace")])

    def _target(self, path: str) -> Path:
        real = self._resolved(path)
        self._places.check(real, path)
        with storage_errors(path):
            if not real.parent.is_dir():
                raise InvalidPath(path, "its folder does not exist")
            if real.exists() and not real.is_file():
                raise TargetNotWritable(path, "it is not a file")
        return real

    def _resolved(self, path: str) -> Path:
        check_relative(path)
        return Path(os.path.realpath(self._root / path))


def _spellings(path: str) -> Iterator[str]:
    """Yield the path, then its percent-decoded form: the published clients may encode paths."""
    yield path
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return
    if decoded != path:
        yield decoded
