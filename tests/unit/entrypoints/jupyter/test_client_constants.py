"""Rules of the server that the OpenAPI document shares with clients."""

import json

import pytest

from jupyter_openbis_server.domain import errors
from jupyter_openbis_server.domain.catalogue.entity import KINDS_INSIDE, EntityKind
from jupyter_openbis_server.domain.connections.connection_fields import FIELDS, FieldType
from jupyter_openbis_server.domain.previews.file_content import MAYBE_TABLES, table_type
from jupyter_openbis_server.entrypoints.jupyter.client_constants import client_constants
from jupyter_openbis_server.entrypoints.jupyter.error_table import status_of
from jupyter_openbis_server.entrypoints.jupyter.openapi import openapi_document

CONSTANTS = client_constants()
UNAUTHORIZED = 401


def test_they_are_json_and_part_of_the_document() -> None:
    assert json.loads(json.dumps(CONSTANTS)) == CONSTANTS == openapi_document()["x-constants"]


@pytest.mark.parametrize("kind", EntityKind)
def test_the_children_of_each_kind_are_those_that_can_be_listed(kind: EntityKind) -> None:
    assert CONSTANTS["CHILD_KINDS"][kind.value] == [each.value for each in KINDS_INSIDE[kind]]


def test_the_errors_that_a_login_solves_have_the_status_of_a_missing_login() -> None:
    found = {each.code for each in _all_errors(errors.OpenbisError) if _status(each) == UNAUTHORIZED}
    assert set(CONSTANTS["LOGIN_ERRORS"]) == found


def test_forms_show_all_fields_of_a_connection_but_the_token() -> None:
    shown = {each["name"] for each in CONSTANTS["CONNECTION_FIELDS"]}
    assert {each.name for each in FIELDS} - shown == {"token"}
    assert {each["type"] for each in CONSTANTS["CONNECTION_FIELDS"]} <= {each.value for each in FieldType}


def test_the_suffixes_of_tables_are_those_of_previews() -> None:
    assert all(table_type(f"a{suffix}") for suffix in CONSTANTS["TABLE_DELIMITERS"])
    assert not any(table_type(f"a{suffix}") for suffix in MAYBE_TABLES)


def _all_errors(kind: type[errors.OpenbisError]) -> set[type[errors.OpenbisError]]:
    return {kind}.union(*map(_all_errors, kind.__subclasses__()))


def _status(kind: type[errors.OpenbisError]) -> int:
    return status_of(kind.__new__(kind))
