"""Pytest plugin that knows which tests reach pyBIS; `make pybis7` repeats these with its next version.

Only new objects and `lab.pybis` need pyBIS (decision 49). A test that reaches it is marked:

    @pytest.mark.uses_pybis

In all other tests, the two modules that use it cannot be imported, so that none is forgotten. Programs that tests start
are not concerned.
"""

import sys
from collections.abc import Iterator

import pytest

_MARKER = "uses_pybis"
_ADAPTERS = "jupyter_openbis_server.adapters.openbis.api"
_MODULES = (f"{_ADAPTERS}.creating_pybis", f"{_ADAPTERS}.scripting_pybis")


class _Refusal:
    """A finder of modules that refuses these two."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name in _MODULES:
            raise ImportError(f"{name} uses pyBIS: mark this test with @pytest.mark.{_MARKER}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{_MARKER}: the test reaches pyBIS; `make pybis7` runs it again")


@pytest.fixture(autouse=True)
def _pybis_where_marked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse pyBIS in tests without the marker."""
    if request.node.get_closest_marker(_MARKER) is not None:
        yield
        return
    for module in _MODULES:
        monkeypatch.delitem(sys.modules, module, raising=False)
    # The list stays the same one: a package that is first imported in a test may add a finder of its own for good.
    finders = sys.meta_path
    finders.insert(0, _Refusal)
    yield
    finders.remove(_Refusal)  # not from `sys.meta_path`: a test may have replaced it until its monkeypatch is undone
