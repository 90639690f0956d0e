"""The panel as a user sees it: found by roles and names, as a screen reader finds it."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

_PATIENCE = 30_000
_SHOW = "openBIS"


class PanelPage:
    """A page with a notebook, and openBIS's panel beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.get_by_role("region", name="openBIS", exact=True)
        self.toolbar = page.locator(".jp-NotebookPanel:visible .jp-Toolbar").first

    def show(self) -> None:
        """Bring the panel in sight by the notebook's button."""
        self.toolbar.get_by_role("button", name=_SHOW, exact=True).click()
        expect(self.panel).to_be_visible()

    def reload(self) -> None:
        """Load the page again, and show the panel by keys, which leave it where it was."""
        self.page.reload()
        expect(self.toolbar.get_by_role("button", name=_SHOW, exact=True)).to_be_visible()
        self.page.keyboard.press("Control+Shift+O")
        self.page.keyboard.press("o")
        expect(self.panel).to_be_visible()

    def tab(self, name: str) -> Locator:
        """Choose a tab of the panel and return what it shows."""
        self.panel.get_by_role("tab", name=name).click()
        return self.panel.get_by_role("tabpanel")

    def file(self, name: str) -> Locator:
        """Return a file in JupyterLab's file browser, which shows the notebook's folder."""
        return self.page.get_by_role("listitem", name=re.compile(f"^Name: {re.escape(name)}")).first

    def open_file(self, name: str) -> None:
        """Open a file by JupyterLab's file browser."""
        self.file(name).dblclick()


@contextmanager
def opened(browser: Browser, url: Callable[[str], str], front_end: str, notebook: str) -> Iterator[PanelPage]:
    """Open a notebook in a page with a cookie jar of its own, and show the panel.

    Args:
        browser: In which.
        url: Makes the URL of a path.
        front_end: `lab` or `notebook`.
        notebook: Path below the root folder.
    """
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(_PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    # A workspace of its own: JupyterLab remembers what was open in the last one.
    path = f"lab/workspaces/{uuid.uuid4().hex}/tree/{notebook}" if front_end == "lab" else f"notebooks/{notebook}"
    try:
        page.goto(url(path))
        panel = PanelPage(page)
        panel.show()
        yield panel
    finally:
        context.close()


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of a page where the environment's `PICTURES` names a folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
