"""Fixtures of all tests with real processes and browsers."""

import pytest


@pytest.fixture
def jp_asyncio_loop() -> None:
    """Keep pytest-jupyter, which does this for every test, from touching the event loop: Playwright's is running."""


@pytest.fixture
def jp_server_cleanup() -> None:
    """Keep pytest-jupyter from cleaning up on that loop; these tests have no server in their own process."""
