"""Upload requests, checked drafts, and results of uploads."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from jupyter_openbis_server.domain.catalogue.data_set import DataSet
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
class RegistrationMark:
    """The newest data sets of the owner right before a registration: later ones may be the registered one.

    Attributes:
        since: When the newest data set was registered, by the clock of openBIS; None if there is none.
        known: PermIds of the data sets of that moment.
    """

    since: dt.datetime | None = None
    known: tuple[str, ...] = ()

    @classmethod
    def after(cls, newest: Iterable[DataSet]) -> RegistrationMark:
        """Return the mark after the given newest data sets of the owner."""
        data_sets = tuple(newest)
        since = max((each.registered for each in data_sets if each.registered), default=None)
        return cls(since, tuple(each.perm_id for each in data_sets if each.registered in (since, None)))

    def is_before(self, data_set: DataSet) -> bool:
        """Return whether a data set may have been registered after the mark."""
        is_older = self.since is not None and data_set.registered is not None and data_set.registered < self.since
        return data_set.perm_id not in self.known and not is_older


def ignore_mark(mark: RegistrationMark) -> None:
    """Do nothing."""


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
