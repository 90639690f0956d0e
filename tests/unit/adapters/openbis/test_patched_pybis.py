"""Overridden methods exist in pyBIS with the same parameters; otherwise pyBIS's own code would run unnoticed."""

import inspect
from importlib.metadata import version

import pybis
import pytest

from jupyter_openbis_server.adapters.openbis.api.patched_pybis import PatchedOpenbis

OVERRIDDEN = [name for name, value in vars(PatchedOpenbis).items() if inspect.isfunction(value) and name != "__init__"]


def test_methods_are_overridden() -> None:
    assert {"_post_request", "_post_request_full_url", "_get_saved_token", "set_token"} <= set(OVERRIDDEN)


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_overridden_methods_have_the_parameters_of_pybis(name: str) -> None:
    own, original = getattr(PatchedOpenbis, name), getattr(pybis.Openbis, name)
    assert list(inspect.signature(own).parameters) == list(inspect.signature(original).parameters)


def test_installed_pybis_is_supported() -> None:
    assert version("pybis").split(".")[0] in ("1", "7")
