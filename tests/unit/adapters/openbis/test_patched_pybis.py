"""Overridden methods exist in pyBIS with the same parameters; otherwise pyBIS's own code would run unnoticed."""

import inspect
from importlib.metadata import version

import pybis
import pytest

from jupyter_openbis_server.adapters.openbis.api.patched_pybis import OwnRequests, PatchedOpenbis
from jupyter_openbis_server.adapters.openbis.api.scripting_pybis import ScriptingOpenbis

pytestmark = pytest.mark.uses_pybis
OVERRIDDEN = [
    (kind, name)
    for kind in (PatchedOpenbis, ScriptingOpenbis)
    for name, value in (vars(OwnRequests) | vars(kind)).items()
    if inspect.isfunction(value) and not name.startswith("__")
]


def test_methods_are_overridden() -> None:
    for kind in (PatchedOpenbis, ScriptingOpenbis):
        for name in ("_post_request", "_post_request_full_url", "_get_saved_token", "set_token"):
            assert (kind, name) in OVERRIDDEN
            assert getattr(kind, name) is not getattr(pybis.Openbis, name)


@pytest.mark.parametrize(("kind", "name"), OVERRIDDEN)
def test_overridden_methods_have_the_parameters_of_pybis(kind: type, name: str) -> None:
    own, original = getattr(kind, name), getattr(pybis.Openbis, name)
    assert list(inspect.signature(own).parameters) == list(inspect.signature(original).parameters)


def test_installed_pybis_is_supported() -> None:
    assert version("pybis").split(".")[0] in ("1", "7")
