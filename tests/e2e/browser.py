"""Headless Chromium of the distribution for the tests, driven by Playwright, with access to loopback only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, ViewportSize, sync_playwright

from tests.real_parts import not_installed

BLANK = "about:blank"
_EXECUTABLES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one has no window, whose painting takes a quarter of the time of a page."""
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # Pages live for seconds: optimising their scripts, or frequent garbage collection, takes more time than it saves.
    "--js-flags=--no-maglev --no-turbofan --min-semi-space-size=64",
)
_TIMEOUT = 30_000
_VIEWPORT: ViewportSize = {"width": 1400, "height": 1000}


def need_browser() -> str:
    """Return the path of the installed Chromium; without one, skip the test, or fail it where CI is set."""
    executable = next(filter(None, map(shutil.which, _EXECUTABLES)), None)
    if executable is None:
        not_installed("chromium")
    return executable


@contextmanager
def launched_browser(profile: Path) -> Iterator[BrowserContext]:
    """Run the installed Chromium; see `need_browser`.

    Args:
        profile: The folder of its profile, in which it caches compiled scripts: JupyterLab has 10 MB of them.
    """
    executable = need_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable, args=list(_ARGUMENTS), viewport=_VIEWPORT
        )
        browser.set_default_timeout(_TIMEOUT)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def shared_page(browser: BrowserContext) -> Iterator[Page]:
    """Lend the browser's first page, which shows nothing and knows nothing of earlier uses.

    Its process keeps JupyterLab's compiled scripts: a new page needs half as much more time to load them. If a test
    fails, a new one takes its place.
    """
    page, has_failed = browser.pages[0], True
    page.set_viewport_size(_VIEWPORT)
    try:
        yield page
        has_failed = False
    finally:
        _forget(browser, page)
        if has_failed:
            browser.new_page()
            page.close()
        else:
            page.unroute_all()
            if page.url != BLANK:
                page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
            page.goto(BLANK)


@contextmanager
def no_script_errors(page: Page) -> Iterator[None]:
    """Note errors of a page's scripts: after one, the published clients show blank dialogs.

    Raises:
        AssertionError: a script of the page failed in the block.
    """
    errors: list[Error] = []

    def note(error: Error) -> None:
        errors.append(error)

    page.on("pageerror", note)
    yield
    page.remove_listener("pageerror", note)
    assert not errors, "\n".join(map(str, errors))


def _forget(browser: BrowserContext, page: Page) -> None:
    """Delete what a page has stored, close all pages but the first one, and undo settings of the browser."""
    _delete_stored_values(page)
    for each in browser.pages[1:]:
        each.close()
    browser.clear_permissions()
    browser.unroute_all()


def _delete_stored_values(page: Page) -> None:
    """Delete what the origin of a page has stored in the browser, but for caches."""
    page.context.clear_cookies()
    address = urlsplit(page.url)
    if page.is_closed() or not address.netloc:  # it was not loaded: the reason of its failure is to be shown
        return
    session = page.context.new_cdp_session(page)
    origin, stored = f"{address.scheme}://{address.netloc}", "cookies,local_storage,indexeddb"
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": stored})
