"""Download of the inputs of a research object into the folder of its rerun, and their verification."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL
from jupyter_openbis_server.domain.connections.ports import Connections
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.download_data_set import DownloadDataset
from jupyter_openbis_server.domain.downloads.folder_names import perm_id_in
from jupyter_openbis_server.domain.downloads.ports import DownloadFolders
from jupyter_openbis_server.domain.errors import IntegrityError, InvalidInput, InvalidPath, SourceNotReadable
from jupyter_openbis_server.domain.files.selection import EVERYTHING, MAX_PATTERNS, Selection
from jupyter_openbis_server.domain.research_objects.crate import CrateDataSet, CrateFile
from jupyter_openbis_server.domain.research_objects.digests import digest_of
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.name_patterns import escaped
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.workspace.ports import Workspace
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_INPUTS = "inputs"
"""Folder for data sets whose folder is not known, or has another name than those of downloads."""
_SHOWN = 5


@dataclass(frozen=True)
class FetchInputs:
    """Download data sets to where a notebook expects them, and compare each file with its description."""

    connections: Connections
    folders: DownloadFolders
    workspace: Workspace
    download: DownloadDataset

    def check_url(self, name: str, data_sets: Iterable[CrateDataSet]) -> None:
        """Raise InvalidInput if a data set is in another openBIS than that of the connection."""
        url = self.connections.get(name).instance.url
        other = next((each.url for each in data_sets if each.url.rstrip("/") != url.rstrip("/")), None)
        if other:
            raise InvalidInput(f"The inputs are in {other}, and the connection {name} leads to {url}; choose another")

    def __call__(
        self,
        name: str,
        data_sets: Iterable[CrateDataSet],
        target: str,
        cancellation: Cancellation,
        progress: Progress | None = None,
    ) -> None:
        """Download the missing files of data sets.

        Args:
            name: Name of the connection.
            data_sets: The inputs.
            target: Absolute path of the folder of the rerun.
            cancellation: Cancels the downloads.
            progress: Notified of the progress, of each data set from its beginning.

        Raises:
            InvalidInput: a data set is in another openBIS.
            NotLoggedIn, DataSetNotFound, DownloadFailed: as `DownloadDataset`.
            Cancelled.
        """
        self.check_url(name, data_sets := tuple(data_sets))
        for each in data_sets:
            self._fetch(name, each, target, cancellation, progress)

    def verify(self, data_sets: Iterable[CrateDataSet], target: str) -> None:
        """Read the inputs in a folder and compare them with their descriptions. Raises IntegrityError, Cancelled."""
        wrong = [file.path for each in data_sets for file in each.files if not self._is_right(file, target)]
        if wrong:
            more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
            problem = "the content is not that which the notebook has used; the notebook was not executed"
            raise IntegrityError(f"{', '.join(wrong[:_SHOWN])}{more}", problem)

    def _fetch(
        self, name: str, data_set: CrateDataSet, target: str, cancellation: Cancellation, progress: Progress | None
    ) -> None:
        above, folder = posixpath.split(data_set.folder)
        is_usual = bool(folder) and perm_id_in(folder) == data_set.perm_id
        if is_usual:  # the download uses a folder of this name again
            self.folders.prepare(target, *_parts(data_set.folder))
        wanted = DownloadRequest(
            (data_set.perm_id,),
            str(PurePath(target, above if is_usual else _INPUTS)),
            _selection(data_set.missing_files),
            flat=_is_flat(data_set),
            overwrite=False,
        )
        (done, *_) = self.download(name, wanted, cancellation, progress)
        if folder and not is_usual:
            *names, last = _parts(data_set.folder)
            self.folders.prepare(target, *names)
            self.folders.link(target, *names, last, target=done.path)

    def _is_right(self, file: CrateFile, target: str) -> bool:
        try:
            return file.digest.has_checksum and file.digest.matches(digest_of(self._source(target, file.path)))
        except (SourceNotReadable, InvalidPath):
            return False

    def _source(self, target: str, path: str) -> SourceFile:
        inside = PurePath(target, path).relative_to(self.workspace.root).as_posix()
        source, *others = self.workspace.sources(inside)
        if others or source.is_folder:
            raise SourceNotReadable(path, "Not a file")
        return source


def _selection(files: tuple[CrateFile, ...]) -> Selection:
    paths = [escaped(each.stored_path) for each in files if each.stored_path]
    return Selection(tuple(paths)) if files and len(paths) == len(files) <= MAX_PATTERNS else EVERYTHING


def _is_flat(data_set: CrateDataSet) -> bool:
    """Return whether the download has left out openBIS's outermost folder."""
    return bool(data_set.files) and all(
        each.stored_path.startswith(f"{ORIGINAL}/") and not _inside(each, data_set).startswith(f"{ORIGINAL}/")
        for each in data_set.files
    )


def _inside(file: CrateFile, data_set: CrateDataSet) -> str:
    return file.path.removeprefix(f"{data_set.folder}/")


def _parts(path: str) -> Iterator[str]:
    return iter(path.split("/"))
