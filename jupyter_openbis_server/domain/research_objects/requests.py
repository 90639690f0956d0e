"""Requests for research objects."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.research_objects.crate import Person


@dataclass(frozen=True)
class ExportRequest:
    """A notebook to export, as requested by the user; not validated.

    Attributes:
        notebook: Path of the notebook, relative to Jupyter's root folder.
        target: Absolute path of the new archive (`.zip`) or folder.
        with_inputs: Whether the files of the inputs are part of it.
        inputs: Absolute paths of further folders with downloads that the notebook has used.
        outputs: Paths of files and folders that the notebook has written, relative to Jupyter's root folder.
        files: Paths of further files and folders, relative to Jupyter's root folder.
        authors: Besides those in the metadata of the notebook.
        licence: SPDX identifier, URL or text; default: that in the metadata of the notebook.
        name: Default: the title in the metadata of the notebook, or its name.
        connection: Name of the connection whose user has run the notebook; empty if there is none.
    """

    notebook: str
    target: str
    with_inputs: bool = False
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    licence: str = ""
    name: str = ""
    description: str = ""
    connection: str = ""
