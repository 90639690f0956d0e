"""Each connection field is supported in files, requests, responses and options."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_openbis_server.domain.connections.connection import Connection
from jupyter_openbis_server.domain.connections.connection_definition import ConnectionDefinition
from jupyter_openbis_server.domain.connections.connection_entry import entry_of
from jupyter_openbis_server.domain.connections.connection_fields import FIELDS, KEYS, SETTINGS, FieldType
from jupyter_openbis_server.domain.errors import InvalidConnection
from jupyter_openbis_server.domain.instances.session import Session
from jupyter_openbis_server.domain.mounts.mount import ConnectionView
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.entrypoints.cli.conn import command
from jupyter_openbis_server.entrypoints.cli.options.connection_options import option_of
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document
from jupyter_openbis_server.entrypoints.schemas.connections.checks import InstanceCheckRequest
from jupyter_openbis_server.entrypoints.schemas.connections.kernel_login import KernelLoginResponse
from jupyter_openbis_server.entrypoints.schemas.connections.requests import (
    EditConnectionRequest,
    RegisterConnectionRequest,
)
from jupyter_openbis_server.entrypoints.schemas.connections.responses import ConnectionResponse

WHOLE: dict[str, Any] = {"name": "lab", "url": "https://openbis.example.org"}
UNUSUAL = {
    FieldType.FLAG: False,
    FieldType.TEXT: "other",
    FieldType.FILE: "/some/file",
    FieldType.FINGERPRINTS: [":".join(["AB"] * 32)],
}


@pytest.mark.parametrize("field", SETTINGS, ids=lambda field: field.name)
def test_setting_is_read_written_and_shown(field):
    entry = {**WHOLE, field.name: UNUSUAL[field.type]}
    definition = ConnectionDefinition.from_mapping(entry)
    value = getattr(definition.instance, field.name)
    assert (list(value) if isinstance(value, tuple) else value) == UNUSUAL[field.type]
    assert entry_of(definition)[field.name] == UNUSUAL[field.type]
    shown = ConnectionResponse().dump(ConnectionView(Connection.defined(definition), None))
    assert shown[field.name] == UNUSUAL[field.type]
    assert field.name in KernelLoginResponse().fields
    check = InstanceCheckRequest()
    assert (field.name in check.fields) == field.ends_session
    if field.ends_session:
        assert check.load({"url": "x", field.name: UNUSUAL[field.type]})[field.name] == UNUSUAL[field.type]


@pytest.mark.parametrize("field", SETTINGS, ids=lambda field: field.name)
def test_a_setting_of_the_wrong_type_is_refused_by_its_name(field):
    with pytest.raises(InvalidConnection) as refused:
        ConnectionDefinition.from_mapping({**WHOLE, field.name: ["a list"]})
    assert refused.value.field == field.name


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_fields_that_end_the_session_are_marked(field):
    changed: dict[str, Any] = {
        "name": "new",
        "url": "https://other.example.org",
        "http_only": True,
        "mount": {"path": "/other"},
    }
    value = changed.get(field.name, UNUSUAL.get(field.type))
    if field.type is FieldType.SECRET or field.name == "username":
        return  # other credentials: a new login
    entry = {**WHOLE, field.name: value, **({"url": "http://openbis.example.org"} if field.name == "http_only" else {})}
    session = Session(ConnectionDefinition.from_mapping(WHOLE).instance, Secret("anna-1"), "anna")
    known = replace(Connection.defined(ConnectionDefinition.from_mapping(WHOLE)), session=session)
    after = known.merged_with(ConnectionDefinition.from_mapping(entry))
    assert (after.session is None) == field.ends_session


@pytest.mark.parametrize("field", [each for each in FIELDS if each.max_length], ids=lambda field: field.name)
def test_texts_are_limited_in_files_requests_and_their_description(field):
    with pytest.raises(InvalidConnection, match=f"must have at most {field.max_length} characters") as refused:
        ConnectionDefinition.from_mapping({**WHOLE, field.name: "a" * (field.max_length + 1)})
    assert refused.value.field == field.name
    ConnectionDefinition.from_mapping({**WHOLE, field.name: "a" * field.max_length})
    errors = RegisterConnectionRequest().validate({**WHOLE, field.name: "a" * (field.max_length + 1)})
    assert errors == {field.name: [f"must have at most {field.max_length} characters"]}
    described = openapi_document()["components"]["schemas"]["RegisterConnectionRequest"]["properties"][field.name]
    assert described["maxLength"] == field.max_length


def test_requests_take_all_fields_and_name_the_required_ones():
    for schema in (RegisterConnectionRequest(), EditConnectionRequest()):
        assert set(KEYS) < set(schema.fields)
    assert {key for key, each in RegisterConnectionRequest().fields.items() if each.required} == {
        each.name for each in FIELDS if each.is_required
    }


def test_the_command_line_has_an_option_for_each_field(tmp_path: Path):
    options = {
        name for each in command([str(tmp_path)], str(tmp_path)).params for name in each.opts + each.secondary_opts
    }
    assert {option_of(key) for key in KEYS} <= options
