"""A headless Chromium for the tests: the distribution's, driven by Playwright, without any network but loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.real_parts import missing

_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_PATIENCE = 30_000


@contextmanager
def launched_browser() -> Iterator[Browser]:
    """Run the installed Chromium; without one, skip the test, or fail it where CI is set."""
    executable = next(filter(None, map(shutil.which, _EXECUTABLES)), None)
    if executable is None:
        missing("no Chromium found; install the distribution's package, e.g. apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """Open a page with a cookie jar of its own, large enough for the clients' dialogs.

    Raises:
        AssertionError: a script of the page failed meanwhile; the clients' dialogs go blank then.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(_PATIENCE)
    errors: list[Error] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - Playwright marks the function
    try:
        yield page
    finally:
        context.close()
    assert not errors, "\n".join(map(str, errors))
