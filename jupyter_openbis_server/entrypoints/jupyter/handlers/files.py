"""Files of data sets: list, preview, find local copies."""

from __future__ import annotations

import os
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.files import (
    FilesResponse,
    FolderPageParams,
    LocalCopiesResponse,
    LocalCopyParams,
    PreviewResponse,
)


class FilesHandler(OpenbisHandler):
    """`openbis/files/<name>/<permId>`: the content of a folder of a data set."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List the direct contents of a folder of a data set; of a container, its components are folders",
            FilesResponse,
            query=FolderPageParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Respond with one page."""
        folder, page = self.parse_query(FolderPageParams)
        list_folder, lane = self.use_cases.files.list_folder, Lane("files", name)
        found = await self.run_in_thread(lane, list_folder, name, perm_id, folder, page)
        await self.send(FilesResponse, found)


class PreviewHandler(OpenbisHandler):
    """`openbis/preview/<name>/<permId>/<path>`: the preview of a file, without a download."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Show an image, or the beginning of a table or text, of a data set; `path` is that of a file in it",
            PreviewResponse,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Respond with JSON, never the file itself: no content is executed."""
        preview_file, lane = self.use_cases.files.preview, Lane("files", name)
        preview = await self.run_in_thread(lane, preview_file, name, perm_id, path)
        await self.send(PreviewResponse, preview)


class LocalCopyHandler(OpenbisHandler):
    """`openbis/copies/<name>/<permId>`: the local copies of a data set."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Find a copy of a data set on the disk: where it is recorded, where the server has downloaded it to, or "
            "near a notebook. openBIS is not asked",
            LocalCopiesResponse,
            query=LocalCopyParams,
            errors=(400, 404, 503),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Respond with the copies that manifests confirm."""
        query = self.parse_query(LocalCopyParams)
        near = os.path.join(self.root_dir, query["near"])  # noqa: PTH118 - may be no path
        recorded = query["recorded"] and os.path.join(self.root_dir, query["recorded"])  # noqa: PTH118 - may be no path
        find, lane = self.use_cases.downloads.find_local_copy, folder_lane(recorded or near)
        copy = await self.run_in_thread(lane, find, name, perm_id, near, recorded=recorded, file=query["file"])
        await self.send(LocalCopiesResponse, {"copy": copy})
