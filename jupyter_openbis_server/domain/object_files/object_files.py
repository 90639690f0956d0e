"""Uploads of files of samples and experiments: request, plan, result."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.shared.progress import Amount
from jupyter_openbis_server.domain.workspace.exclusion import DEFAULT_EXCLUSION, Exclusion
from jupyter_openbis_server.domain.workspace.source_files import SourceFile


@dataclass(frozen=True)
class FileUploadRequest:
    """An upload request of a user, not validated.

    Attributes:
        entity: Identifier, permId or link of the sample or experiment that will own the files.
        files: Paths of files and folders, relative to Jupyter's root folder.
        folder: Target folder, from the owner's folder on; created if it is missing. Empty for the owner's folder.
        replace: Replace files that have other content.
        exclusion: The files to exclude from folders.
    """

    entity: str
    files: tuple[str, ...]
    folder: str = ""
    replace: bool = False
    exclusion: Exclusion = DEFAULT_EXCLUSION


@dataclass(frozen=True)
class FileToStore:
    """A local file or empty folder, and where it is to be stored.

    Attributes:
        path: From the owner's folder on, `/` as separator.
        replaced: The file that it replaces, as it was when the upload was planned; None if there was none.
    """

    source: SourceFile
    path: str
    replaced: DataSetFile | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file or empty folder in openBIS.

    Attributes:
        path: From the owner's folder on.
        size: Bytes; 0 for a folder.
        md5: MD5 of the content in lower-case hex, which local and stored file have in common; None for a folder.
    """

    path: str
    size: int = 0
    md5: str | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.md5 is None


@dataclass(frozen=True)
class FileUploadPlan:
    """A validated upload.

    Attributes:
        files: The files and empty folders to send.
        unchanged: Files that are in openBIS already, with the same content. They are not sent.
        replaces: Whether files of other content may be replaced.
        left_out_files: See `Sources.left_out`.
        folder: The target folder, without slashes at its ends; empty for the owner's folder.
    """

    owner: Entity
    files: tuple[FileToStore, ...]
    unchanged: tuple[StoredFile, ...] = ()
    replaces: bool = False
    left_out_files: tuple[str, ...] = ()
    folder: str = ""

    @property
    def existing(self) -> tuple[str, ...]:
        """Paths of the files in openBIS that have other content: they are replaced, or prevent the upload."""
        return tuple(each.path for each in self.files if each.replaced)

    @property
    def total(self) -> Amount:
        """Number and bytes of the files to send."""
        files = [each.source for each in self.files if not each.source.is_folder]
        return Amount(len(files), sum(each.size for each in files))


@dataclass(frozen=True)
class FileUpload:
    """A completed upload.

    Attributes:
        stored: What was sent and stored, each verified.
        unchanged: See `FileUploadPlan`.
        link: Address of the owner's page in the ELN.
        left_out_files: See `Sources.left_out`.
        folder: See `FileUploadPlan`.
        remarks: Remarks for the user about the stored files, in sentences.
    """

    connection: str
    owner: Entity
    stored: tuple[StoredFile, ...]
    unchanged: tuple[StoredFile, ...] = ()
    link: str | None = field(default=None, compare=False)
    left_out_files: tuple[str, ...] = field(default=(), compare=False)
    folder: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def perm_id(self) -> str:
        """The permId of the owner, by which the files are read."""
        return self.owner.perm_id
