"""Data sets: list, download, upload, and their types."""

from __future__ import annotations

from typing import Any, ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.model import Cancellation, UploadRequest
from jupyter_openbis_server.entrypoints.jupyter.answers import (
    DataSetsAnswer,
    DataSetTypesAnswer,
    DownloadAnswer,
    UploadAnswer,
)
from jupyter_openbis_server.entrypoints.jupyter.bodies import PageQuery, TypesQuery, UploadBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane


class DataSetsHandler(OpenbisHandler):
    """`openbis/sample/<name>/<identifier>`: the data sets of a sample or experiment."""

    auth_resource = "jupyter_openbis_server:data_sets"
    # jupyterlab-openbis 0.3.0 shows the rows of every answer, and its dialog breaks where there are none to show.
    also_in_errors: ClassVar = {"dataSets": [], "start_with": 0, "count": 0, "totalCount": 0}
    operations: ClassVar = {
        "get": Operation(
            "List the data sets of a sample or experiment, newest first",
            DataSetsAnswer,
            query=PageQuery,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, identifier: str) -> None:
        """Answer one page."""
        page = self.query(PageQuery)
        list_data_sets = self.container.list_data_sets()
        rows = await self.off_the_loop(Lane("metadata", name), lambda: list_data_sets(name, identifier, page))
        await self.answer(DataSetsAnswer, rows)


class DataSetTypesHandler(OpenbisHandler):
    """`openbis/datasetTypes/<name>`: the data set types."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List all data set types with their property assignments and vocabulary terms",
            DataSetTypesAnswer,
            query=TypesQuery,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer all types."""
        fresh = self.query(TypesQuery)["refresh"]
        list_types = self.container.list_data_set_types()
        types = await self.off_the_loop(Lane("metadata", name), lambda: list_types(name, fresh=fresh))
        await self.answer(DataSetTypesAnswer, {"dataSetTypes": types})


class _UploadingHandler(OpenbisHandler):
    """What both upload forms share."""

    auth_resource = "jupyter_openbis_server:data_sets"

    async def upload(self, name: str, defaults: dict[str, Any]) -> None:
        """Register the data set that the body describes; `defaults` fill what it leaves out."""
        body = self.body(UploadBody)
        request = _request({**body, **{key: value for key, value in defaults.items() if not body[key]}})
        use_case = self.container.upload_dataset()
        with self.services.transfers.transfer() as cancellation:
            upload = await self.off_the_loop(Lane("upload", name), lambda: use_case(name, request, cancellation))
        await self.answer(UploadAnswer, upload)


class UploadHandler(_UploadingHandler):
    """`openbis/dataset/<name>`: register a data set."""

    operations: ClassVar = {
        "post": Operation(
            "Upload files from Jupyter's root folder as a data set",
            UploadAnswer,
            body=UploadBody,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Upload as the published clients do."""
        await self.upload(name, {})


class DataSetHandler(_UploadingHandler):
    """`openbis/dataset/<name>/<permId>/<path>`: download a data set, or upload in the documented form."""

    operations: ClassVar = {
        "get": Operation(
            "Download a data set into a folder of the host; answers when it is complete and verified",
            DownloadAnswer,
            errors=(400, 401, 404, 500),
        ),
        "post": Operation(
            "Upload as a data set of the sample or experiment `permId`; `path` is the file unless the body names files",
            UploadAnswer,
            body=UploadBody,
            errors=(400, 401, 404, 500),
        ),
    }

    _download: Cancellation | None = None

    @authenticated
    @authorized("write")  # type: ignore[untyped-decorator]
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Download. It writes files, so Jupyter's authorizer is asked for writing."""
        use_case = self.container.download_dataset()
        with self.services.transfers.transfer() as cancellation:
            self._download = cancellation
            download = await self.off_the_loop(
                Lane("download", name), lambda: use_case(name, perm_id, path, cancellation)
            )
        await self.answer(DownloadAnswer, download)

    @authenticated
    @authorized
    async def post(self, name: str, perm_id: str, path: str) -> None:
        """Upload as the documentation writes it."""
        await self.upload(name, {"entityIdentifier": perm_id, "files": [path]})

    def on_connection_close(self) -> None:
        """End a download for which nobody waits any more. An upload goes on: it may be registered already."""
        if self._download:
            self._download.cancel()
        super().on_connection_close()


def _request(body: dict[str, Any]) -> UploadRequest:
    """Return the upload that a body asks for; values that are no text (numbers, booleans) become one."""
    return UploadRequest(
        body["type"],
        body["entityIdentifier"] or "",
        tuple(body["files"]),
        tuple(perm_id.strip() for perm_id in body["parents"] or () if perm_id.strip()),
        {code: _text(value) for code, value in (body["props"] or {}).items()},
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
