"""Port of the conversion of notebooks to HTML."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


class NotebookPages(Protocol):
    """Converts notebooks to pages that browsers show without Jupyter."""

    def html(self, notebook_path: str, source: SourceFile) -> NotebookPage:
        """Return a notebook as HTML. No code of it is executed, and no files are left on the disk.

        Active content of its outputs is omitted unless the user trusts the notebook. Pictures beside the notebook, in
        Jupyter's root folder, are embedded.

        Args:
            notebook_path: Relative to Jupyter's root folder; used for the title, the pictures and the errors.
            source: The file of the notebook.

        Raises:
            SourceNotReadable: the file cannot be read.
            NotANotebook: the file is not a notebook.
            TextNotebooksNotSupported: it is a text notebook, and jupytext is not installed.
            NotebookTooLarge: the conversion would take too much memory or time.
            ConversionFailed: the notebook cannot be converted.
            DiskFull: there is no space for the page.
            Cancelled: on request of the current cancellation of the thread, within a second.
        """
