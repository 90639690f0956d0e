"""The login of the openBIS panel, for kernels of this server."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.model import ActionKind
from jupyter_openbis_server.entrypoints.jupyter.answers import KernelLoginAnswer
from jupyter_openbis_server.entrypoints.jupyter.connection_bodies import KernelLoginBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import Lane


class KernelLoginHandler(OpenbisHandler):
    """`openbis/kernel/login`: the session of a connection, for programs with Jupyter's token on this computer only."""

    auth_resource = "jupyter_openbis_server:kernel-login"
    operations: ClassVar = {
        "post": Operation(
            "Return a connection and its session to a kernel of this server. Only for requests with Jupyter's token "
            "in the header Authorization, without cookies, from this computer, by no browser and through no proxy",
            KernelLoginAnswer,
            body=KernelLoginBody,
            errors=(400, 401, 404, 500),
        )
    }

    @authenticated
    @authorized
    async def post(self) -> None:
        """Check who asks, and answer the session, renewed if it is the one that has expired."""
        client = self.services.kernel_access.check(self)
        body = self.body(KernelLoginBody)
        name, share = body["connection"], self.container.share_login()
        session = await self.observed(
            ActionKind.KERNEL_LOGIN,
            name,
            Lane("login", name),
            lambda: share(name, body["expired"]),
            client=client,
        )
        await self.answer(KernelLoginAnswer, session)
