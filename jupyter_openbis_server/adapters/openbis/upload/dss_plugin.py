"""Registering uploaded files by the server plugin `dataset-uploader-api` (API up to 3.5)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from jupyter_openbis_server.adapters.openbis.api.beans import Bean
from jupyter_openbis_server.adapters.openbis.api.capabilities import Capabilities, UploadMethod
from jupyter_openbis_server.adapters.openbis.api.client import Client
from jupyter_openbis_server.adapters.openbis.api.data_stores import UploadStore, upload_store
from jupyter_openbis_server.adapters.openbis.api.v3_objects import Json
from jupyter_openbis_server.adapters.openbis.http.errors import for_users, is_expiry
from jupyter_openbis_server.adapters.openbis.metadata.property_values import to_wire
from jupyter_openbis_server.adapters.openbis.upload.registration import SingleRegistration
from jupyter_openbis_server.adapters.openbis.upload.sending import Sending
from jupyter_openbis_server.adapters.openbis.upload.session_workspace import SessionWorkspace
from jupyter_openbis_server.adapters.openbis.upload.zip_parts import ZipParts
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import SessionExpired, UploadFailed
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.progress import Progress
from jupyter_openbis_server.domain.uploads.upload import DataSetDraft
from jupyter_openbis_server.domain.workspace.source_files import SourceFile

_PLUGIN = "dataset-uploader-api"
_FOLDER = "DEFAULT"
_MAX_SINGLE_FILES = 16


class NameReservations:
    """Names in session workspaces that are in use by an upload, or under which a failed one may have left a file.

    The plugin finds files only at the top of the workspace, openBIS does not truncate them, and only a registration
    that succeeds removes them. So a name must not be used twice: the end of the older file would remain.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: set[tuple[str, str]] = set()

    def reserve(self, token: str, names: Sequence[str]) -> bool:
        """Reserve names for one upload; return whether all were free."""
        wanted = {(token, name) for name in names}
        with self._lock:
            are_free = not self._names & wanted
            if are_free:
                self._names |= wanted
        return are_free

    def release(self, token: str, names: Sequence[str]) -> None:
        """Release names: no file is left under them."""
        with self._lock:
            self._names -= {(token, name) for name in names}


class DssPlugin:
    """`UploadProtocol` by the server plugin."""

    def __init__(self) -> None:
        self._reservations = NameReservations()

    def is_offered(self, server: Capabilities) -> bool:
        """See `UploadProtocol.is_offered`."""
        return server.upload is UploadMethod.AGGREGATION_SERVICE

    def register(
        self, registration: SingleRegistration, server: Capabilities, cancellation: Cancellation, progress: Progress
    ) -> str:
        """See `UploadProtocol.register`."""
        client = registration.client
        upload = DssPluginUpload(client, upload_store(client), registration, self._reservations, server)
        return upload.register(cancellation, progress)


@dataclass(frozen=True)
class _Uploaded:
    """What the plugin has to know about the files: their names in the workspace, and the folder to put around them.

    A single file gets none. The plugin extracts an archive.
    """

    names: tuple[str, ...]
    folder: str = _FOLDER
    is_archive: bool = False


@dataclass(frozen=True)
class DssPluginUpload:
    """One upload: sends files and lets the plugin register them as one data set."""

    client: Client
    store: UploadStore
    registration: SingleRegistration
    reservations: NameReservations
    server: Capabilities

    def register(self, cancellation: Cancellation, progress: Progress) -> str:
        """Return the new data set's permId."""
        files, token = self.registration.draft.files, self.client.token or ""
        names = tuple(source.name for source in files)
        if not (_can_go_singly(files) and self.reservations.reserve(token, names)):
            uploaded = self._send_archive(files, cancellation, progress)
            return self._insert(uploaded, cancellation)
        workspace = SessionWorkspace(self.client, self.store.address)
        Sending(workspace, progress).send(zip(files, names, strict=True), cancellation)
        perm_id = self._insert(_Uploaded(names), cancellation)
        self.reservations.release(token, names)
        return perm_id

    def _send_archive(self, files: Sequence[SourceFile], cancellation: Cancellation, progress: Progress) -> _Uploaded:
        """Send one archive under a new name."""
        workspace, name = SessionWorkspace(self.client, self.store.address), f"{uuid.uuid4()}.zip"
        folder, start = _common_folder(files)

        def hand_over(position: int, part: bytes) -> None:
            workspace.write(name, position, len(part), lambda: (part,), cancellation)

        inside = ((source, source.name[start:]) for source in files)
        ZipParts(hand_over, progress).pack(inside, cancellation)
        return _Uploaded((name,), folder, is_archive=True)

    def _insert(self, uploaded: _Uploaded, cancellation: Cancellation) -> str:
        parameters = _parameters(self.registration.draft, uploaded, self.server)
        return self.registration.run(partial(self._call_plugin, parameters), cancellation)

    def _call_plugin(self, parameters: Json) -> str:
        seconds = self.client.http.limits.registration_seconds
        response = self.client.call_query_service(
            "createReportFromAggregationService", self.store.code, _PLUGIN, parameters, read_seconds=seconds
        )
        return self._perm_id(response.required_bean("result"))

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
    return are_flat and len(files) <= _MAX_SINGLE_FILES


def _common_folder(files: Sequence[SourceFile]) -> tuple[str, int]:
    """Return the folder for the plugin to put around an archive, and the offset at which names in it begin."""
    first = files[0].name.partition("/")[0]
    if all(source.name.startswith(f"{first}/") for source in files):
        return first, len(first) + 1
    return _FOLDER, 0


def _parameters(draft: DataSetDraft, uploaded: _Uploaded, server: Capabilities) -> Json:
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
        "properties": to_wire(draft.properties, server),
        "parentIdentifiers": list(draft.parents),
    }
