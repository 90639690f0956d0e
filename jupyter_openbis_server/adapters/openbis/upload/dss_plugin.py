"""Registering uploaded files by the server plugin `dataset-uploader-api` (API up to 3.5)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.data_stores import UploadStore
from jupyter_openbis_server.adapters.pybis.property_values import as_sent
from jupyter_openbis_server.adapters.pybis.registration import Registration
from jupyter_openbis_server.adapters.pybis.sending import Sending
from jupyter_openbis_server.adapters.pybis.session_workspace import SessionWorkspace
from jupyter_openbis_server.adapters.pybis.translation import for_users, is_expiry
from jupyter_openbis_server.adapters.pybis.v3_objects import Json
from jupyter_openbis_server.adapters.pybis.zip_parts import ZipParts
from jupyter_openbis_server.domain.errors import SessionExpired, UploadFailed
from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, EntityKind, SourceFile
from jupyter_openbis_server.domain.ports import Progress

_LAST_VERSION = (3, 5)
_PLUGIN = "dataset-uploader-api"
_FOLDER = "DEFAULT"
_MOST_SINGLE_FILES = 16


class UsedNames:
    """Names in session workspaces that an upload uses, or that one which failed may have left a file under.

    The plugin finds files only at the top of the workspace, openBIS does not truncate them, and only a registration
    that succeeds removes them. So one name must not be used twice: the end of the older file would survive.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: set[tuple[str, str]] = set()

    def take(self, token: str, names: Sequence[str]) -> bool:
        """Keep names for one upload; tells whether all were free."""
        wanted = {(token, name) for name in names}
        with self._lock:
            are_free = not self._names & wanted
            if are_free:
                self._names |= wanted
        return are_free

    def give_back(self, token: str, names: Sequence[str]) -> None:
        """Let others have the names: nothing is left under them."""
        with self._lock:
            self._names -= {(token, name) for name in names}


@dataclass(frozen=True)
class _Uploaded:
    """What the plugin is told of the files: their names in the workspace, and the folder that it puts around them.

    A file that comes alone gets none. Of an archive, the plugin takes what is in it.
    """

    names: tuple[str, ...]
    folder: str = _FOLDER
    is_archive: bool = False


@dataclass(frozen=True)
class UploadV1:
    """Sends files and lets the plugin register them as one data set."""

    client: Client
    store: UploadStore
    registration: Registration
    used_names: UsedNames

    def register(self, cancellation: Cancellation, progress: Progress) -> str:
        """Return the new data set's permId."""
        files, token = self.registration.draft.files, self.client.token or ""
        names = tuple(source.name for source in files)
        if not (_can_go_singly(files) and self.used_names.take(token, names)):
            uploaded = self._send_archive(files, cancellation, progress)
            return self._insert(uploaded, cancellation)
        workspace = SessionWorkspace(self.client, self.store.address)
        Sending(workspace, progress).send(zip(files, names, strict=True), cancellation)
        perm_id = self._insert(_Uploaded(names), cancellation)
        self.used_names.give_back(token, names)
        return perm_id

    def _send_archive(self, files: Sequence[SourceFile], cancellation: Cancellation, progress: Progress) -> _Uploaded:
        """Send one archive under a name that nobody has used."""
        workspace, name = SessionWorkspace(self.client, self.store.address), f"{uuid.uuid4()}.zip"
        folder, start = _common_folder(files)

        def hand_over(position: int, part: bytes) -> None:
            workspace.write(name, position, len(part), lambda: (part,), cancellation)

        inside = ((source, source.name[start:]) for source in files)
        ZipParts(hand_over, progress).pack(inside, cancellation)
        return _Uploaded((name,), folder, is_archive=True)

    def _insert(self, uploaded: _Uploaded, cancellation: Cancellation) -> str:
        parameters = _parameters(self.registration.draft, uploaded)
        return self.registration.carry_out(lambda: self._call_plugin(parameters), cancellation)

    def _call_plugin(self, parameters: Json) -> str:
        seconds = self.client.http.limits.registration_seconds
        answer = self.client.call_query_service(
            "createReportFromAggregationService", self.store.code, _PLUGIN, parameters, read_seconds=seconds
        )
        return self._perm_id(answer.required_bean("result"))

    def _perm_id(self, table: Bean) -> str:
        cells = [cell.text("value") or "" for row in table.rows("rows")[:1] for cell in row]
        match cells:
            case ["OK", _, perm_id] if perm_id:
                return perm_id
            case ["OK", *_]:
                raise UploadFailed("openBIS registered nothing")
            case [_, message, *_] if is_expiry(message):
                raise SessionExpired(self.client.instance.name)
            case [_, message, *_]:  # FAIL and why; or, when the plugin failed, its parameters and the error
                raise UploadFailed(for_users(message, [self.client.token or ""]))
        raise UploadFailed("openBIS's answer has no result")


def _can_go_singly(files: Sequence[SourceFile]) -> bool:
    """Whether the plugin can take the files one by one: it knows no folders, and each file costs it some time."""
    are_flat = not any(source.is_folder or "/" in source.name for source in files)
    return are_flat and len(files) <= _MOST_SINGLE_FILES


def _common_folder(files: Sequence[SourceFile]) -> tuple[str, int]:
    """Return the folder that the plugin shall put around an archive, and where names begin that stand in it."""
    first = files[0].name.partition("/")[0]
    if all(source.name.startswith(f"{first}/") for source in files):
        return first, len(first) + 1
    return _FOLDER, 0


def _parameters(draft: DataSetDraft, uploaded: _Uploaded) -> Json:
    is_sample = draft.owner.kind is EntityKind.SAMPLE
    return {
        "method": "insertDataSet",
        "permId": None,
        "sampleIdentifier": draft.owner.identifier if is_sample else None,
        "experimentIdentifier": None if is_sample else draft.owner.identifier,
        "dataSetType": draft.type_code,
        "folderName": uploaded.folder,
        "fileNames": list(uploaded.names),
        "isZipDirectoryUpload": uploaded.is_archive,
        "properties": as_sent(draft.properties, _LAST_VERSION),
        "parentIdentifiers": list(draft.parents),
    }
