"""Connections: list, register, log in and out, mount and unmount, remove."""

from __future__ import annotations

from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.adapters.logs import one_line
from jupyter_openbis_server.domain.model import ActionKind, ConnectionView
from jupyter_openbis_server.entrypoints.jupyter.answers import ConnectionsAnswer, DoneAnswer, OneConnectionAnswer
from jupyter_openbis_server.entrypoints.jupyter.bodies import ConnectionBody
from jupyter_openbis_server.entrypoints.jupyter.connection_bodies import EditBody, RegisterBody, RemovalQuery
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.workers import LOCAL, Lane


class _Connections(OpenbisHandler):
    """What the routes of this module share."""

    auth_resource = "jupyter_openbis_server:connections"

    def server_facts(self) -> dict[str, object]:
        """Return what clients are told about this server beside its connections."""
        has_kernel_login = self.services.kernel_access.problem is None
        return {"notebook_dir": self.container.workspace().root, "kernel_login": has_kernel_login}


class ConnectionsHandler(_Connections):
    """`openbis/conns`: all connections."""

    operations: ClassVar = {
        "get": Operation("List the connections, at once, from what is known", ConnectionsAnswer, polled=True),
        "post": Operation(
            "Register a connection for the lifetime of the server; with credentials, log in as well",
            ConnectionsAnswer,
            body=RegisterBody,
            errors=(400, 500),
        ),
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer what is known, and ask openBIS behind the answer."""
        await self._answer_list()

    @authenticated
    @authorized
    async def post(self) -> None:
        """Register, wait for the login as long as is sensible, and answer the list, connected or not."""
        verify = self.container.settings().verify_certificates
        body = self.body(RegisterBody)
        definition = RegisterBody().definition(body, verify_by_default=verify)
        register = self.container.register_connection()
        name, who, save = definition.name, definition.username, body["save"]
        lane = Lane("login", name)
        await self.patiently(
            self.observed(ActionKind.REGISTER, name, lane, lambda: register(definition, save=save), username=who)
        )
        await self._answer_list()

    async def _answer_list(self) -> None:
        views = await self.off_the_loop(LOCAL, self.container.list_connections())
        self.services.refresher.refresh(view.connection.name for view in views if view.connection.session)
        await self.answer(ConnectionsAnswer, {"connections": views, **self.server_facts()})


class _OneConnection(_Connections):
    """What the routes for one connection share."""

    async def act(self, name: str) -> None:
        """Run the use case that the body names, and answer the connection as it is then."""
        body = self.body(ConnectionBody)
        who = body["username"], body["password"]
        actions = {
            "login": lambda: self.container.login()(name, *who),
            "logout": lambda: self.container.logout()(name),
            "mount": lambda: self.container.mount()(name, *who),
            "unmount": lambda: self.container.unmount()(name, force=body["force"]),
        }
        lane = Lane("mount" if "mount" in body["action"] else "login", name)
        kind = ActionKind(body["action"])
        view = await self.observed(kind, name, lane, actions[kind.value], username=body["username"] or "")
        if view.mount and view.mount.new_host_key:
            self.log.warning(
                "openBIS: %s has shown a new SSH key, now known: %s", one_line(name), view.mount.new_host_key
            )
        await self.answer_one(view)

    async def answer_one(self, view: ConnectionView) -> None:
        """Answer one connection."""
        await self.answer(OneConnectionAnswer, {"connection": view, **self.server_facts()})


class ConnectionHandler(_OneConnection):
    """`openbis/conn/<name>`: one connection."""

    operations: ClassVar = {
        "get": Operation("Show a connection, from what is known", OneConnectionAnswer, errors=(404,), polled=True),
        "put": Operation(
            "Log in or out, mount or unmount the data store",
            OneConnectionAnswer,
            body=ConnectionBody,
            errors=(400, 401, 404, 500),
        ),
        "patch": Operation(
            "Change a connection's settings; with a password, log in as well. Not while it is mounted or busy, where "
            "that matters",
            OneConnectionAnswer,
            body=EditBody,
            errors=(400, 404, 500),
        ),
        "delete": Operation(
            "Remove a connection; its session and mount end", DoneAnswer, query=RemovalQuery, errors=(400, 404, 500)
        ),
    }

    @authenticated
    @authorized
    async def get(self, name: str) -> None:
        """Answer what is known, and ask openBIS behind the answer."""
        show = self.container.get_connection()
        view = await self.off_the_loop(LOCAL, lambda: show(name))
        if view.connection.session:
            self.services.refresher.refresh([name])
        await self.answer_one(view)

    @authenticated
    @authorized
    async def put(self, name: str) -> None:
        """Do what the body's `action` says."""
        await self.act(name)

    @authenticated
    @authorized
    async def patch(self, name: str) -> None:
        """Change it, wait for the login as long as is sensible, and answer the connection, connected or not."""
        changes = self.body(EditBody)
        save, edit, show = changes.pop("save"), self.container.edit_connection(), self.container.get_connection()
        work = self.observed(ActionKind.EDIT, name, Lane("login", name), lambda: edit(name, changes, save=save))
        view = await self.patiently(work)
        if view is None:
            new_name = changes.get("name", name).strip()
            view = await self.off_the_loop(LOCAL, lambda: show(new_name))
        await self.answer_one(view)

    @authenticated
    @authorized
    async def delete(self, name: str) -> None:
        """Remove the connection, until the next restart or for good."""
        is_forgotten = self.query(RemovalQuery)["forget"]
        remove = self.container.forget_connection() if is_forgotten else self.container.unregister_connection()
        await self.observed(ActionKind.REMOVE, name, Lane("login", name), lambda: remove(name))
        await self.answer(DoneAnswer, {"statusText": f"Connection removed: {name}"})


class OnlyConnectionHandler(_OneConnection):
    """`openbis/conn`: the connection that is meant when there is only one, as the documentation writes it."""

    operations: ClassVar = {
        "put": Operation(
            "Log in or out, mount or unmount, where only one connection is registered",
            OneConnectionAnswer,
            body=ConnectionBody,
            errors=(400, 401, 500),
        )
    }

    @authenticated
    @authorized
    async def put(self) -> None:
        """Do what the body's `action` says with the only connection."""
        await self.act(self.container.get_only_connection()().name)
