"""Upload requests, checked drafts, and results of uploads."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from jupyter_openbis_server.domain.catalogue.eln_link import data_set_perm_id
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


@dataclass(frozen=True)
class ContentFile:
    """A `SourceFile` in memory."""

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
    """An upload request of a user, not validated.

    Attributes:
        exclusion: The files to exclude from folders.
        entity: Identifier, permId or link of the sample or experiment that will own the data set.
        files: Paths of files and folders, relative to Jupyter's root folder.
        parents: PermIds of the parent data sets; links of the ELN are converted to permIds.
        properties: Maps the property code to a raw value, see `property_value.convert`.
    """

    type_code: str
    entity: str
    files: tuple[str, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)
    exclusion: Exclusion = DEFAULT_EXCLUSION

    def __post_init__(self) -> None:
        """Convert links of the ELN to permIds."""
        object.__setattr__(self, "parents", tuple(map(data_set_perm_id, self.parents)))


@dataclass(frozen=True)
class DataSetDraft:
    """A validated data set, ready for registration.

    Attributes:
        left_out_files: See `Sources.left_out`.
        properties: Maps the upper-case property code to a value; properties that are not set are absent.
    """

    type_code: str
    owner: Entity
    files: tuple[SourceFile, ...]
    parents: tuple[str, ...] = ()
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    left_out_files: tuple[str, ...] = ()

    @property
    def total(self) -> Amount:
        """Number and bytes of the files to send."""
        files = [each for each in self.files if not each.is_folder]
        return Amount(len(files), sum(each.size for each in files))


@dataclass(frozen=True)
class Upload:
    """A registered data set.

    Attributes:
        link: Address of its page in the ELN.
        remarks: Remarks for the user about the registered data set, in sentences.
        left_out_files: See `Sources.left_out`.
    """

    connection: str
    perm_id: str
    link: str | None = field(default=None, compare=False)
    remarks: tuple[str, ...] = ()
    left_out_files: tuple[str, ...] = field(default=(), compare=False)
