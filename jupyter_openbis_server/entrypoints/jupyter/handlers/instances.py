"""openBIS instances, before there is a connection to them."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.entrypoints.jupyter.answers import InstanceCheckAnswer
from jupyter_openbis_server.entrypoints.jupyter.connection_bodies import InstanceBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane


class InstanceCheckHandler(OpenbisHandler):
    """`openbis/check`: whether an address is that of an openBIS."""

    auth_resource = "jupyter_openbis_server:connections"
    operations: ClassVar = {
        "post": Operation(
            "Find out whether openBIS answers at an address; nobody logs in. What is wrong with it is no error here",
            InstanceCheckAnswer,
            body=InstanceBody,
            errors=(400,),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Ask there, and answer what was found out."""
        asked, check = self.body(InstanceBody), self.container.check_instance()
        verify = asked["verify_certificates"]
        how = {
            "verify_certificates": self.container.settings().verify_certificates if verify is None else verify,
            "ca_bundle": asked["ca_bundle"],
            "http_only": bool(asked["http_only"]),
        }
        found = await self.off_the_loop(Lane("check"), lambda: check(asked["url"], **how))
        await self.answer(InstanceCheckAnswer, found)
