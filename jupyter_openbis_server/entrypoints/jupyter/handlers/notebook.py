"""Requirements and environment files beside a notebook, and what it has used and produced."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import Language
from jupyter_openbis_server.domain.notebooks.environments.kernel_response import environment_in
from jupyter_openbis_server.domain.notebooks.environments.requirements import Conflict, SavedEnvironment
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import CancellableHandler, OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.notebooks.environments import (
    EnvironmentResponse,
    RequirementsResponse,
    SaveEnvironmentRequest,
    SaveRequirementsRequest,
)
from jupyter_openbis_server.entrypoints.schemas.notebooks.opening import OpeningParams, OpeningResponse
from jupyter_openbis_server.entrypoints.schemas.notebooks.publications import VersionsParams, VersionsResponse
from jupyter_openbis_server.entrypoints.schemas.notebooks.traces import (
    NotebookTraceResponse,
    TraceNotebookRequest,
    VerifiedCopyResponse,
    VerifyCopyRequest,
)


class _NotebookHandler(OpenbisHandler):
    """Base of the handlers that write beside a notebook."""

    def _lane_of(self, notebook: str) -> Lane:
        """Return the lane for work in the folder of a notebook; the path is not checked."""
        return folder_lane(os.path.join(self.root_dir, os.path.dirname(notebook)))  # noqa: PTH118, PTH120 - may be no path


class RequirementsHandler(_NotebookHandler):
    """`requirements` and `openbis/requirements`: the environment of a notebook's kernel."""

    auth_resource = "jupyter_openbis_server:requirements"
    operations: ClassVar = {
        "post": Operation(
            "Save requirements and runtime beside a notebook",
            RequirementsResponse,
            body=SaveRequirementsRequest,
            errors=(400, 500, 503),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Write the values that are not null."""
        request = self.parse(SaveRequirementsRequest)
        action, lane = ObservedAction(ActionKind.REQUIREMENTS), self._lane_of(request.notebook_path)
        files = await self.run_observed(action, lane, self.use_cases.notebooks.save_requirements, request)
        await self.send(RequirementsResponse, {"files": files})


class EnvironmentHandler(_NotebookHandler):
    """`openbis/environment`: the environment of a notebook's kernel, as the kernel itself has printed it."""

    auth_resource = "jupyter_openbis_server:requirements"
    operations: ClassVar = {
        "post": Operation(
            "Save requirements, runtime and, of a conda kernel, `environment.yml` beside a notebook, from what its "
            "kernel has printed",
            EnvironmentResponse,
            body=SaveEnvironmentRequest,
            errors=(400, 409, 500, 503),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Write the files, unless one of them does not belong to this notebook."""
        action, body = ObservedAction(ActionKind.REQUIREMENTS), self.parse(SaveEnvironmentRequest)
        saved = await self.run_observed(action, self._lane_of(body["notebook"]), self._save_printed, body)
        await self.send(EnvironmentResponse, saved)

    def _save_printed(self, body: Mapping[str, str]) -> SavedEnvironment:
        """Save the printed environment. It is also parsed here, in the thread: it may be long."""
        environment = environment_in(body["answer"], body["notebook"], Language(body["language"]))
        save = self.use_cases.notebooks.save_environment
        return save(body["notebook"], environment, Conflict(body["conflict"]))


class NotebookTraceHandler(OpenbisHandler):
    """`openbis/trace/<name>`: what a notebook has used and produced in one openBIS."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "post": Operation(
            "Return the state of what a notebook has used and produced, as its metadata say: on the disk, and in "
            "openBIS by one request for all data sets. No downloaded file is read",
            NotebookTraceResponse,
            body=TraceNotebookRequest,
            errors=(400, 404, 503),
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str) -> None:
        """Respond with the state of each data set."""
        request = TraceNotebookRequest.request(self.parse(TraceNotebookRequest), self.root_dir)
        await self.check_responding([request.near, *(each.recorded for each in request.used if each.recorded)])
        trace, lane = self.use_cases.downloads.trace, Lane("trace", name)
        await self.send(NotebookTraceResponse, await self.run_in_thread(lane, trace, name, request))


class PublicationsHandler(OpenbisHandler):
    """`openbis/publications/<name>`: the versions of a published notebook."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "List the versions of a published notebook, the newest first: the data sets that have its history id, by "
            "one request to openBIS. Publications in the files of samples and experiments are not listed",
            VersionsResponse,
            query=VersionsParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with the versions."""
        history_id = self.parse_query(VersionsParams)["historyId"]
        list_versions, lane = self.use_cases.notebooks.list_versions, Lane("search", name)
        await self.send(VersionsResponse, await self.run_in_thread(lane, list_versions, name, history_id))


class OpeningHandler(CancellableHandler):
    """`openbis/opening/<name>/<permId>`: the downloads of a published notebook and of its data."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "get": Operation(
            "Plan the downloads of a published notebook and of the data sets it was made from, to where its code reads "
            "them; nothing is downloaded. `permId` is that of the data set, or of the sample or experiment with the "
            "publication in its files",
            OpeningResponse,
            query=OpeningParams,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self, name: str, perm_id: str) -> None:
        """Respond with the requests for the downloads, and what they are about."""
        request = OpeningParams.request(self.parse_query(OpeningParams), perm_id, self.root_dir)
        await self.check_responding([request.folder])
        plan, lane = self.use_cases.notebooks.plan_opening, Lane("plan", name, folder=request.folder)
        await self.send_long(OpeningResponse, await self.run_in_thread(lane, plan, name, request, self.cancellation))


class VerificationHandler(CancellableHandler):
    """`openbis/verification/<name>/<permId>`: the comparison of a copy with its manifest."""

    auth_resource = "jupyter_openbis_server:data_sets"
    operations: ClassVar = {
        "post": Operation(
            "Compare the copy of a data set on the disk with its manifest: all its files are read, openBIS is not "
            "asked. Ends early if the client disconnects",
            VerifiedCopyResponse,
            body=VerifyCopyRequest,
            errors=(400, 404, 500, 503),
        )
    }

    @authenticated
    @authorized
    async def post(self, name: str, perm_id: str) -> None:
        """Respond with the result."""
        use, near = VerifyCopyRequest.use(self.parse(VerifyCopyRequest), perm_id, self.root_dir)
        folder = use.recorded or near
        await self.check_responding([folder])
        verify, lane = self.use_cases.downloads.verify_local_copy, Lane("verify", folder=folder, width=1)
        found = await self.run_in_thread(lane, verify, name, use, near, self.cancellation)
        await self.send(VerifiedCopyResponse, found)
