"""A client that tries out the server as an assistant's program does: for the demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio
from mcp import Client, StdioServerParameters


@dataclass(frozen=True)
class Trial:
    """What a client has seen.

    Attributes:
        tools: Names of the tools.
        data: The data of the call.
    """

    tools: tuple[str, ...]
    data: Mapping[str, Any]


def try_out(
    command: Sequence[str], environ: Mapping[str, str], tool: str, arguments: Mapping[str, Any], seconds: float
) -> Trial:
    """Start a server, list its tools, and call one.

    Args:
        command: The program and its arguments.
        environ: Its environment.
        tool: Name of the tool to call.
        arguments: Its arguments.
        seconds: Maximum total time.

    Raises:
        TimeoutError: it took too long.
        Exception: of the SDK, if the server cannot be started.
    """
    return anyio.run(_try_out, command, environ, tool, arguments, seconds)


async def _try_out(
    command: Sequence[str], environ: Mapping[str, str], tool: str, arguments: Mapping[str, Any], seconds: float
) -> Trial:
    program, *options = command
    parameters = StdioServerParameters(command=program, args=options, env=dict(environ))
    with anyio.fail_after(seconds):
        async with Client(parameters) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool(tool, dict(arguments))
    return Trial(tuple(each.name for each in tools), result.structured_content["data"])
