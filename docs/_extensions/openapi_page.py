"""The reference of the HTTP API as Markdown, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def openapi_page(document: Json) -> str:
    """Return a section for each operation and one for each schema, with tables of fields and links between them."""
    return "\n".join([*_operations(document), "## Schemas\n", *_schemas(document["components"]["schemas"])])


def _operations(document: Json) -> Iterator[str]:
    yield "## Operations\n"
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for verb, operation in item.items():
            if verb != "parameters":
                yield f"### {verb.upper()} `{path}`\n"
                yield f"{_sentence(operation.get('summary', ''))}\n"
                yield from _parameters([*shared, *operation.get("parameters", [])])
                yield from _body(operation)
                yield from _responses(operation["responses"])


def _parameters(parameters: list[Json]) -> Iterator[str]:
    if parameters:
        yield "| parameter | in | type | |\n|---|---|---|---|"
        for each in parameters:
            required = "required; " if each.get("required") and each["in"] != "path" else ""
            description = _cell(each.get("description", ""))
            yield f"| `{each['name']}` | {each['in']} | {type_of(each.get('schema', {}))} | {required}{description} |"
        yield ""


def _body(operation: Json) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    for media, body in content.items():
        yield f"Body ({media}): {type_of(body['schema'])}\n"


def _responses(responses: Json) -> Iterator[str]:
    yield "| status | | body |\n|---|---|---|"
    for status, response in sorted(responses.items()):
        bodies = [type_of(each.get("schema", {})) for each in response.get("content", {}).values()]
        yield f"| {status} | {_cell(response.get('description', ''))} | {', '.join(bodies)} |"
    yield ""


def _schemas(schemas: Json) -> Iterator[str]:
    for name, schema in sorted(schemas.items()):
        yield f"### {name}\n"
        if description := schema.get("description"):
            yield f"{_sentence(' '.join(description.split()))}\n"
        required = schema.get("required", [])
        yield "| field | type | |\n|---|---|---|"
        for field, value in schema.get("properties", {}).items():
            optional = "" if field in required else "optional. "
            yield f"| `{field}` | {type_of(value)} | {optional}{_cell(value.get('description', ''))} |"
        yield ""


def type_of(schema: Json) -> str:
    """Return the type of a value, with links to the schemas in it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return " or ".join(map(type_of, schema[choice]))
    if "enum" in schema:
        return " or ".join(f"`{each}`" for each in schema["enum"])
    kinds = schema.get("type", "any")
    names = [_named(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return " or ".join(names)


def _named(kind: str, schema: Json) -> str:
    if kind == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {type_of(schema['additionalProperties'])}"
    return f"{kind} ({schema['format']})" if "format" in schema and kind != "null" else kind


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", ":")) else f"{text}."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|").replace("<", "&lt;")
