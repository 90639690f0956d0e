"""Port of Jupyter's root folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from jupyter_openbis_server.domain.workspace.exclusion import Exclusion
from jupyter_openbis_server.domain.workspace.source_files import SourceFile, Sources


class Workspace(Protocol):
    """Jupyter's root folder, which contains notebooks and files to upload."""

    @property
    def root(self) -> str:
        """Absolute path of the folder."""

    def sources(self, path: str) -> tuple[SourceFile, ...]:
        """Return the `files` of `find` without exclusions."""

    def find(self, path: str, exclusion: Exclusion) -> Sources:
        """Find the file at a path below the root; for a folder, all files and empty folders in it.

        Args:
            exclusion: Files of a folder to exclude; they are not read. The named path itself is never excluded.
            path: Relative to the root. Some published clients percent-encode it: the literal name is tried first, then
                the decoded name.

        Returns:
            The files, sorted by name. Names of files in a folder begin with the folder's name. A folder whose contents
            are all excluded counts as empty.

        Raises:
            InvalidPath: the path is absolute or leads outside, also by a link; or a link in the folder leads outside.
            SourceNotReadable: the path does not exist, or a file in it cannot be read.
        """

    def write_texts(self, texts: Mapping[str, str]) -> None:
        """Write small files, each atomically; `texts` maps paths relative to the root to contents.

        All paths are checked before the first file is written.

        Raises:
            InvalidPath: a path is absolute, leads outside, or its folder does not exist.
            TargetNotWritable, DiskFull: the file system refuses.
        """
