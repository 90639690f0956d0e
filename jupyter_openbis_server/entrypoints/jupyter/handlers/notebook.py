"""Requirements and environment files beside a notebook."""

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
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.notebooks import (
    EnvironmentResponse,
    RequirementsResponse,
    SaveEnvironmentRequest,
    SaveRequirementsRequest,
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
