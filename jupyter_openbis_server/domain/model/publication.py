"""Publishing a notebook as openBIS's ELN does: one data set that holds it, and a page to read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.model.upload import DataSetDraft, UploadRequest

NOTEBOOK_TYPE = "ANALYSIS_NOTEBOOK"
"""The data set type that the ELN has for notebooks."""

NAME, NOTES, HISTORY_ID = "$NAME", "NOTES", "$HISTORY_ID"
"""The properties of that type."""


@dataclass(frozen=True)
class PublishRequest:
    """A notebook to publish, as the user asks for it; nothing in it has been checked.

    Attributes:
        notebook: Its path, relative to Jupyter's root folder.
        upload: Owner, parents, further files and properties; its type counts where openBIS has no `NOTEBOOK_TYPE`.
        name: What the data set is called; empty: as the notebook.
        notes: About this version of the notebook.
        history_id: What joins the versions of one notebook; empty: this is the first one.
    """

    notebook: str
    upload: UploadRequest
    name: str = ""
    notes: str = ""
    history_id: str = field(default="", compare=False)

    def with_history(self) -> PublishRequest:
        """Return the same with a history id: the given one, or a new one for the first version of a notebook."""
        return self if self.history_id else replace(self, history_id=str(uuid.uuid4()))


@dataclass(frozen=True)
class NotebookPage:
    """A notebook as HTML.

    Attributes:
        content: The page, UTF-8.
        is_trusted: Whether scripts in the notebook's outputs are in it. Only of notebooks that the user trusts.
    """

    content: bytes
    is_trusted: bool


@dataclass(frozen=True)
class Publication(DataSetDraft):
    """A notebook that is checked and ready to be published.

    Attributes:
        history_id: What joins it with other versions.
        left_out: Codes of properties that the type does not have, and whose values are not kept therefore.
        remarks: What the user should know of it, in sentences.
    """

    history_id: str = ""
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
