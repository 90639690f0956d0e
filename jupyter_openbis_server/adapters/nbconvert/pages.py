"""HTML copies of notebooks, as openBIS's ELN makes them. No code of a notebook is executed."""

from __future__ import annotations

import posixpath
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from jupyter_openbis_server.adapters.nbconvert.anonymous_file import AnonymousFile
from jupyter_openbis_server.adapters.nbconvert.child import Limits, Report, convert_in_child
from jupyter_openbis_server.adapters.nbconvert.conversion import Conversion
from jupyter_openbis_server.domain.errors import DiskFull, SourceNotReadable
from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_BLOCK_BYTES = 1 << 20
Convert = Callable[[Conversion, IO[bytes], IO[bytes], Limits], Report]


class NbconvertPages:
    """Port `NotebookPages`: converts each notebook in a child process with limits.

    Neither the notebook nor the page is kept in memory: both are temporary files without a name.

    Args:
        root: Jupyter's root folder, which contains the pictures of notebooks.
        limits: Limits of memory and time.
        convert: The function that converts; see `convert_in_child`.
    """

    def __init__(self, root: str | Path, limits: Limits | None = None, convert: Convert = convert_in_child) -> None:
        self._root = str(Path(root).absolute())
        self._limits = limits or Limits()
        self._convert = convert

    def html(self, notebook_path: str, source: SourceFile) -> NotebookPage:
        """See the port. Trust is Jupyter's: the user has run the notebook or marked it as trusted."""
        name = posixpath.basename(source.name)
        notebook, page = AnonymousFile(name), AnonymousFile(f"{name}.html")
        try:
            for block in _blocks_of(source):
                notebook.file.write(block)
            notebook.file.flush()
        except OSError as error:
            raise DiskFull(tempfile.gettempdir()) from error
        report = self._convert(Conversion(notebook_path, self._root), notebook.file, page.file, self._limits)
        return NotebookPage(notebook, page, report.is_trusted, report.missing_pictures)


def _blocks_of(source: SourceFile) -> Iterator[bytes]:
    """Yield the content of a file. Raises SourceNotReadable."""
    with source.open() as file:
        while True:
            try:
                block = file.read(_BLOCK_BYTES)
            except OSError as error:
                raise SourceNotReadable(source.name, "File cannot be read") from error
            if not block:
                return
            yield block
