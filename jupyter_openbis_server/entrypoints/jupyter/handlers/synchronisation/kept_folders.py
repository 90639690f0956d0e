"""Folders that are kept in openBIS: list, begin, end, synchronise now."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS, KEEPING, Lane
from jupyter_openbis_server.entrypoints.schemas.sync.kept_folders import (
    KeptFolderResponse,
    KeptFoldersResponse,
    kept_folder_content,
)
from jupyter_openbis_server.entrypoints.schemas.sync.requests import KeepFolderRequest, KeptFolderParams

_ACCEPTED = 202


class KeptFoldersHandler(OpenbisHandler):
    """`openbis/sync`: the folders that this server keeps in openBIS."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("List the folders that are kept in openBIS", KeptFoldersResponse, polled=True),
        "put": Operation(
            "Keep a folder in openBIS as long as this server runs, also after a restart; or change how it is kept",
            KeptFolderResponse,
            body=KeepFolderRequest,
            errors=(400, 401, 404, 409, 500, 503),
        ),
        "delete": Operation(
            "Keep a folder no longer; no file is deleted. Returns its last state",
            KeptFolderResponse,
            query=KeptFolderParams,
            errors=(400, 404, 500),
        ),
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with all kept folders."""
        folders = await self.run_in_thread(JOBS, self.use_cases.sync.keeping.all)
        await self.send(
            KeptFoldersResponse, {"folders": [kept_folder_content(each, self.root_dir) for each in folders]}
        )

    @authenticated
    @authorized
    async def put(self) -> None:
        """Begin to keep a folder, and respond with its state without waiting for a synchronisation."""
        request = KeepFolderRequest.request(self.parse(KeepFolderRequest), self.root_dir)
        await self.check_responding([request.folder])
        lane = Lane("keep", request.connection, folder=request.folder)
        status = await self.run_in_thread(lane, self.use_cases.sync.keep, request)
        await self.send(KeptFolderResponse, kept_folder_content(status, self.root_dir))

    @authenticated
    @authorized
    async def delete(self) -> None:
        """Keep a folder no longer."""
        folder = self.folder_of(KeptFolderParams)
        status = await self.run_in_thread(KEEPING, self.use_cases.sync.keeping.end, folder)
        await self.send(KeptFolderResponse, kept_folder_content(status, self.root_dir))


class SynchroniseNowHandler(OpenbisHandler):
    """`openbis/sync/now`: the next synchronisation of a kept folder."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "post": Operation(
            "Synchronise a kept folder at once, also files that may still be written; returns its state before that",
            KeptFolderResponse,
            query=KeptFolderParams,
            errors=(400, 404),
            status=_ACCEPTED,
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """End the pause of a kept folder."""
        folder = self.folder_of(KeptFolderParams)
        status = await self.run_in_thread(JOBS, self.use_cases.sync.keeping.synchronise_now, folder)
        self.set_status(_ACCEPTED)
        await self.send(KeptFolderResponse, kept_folder_content(status, self.root_dir))
