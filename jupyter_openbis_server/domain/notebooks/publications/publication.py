"""Publication of a notebook: its requests and plans.

In the form of openBIS's ELN, it is one data set with the notebook and an HTML page. As files of a sample or experiment
(openBIS 7), it is a folder with the same files.
"""

from __future__ import annotations

import enum
import posixpath
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.object_files.object_files import FileUploadPlan
from jupyter_openbis_server.domain.properties.property_value import is_unset
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


class PublicationTarget(str, enum.Enum):
    """Where a notebook is published.

    Attributes:
        DATA_SET: In a new data set of a sample or experiment.
        FILES: In a new folder of the files that a sample or experiment has itself (openBIS 7).
    """

    DATA_SET = "dataSet"
    FILES = "files"


@dataclass(frozen=True)
class PublishRequest:
    """A notebook to publish, as requested by the user; not validated yet.

    Attributes:
        notebook: Path of the notebook, relative to Jupyter's root folder.
        upload: Owner, parents, further files and properties; its type is used if openBIS has no `NOTEBOOK_TYPE`.
        name: Name of the publication; default: the name of the notebook.
        notes: Notes on this version of the notebook.
        history_id: Identifies all versions of one notebook; empty for the first version.
        target: Where the notebook is published. Files have no type.
    """

    notebook: str
    upload: UploadRequest
    name: str = ""
    notes: str = ""
    history_id: str = field(default="", compare=False)
    target: PublicationTarget = PublicationTarget.DATA_SET

    @property
    def entity(self) -> str:
        """Identifier or permId of the owner, as requested."""
        return self.upload.entity

    @property
    def stem(self) -> str:
        """The name of the notebook without its extension."""
        return posixpath.splitext(posixpath.basename(self.notebook))[0]

    @property
    def own_properties(self) -> Mapping[str, str]:
        """The properties of a notebook, without those that are empty."""
        own = {NAME: self.name.strip() or self.stem, NOTES: self.notes, HISTORY_ID: self.history_id}
        return {code: value for code, value in own.items() if value.strip()}

    def properties(self, own: Mapping[str, str]) -> dict[str, object]:
        """Return the properties of the notebook that are in `own`, overridden by those that are set in the request."""
        given = {
            code: value
            for code, value in self.upload.properties.items()
            if code.strip().upper() not in own or not is_unset(value)
        }
        codes = {code.strip().upper() for code in given}
        return {**{code: value for code, value in own.items() if code not in codes}, **given}

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


@dataclass(frozen=True)
class FilePublication(FileUploadPlan):
    """A notebook that is validated and ready to be stored with a sample or experiment itself.

    Attributes:
        history_id: Identifies all versions of the notebook.
        parents: PermIds of the data sets that the notebook has used.
        remarks: Remarks for the user, see `publication_remarks`.
    """

    history_id: str = ""
    parents: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
