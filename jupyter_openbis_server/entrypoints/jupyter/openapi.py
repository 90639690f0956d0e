"""OpenAPI description of the API, generated from the routes and schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.entrypoints.jupyter.client_constants import client_constants
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from jupyter_openbis_server.entrypoints.schemas.errors import ErrorResponse
from jupyter_openbis_server.version import VERSION

_PARAMETERS = {
    "job": "Id of a job",
    "name": "Name of the connection",
    "identifier": "Identifier, permId or code of a sample, experiment, project or space",
    "kind": "What it is",
    "permId": "permId of a data set, or of what the path says; of a space, its code; in the upload form, of the sample "
    "or experiment that will own the data set",
    "path": "Absolute path of a folder on the host; in the upload form, a file relative to Jupyter's root folder; in a "
    "preview, a file in the data set",
}

_SCHEMAS: dict[str, dict[str, Any]] = {"kind": {"type": "string", "enum": [kind.value for kind in EntityKind]}}
"""Schemas of path parameters that are not free text."""

_OF_ERRORS = (
    "errors",
    "file",
    "owner",
    "otherNames",
    "paths",
    "changes",
    "modifier",
    "modificationDate",
    "certificate",
)
_OPTIONAL = {"ErrorResponse": frozenset(_OF_ERRORS)}
"""Optional keys of responses with this schema. All other responses always have all their keys."""

_DESCRIPTIONS = {
    400: "Something in the request cannot be used; `reason` says what",
    401: "Not logged in to openBIS, or wrong credentials",
    403: "Not authenticated at Jupyter, not authorized, or sent by the page of another site; or this server only reads "
    "from openBIS",
    404: "No such connection, sample, experiment, data set, file or job, or openBIS has no file server",
    409: "A file belongs to another notebook, or to the user: `file`, `owner` and `otherNames` say which; or openBIS "
    "has a file of that name: `paths`; or an entity was changed meanwhile: `changes`, `modifier`, `modificationDate`",
    413: "The body is larger than 32 MiB, or has too many values",
    503: "Too much is waiting; try again after the seconds in `Retry-After`",
    500: "openBIS cannot be reached, or the work failed; `reason` says why",
}


@cache
def openapi_document() -> dict[str, Any]:
    """Return the API's description in OpenAPI 3.1."""
    spec = APISpec(
        title="jupyter-openbis-server",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)],
        info={"description": "All paths are relative to Jupyter's base URL; Jupyter's authentication applies."},
    )
    spec.components.security_scheme("token", {"type": "apiKey", "in": "header", "name": "Authorization"})
    spec.components.security_scheme("xsrf", {"type": "apiKey", "in": "header", "name": "X-XSRFToken"})
    for route in ROUTES:
        operations = {verb: _operation(each) for verb, each in route.handler.operations.items()}
        spec.path(path=route.template, operations=operations, parameters=_path_parameters(route.template))
    document = dict(spec.to_dict())
    _require_keys_of_responses(document["components"]["schemas"])
    document["x-constants"] = client_constants()
    return document


def openapi_text() -> str:
    """Return the content of `docs/openapi.json`."""
    return json.dumps(openapi_document(), ensure_ascii=False, indent=2) + "\n"


def _require_keys_of_responses(schemas: dict[str, Any]) -> None:
    """Mark keys as required. marshmallow and apispec omit that for schemas that are only dumped."""
    for name, schema in schemas.items():
        if name.endswith("Response"):
            schema["required"] = sorted(schema["properties"].keys() - _OPTIONAL.get(name, frozenset()))


def _schema_name(schema: Any) -> str:  # noqa: ANN401
    return schema.__name__ if isinstance(schema, type) else type(schema).__name__


def _path_parameters(template: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _SCHEMAS.get(name, {"type": "string"}),
            "description": description,
        }
        for name, description in _PARAMETERS.items()
        if f"{{{name}}}" in template
    ]


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "responses": {str(operation.status): _response("Done", operation.response)},
        "security": [{"token": []}, {"xsrf": []}],
    }
    for status, schemas in operation.also.items():
        described["responses"][str(status)] = _response("Done", _one_of(schemas))
    refusals = {403, *((413,) if operation.body else ()), *((503,) if operation.response else ())}
    for status in sorted({*operation.errors, *refusals}):  # a route that only returns a document is never too busy
        described["responses"][str(status)] = _response(_DESCRIPTIONS[status], ErrorResponse)
    if operation.body:
        described["requestBody"] = {"content": {"application/json": {"schema": _one_of(operation.body)}}}
    if operation.query:
        described["parameters"] = [{"in": "query", "schema": operation.query}]
    return described


def _one_of(schemas: type[Schema] | tuple[type[Schema], ...]) -> Any:  # noqa: ANN401
    return {"oneOf": list(schemas)} if isinstance(schemas, tuple) else schemas


def _response(description: str, schema: Any) -> dict[str, Any]:  # noqa: ANN401
    content: Any = schema or {"type": "object"}
    return {"description": description, "content": {"application/json": {"schema": content}}}


if __name__ == "__main__":
    print(openapi_text(), end="")  # noqa: T201 - output of a program
