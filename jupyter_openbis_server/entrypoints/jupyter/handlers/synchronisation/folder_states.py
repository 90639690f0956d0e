"""States of the files in a folder."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import folder_lane
from jupyter_openbis_server.entrypoints.schemas.downloads import FolderParams
from jupyter_openbis_server.entrypoints.schemas.sync.kept_folders import (
    FolderStateResponse,
    folder_state_content,
)


class FolderStateHandler(OpenbisHandler):
    """`openbis/sync/state`: what is known about the files of a folder."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation(
            "Return whether a folder is synchronised, and the states of its direct content; without a request to "
            "openBIS",
            FolderStateResponse,
            query=FolderParams,
            errors=(400, 500, 503),
            polled=True,
        )
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the states."""
        folder = self.folder_of(FolderParams)
        state = await self.run_in_thread(folder_lane(folder), self.use_cases.sync.show_state, folder, self.root_dir)
        await self.send_long(FolderStateResponse, folder_state_content(state, self.root_dir))
