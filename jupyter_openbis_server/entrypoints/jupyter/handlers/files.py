"""Looking into data sets."""

from __future__ import annotations

import os
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.answers.files import FilesAnswer, LocalCopiesAnswer, PreviewAnswer
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.queries import FolderPageQuery, LocalCopyQuery
from jupyter_openbis_server.entrypoints.jupyter.workers import LOCAL, Lane


class FilesHandler(OpenbisHandler):
    """`openbis/files/<name>/<permId>`: what lies in a folder of a data set."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List what lies directly in a folder of a data set; of a container, its components are folders",
            FilesAnswer,
            query=FolderPageQuery,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Answer one page."""
        folder, page = self.query(FolderPageQuery)
        list_folder = self.container.list_folder()
        found = await self.off_the_loop(Lane("files", name), lambda: list_folder(name, perm_id, folder, page))
        await self.answer(FilesAnswer, found)


class PreviewHandler(OpenbisHandler):
    """`openbis/preview/<name>/<permId>/<path>`: what can be seen of a file without downloading it."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Show an image, or the beginning of a table or text, of a data set; `path` is that of a file in it",
            PreviewAnswer,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str, path: str) -> None:
        """Answer JSON, never the file itself: nothing in it is executed."""
        preview_file = self.container.preview_file()
        preview = await self.off_the_loop(Lane("files", name), lambda: preview_file(name, perm_id, path))
        await self.answer(PreviewAnswer, preview)


class LocalCopyHandler(OpenbisHandler):
    """`openbis/copies/<name>/<permId>`: where there is a copy of a data set on the disk."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Find a copy of a data set on the disk: where it is recorded, where the server has downloaded it to, or "
            "near a notebook. openBIS is not asked",
            LocalCopiesAnswer,
            query=LocalCopyQuery,
            errors=(400, 404),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Answer what manifests confirm."""
        query = self.query(LocalCopyQuery)
        root = self.container.workspace().root
        near = os.path.join(root, query["near"])  # noqa: PTH118 - may be no path
        recorded = query["recorded"] and os.path.join(root, query["recorded"])  # noqa: PTH118 - may be no path
        find = self.container.find_local_copy()
        copy = await self.off_the_loop(LOCAL, lambda: find(name, perm_id, near, recorded=recorded, file=query["file"]))
        await self.answer(LocalCopiesAnswer, {"copy": copy})
