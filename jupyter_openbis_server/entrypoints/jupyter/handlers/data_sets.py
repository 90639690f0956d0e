"""Data sets: list, download, upload, and their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, PhysicalData
from jupyter_openbis_server.domain.downloads.download import Download, DownloadRequest
from jupyter_openbis_server.domain.errors import ClientLeft
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS, Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.base import PublishedPageParams
from jupyter_openbis_server.entrypoints.schemas.data_sets import (
    PublishedDataSetsResponse,
    StorageOptionsResponse,
    TypesParams,
)
from jupyter_openbis_server.entrypoints.schemas.downloads import DownloadResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import NewDataSetRequest, UploadResponse


class DataSetsHandler(OpenbisHandler):
    """`openbis/sample/<name>/<identifier>`: the data sets of a sample, experiment, project or space."""

    auth_resource = "jupyter_openbis_server:data_sets"
    # jupyterlab-openbis 0.3.0 shows the rows of every response, and its dialog breaks if there are none.
    also_in_errors: ClassVar = {"dataSets": [], "start_with": 0, "count": 0, "totalCount": 0}
    operations: ClassVar = {
        "get": Operation(
            "List the data sets of a sample, experiment, project or space, newest first",
            PublishedDataSetsResponse,
            query=PublishedPageParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, identifier: str) -> None:
        """Respond with one page."""
        page = self.parse_query(PublishedPageParams)
        list_data_sets, lane = self.use_cases.catalogue.list_data_sets, Lane("metadata", name)
        rows = await self.run_in_thread(lane, list_data_sets, name, identifier, page)
        await self.send(PublishedDataSetsResponse, rows)


class DataSetTypesHandler(OpenbisHandler):
    """`openbis/datasetTypes/<name>`: the data set types."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List all data set types with their property assignments and vocabulary terms",
            StorageOptionsResponse,
            query=TypesParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with all types; on request, also with whether there is a file server."""
        params, lane = self.parse_query(TypesParams), Lane("metadata", name)
        if params["fileServer"]:
            options = await self.run_in_thread(lane, self.use_cases.object_files.options, name, fresh=params["refresh"])
            found = {"dataSetTypes": options.types, "has_file_server": options.has_file_server}
        else:
            list_types = self.use_cases.catalogue.list_types
            found = {"dataSetTypes": await self.run_in_thread(lane, list_types, name, fresh=params["refresh"])}
        await self.send(StorageOptionsResponse, found)


class _UploadingHandler(OpenbisHandler):
    """Base of the handlers of both upload forms."""

    auth_resource = "jupyter_openbis_server:data_sets"

    async def upload(self, name: str, defaults: dict[str, Any]) -> None:
        """Register the data set that the body describes; `defaults` are used for missing keys.

        The job continues if the client disconnects: the data set may be registered already.
        """
        body = self.parse(NewDataSetRequest)
        request = NewDataSetRequest.request(
            {**body, **{key: value for key, value in defaults.items() if not body[key]}}
        )
        job = await self.run_in_thread(JOBS, self.use_cases.uploads.start, name, request, owner=self.jupyter_user)
        await self.send(UploadResponse, (await self.wait_for_end(job)).upload)


class UploadHandler(_UploadingHandler):
    """`openbis/dataset/<name>`: register a data set."""

    operations: ClassVar = {
        "post": Operation(
            "Upload files from Jupyter's root folder as a data set",
            UploadResponse,
            body=NewDataSetRequest,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Upload as the published clients do."""
        await self.upload(name, {})


class DataSetHandler(_UploadingHandler):
    """`openbis/dataset/<name>/<permId>/<path>`: download a data set, or upload as documented."""

    operations: ClassVar = {
        "get": Operation(
            "Download a data set into a folder of the host; answers when it is complete and verified",
            DownloadResponse,
            errors=(400, 401, 404, 500, 503),
            changes=True,
        ),
        "post": Operation(
            "Upload as a data set of the sample or experiment `permId`; `path` is the file unless the body names files",
            UploadResponse,
            body=NewDataSetRequest,
            errors=(400, 401, 404, 500),
        ),
    }

    _download: str | None = None
    _has_client_left = False

    @authenticated
    @authorized("write")  # type: ignore[untyped-decorator]
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Download. It writes files, so it requires Jupyter's permission `write`."""
        request, start = DownloadRequest((perm_id,), path), self.use_cases.downloads.start
        job = await self.run_in_thread(folder_lane(path), start, name, request, owner=self.jupyter_user)
        self._download = job.id
        self._end_if_unwanted()
        await self.send_long(DownloadResponse, _as_one(perm_id, (await self.wait_for_end(job)).downloads))

    @authenticated
    @authorized
    async def post(self, name: str, perm_id: str, path: str) -> None:
        """Upload in the form of the documentation."""
        await self.upload(name, {"entityIdentifier": perm_id, "files": [path]})

    def on_connection_close(self) -> None:
        """Cancel a download if no client waits for it any more."""
        self._has_client_left = True
        self._end_if_unwanted()
        super().on_connection_close()

    def _end_if_unwanted(self) -> None:
        if self._has_client_left and self._download:
            self.use_cases.jobs.cancel(self._download, ClientLeft())


def _as_one(perm_id: str, downloads: Sequence[Download]) -> Download:
    """Return one download for the response: for a container, all components, each in a folder of the container."""
    if [each.data_set.perm_id for each in downloads] == [perm_id]:
        return downloads[0]
    first, size = downloads[0], sum(file.size for each in downloads for file in each.files)
    files = [
        replace(file, renamed=f"{each.data_set.perm_id}/{file.local_path}") for each in downloads for file in each.files
    ]
    container = DataSet(perm_id, "", "CONTAINER", first.data_set.data_store, physical=PhysicalData(None, size, None))
    return Download(first.url, container, str(Path(first.path).parent), tuple(files))
