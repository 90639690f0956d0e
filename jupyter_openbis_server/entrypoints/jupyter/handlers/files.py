"""Looking into data sets."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.answers.files import FilesAnswer
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.queries import FolderPageQuery
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane


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
