"""Health, and the description of the API."""

from typing import Any

from openapi_spec_validator import validate

from jupyter_openbis_server import __version__
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.jupyter.routes import ROUTES
from tests.integration.jupyter.conftest import Request


async def test_health_tells_versions_and_sshfs_and_nothing_else(request_: Request):
    answer = await request_("GET", "openbis/health")
    assert answer.status == 200
    assert answer.json.keys() == {"status", "version", "pybis", "sshfs"}
    assert answer.json["version"] == __version__
    assert isinstance(answer.json["sshfs"], bool)


async def test_the_description_of_the_api_is_served(request_: Request):
    answer = await request_("GET", "openbis/openapi.json")
    assert answer.status == 200
    assert answer.json == openapi_document()


def test_the_description_is_valid_openapi():
    validate(openapi_document())


def test_the_description_has_every_operation_with_its_bodies_and_answers():
    paths: dict[str, Any] = openapi_document()["paths"]
    assert {(path, verb) for path, item in paths.items() for verb in item if verb != "parameters"} == {
        (route.template, verb) for route in ROUTES for verb in route.handler.operations
    }
    upload = paths["/openbis/dataset/{name}"]["post"]
    assert upload["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/UploadBody"}
    assert set(upload["responses"]) == {"200", "400", "401", "403", "404", "413", "500"}


def test_a_password_field_never_has_an_example_or_default():
    for schema in openapi_document()["components"]["schemas"].values():
        password = schema.get("properties", {}).get("password", {})
        assert "example" not in password
        assert password.get("default") in (None, "******")
