"""One browser for all modules that a test process runs one after the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.browser import launched_browser


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser until a test of another package begins: Playwright's event loop must have ended before."""
    expect.set_options(timeout=30_000)
    with launched_browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser
