"""What goes in and comes out when bytes move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from jupyter_openbis_server.domain.model.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.model.entity import Entity


class SourceFile(Protocol):
    """A file of the user's that will be uploaded."""

    @property
    def name(self) -> str:
        """Its name in the data set, without folders."""

    @property
    def size(self) -> int:
        """Bytes."""

    def open(self) -> BinaryIO:
        """Open it for reading. Raises SourceNotReadable."""


@dataclass(frozen=True)
class UploadRequest:
    """An upload as the user asks for it; nothing in it has been checked.

    Attributes:
        entity: Identifier or permId of the sample or experiment that will own the data set.
        files: Paths relative to Jupyter's root folder.
        properties: Property code to text; an empty text means "not set".
    """

    type_code: str
    entity: str
    files: tuple[str, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DataSetDraft:
    """A data set that is checked and ready to be registered."""

    type_code: str
    owner: Entity
    files: tuple[SourceFile, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Download:
    """A finished download: every file of `files` lies complete and verified below `path`, an absolute folder."""

    url: str
    data_set: DataSet
    path: str
    files: tuple[DataSetFile, ...]


@dataclass(frozen=True)
class Upload:
    """A registered data set."""

    connection: str
    perm_id: str


@dataclass(frozen=True)
class RequirementsRequest:
    """The environment of a notebook's kernel, to be kept beside the notebook.

    Attributes:
        notebook_path: Relative to Jupyter's root folder.
        requirements: Content of the requirements file; None when it is not known.
        requirements_filename: Its name, relative to the notebook's folder.
        runtime: Content of the runtime file; None when it is not known.
        runtime_filename: Its name, relative to the notebook's folder.
    """

    notebook_path: str
    requirements: str | None = None
    requirements_filename: str | None = None
    runtime: str | None = None
    runtime_filename: str | None = None
