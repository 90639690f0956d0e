"""Publication of a notebook in the form of openBIS's ELN: one data set with the notebook and an HTML page."""

from __future__ import annotations

import posixpath
import uuid
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.uploads.upload import DataSetDraft, UploadRequest
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

NOTEBOOK_TYPE = "ANALYSIS_NOTEBOOK"
"""The data set type of the ELN for notebooks."""

NAME, NOTES, HISTORY_ID = "$NAME", "NOTES", "$HISTORY_ID"
"""The properties of that type."""

TEXT_NOTEBOOKS = (".py", ".md", ".rmd", ".r", ".jl")
"""File name extensions of notebooks in jupytext's text formats, which have no outputs."""


def is_text_notebook(path: str) -> bool:
    """Return whether a notebook of that name is in a text format of jupytext."""
    return posixpath.splitext(path)[1].lower() in TEXT_NOTEBOOKS


@dataclass(frozen=True)
class PublishRequest:
    """A notebook to publish, as requested by the user; not validated yet.

    Attributes:
        notebook: Path of the notebook, relative to Jupyter's root folder.
        upload: Owner, parents, further files and properties; its type is used if openBIS has no `NOTEBOOK_TYPE`.
        name: Name of the data set; default: the name of the notebook.
        notes: Notes on this version of the notebook.
        history_id: Identifies all versions of one notebook; empty for the first version.
    """

    notebook: str
    upload: UploadRequest
    name: str = ""
    notes: str = ""
    history_id: str = field(default="", compare=False)

    def with_history(self) -> PublishRequest:
        """Return the request with a history id: the given one, or a new one for the first version of a notebook."""
        return self if self.history_id else replace(self, history_id=str(uuid.uuid4()))


@dataclass(frozen=True)
class NotebookPage:
    """A notebook as HTML.

    Attributes:
        notebook: The notebook as it was converted, under its name.
        page: The page, UTF-8.
        is_trusted: Whether the page has the scripts in the notebook's outputs. Only if the user trusts the notebook.
        missing_pictures: Addresses of pictures that the page does not show: the file is missing, not a picture, too
            large, or outside Jupyter's root folder.
    """

    notebook: SourceFile
    page: SourceFile
    is_trusted: bool
    missing_pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication(DataSetDraft):
    """A notebook that is validated and ready to be published.

    Attributes:
        history_id: Identifies all versions of the notebook.
        left_out: Codes of properties that the type does not have; their values are not stored.
        remarks: Remarks for the user, see `publication_remarks`.
    """

    history_id: str = ""
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
