"""Consistency of the description of openBIS's v3 API, also with the fake openBIS."""

import re
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.application_server.application_server import application_server_methods
from tests.openbis_api.description import (
    FOLDER,
    VERSIONS,
    TypeExpression,
    api,
    expression,
    raw_methods,
    raw_types,
)

PLAIN = {"any", "boolean", "date", "integer", "list", "map", "number", "properties", "string"}


def names_in(kind: TypeExpression) -> Iterator[str]:
    yield kind.name
    for argument in kind.arguments:
        yield from names_in(argument)


def test_types_of_all_fields_and_parameters_are_described():
    types = raw_types()
    for name, entry in types.items():
        for text in entry.get("fields", {}).values():
            known = {*PLAIN, *types, *entry.get("parameters", ())}
            assert set(names_in(expression(text))) <= known, name
    for methods in raw_methods().values():
        for name, entry in methods.items():
            assert {each for text in entry["parameters"] for each in names_in(expression(text))} <= {*PLAIN, *types}, (
                name
            )


@pytest.mark.parametrize("key", ["extends", "nested"])
def test_referenced_types_are_described(key):
    for name, entry in raw_types().items():
        assert set(entry.get(key, ())) <= set(raw_types()), name


@pytest.mark.parametrize("version", VERSIONS)
def test_required_fields_are_fields(version):
    for name, info in api(version).types.items():
        assert info.required <= set(info.fields), name


def test_versions_refer_to_existing_keys():
    for name, entry in raw_types().items():
        own = {*entry.get("fields", ()), *entry.get("nested", ()), *entry.get("values", ())}
        assert {*entry.get("since", ()), *entry.get("until", ())} <= own, name


def test_every_file_has_a_source():
    for path in FOLDER.glob("*.json"):
        assert re.search(r'"source": \[\s*"[^"]+', path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("version", VERSIONS)
def test_every_method_of_the_fake_is_described(version):
    with FakeOpenbis(api_version=version) as fake:
        methods = application_server_methods(fake._context)
    assert set(methods) <= set(api(version).methods["as"])


def test_generic_types_are_parsed_with_their_arguments():
    kind = expression("map<string,list<common.update.FieldUpdateValue<string>>>")
    assert kind.name == "map"
    assert [each.name for each in kind.arguments] == ["string", "list"]
    assert list(names_in(kind))[-1] == "string"


@pytest.mark.parametrize("text", ["", "list<", "a b"])
def test_invalid_type_expression_is_refused(text):
    with pytest.raises(ValueError, match="not a type"):
        expression(text)


def test_types_of_one_version_are_absent_from_the_others():
    personal_access_tokens = "createPersonalAccessTokens"
    assert personal_access_tokens not in api("3.5").methods["as"]
    assert personal_access_tokens in api("3.6").methods["as"]
    assert api("3.5").absent[personal_access_tokens] == "since 3.6"
    assert "immutableData" in api("3.7").types["sample.create.SampleCreation"].fields
    assert api("3.6").types["sample.create.SampleCreation"].absent["immutableData"] == "since 3.7"


def test_criteria_accept_nested_criteria_of_their_supertypes():
    nested = api("3.6").types["sample.search.SampleSearchCriteria"].nested
    assert {"common.search.AnyPropertySearchCriteria", "experiment.search.ExperimentSearchCriteria"} <= nested


def test_an_unknown_version_is_refused():
    with pytest.raises(KeyError):
        api("3.8")
