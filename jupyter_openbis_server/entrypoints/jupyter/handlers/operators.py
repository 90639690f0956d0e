"""Health, and the description of the API, for operators and programs."""

from __future__ import annotations

from importlib.metadata import version
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS
from jupyter_openbis_server.entrypoints.schemas.health import HealthResponse


class HealthHandler(OpenbisHandler):
    """`openbis/health`: versions and load."""

    auth_resource = "jupyter_openbis_server:health"
    operations: ClassVar = {"get": Operation("Return what is installed and its status", HealthResponse, polled=True)}

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond immediately, without requests to openBIS."""
        workers = self.services.workers
        health = {
            "threads": workers.running,
            "waitingRequests": workers.waiting,
            "health": await self.run_in_thread(JOBS, self.use_cases.diagnostics.get_health),
            "version": version("jupyter-openbis-server"),
            "pybis": version("pybis"),
            "sshfs": self.use_cases.diagnostics.find_sshfs() is not None,
        }
        await self.send(HealthResponse, health)


class OpenApiHandler(OpenbisHandler):
    """`openbis/openapi.json`: the description of this API."""

    auth_resource = "jupyter_openbis_server:health"
    operations: ClassVar = {"get": Operation("Describe this API in OpenAPI 3", None)}

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the document."""
        await self.finish(self.services.openapi_document())


class NotFoundHandler(OpenbisHandler):
    """Unknown addresses below `openbis/`: respond with JSON instead of Jupyter's page."""

    auth_resource = "jupyter_openbis_server:health"

    @authenticated
    @authorized
    async def get(self, *_: str) -> None:
        """Respond with 404."""
        raise HTTPError(404)

    head = post = put = patch = delete = get
