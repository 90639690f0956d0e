"""Checks of openBIS instances, before a connection is registered."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.connections.connection_fields import SETTINGS, FieldType, settings_in
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane
from jupyter_openbis_server.entrypoints.schemas.connections.checks import InstanceCheckRequest, InstanceCheckResponse


class InstanceCheckHandler(OpenbisHandler):
    """`openbis/check`: whether openBIS responds at an address."""

    auth_resource = "jupyter_openbis_server:connections"
    operations: ClassVar = {
        "post": Operation(
            "Find out whether openBIS responds at an address, without a login; problems are in the response",
            InstanceCheckResponse,
            body=InstanceCheckRequest,
            errors=(400, 503),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Check the address, and respond with the result."""
        asked, check = self.parse(InstanceCheckRequest), self.use_cases.connections.check_instance
        settings = settings_in(asked, verify_by_default=self.use_cases.settings.verify_certificates)
        await self.check_responding(
            settings[each.name] for each in SETTINGS if each.type is FieldType.FILE and settings[each.name]
        )
        url, lane = asked["url"], Lane("check", asked["url"])
        found = await self.run_in_thread(lane, check, url, http_only=bool(asked["http_only"]), **settings)
        await self.send(InstanceCheckResponse, found)
