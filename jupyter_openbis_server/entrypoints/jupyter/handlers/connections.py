"""Connections: list, register, log in and out, mount and unmount, remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.diagnostics.action import ActionKind
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import ObservedAction, Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import KNOWN, Lane
from jupyter_openbis_server.entrypoints.schemas.connections.requests import (
    ConnectionActionRequest,
    EditConnectionRequest,
    RegisterConnectionRequest,
    RemovalParams,
)
from jupyter_openbis_server.entrypoints.schemas.connections.responses import (
    ConnectionsResponse,
    DoneResponse,
    OneConnectionResponse,
)


class _Connections(OpenbisHandler):
    """Base of the handlers of this module."""

    auth_resource = "jupyter_openbis_server:connections"

    def server_facts(self) -> dict[str, object]:
        """Return the properties of this server that clients receive with its connections."""
        has_kernel_login = self.services.kernel_access.problem is None
        settings = self.use_cases.settings
        return {
            "notebook_dir": self.root_dir,
            "kernel_login": has_kernel_login,
            "read_only": settings.read_only,
            "remember_days": settings.remember_days if settings.remember_login else 0,
            "without_access_tokens": self.use_cases.connections.servers_without_tokens(),
        }


class ConnectionsHandler(_Connections):
    """`openbis/conns`: all connections."""

    operations: ClassVar = {
        "get": Operation("List the connections, at once, from what is known", ConnectionsResponse, polled=True),
        "post": Operation(
            "Register a connection for the lifetime of the server; with credentials, log in as well",
            ConnectionsResponse,
            body=RegisterConnectionRequest,
            errors=(400, 500),
        ),
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the known state, and refresh it from openBIS in the background."""
        await self._send_list()

    @authenticated
    @authorized
    async def post(self) -> None:
        """Register, wait for the login until its timeout, and respond with the list, connected or not."""
        verify = self.use_cases.settings.verify_certificates
        body = self.parse(RegisterConnectionRequest)
        definition = RegisterConnectionRequest().definition(body, verify_by_default=verify)
        action = ObservedAction(ActionKind.REGISTER, definition.name, definition.username)
        register, lane = self.use_cases.connections.register, Lane("login", definition.name)
        await self.with_login_timeout(self.run_observed(action, lane, register, definition, save=body["save"]))
        await self._send_list()

    async def _send_list(self) -> None:
        views = await self.run_in_thread(KNOWN, self.use_cases.connections.list)
        self.services.refresher.refresh(view.connection.name for view in views if view.connection.session)
        await self.send(ConnectionsResponse, {"connections": views, **self.server_facts()})


class _OneConnection(_Connections):
    """Base of the handlers for one connection."""

    async def act(self, name: str) -> None:
        """Run the use case that the body names, and respond with the resulting connection."""
        body = self.parse(ConnectionActionRequest)
        username, password = body["username"], body["password"]
        operations: dict[str, Callable[[], ConnectionView]] = {
            "login": partial(self.use_cases.connections.login, name, username, password, remember=body["remember"]),
            "logout": partial(self.use_cases.connections.logout, name, forget=body["forget"]),
            "forget": partial(self.use_cases.connections.forget_login, name, username, password),
            "mount": partial(self.use_cases.mounts.mount, name, username, password),
            "unmount": partial(self.use_cases.mounts.unmount, name, force=body["force"]),
        }
        lane = Lane("mount" if "mount" in body["action"] else "login", name)
        action = ObservedAction(ActionKind(body["action"]), name, username or "")
        view = await self.run_observed(action, lane, operations[body["action"]])
        if view.mount and view.mount.new_host_key:
            self.log.warning(
                "openBIS: %s has shown a new SSH key, now known: %s", one_line(name), view.mount.new_host_key
            )
        await self.send_one(view)

    async def send_one(self, view: ConnectionView) -> None:
        """Respond with one connection."""
        await self.send(OneConnectionResponse, {"connection": view, **self.server_facts()})


class ConnectionHandler(_OneConnection):
    """`openbis/conn/<name>`: one connection."""

    operations: ClassVar = {
        "get": Operation("Show a connection, from what is known", OneConnectionResponse, errors=(404,), polled=True),
        "put": Operation(
            "Log in or out, mount or unmount the data store, delete the remembered login",
            OneConnectionResponse,
            body=ConnectionActionRequest,
            errors=(400, 401, 404, 500),
        ),
        "patch": Operation(
            "Change a connection's settings; with a password, log in as well. Not while it is mounted or busy, where "
            "that matters",
            OneConnectionResponse,
            body=EditConnectionRequest,
            errors=(400, 404, 500),
        ),
        "delete": Operation(
            "Remove a connection; its session and mount end", DoneResponse, query=RemovalParams, errors=(400, 404, 500)
        ),
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Respond with the known state, and refresh it from openBIS in the background."""
        view = await self.run_in_thread(KNOWN, self.use_cases.connections.get, name)
        if view.connection.session:
            self.services.refresher.refresh([name])
        await self.send_one(view)

    @authenticated
    @authorized
    async def put(self, name: str) -> None:
        """Perform the `action` of the body."""
        await self.act(name)

    @authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Change it, wait for the login until its timeout, and respond with the connection, connected or not."""
        changes = self.parse(EditConnectionRequest)
        edit, save = self.use_cases.connections.edit, changes.pop("save")
        action, lane = ObservedAction(ActionKind.EDIT, name), Lane("login", name)
        view = await self.with_login_timeout(self.run_observed(action, lane, edit, name, changes, save=save))
        if view is None:
            new_name = changes.get("name", name).strip()
            view = await self.run_in_thread(KNOWN, self.use_cases.connections.get, new_name)
        await self.send_one(view)

    @authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Remove the connection, until the next restart or permanently."""
        is_deleted = self.parse_query(RemovalParams)["forget"]
        action, lane = ObservedAction(ActionKind.REMOVE, name), Lane("login", name)
        await self.run_observed(action, lane, self.use_cases.connections.unregister, name, delete=is_deleted)
        await self.send(DoneResponse, {"statusText": f"Connection removed: {name}"})


class OnlyConnectionHandler(_OneConnection):
    """`openbis/conn`: the only connection, in the form of the documentation."""

    operations: ClassVar = {
        "put": Operation(
            "Log in or out, mount or unmount, where only one connection is registered",
            OneConnectionResponse,
            body=ConnectionActionRequest,
            errors=(400, 401, 500),
        )
    }

    @authenticated
    @authorized
    async def put(self) -> None:
        """Perform the `action` of the body on the only connection."""
        await self.act(self.use_cases.connections.get_only().name)
