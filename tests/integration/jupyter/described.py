"""Check answers against the description of the API."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document


def check_described(method: str, path: str, status: int, answer: Any) -> None:
    """Validate the answer of a request that succeeded; others and unknown addresses are not checked.

    Nor are HEAD and OPTIONS, which Jupyter answers: the description is of what the extension does.

    Args:
        path: Below Jupyter's base URL.

    Raises:
        jsonschema.ValidationError: the description does not allow this answer.
    """
    template = _template(path.partition("?")[0])
    if template and 200 <= status < 300 and method not in ("HEAD", "OPTIONS"):
        _validator(template, method.lower(), status).validate(answer)


@cache
def _validator(template: str, verb: str, status: int) -> Draft202012Validator:
    document = openapi_document()
    response = document["paths"][template][verb]["responses"][str(status)]
    schema = response["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]})


@cache
def _template(path: str) -> str | None:
    """Return the template of an address in the description, e.g. `/openbis/conn/{name}`; the most specific one."""
    templates = sorted(openapi_document()["paths"], key=lambda template: template.count("{"))
    return next((each for each in templates if _pattern(each).fullmatch(f"/{path}")), None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", template)
    return re.compile("[^/]+".join(map(re.escape, parts)))
