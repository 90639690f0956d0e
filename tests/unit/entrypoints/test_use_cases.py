"""Composition: the container provides each use case, and entrypoints receive use cases only."""

import ast
import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

import jupyter_openbis_server.entrypoints
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings
from jupyter_openbis_server.entrypoints.use_cases import UseCases
from tests.support.imports import imported_in

ENTRYPOINTS = Path(jupyter_openbis_server.entrypoints.__file__).parent
COMPOSITION = ("bootstrap", "wiring", "jupyter/extension", "library/batch", "cluster/worker")
"""Modules that compose programs; all others receive use cases."""
PACKAGE = jupyter_openbis_server.entrypoints.__name__
CONTAINERS = ("bootstrap", "wiring.adapters", "wiring.services", "wiring.subjects", "wiring.used")
FORBIDDEN = ("dependency_injector", *(f"{PACKAGE}.{each}" for each in CONTAINERS))


def bundles(value: object) -> Iterator[object]:
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        if type(inner).__name__.endswith("UseCases"):
            yield inner


def test_use_cases_have_the_types_of_their_bundles(tmp_path: Path):
    use_cases: UseCases = Container(settings=Settings(tmp_path, data_folder=tmp_path)).use_cases()
    for bundle in (use_cases, *bundles(use_cases)):
        for name, kind in typing.get_type_hints(type(bundle)).items():
            expected = typing.get_origin(kind) or kind
            assert isinstance(getattr(bundle, name), expected), f"{type(bundle).__name__}.{name}"


def test_replaced_adapter_is_used_by_all_subjects(tmp_path: Path):
    container = Container(settings=Settings(tmp_path, data_folder=tmp_path))
    sessions = object()
    container.adapters.sessions.override(sessions)
    use_cases: UseCases = container.use_cases()
    assert use_cases.connections.delete_stored_login.sessions is sessions
    assert (
        use_cases.catalogue.browse.session_manager
        is use_cases.files.read.session_manager
        is use_cases.connections.sessions
    )


@pytest.mark.parametrize(
    "module",
    [
        path.relative_to(ENTRYPOINTS).with_suffix("").as_posix()
        for path in sorted(ENTRYPOINTS.rglob("*.py"))
        if not path.relative_to(ENTRYPOINTS).as_posix().startswith(COMPOSITION)
    ],
)
def test_no_handler_or_command_imports_the_container(module: str):
    tree = ast.parse((ENTRYPOINTS / f"{module}.py").read_text("utf-8"))
    imported = imported_in(tree, f"{PACKAGE}.{module.rpartition('/')[0].replace('/', '.')}".rstrip("."))
    assert [each for each in imported if each.startswith(FORBIDDEN)] == []
