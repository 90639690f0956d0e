"""Files of data sets, samples and experiments: list, preview, change, find local copies."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import CancellableHandler, OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.files import (
    FilesResponse,
    FolderPageParams,
    LocalCopiesResponse,
    LocalCopyParams,
    PreviewParams,
    PreviewResponse,
)
from jupyter_openbis_server.entrypoints.schemas.object_files import (
    ChangedFilesResponse,
    CreateFolderRequest,
    DeleteFilesRequest,
    MoveFileRequest,
)

T = TypeVar("T")


class FilesHandler(OpenbisHandler):
    """`openbis/files/<name>/<permId>`: the content of a folder of a data set, sample or experiment."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List the direct contents of a folder of a data set; of a container, its components are folders",
            FilesResponse,
            query=FolderPageParams,
            errors=(400, 401, 404, 500),
        ),
        "post": Operation(
            "Delete or move files of a sample or experiment itself, or create a folder",
            ChangedFilesResponse,
            body=(DeleteFilesRequest, MoveFileRequest, CreateFolderRequest),
            errors=(400, 401, 404, 409, 500),
        ),
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Respond with one page."""
        folder, page = self.parse_query(FolderPageParams)
        list_folder, lane = self.use_cases.files.list_folder, Lane("files", name)
        found = await self.run_in_thread(lane, list_folder, name, perm_id, folder, page)
        await self.send(FilesResponse, found)

    @authenticated
    @authorized
    async def post(self, name: str, perm_id: str) -> None:
        """Run the body's `action`, and respond with the paths it has deleted or made."""
        actions = {"delete": self._delete, "move": self._move, "createFolder": self._create_folder}
        paths = await actions[self.choice("action", actions)](name, perm_id)
        await self.send(ChangedFilesResponse, {"paths": paths})

    async def _delete(self, name: str, owner: str) -> Sequence[str]:
        paths, delete = self.parse(DeleteFilesRequest)["paths"], self.use_cases.object_files.delete
        return await self._change(ActionKind.DELETE_FILES, name, delete, owner, paths)

    async def _move(self, name: str, owner: str) -> Sequence[str]:
        body, move = self.parse(MoveFileRequest), self.use_cases.object_files.move
        return [await self._change(ActionKind.MOVE_FILE, name, move, owner, body["path"], body["newPath"])]

    async def _create_folder(self, name: str, owner: str) -> Sequence[str]:
        path, create = self.parse(CreateFolderRequest)["path"], self.use_cases.object_files.create_folder
        return [await self._change(ActionKind.CREATE_FOLDER, name, create, owner, path)]

    async def _change(self, kind: ActionKind, name: str, use_case: Callable[..., T], *arguments: object) -> T:
        return await self.run_observed(ObservedAction(kind, name), Lane("files", name), use_case, name, *arguments)


class PreviewHandler(CancellableHandler):
    """`openbis/preview/<name>/<permId>/<path>`: the preview of a file, without a download."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Show a part of a file of a data set: an image, rows of a table, a text, a page of a TIFF file, a PDF "
            "document, or an item of an HDF5 file; `path` is that of the file. Ends early if the client disconnects",
            PreviewResponse,
            query=PreviewParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Respond with JSON, never the file itself: no content is executed."""
        request = self.parse_query(PreviewParams)
        preview_file, lane = self.use_cases.files.preview, Lane("previews", name)
        preview = await self.run_in_thread(lane, preview_file, name, perm_id, path, request, self.cancellation)
        await self.send_long(PreviewResponse, preview)


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
