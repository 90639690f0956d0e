"""Published notebooks that are opened again with their data: where each file has to be downloaded to."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.folder_names import FolderNames, perm_id_in
from jupyter_openbis_server.domain.errors import OpenbisError
from jupyter_openbis_server.domain.files.selection import EVERYTHING, Selection
from jupyter_openbis_server.domain.shared.progress import Amount

MAX_INPUTS = 200
"""Inputs that are downloaded with a notebook, the first ones; each may be a job of its own."""

_MAX_SELECTED = 100
"""Recorded files that are requested by their paths; of data sets with more of them, all files are requested."""

_DATA_SETS = "datasets"
"""The key of a notebook's metadata under which the front ends record downloads."""


@dataclass(frozen=True)
class OpeningRequest:
    """A published notebook to open.

    Attributes:
        perm_id: The data set; or the sample or experiment in whose files it was published.
        folder: Absolute path of the folder for everything.
        publication: Folder of the publication in the files of a sample or experiment; empty for a data set.
        folder_names: What new folders of data sets are called, unless the notebook has recorded another name.
    """

    perm_id: str
    folder: str
    publication: str = ""
    folder_names: FolderNames = FolderNames.PERM_ID

    @property
    def download(self) -> DownloadRequest:
        """The download of the publication itself."""
        selection = Selection((self.publication,)) if self.publication else EVERYTHING
        return DownloadRequest(
            (self.perm_id,), self.folder, selection, flat=True, overwrite=False, folder_names=self.folder_names
        )


@dataclass(frozen=True)
class RecordedInput:
    """A data set as the metadata of a notebook have it.

    Attributes:
        path: Its folder, relative to that of the notebook; None if none is recorded.
        files: Paths of its files below that folder; empty if they are unknown, or too many to be requested by name.
    """

    perm_id: str
    path: str | None = None
    files: tuple[str, ...] = ()

    def download(self, folder: str, names: FolderNames) -> DownloadRequest:
        """Return the download into a folder that fetches what was downloaded before, with the same paths."""
        flat = bool(self.files) and not any(each.startswith(f"{ORIGINAL}/") for each in self.files)
        return DownloadRequest(
            (self.perm_id,), folder, Selection(self.files), flat=flat, overwrite=False, folder_names=names
        )


@dataclass(frozen=True)
class OpeningInput:
    """A data set that a published notebook was made from.

    Attributes:
        name: Its display name; None if it has none, or is unknown.
        size: Bytes of all its files; None if they are unknown.
        download: Downloads it to where the code of the notebook reads it.
        missed_path: The recorded path that the download does not create, so that code which reads it fails; None if
            there is none.
        problem: Why it cannot be downloaded.
    """

    perm_id: str
    download: DownloadRequest
    name: str | None = None
    size: int | None = None
    missed_path: str | None = None
    problem: OpenbisError | None = None


@dataclass(frozen=True)
class Opening:
    """The plan for a published notebook that is opened with its data; nothing is done yet.

    Attributes:
        notebook: Absolute path that the notebook will have.
        download: Downloads the publication: notebook, page, requirements and files beside it.
        to_fetch: Amount of it that has to be fetched.
        is_there: Whether there is a file at that path.
        conflicts: Files of an earlier download that were changed since, e.g. the notebook that was run; the download
            refuses to replace them.
        more_inputs: Number of inputs beyond `MAX_INPUTS`.
    """

    notebook: str
    download: DownloadRequest
    to_fetch: Amount
    inputs: tuple[OpeningInput, ...]
    is_there: bool = False
    conflicts: tuple[str, ...] = ()
    more_inputs: int = 0

    @property
    def downloads(self) -> tuple[DownloadRequest, ...]:
        """All downloads that are possible, the publication first; inputs that differ in nothing else together."""
        joined: dict[DownloadRequest, list[str]] = {}
        for each in self.inputs:
            if each.problem is None:
                joined.setdefault(replace(each.download, perm_ids=()), []).append(each.perm_id)
        return (self.download, *(replace(request, perm_ids=tuple(found)) for request, found in joined.items()))


def recorded_inputs(notebook: bytes, url: str, known: Collection[str] = ()) -> dict[str, RecordedInput]:
    """Return the data sets of one openBIS in the metadata of a notebook by permId; none if they cannot be read.

    Args:
        notebook: The content of the file, which others have written.
        url: Address of the openBIS.
        known: PermIds of data sets that are in it, even if they were recorded with another address of it.
    """
    try:
        document = json.loads(notebook)
    except (ValueError, RecursionError):
        return {}
    recorded = _object(_object(_object(document).get("metadata")).get(_DATA_SETS))
    return {
        perm_id: _recorded_input(perm_id, _object(entry))
        for perm_id, entry in recorded.items()
        if perm_id in known or (perm_id and _is_from(_object(entry).get("url"), url))
    }


def parents_in(document: bytes) -> tuple[str, ...]:
    """Return the permIds of the inputs in the JSON of a `Provenance`; none if it cannot be read."""
    try:
        parents = _object(json.loads(document)).get("parents")
    except (ValueError, RecursionError):
        return ()
    return tuple(each for each in parents if isinstance(each, str) and each) if isinstance(parents, list) else ()


@dataclass(frozen=True)
class RecordedFolder:
    """The folder in which a data set was recorded.

    Attributes:
        parent: Absolute path of the folder in which it is.
        name: Its name.
        names: What such names are made of.
    """

    parent: str
    name: str
    names: FolderNames


def recorded_folder(recorded: RecordedInput, folder: str, names: Sequence[str]) -> RecordedFolder | None:
    """Return the recorded folder of a data set if a download can create it; None otherwise.

    Others have written the path: it counts only if it is relative, stays in the folder of the whole download, and its
    name is that of a folder of this data set.

    Args:
        recorded: The data set.
        folder: Absolute path of the folder of the whole download.
        names: Names of the folders in it that lead to the notebook.
    """
    path = recorded.path or "/"
    if path.startswith("/") or set("\\:\0") & set(path):
        return None
    place = list(names)
    for each in path.split("/"):
        if each == ".." and not place:
            return None
        if each == "..":
            place.pop()
        elif each not in ("", "."):
            place.append(each)
    name = place[-1] if place else ""
    if perm_id_in(name) != recorded.perm_id:
        return None
    kind = FolderNames.PERM_ID if name == recorded.perm_id else FolderNames.NAME
    return RecordedFolder(str(PurePath(folder, *place[:-1])), name, kind)


def _recorded_input(perm_id: str, entry: Mapping[str, object]) -> RecordedInput:
    path, files = entry.get("path"), entry.get("files")
    known = files if isinstance(files, list) and not entry.get("filesLeftOut") else []
    selected = tuple(each for each in known if isinstance(each, str) and each)
    return RecordedInput(
        perm_id, path if isinstance(path, str) else None, selected if len(selected) <= _MAX_SELECTED else ()
    )


def _is_from(recorded: object, url: str) -> bool:
    """Return whether a recorded address is that of an openBIS; older programs have recorded none."""
    return recorded is None or (isinstance(recorded, str) and recorded.rstrip("/") == url.rstrip("/"))


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
