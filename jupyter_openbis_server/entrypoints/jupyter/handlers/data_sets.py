"""Data sets: list, download, upload, and their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.model import DataSet, Download, DownloadRequest, PhysicalData
from jupyter_openbis_server.entrypoints.answers.data_sets import DataSetsAnswer, DataSetTypesAnswer
from jupyter_openbis_server.entrypoints.answers.transfers import DownloadAnswer, UploadAnswer
from jupyter_openbis_server.entrypoints.jupyter.bodies import PageQuery, TypesQuery, UploadBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import LOCAL, Lane


class DataSetsHandler(OpenbisHandler):
    """`openbis/sample/<name>/<identifier>`: the data sets of a sample, experiment, project or space."""

    auth_resource = "jupyter_openbis_server:data_sets"
    # jupyterlab-openbis 0.3.0 shows the rows of every answer, and its dialog breaks where there are none to show.
    also_in_errors: ClassVar = {"dataSets": [], "start_with": 0, "count": 0, "totalCount": 0}
    operations: ClassVar = {
        "get": Operation(
            "List the data sets of a sample, experiment, project or space, newest first",
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
        """Register the data set that the body describes; `defaults` fill what it leaves out.

        The job goes on when the client leaves: the data set may be registered already.
        """
        body = self.body(UploadBody)
        request = UploadBody.request({**body, **{key: value for key, value in defaults.items() if not body[key]}})
        start = self.container.start_upload()
        job = await self.off_the_loop(LOCAL, lambda: start(name, request, owner=self.owner))
        await self.answer(UploadAnswer, (await self.end_of(job)).upload)


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
            changes=True,
        ),
        "post": Operation(
            "Upload as a data set of the sample or experiment `permId`; `path` is the file unless the body names files",
            UploadAnswer,
            body=UploadBody,
            errors=(400, 401, 404, 500),
        ),
    }

    _download: str | None = None
    _has_client_left = False

    @authenticated
    @authorized("write")  # type: ignore[untyped-decorator]
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Download. It writes files, so Jupyter's authorizer is asked for writing."""
        request = DownloadRequest((perm_id,), path)
        start = self.container.start_download()
        job = await self.off_the_loop(LOCAL, lambda: start(name, request, owner=self.owner))
        self._download = job.id
        self._end_if_unwanted()
        await self.answer(DownloadAnswer, _as_one(perm_id, (await self.end_of(job)).downloads))

    @authenticated
    @authorized
    async def post(self, name: str, perm_id: str, path: str) -> None:
        """Upload as the documentation writes it."""
        await self.upload(name, {"entityIdentifier": perm_id, "files": [path]})

    def on_connection_close(self) -> None:
        """End a download for which nobody waits any more."""
        self._has_client_left = True
        self._end_if_unwanted()
        super().on_connection_close()

    def _end_if_unwanted(self) -> None:
        if self._has_client_left and self._download:
            self.container.cancel_job()(self._download)


def _as_one(perm_id: str, downloads: Sequence[Download]) -> Download:
    """Return one download for the answer: of a container, all components, each in a folder of the container's."""
    if [each.data_set.perm_id for each in downloads] == [perm_id]:
        return downloads[0]
    first, size = downloads[0], sum(file.size for each in downloads for file in each.files)
    files = [
        replace(file, renamed=f"{each.data_set.perm_id}/{file.local_path}") for each in downloads for file in each.files
    ]
    container = DataSet(perm_id, "", "CONTAINER", first.data_set.data_store, physical=PhysicalData(None, size, None))
    return Download(first.url, container, str(Path(first.path).parent), tuple(files))
