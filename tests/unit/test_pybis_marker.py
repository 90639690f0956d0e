"""Tests without the marker `uses_pybis` cannot reach pyBIS."""

import importlib

import pytest

MODULES = ("creating_pybis", "scripting_pybis")


def load(name: str) -> None:
    importlib.import_module(f"jupyter_openbis_server.adapters.openbis.api.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_the_marker_is_named_where_it_is_missing(name: str) -> None:
    with pytest.raises(ImportError, match=r"pytest\.mark\.uses_pybis"):
        load(name)


@pytest.mark.uses_pybis
@pytest.mark.parametrize("name", MODULES)
def test_marked_tests_reach_it(name: str) -> None:
    load(name)
