"""For operators and programs: health, and the description of the API."""

from __future__ import annotations

from importlib.metadata import version
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from jupyter_openbis_server.entrypoints.jupyter.answers import HealthAnswer
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import JOBS


class HealthHandler(OpenbisHandler):
    """`openbis/health`: what is installed, and how it fares."""

    auth_resource = "jupyter_openbis_server:health"
    operations: ClassVar = {"get": Operation("Tell what is installed and how it fares", HealthAnswer, polled=True)}

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer at once; no openBIS is asked."""
        workers = self.services.workers
        health = {
            "threads": workers.running,
            "waitingRequests": workers.waiting,
            "health": await self.off_the_loop(JOBS, self.container.get_health()),
            "version": version("jupyter-openbis-server"),
            "pybis": version("pybis"),
            "sshfs": self.container.sshfs() is not None,
        }
        await self.answer(HealthAnswer, health)


class OpenApiHandler(OpenbisHandler):
    """`openbis/openapi.json`: the description of this API."""

    auth_resource = "jupyter_openbis_server:health"
    operations: ClassVar = {"get": Operation("Describe this API in OpenAPI 3", None)}

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer the document."""
        await self.finish(self.services.openapi_document())


class NothingHandler(OpenbisHandler):
    """All addresses below `openbis/` at which nothing is: an answer in JSON instead of Jupyter's page."""

    auth_resource = "jupyter_openbis_server:health"

    @authenticated
    @authorized
    async def get(self, *_: str) -> None:
        """Say so."""
        raise HTTPError(404)

    head = post = put = patch = delete = get
