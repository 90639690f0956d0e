"""The inputs of a notebook: downloads on this computer, with the checksums of their manifests."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import quote

from jupyter_openbis_server.domain.catalogue.data_set import AFS_TYPE, DataSetFile
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import (
    IntegrityError,
    InvalidPath,
    NothingToVerify,
    SourceNotReadable,
    TargetNotWritable,
)
from jupyter_openbis_server.domain.research_objects.crate import CrateDataSet, CrateFile
from jupyter_openbis_server.domain.research_objects.digests import Digest, digest_of
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_facts import NotebookFacts, UsedDataSet
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_NO_COPY = "The data set {} has no copy on this computer; it is described without its files"
_MOVED = "The copy of the data set {} is outside the notebook's folder; in the research object it is in {}"
_TOO_MANY = "The data set {} is described without its files: there are more than {} input files"
_INPUTS = "inputs"
"""Folder for data sets that are outside the notebook's folder."""


@dataclass(frozen=True)
class Inputs:
    """The inputs that were found.

    Attributes:
        remarks: What is missing, for the user.
    """

    data_sets: tuple[CrateDataSet, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class InputsRequest:
    """Which inputs are wanted.

    Attributes:
        near: Absolute path of the notebook's folder.
        folders: Absolute paths of further folders with downloads.
        url: URL of the openBIS installation, for data sets that name none; empty if it is unknown.
        reads_files: Whether all files are read and compared with their manifests.
        with_content: Whether the files become part of the research object; then they are read, too.
        max_files: Files that are described; data sets beyond have their permId only. Descriptions are limited
            when they are read.
    """

    near: str
    folders: tuple[str, ...] = ()
    url: str = ""
    reads_files: bool = True
    with_content: bool = False
    max_files: int = 50_000


@dataclass(frozen=True)
class FindInputs:
    """Find what a notebook has used.

    These are the data sets in its metadata, where the panel records downloads, the downloads near the notebook whose
    permId or folder its code names, and those that the user names.
    """

    folders: DownloadFolders
    workspace: Workspace

    def __call__(self, facts: NotebookFacts, request: InputsRequest) -> Inputs:
        """Return the inputs; openBIS is not asked.

        Raises:
            NothingToVerify: a folder that the user names contains no download.
            IntegrityError: a file differs from its manifest.
            SourceNotReadable: a file is missing or cannot be read.
            Cancelled: by the current cancellation.
        """
        nearby = self._downloads(request.near)
        found: dict[tuple[str, str], LocalDownload] = {}
        missing: list[UsedDataSet] = []
        for used in facts.used:
            url = used.url or request.url
            copy = self._recorded(used, request.near) or _of(nearby, used.perm_id, url)
            if copy:
                found[copy.manifest.url, copy.manifest.perm_id] = copy
            else:
                missing.append(replace(used, url=url))
        for each in (*self._named(request.folders), *_mentioned(nearby, facts.code, request.near)):
            found.setdefault((each.manifest.url, each.manifest.perm_id), each)
        remarks = [_NO_COPY.format(each.perm_id) for each in missing]
        data_sets, files = [], 0
        for each in found.values():
            files += len(each.manifest.files)
            if files > request.max_files:
                remarks.append(_TOO_MANY.format(each.manifest.perm_id, f"{request.max_files:,}"))
            data_sets.append(self._data_set(each, request, remarks, lists_files=files <= request.max_files))
        data_sets += [CrateDataSet(each.perm_id, each.url) for each in missing if each.url]
        return Inputs(tuple(data_sets), tuple(remarks))

    def _downloads(self, folder: str) -> tuple[LocalDownload, ...]:
        try:
            self.folders.check(folder)
            return self.folders.downloads(folder)
        except (InvalidPath, TargetNotWritable):
            return ()

    def _named(self, folders: tuple[str, ...]) -> Iterator[LocalDownload]:
        for folder in folders:
            downloads = self._downloads(folder)
            if not downloads:
                raise NothingToVerify(folder)
            yield from downloads

    def _recorded(self, used: UsedDataSet, near: str) -> LocalDownload | None:
        if not used.path:
            return None
        path = str(PurePath(near, used.path))
        try:
            manifest = self.folders.at(path).manifest()
        except InvalidPath:
            return None
        if manifest is None or not manifest.is_about(used.url or manifest.url, used.perm_id):
            return None
        return LocalDownload(path, manifest)

    def _data_set(
        self, download: LocalDownload, request: InputsRequest, remarks: list[str], *, lists_files: bool
    ) -> CrateDataSet:
        manifest = download.manifest
        inside = _below(download.path, request.near)
        folder = inside or f"{_INPUTS}/{PurePath(download.path).name}"
        if not inside:
            remarks.append(_MOVED.format(manifest.perm_id, folder))
        data_set = CrateDataSet(
            manifest.perm_id,
            manifest.url,
            _kind_of(download),
            manifest.type_code,
            manifest.owner or "",
            folder,
        )
        if not lists_files:
            return data_set
        files = (each for each in manifest.files if not each.is_folder)
        return replace(data_set, files=tuple(self._file(each, download, data_set, request) for each in files))

    def _file(
        self, file: DataSetFile, download: LocalDownload, data_set: CrateDataSet, request: InputsRequest
    ) -> CrateFile:
        path = f"{data_set.folder}/{file.local_path}"
        known = Digest(file.size, md5=file.md5 or "", crc32=file.crc32)
        source = None
        if request.reads_files or request.with_content:
            source = self._source(str(PurePath(download.path, file.local_path)))
            digest = digest_of(source)
            if not known.matches(digest):
                raise IntegrityError(path, "the file differs from the one that was downloaded; download it again")
            known = digest
        content = NamedFile(path, source) if source and request.with_content else None
        return CrateFile(path, known, content, _address_of(file.path, data_set), file.path)

    def _source(self, path: str) -> SourceFile:
        """Return a file at an absolute path. Raises SourceNotReadable."""
        try:
            inside = PurePath(path).relative_to(self.workspace.root).as_posix()
            source, *others = self.workspace.sources(inside)
        except (ValueError, InvalidPath) as error:
            raise SourceNotReadable(path, "The file is outside Jupyter's root folder") from error
        if others or source.is_folder:
            raise SourceNotReadable(path, "Not a file")
        return source


def _of(downloads: tuple[LocalDownload, ...], perm_id: str, url: str) -> LocalDownload | None:
    return next((each for each in downloads if each.manifest.is_about(url or each.manifest.url, perm_id)), None)


def _mentioned(downloads: tuple[LocalDownload, ...], code: str, near: str) -> Iterator[LocalDownload]:
    """Yield the downloads that code names by permId, or by the folder relative to that of the notebook."""
    for each in downloads:
        folder = _below(each.path, near)
        if each.manifest.perm_id in code or (folder and folder in code):
            yield each


def _below(path: str, folder: str) -> str:
    """Return a path relative to a folder, with `/`; empty if it is the folder or not in it."""
    try:
        inside = PurePath(path).relative_to(folder).as_posix()
    except ValueError:
        return ""
    return "" if inside == "." else posixpath.normpath(inside)


def _kind_of(download: LocalDownload) -> EntityKind:
    """Return DATA_SET; SAMPLE for files in AFS: a manifest does not distinguish samples from experiments."""
    return EntityKind.SAMPLE if download.manifest.type_code == AFS_TYPE else EntityKind.DATA_SET


def _address_of(path: str, data_set: CrateDataSet) -> str:
    """Return the URL of a file: where the data store serves it, or the page of the owner and the path."""
    if data_set.kind is EntityKind.DATA_SET:
        return f"{data_set.url}/datastore_server/{quote(data_set.perm_id, safe='')}/{quote(path)}"
    return f"{data_set.link}#{quote(path)}"
