"""Ports of publications: the conversion of notebooks to HTML, and further files that describe a publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from jupyter_openbis_server.domain.notebooks.publications.publication import NotebookPage, PublishRequest
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


@dataclass(frozen=True)
class PublishedFiles:
    """The files of a publication, and its circumstances.

    Attributes:
        request: The options.
        notebook: The notebook as it was converted.
        page: Its HTML page.
        paths: Further files and folders, relative to Jupyter's root folder, e.g. `requirements.txt`.
        published: When, with a time zone.
        user: Name of the openBIS user.
        url: openBIS's address.
    """

    request: PublishRequest
    notebook: SourceFile
    page: SourceFile
    paths: tuple[str, ...]
    published: dt.datetime
    user: str
    url: str


DESCRIPTION_FILE = "ro-crate-metadata.json"
"""Name of the file that describes a publication as a research object, beside its notebook."""


class Companions(Protocol):
    """Generates further files that describe a publication; at present `DESCRIPTION_FILE`."""

    def files_for(self, published: PublishedFiles | None) -> tuple[SourceFile, ...]:
        """Return the files; none for None.

        Raises:
            Cancelled: by the current cancellation.
        """


class NoCompanions:
    """`Companions` without files."""

    def files_for(self, published: PublishedFiles | None) -> tuple[SourceFile, ...]:
        """See the port."""
        del published
        return ()


NO_COMPANIONS = NoCompanions()
