"""Pytest fixtures for programs that use openBIS.

Put ``pytest_plugins = ["jupyter_openbis_server.testing.pytest_plugin"]`` into the topmost ``conftest.py``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from jupyter_openbis_server.fake_openbis.server.server import FakeOpenbis

StartFakeOpenbis = Callable[..., FakeOpenbis]


@pytest.fixture
def start_fake_openbis() -> Iterator[StartFakeOpenbis]:
    """Start fake openBIS servers with the arguments of ``FakeOpenbis``; they are stopped at the end of the test."""
    with ExitStack() as running:

        def start(*arguments: Any, **options: Any) -> FakeOpenbis:  # noqa: ANN401 -- those of FakeOpenbis
            return running.enter_context(FakeOpenbis(*arguments, **options))

        yield start


@pytest.fixture
def fake_openbis(start_fake_openbis: StartFakeOpenbis) -> FakeOpenbis:
    """Return a running fake openBIS (API 3.6) with the sample data."""
    return start_fake_openbis()
