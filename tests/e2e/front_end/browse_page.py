"""Page object of the browse view."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.conftest import CONNECTION, PASSWORD, USER, Lab
from tests.e2e.front_end.panel_page import PanelPage

_BEGUN = 5_000
"""Milliseconds within which JupyterLab shows that a cell runs."""


def log_in(lab: Lab, openbis: FakeOpenbis) -> None:
    """Create a logged-in connection that kernels can use: it is in the user's own file."""
    known = {"name": CONNECTION, "url": openbis.url, "ca_bundle": str(openbis.ca_file), "username": USER}
    lab.connection_file.touch(mode=0o600)
    lab.connection_file.write_text(json.dumps({"connections": [{**known, "password": PASSWORD}]}))  # JSON is YAML
    lab.log_in(openbis)


class BrowsePage:
    """The tree, searches and details in the panel."""

    def __init__(self, panel: PanelPage) -> None:
        self.page = panel.page
        self.view = panel.tab("Browse")

    def item(self, name: str) -> Locator:
        """Return a row of the tree, of data sets or of files, by the beginning of its name."""
        return self.view.get_by_role("treeitem", name=name).first

    def open(self, *names: str) -> None:
        """Open rows of a tree in turn by the keyboard."""
        for name in names:
            self.item(name).press("ArrowRight")
            expect(self.item(name)).to_have_attribute("aria-expanded", "true")

    def end(self) -> None:
        """Go to the last row of a tree, as the keyboard does."""
        self.view.locator("[role=treeitem][tabindex='0']").press("End")

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")

    def scrolled(self) -> float:
        """Return the scroll position of the panel in pixels."""
        return float(self.page.locator(".jp-openbis-panel").evaluate("panel => panel.scrollTop"))

    def position_at_next_click(self) -> Callable[[], float]:
        """Record the scroll position at the next click in the panel; return a function that returns it, in pixels."""
        self.page.locator(".jp-openbis-panel").evaluate(
            """panel => panel.addEventListener(
                "click", () => { panel.dataset.positionAtClick = panel.scrollTop }, { capture: true, once: true }
            )"""
        )
        return lambda: float(self.page.locator(".jp-openbis-panel").evaluate("panel => panel.dataset.positionAtClick"))

    def show(self, name: str) -> None:
        """Show the details of a row."""
        self.item(name).click()
        expect(self.view.get_by_role("heading", name=name)).to_be_visible()

    def preview(self, file: str) -> Locator:
        """Click a file, and return its preview."""
        self.item(file).click()
        return self.view.get_by_role("region", name=f"Preview of {file}")

    @property
    def kinds(self) -> Locator:
        """The kinds with the number of their results."""
        return self.view.get_by_role("group", name="Found by kind")

    def search(self, words: str, kind: str = "Data sets") -> Locator:
        """Search for a kind, or for `All`, and return the list of results."""
        self.view.get_by_role("searchbox").fill(words)
        chip = self.kinds.get_by_role("button", name=kind)
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        return self.view.get_by_role("list", name="Found")


def insert_table(preview: Locator) -> None:
    """Insert the code that loads the table of a preview, and wait until it is in the notebook."""
    preview.get_by_role("button", name="Insert code…").click()
    preview.get_by_role("button", name="Load as table").click()
    expect(preview.get_by_text("Inserted into")).to_be_visible()


def run_cell(panel: PanelPage, cell: Locator | None = None) -> None:
    """Run a cell that has not been run; without one, the last one, which was inserted.

    On a busy machine, JupyterLab can replace the session of a notebook that it has just opened. Until then it ignores
    the keys, or asks for the kernel.
    """
    cell = cell or panel.page.locator(".jp-Notebook:visible .jp-CodeCell").last
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.text_content() or ""
    for is_last in (False, False, True):
        select = panel.page.locator(".jp-Dialog").get_by_role("button", name="Select Kernel")
        if select.is_visible():
            select.click()
        cell.locator(".cm-content").click()
        panel.page.keyboard.press("Control+Enter")
        try:
            expect(prompt).not_to_have_text(before, timeout=_BEGUN)
        except AssertionError:
            if is_last:
                raise
        else:
            return
