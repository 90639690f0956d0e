"""Registering uploaded files by the server plugin `dataset-uploader-api` (API up to 3.5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jupyter_openbis_server.adapters.pybis.beans import Bean
from jupyter_openbis_server.adapters.pybis.client import Client
from jupyter_openbis_server.adapters.pybis.data_stores import UploadStore
from jupyter_openbis_server.adapters.pybis.session_workspace import SessionWorkspace
from jupyter_openbis_server.adapters.pybis.translation import for_users, is_expiry
from jupyter_openbis_server.adapters.pybis.upload import unconfirmed
from jupyter_openbis_server.adapters.pybis.v3_objects import Json
from jupyter_openbis_server.domain.errors import ConnectionFailed, RequestRefused, SessionExpired, UploadFailed
from jupyter_openbis_server.domain.model import Cancellation, DataSetDraft, EntityKind

_PLUGIN = "dataset-uploader-api"
_FOLDER = "DEFAULT"


class UsedNames:
    """Names in session workspaces that an upload uses, or that one which failed may have left a file under.

    The plugin finds files only at the top of the workspace, openBIS does not truncate them, and only a registration
    that succeeds removes them. So one name must not be used twice: the end of the older file would survive.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: set[tuple[str, str]] = set()

    @contextmanager
    def reserve(self, token: str, names: set[str]) -> Iterator[None]:
        """Keep names for one upload; they become free again when it succeeds. Raises UploadFailed if one is taken."""
        wanted = {(token, name) for name in names}
        with self._lock:
            taken = self._names & wanted
            if taken:
                raise UploadFailed(
                    f"an earlier upload of {', '.join(sorted(name for _, name in taken))} runs or has failed; "
                    "rename the file, or log out and in again"
                )
            self._names |= wanted
        yield
        with self._lock:
            self._names -= wanted


@dataclass(frozen=True)
class UploadV1:
    """Sends files and lets the plugin register them as one data set."""

    client: Client
    store: UploadStore
    used_names: UsedNames

    def register(self, draft: DataSetDraft, cancellation: Cancellation) -> str:
        """Return the new data set's permId."""
        names = [source.name for source in draft.files]
        workspace = SessionWorkspace(self.client, self.store.address)
        with self.used_names.reserve(self.client.token or "", set(names)):
            for source in draft.files:
                workspace.send(source, source.name, cancellation)
            cancellation.check()
            return self._insert(_parameters(draft, names))

    def _insert(self, parameters: Json) -> str:
        seconds = self.client.http.limits.registration_seconds
        try:
            answer = self.client.call_query_service(
                "createReportFromAggregationService", self.store.code, _PLUGIN, parameters, read_seconds=seconds
            )
        except RequestRefused as error:
            raise UploadFailed(error) from error
        except ConnectionFailed as error:
            raise unconfirmed(error) from error
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


def _parameters(draft: DataSetDraft, names: list[str]) -> Json:
    is_sample = draft.owner.kind is EntityKind.SAMPLE
    return {
        "method": "insertDataSet",
        "permId": None,
        "sampleIdentifier": draft.owner.identifier if is_sample else None,
        "experimentIdentifier": None if is_sample else draft.owner.identifier,
        "dataSetType": draft.type_code,
        "folderName": _FOLDER,
        "fileNames": names,
        "isZipDirectoryUpload": False,
        "properties": dict(draft.properties),
        "parentIdentifiers": list(draft.parents),
    }
