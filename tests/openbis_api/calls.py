"""Invalid calls in the call log of fake openBIS servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.openbis_api.checker import SERVICES, Problem, problems_of

_PRODUCT_ID = "1"
_MAX_SHOWN = 1500
_LOGINS = ("login", "loginAs")
_NO_MATERIALS = "has no such field (only until 3.6)"


@dataclass(frozen=True)
class WrongCall:
    """A call that openBIS would refuse or partly ignore."""

    call: dict[str, Any]
    api_version: str
    problems: tuple[Problem, ...]

    @property
    def is_of_product(self) -> bool:
        """Whether the product sent it; pyBIS and tests use another JSON-RPC id (openbis-protocol.md, 1.2)."""
        return self.call.get("id") == _PRODUCT_ID

    def __str__(self) -> str:
        sender = "the product" if self.is_of_product else "pyBIS or the test"
        lines = [f"{self.call.get('method')} (API {self.api_version}, sent by {sender})"]
        lines += [f"  {problem}" for problem in dict.fromkeys(self.problems)]
        return "\n".join((*lines, f"  request: {_shown(self.call)}"))


class CallReader:
    """Reads new entries of a call log.

    Args:
        path: The file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0

    def new_lines(self) -> list[bytes]:
        """Return the complete lines since the last time."""
        try:
            with self._path.open("rb") as lines:
                lines.seek(self._offset)
                data = lines.read()
        except FileNotFoundError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        return whole.splitlines()

    def wrong_calls(self) -> list[WrongCall]:
        """Return the invalid calls since the last time."""
        return [wrong for line in self.new_lines() for wrong in wrong_calls_in(json.loads(line))]


def wrong_calls_in(entry: dict[str, str]) -> Iterator[WrongCall]:
    """Return the invalid calls in one entry of a call log: a call, or a batch. Other content is ignored.

    Args:
        entry: The `path`, the `api_version` and the `body`.
    """
    try:
        body = json.loads(entry["body"])
    except (ValueError, RecursionError):
        return
    version = entry["api_version"]
    for call in body if isinstance(body, list) else [body]:
        if not isinstance(call, dict):
            continue
        problems = problems_of(call, SERVICES[entry["path"]], version)
        harmful = tuple(each for each in problems if not _is_harmless(each, call))
        if harmful:
            yield WrongCall(call, version, harmful)


def _is_harmless(problem: Problem, call: dict[str, Any]) -> bool:
    """Return whether a problem is the one that pyBIS 1.37.5 has with every property type.

    It asks for the type of materials, which API 3.7 does not have any more. The product never does.
    """
    is_about_materials = problem.path.endswith((".materialType", ".materialTypeId"))
    return call.get("id") != _PRODUCT_ID and is_about_materials and problem.text.endswith(_NO_MATERIALS)


def _shown(call: dict[str, Any]) -> str:
    """Return the parameters as JSON without token and password."""
    params = call.get("params")
    if not isinstance(params, list):
        return "params is no list"
    if call.get("method") in _LOGINS:
        return "[…]"
    secret = params[0] if params and isinstance(params[0], str) else None
    text = json.dumps(["<token>", *params[1:]] if secret else params)
    if secret:
        text = text.replace(json.dumps(secret)[1:-1], "<token>")
    return text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…"
