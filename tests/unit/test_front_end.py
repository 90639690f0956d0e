"""Consistency of the front end and the server."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_text
from jupyter_openbis_server.version import VERSION
from tests import server_errors

_PROJECT = Path(__file__).parents[2]


def project_version() -> str:
    (found,) = re.findall(r'^version = "(.+)"$', (_PROJECT / "pyproject.toml").read_text(), re.MULTILINE)
    return str(found)


def test_front_end_and_server_have_the_same_version():
    package = json.loads((_PROJECT / "frontend" / "package.json").read_text())
    lock = json.loads((_PROJECT / "frontend" / "package-lock.json").read_text())
    expected = re.sub(r"\.?(dev|a|b|rc)(\d+)$", r"-\1.\2", project_version())
    assert (package["version"], lock["version"], lock["packages"][""]["version"]) == (expected,) * 3


def described() -> str:
    """Return the description; an editable installation may still have the metadata of an earlier version."""
    return openapi_text().replace(f'"version": "{VERSION}"', f'"version": "{project_version()}"', 1)


def test_lock_file_contains_no_registry_host():
    """The package registry is chosen by the build environment."""
    lock = json.loads((_PROJECT / "frontend" / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_the_front_end_is_tested_with_the_errors_of_this_server():
    """Its texts are selected by code and message, see `frontend/src/common/messages`."""
    assert server_errors.FILE.read_text(encoding="utf-8") == server_errors.written(), (
        "run: python -m tests.server_errors"
    )


def test_the_types_of_the_front_end_are_generated_from_the_description_of_this_server():
    """`npm run check` compares the types with the file. Old versions of apispec leave details of types out."""
    file = (_PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8")
    if tuple(map(int, version("apispec").split(".")[:2])) >= (6, 10):
        assert file == described(), "run: make docs"
    else:
        assert _outline(json.loads(file)) == _outline(json.loads(described())), "run: make docs"


def _outline(document: dict[str, Any]) -> tuple[object, object]:
    """Return the methods of each path, and the properties of each schema."""
    schemas = document["components"]["schemas"]
    properties = {name: sorted(schema.get("properties", ())) for name, schema in schemas.items()}
    return {path: sorted(methods) for path, methods in document["paths"].items()}, properties
