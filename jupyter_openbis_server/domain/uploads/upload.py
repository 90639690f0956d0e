"""Uploads: what is asked for, what would be sent, what was registered."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from jupyter_openbis_server.domain.model.entity import Entity
from jupyter_openbis_server.domain.model.progress import Amount
from jupyter_openbis_server.domain.model.property_value import PropertyValue


class SourceFile(Protocol):
    """A file of the user's that will be uploaded, or an empty folder."""

    @property
    def name(self) -> str:
        """Its path in the data set, `/` as separator: without folders, or below the folder that the user named."""

    @property
    def size(self) -> int:
        """Bytes; 0 for a folder."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder without anything in it."""

    def open(self) -> BinaryIO:
        """Open it for reading. Raises SourceNotReadable."""


@dataclass(frozen=True)
class ContentFile:
    """A `SourceFile` that lies on no disk."""

    name: str
    content: bytes = field(repr=False)
    is_folder: bool = field(default=False, init=False)

    @property
    def size(self) -> int:
        """See `SourceFile.size`."""
        return len(self.content)

    def open(self) -> BinaryIO:
        """See `SourceFile.open`."""
        return io.BytesIO(self.content)


@dataclass(frozen=True)
class UploadRequest:
    """An upload as the user asks for it; nothing in it has been checked.

    Attributes:
        entity: Identifier or permId of the sample or experiment that will own the data set.
        files: Paths of files and folders, relative to Jupyter's root folder.
        properties: Property code to raw value, as `property_value.convert` takes it once the type is known.
    """

    type_code: str
    entity: str
    files: tuple[str, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DataSetDraft:
    """A data set that is checked and ready to be registered.

    Attributes:
        properties: Upper-case property code to value; those that are not set are absent.
    """

    type_code: str
    owner: Entity
    files: tuple[SourceFile, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)

    @property
    def total(self) -> Amount:
        """What there is to send."""
        files = [each for each in self.files if not each.is_folder]
        return Amount(len(files), sum(each.size for each in files))


@dataclass(frozen=True)
class Upload:
    """A registered data set.

    Attributes:
        link: Where the ELN shows it.
    """

    connection: str
    perm_id: str
    link: str | None = field(default=None, compare=False)
