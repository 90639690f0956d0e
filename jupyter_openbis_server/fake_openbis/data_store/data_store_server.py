"""The data store server: its JSON-RPC methods, and where everything of it is mounted (openbis-protocol 1.1)."""

import shutil
from collections.abc import Iterable
from typing import Any

from jupyter_openbis_server.fake_openbis.application_server.query_server import QueryServer
from jupyter_openbis_server.fake_openbis.application_server.registration import Registration
from jupyter_openbis_server.fake_openbis.application_server.search.criteria import Search
from jupyter_openbis_server.fake_openbis.application_server.uploaded_data_sets import UploadedDataSets
from jupyter_openbis_server.fake_openbis.data_store.data_store_handler import DataStoreParts
from jupyter_openbis_server.fake_openbis.data_store.download_items import DownloadItems
from jupyter_openbis_server.fake_openbis.data_store.download_servlet import DownloadHandler
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.buffer_pool import BufferPool
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.chunks import CHUNK_SIZE
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.engine import FileTransfer
from jupyter_openbis_server.fake_openbis.data_store.file_transfer.servlet import FileTransferHandler
from jupyter_openbis_server.fake_openbis.data_store.session_workspace import FileDownloadHandler, FileUploadHandler
from jupyter_openbis_server.fake_openbis.data_store.store_share import FormUploadHandler
from jupyter_openbis_server.fake_openbis.faults.faults import LISTING_KINDS, FaultKind, RequestTarget
from jupyter_openbis_server.fake_openbis.server.handlers import JsonRpcHandler
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure, Node, Store
from jupyter_openbis_server.fake_openbis.wire.data_set_parts import data_set_id_bean, data_store_bean
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure
from jupyter_openbis_server.fake_openbis.wire.ids import as_list, read_id
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import JsonRpcService, Method

_ROOT = "/datastore_server"
_V3 = f"{_ROOT}/rmi-data-store-server-v3.json"
_QUERY_V1 = "/openbis/openbis/rmi-query-v1.json"
_FIRST_WITH_STACK_TRACES = 6
_FIRST_REFUSING_PAGES = 7


class DataStoreServer:
    """The JSON-RPC methods of the data store server that are about files.

    Args:
        context: The fake openBIS.
        store: The contents of the data sets.
    """

    def __init__(self, context: Context, store: Store) -> None:
        self._context = context
        self._laboratory = context.laboratory
        self._store = store

    def search_files(self, token: str, criteria: Json, fetch_options: Json) -> Bean:
        """All files and folders of the data sets found (openbis-protocol 4.1).

        Raises:
            InvalidSession: When the token is dead.
            UserFailure: When one data set has no content, or a newer server is asked for a page.
        """
        user = self._context.sessions.resolve(token).user
        if self._context.settings.api_minor >= _FIRST_REFUSING_PAGES:
            _refuse_pages(fetch_options or {})
        data_store = self._laboratory.data_stores.get(self._context.settings.data_store_code)
        store_bean = data_store_bean(self._context, data_store) if data_store else None
        rows = [
            self._row(data_set, node, store_bean)
            for data_set in self._found(criteria or {}, user)
            for node in self._nodes(data_set)
        ]
        return Bean("as.dto.common.search.SearchResult", {"objects": rows, "totalCount": len(rows)})

    def create_fast_download_session(self, token: str, file_ids: Json, options: Json) -> Bean:
        """Where and as whom to start a fast download (openbis-protocol 6.2). Paths are echoed, not checked.

        Raises:
            InvalidSession: When the token is dead.
        """
        session = self._context.sessions.resolve(token)
        wished = {(read_id(one["dataSetId"], "dataset").text, str(one["filePath"])) for one in as_list(file_ids)}
        codes = sorted({code for code, _ in wished})
        ids = {code: data_set_id_bean(code) for code in codes if self._may_read(session.user, code)}
        files = [
            Bean("dss.dto.datasetfile.id.DataSetFilePermId", {"dataSetId": ids[code], "filePath": path})
            for code, path in sorted(wished)
            if code in ids
        ]
        streams = {"wishedNumberOfStreams": (options or {}).get("wishedNumberOfStreams")}
        return Bean(
            "dss.dto.datasetfile.fastdownload.FastDownloadSession",
            {
                "downloadUrl": f"{self._base_url()}{_ROOT}/file-transfer",
                "fileTransferUserSessionId": session.token,
                "files": files,
                "options": Bean("dss.dto.datasetfile.fastdownload.FastDownloadSessionOptions", streams),
            },
        )

    def _found(self, criteria: dict[str, Any], user: str) -> Iterable[DataSet]:
        """Return the data sets of this store that the criteria for data sets ask for; other criteria are ignored."""
        search = Search(self._laboratory)
        parts = [part for part in as_list(criteria.get("criteria")) if _is_about_data_sets(part)]
        found = [search.run(self._laboratory.data_sets, part) for part in parts]
        if not found:
            return []
        any_of = str(criteria.get("operator") or "AND").upper() == "OR"
        codes = set.union(*found) if any_of else set.intersection(*found)
        data_sets = (self._laboratory.data_sets.get(code) for code in sorted(codes))
        return [one for one in data_sets if one is not None and self._is_here(one, user)]

    def _is_here(self, data_set: DataSet, user: str) -> bool:
        own = data_set.data_store == self._context.settings.data_store_code
        return own and self._laboratory.may_see(user, data_set)

    def _may_read(self, user: str, code: str) -> bool:
        data_set = self._laboratory.data_set(code)
        return data_set is not None and self._laboratory.may_see(user, data_set)

    def _nodes(self, data_set: DataSet) -> list[Node]:
        try:
            return self._store.nodes(data_set, checksums=self._context.settings.compute_checksums)
        except ContentFailure as failure:
            raise UserFailure(str(failure)) from failure

    def _row(self, data_set: DataSet, node: Node, data_store: Bean | None) -> Bean:
        faults = self._context.faults.take(RequestTarget(_V3, "searchFiles", node.path), LISTING_KINDS)
        kinds = {fault.kind for fault in faults} if not node.directory else set()
        data_set_id = data_set_id_bean(data_set.code)
        file_id = {"dataSetId": data_set_id, "filePath": node.path}
        return Bean(
            "dss.dto.datasetfile.DataSetFile",
            {
                "permId": Bean("dss.dto.datasetfile.id.DataSetFilePermId", file_id),
                "dataSetPermId": data_set_id,
                "dataStore": data_store,
                "path": node.path,
                "directory": node.directory,
                "fileLength": node.length + (FaultKind.WRONG_FILE_LENGTH in kinds),
                "checksumCRC32": node.crc32 ^ (FaultKind.WRONG_FILE_CRC in kinds),
                "checksum": None,
                "checksumType": None,
            },
        )

    def _base_url(self) -> str:
        data_store = self._laboratory.data_stores.get(self._context.settings.data_store_code)
        return (data_store and data_store.download_url) or self._context.base_url()


def data_store_routes(context: Context) -> list[tuple[str, type, dict[str, Any]]]:
    """Return the Tornado routes of the data store server, and of the query API that registers data sets on it."""
    code = context.settings.data_store_code
    store = Store(context.laboratory)
    items = DownloadItems(context.laboratory, context.sessions, store, code)
    transfer = FileTransfer(items, context.settings.stream_limit)
    parts = DataStoreParts(store, items, transfer, BufferPool(CHUNK_SIZE))
    context.sessions.on_end(parts.transfer.forget)
    context.sessions.on_end(lambda token: _remove_uploads(context, token))
    shared = {"context": context, "parts": parts}
    return [
        (_V3, JsonRpcHandler, {"context": context, "service": _data_store_service(context, store)}),
        (_QUERY_V1, JsonRpcHandler, {"context": context, "service": _query_service(context, store)}),
        (f"{_ROOT}/file-transfer", FileTransferHandler, shared),
        (f"{_ROOT}/session_workspace_file_upload", FileUploadHandler, shared),
        (f"{_ROOT}/session_workspace_file_download", FileDownloadHandler, shared),
        (f"{_ROOT}/store_share_file_upload", FormUploadHandler, shared),
        (f"{_ROOT}/(.+)", DownloadHandler, {**shared, "http_sessions": {}}),
    ]


def _data_store_service(context: Context, store: Store) -> JsonRpcService:
    server = DataStoreServer(context, store)
    registration = Registration(context.laboratory, store, context.settings.data_store_code)
    uploads = UploadedDataSets(context, registration, _V3)
    methods: dict[str, Method] = {
        "getMajorVersion": lambda: int(context.settings.api_version.split(".")[0]),
        "getMinorVersion": lambda: context.settings.api_minor,
        "searchFiles": server.search_files,
        "createFastDownloadSession": server.create_fast_download_session,
        "createUploadedDataSet": uploads.create,
    }
    return JsonRpcService(methods, stack_traces=context.settings.api_minor >= _FIRST_WITH_STACK_TRACES)


def _query_service(context: Context, store: Store) -> JsonRpcService:
    registration = Registration(context.laboratory, store, context.settings.data_store_code)
    methods = {"createReportFromAggregationService": QueryServer(context, registration).create_report}
    return JsonRpcService(methods, stack_traces=context.settings.api_minor >= _FIRST_WITH_STACK_TRACES)


def _remove_uploads(context: Context, token: str) -> None:
    """Remove the session workspace, since its session has ended (openbis-protocol 7.1)."""
    shutil.rmtree(context.laboratory.workspace_path(token), ignore_errors=True)


def _is_about_data_sets(criterion: Json) -> bool:
    return isinstance(criterion, dict) and str(criterion.get("@type", "")).endswith(".DataSetSearchCriteria")


def _refuse_pages(fetch_options: dict[str, Any]) -> None:
    if any(fetch_options.get(name) is not None for name in ("from", "count", "sort")):
        raise UserFailure("Pagination parameters are not supported.")
