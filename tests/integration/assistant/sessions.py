"""A real MCP client session, over the in-memory streams of the SDK, against the fake openBIS.

The SDK is imported by the tests that run, not by each process that collects them: that takes a second.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.mcp.assistant import Assistant
from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.entrypoints.settings import files_of_an_assistant
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS

if TYPE_CHECKING:
    from mcp import Client, types

NAME = "lab"
_USER = "alice"
OFTEN = Limits(calls_per_minute=60_000)
"""Tests do not wait."""
_MARKED = re.compile(r"\A([^<>]*)\n<openbis-data ([0-9a-f]{32})>\n(.*)\n</openbis-data \2>\Z", re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """The answer of a tool.

    Attributes:
        text: What most clients show to the model.
        data: The data in it.
    """

    text: str
    data: Any
    is_error: bool
    images: tuple[tuple[str, bytes], ...] = ()

    @property
    def code(self) -> str:
        """The code of the error."""
        assert self.is_error, self.text
        return str(self.data["error"]["code"])

    @property
    def nonce(self) -> str:
        """The number in the marks."""
        return unmarked(self.text)[1]


def unmarked(text: str) -> tuple[str, str, str]:
    """Return what is before the marks, the number in them, and what is between them."""
    found = _MARKED.match(text)
    assert found, text
    before, nonce, inside = found.groups()
    assert nonce not in inside
    assert nonce not in before
    return before, nonce, inside


class Session:
    """One client and its server; calls block."""

    def __init__(self, portal: BlockingPortal, client: Client, use_cases: UseCases) -> None:
        self.portal, self.client, self.use_cases = portal, client, use_cases

    def call(self, name: str, /, **arguments: object) -> Reply:
        """Call a tool; an error is a reply, too."""
        return reply_of(self.portal.call(self.client.call_tool, name, _json(arguments)))

    def ask(self, name: str, /, **arguments: object) -> Any:
        """Return the data of a tool that succeeds."""
        reply = self.call(name, **arguments)
        assert not reply.is_error, reply.text
        return reply.data

    def change(self, name: str, /, key: str, **arguments: object) -> Any:
        """Plan and confirm a change; return the data of the outcome."""
        plan = self.ask(name, **arguments)
        assert plan["done"] is False
        return self.ask(name, **arguments, planId=plan["planId"], key=key)

    def read(self, uri: str) -> list[types.TextResourceContents | types.BlobResourceContents]:
        """Return the contents of a resource."""
        return self.portal.call(self.client.read_resource, uri).contents

    @property
    def tools(self) -> dict[str, types.Tool]:
        """The tools that the server lists."""
        return {each.name: each for each in self.portal.call(self.client.list_tools).tools}


def _json(arguments: dict[str, object]) -> dict[str, Any]:
    return {key.rstrip("_"): value for key, value in arguments.items()}


def reply_of(result: types.CallToolResult) -> Reply:
    """Return a reply; its text and its structured content have the same data, between marks."""
    from mcp import types  # noqa: PLC0415 - slow

    first = result.content[0]
    assert isinstance(first, types.TextContent)
    before, _, inside = unmarked(first.text)
    data = json.loads(inside)
    assert result.structured_content == {"notice": before, "data": data}
    images = [each for each in result.content[1:] if isinstance(each, types.ImageContent)]
    assert len(images) == len(result.content) - 1
    pictures = tuple((each.mime_type, base64.b64decode(each.data)) for each in images)
    return Reply(first.text, data, result.is_error, pictures)


def use_cases_for(
    openbis: FakeOpenbis, *folders: Path, write: bool, audit_log: Path, password: bool = True
) -> UseCases:
    """Return the use cases of an assistant with the connection `lab`."""
    files = files_of_an_assistant(folders, [str(folder / "jupyters own") for folder in folders], audit_log)
    use_cases = bootstrap(environ={}, load=False, read_only=not write, files=files)
    entry: dict[str, object] = {"name": NAME, "url": openbis.url, "http_only": True, "username": _USER}
    if password:
        entry["password"] = USERS[_USER]
    use_cases.connections.known.add(Connection.defined(ConnectionDefinition.from_mapping(entry)))
    return use_cases


@contextmanager
def serving(
    use_cases: UseCases, *folders: Path, limits: Limits = OFTEN, prepare: Callable[[Assistant], None] | None = None
) -> Iterator[Session]:
    """Run a server and a client session in an event loop of their own."""
    assistant = Assistant(use_cases, NAME, LocalFolders(folders), limits)
    if prepare:
        prepare(assistant)
    with start_blocking_portal("asyncio") as portal:
        client = portal.call(_client_of, assistant)
        with portal.wrap_async_context_manager(client):
            yield Session(portal, client, use_cases)


def refused(match: str | None = None) -> Any:
    """Expect an error of the protocol."""
    from mcp import MCPError  # noqa: PLC0415 - slow

    return pytest.raises(MCPError, match=match)


async def _client_of(assistant: Assistant) -> Client:
    from mcp import Client  # noqa: PLC0415 - slow

    from jupyter_openbis_server.entrypoints.mcp.server import AssistantServer  # noqa: PLC0415 - slow

    return Client(AssistantServer(assistant).server(), mode="legacy")  # by streams and JSON-RPC
