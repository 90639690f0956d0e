"""Tools: name, arguments, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import RAISE, Schema

from jupyter_openbis_server.entrypoints.mcp.answers import Image
from jupyter_openbis_server.entrypoints.mcp.calls import Call


class Arguments(Schema):
    """Arguments of a tool. Unknown ones are refused: they would be ignored silently."""

    class Meta:  # noqa: D106
        unknown = RAISE


@dataclass(frozen=True)
class Found:
    """What a tool returns.

    Attributes:
        note: What this program itself says about the data, for the text above them.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    image: Image | None = None
    note: str = ""


@dataclass(frozen=True)
class Tool:
    """A tool of the server.

    Attributes:
        run: Returns the result for loaded arguments. Raises OpenbisError.
        is_read_only: Whether it changes nothing, neither in openBIS nor on the disk. A hint for clients only: what is
            allowed is decided by the use cases.
        is_change: Whether it changes openBIS: it is planned, and confirmed by a second call.
    """

    name: str
    title: str
    description: str
    arguments: type[Schema]
    run: Callable[[Any, Call], Found]
    is_read_only: bool = True
    is_change: bool = False

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return _json_schema(self.arguments)


@cache
def _json_schema(arguments: type[Schema]) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=_in_place)
    APISpec(title="tools", version="1", openapi_version="3.1.0", plugins=[plugin])
    converter: Any = plugin.converter
    return {**converter.schema2jsonschema(arguments()), "type": "object", "additionalProperties": False}


def _in_place(_: type[Schema]) -> str:
    """Return no name for a nested schema, which is then described where it is used."""
    return ""
