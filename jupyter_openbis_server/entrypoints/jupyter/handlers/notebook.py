"""What is kept beside a notebook."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.model import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.answers import RequirementsAnswer
from jupyter_openbis_server.entrypoints.jupyter.bodies import RequirementsBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import LOCAL


class RequirementsHandler(OpenbisHandler):
    """`requirements` and `openbis/requirements`: the environment of a notebook's kernel."""

    auth_resource = "jupyter_openbis_server:requirements"
    operations: ClassVar = {
        "post": Operation(
            "Save requirements and runtime beside a notebook",
            RequirementsAnswer,
            body=RequirementsBody,
            errors=(400, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Write what is not null."""
        request = self.body(RequirementsBody)
        save = self.container.save_requirements()
        files = await self.observed(ActionKind.REQUIREMENTS, "", LOCAL, lambda: save(request))
        await self.answer(RequirementsAnswer, {"files": files})
