"""The login of the openBIS panel, for kernels of this server."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import Lane
from jupyter_openbis_server.entrypoints.schemas.connections.kernel_login import KernelLoginRequest, KernelLoginResponse


class KernelLoginHandler(OpenbisHandler):
    """`openbis/kernel/login`: the session of a connection, for programs with Jupyter's token on this computer only."""

    auth_resource = "jupyter_openbis_server:kernel-login"
    operations: ClassVar = {
        "post": Operation(
            "Return a connection and its session to a kernel of this server. Only for requests with Jupyter's token "
            "in the header Authorization, without cookies, from this computer, by no browser and through no proxy",
            KernelLoginResponse,
            body=KernelLoginRequest,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Check the sender, and respond with the session, renewed if it is the expired one."""
        client = self.services.kernel_access.check(self)
        body = self.parse(KernelLoginRequest)
        name, share = body["connection"], self.use_cases.connections.share_login
        action, lane = ObservedAction(ActionKind.KERNEL_LOGIN, name, client=client), Lane("login", name)
        session = await self.run_observed(action, lane, share, name, body["expired"])
        await self.send(KernelLoginResponse, session)
