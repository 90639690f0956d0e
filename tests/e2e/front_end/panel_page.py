"""Page object of the panel. Elements are found by roles and names, as a screen reader does."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.browser import shared_page

_SHOW = "openBIS"


class PanelPage:
    """A page with a notebook and the openBIS panel beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.get_by_role("region", name="openBIS", exact=True)
        self.toolbar = page.locator(".jp-NotebookPanel:visible .jp-Toolbar").first

    def show(self) -> None:
        """Show the panel by the notebook's button.

        The label is clicked: in JupyterLab 4.2, the button is behind it, in a shadow tree.
        """
        expect(self.toolbar.get_by_role("button", name=_SHOW, exact=True)).to_be_visible()
        self.toolbar.get_by_text(_SHOW, exact=True).click()
        expect(self.panel).to_be_visible()

    def settle(self) -> None:
        """Wait until the kernel is idle: before that, JupyterLab may bring the notebook to the front again."""
        in_lab, in_notebook = self.page.get_by_text("| Idle"), self.page.locator("[data-status=idle]:visible")
        expect(in_lab.or_(in_notebook).first).to_be_visible()

    def reload(self) -> None:
        """Load the page again, and show the panel by keys, which do not change its state."""
        self.page.reload()
        expect(self.toolbar.get_by_role("button", name=_SHOW, exact=True)).to_be_visible()
        self.press_keys("o")
        expect(self.panel).to_be_visible()

    def tab(self, name: str) -> Locator:
        """Choose a tab of the panel and return its content."""
        self.panel.get_by_role("tab", name=name).click()
        return self.panel.get_by_role("tabpanel")

    def press_keys(self, key: str) -> None:
        """Run a command of the panel by its keys: `u` shows the upload."""
        self.page.keyboard.press("Control+Shift+O")
        self.page.keyboard.press(key)

    def width(self) -> float:
        """Return the width of the panel in pixels."""
        return float(self.panel.evaluate("panel => panel.offsetWidth"))

    def hide_files(self) -> None:
        """Hide JupyterLab's file browser, unless the workspace has it hidden."""
        files = self.page.locator("#filebrowser")
        if files.is_visible():
            self.page.keyboard.press("Control+b")
        expect(files).to_be_hidden()

    def open_settings(self) -> Locator:
        """Return the fields of the panel in JupyterLab's settings editor, in English or without translated menus."""
        self.page.get_by_role("menuitem", name="Settings").click()
        self.page.get_by_role("menuitem", name="Settings Editor").click()
        # Until the first form is there, the editor forgets what is typed into its search field. On a busy machine,
        # JupyterLab brings the notebook to the front again.
        tab = self.page.locator("#jp-main-dock-panel").get_by_role("tab", name="Settings", exact=True)
        form = self.page.locator(".jp-SettingsForm").locator("visible=true").first
        expect(tab).to_be_visible()
        for is_last in (False, False, True):
            tab.click()
            with nullcontext() if is_last else suppress(AssertionError):
                expect(form).to_be_visible(timeout=10_000)
                break
        # On a busy machine, the last of the fields was once one that is not shown.
        self.page.get_by_placeholder("Search settings").locator("visible=true").last.fill(_SHOW)
        return self.page.get_by_role("group", name=_SHOW, exact=True)

    def file(self, name: str) -> Locator:
        """Return a file in JupyterLab's file browser, which shows the notebook's folder."""
        return self.page.get_by_role("listitem", name=re.compile(f"^Name: {re.escape(name)}")).first

    def open_file(self, name: str) -> None:
        """Open a file by JupyterLab's file browser."""
        self.file(name).dblclick()


@contextmanager
def opened(browser: BrowserContext, url: Callable[[str], str], front_end: str, notebook: str) -> Iterator[PanelPage]:
    """Open a notebook in a page with a separate cookie jar, and show the panel.

    Args:
        browser: The browser.
        url: Returns the URL of a path.
        front_end: `lab` or `notebook`.
        notebook: Path below the root folder.
    """
    # A separate workspace: JupyterLab remembers what was open in the last one.
    path = f"lab/workspaces/{uuid.uuid4().hex}/tree/{notebook}" if front_end == "lab" else f"notebooks/{notebook}"
    browser.grant_permissions(["clipboard-read", "clipboard-write"])
    with shared_page(browser) as page:
        page.goto(url(path))
        panel = PanelPage(page)
        panel.show()
        yield panel


@contextmanager
def opened_again(panel: PanelPage) -> Iterator[PanelPage]:
    """Open the same address in another tab, as after a restart: it has no `sessionStorage` of the first one."""
    with closing(panel.page.context.new_page()) as page:
        page.goto(panel.page.url)
        again = PanelPage(page)
        again.show()
        yield again


def keep_picture(page: Page, name: str) -> None:
    """Save a screenshot of a page if the environment variable `PICTURES` names a folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
