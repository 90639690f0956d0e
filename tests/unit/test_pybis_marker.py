"""Tests without the marker `uses_pybis` cannot reach pyBIS."""

import importlib
import sys

import pytest

MODULES = ("creating_pybis", "scripting_pybis")
FINDERS = sys.meta_path


def load(name: str) -> None:
    importlib.import_module(f"jupyter_openbis_server.adapters.openbis.api.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_the_marker_is_named_where_it_is_missing(name: str) -> None:
    with pytest.raises(ImportError, match=r"pytest\.mark\.uses_pybis"):
        load(name)


def test_a_test_may_replace_the_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next tests reach pyBIS: what refuses it here is in the former list, too."""
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])


@pytest.mark.uses_pybis
@pytest.mark.parametrize("name", MODULES)
def test_marked_tests_reach_it(name: str) -> None:
    load(name)


def test_finders_that_a_package_adds_in_a_test_stay() -> None:
    """Such as those of `importlib_metadata`, which takes its counterpart of the standard library away for good."""
    assert sys.meta_path is FINDERS
