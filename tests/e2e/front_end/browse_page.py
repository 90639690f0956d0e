"""The browse view as a user sees it."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.conftest import CONNECTION, PASSWORD, USER, Lab
from tests.e2e.front_end.panel_page import PanelPage


def log_in(lab: Lab, openbis: FakeOpenbis) -> None:
    """Make a connection that is logged in, and known to kernels: it is in the user's own file."""
    known = {"name": CONNECTION, "url": openbis.url, "ca_bundle": str(openbis.ca_file), "username": USER}
    file = lab.root.parent / "config" / "openbis-connections.yaml"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"connections": [{**known, "password": PASSWORD}]}))  # JSON is YAML, too
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
        """Open one row of a tree after the other, as the keyboard does."""
        for name in names:
            self.item(name).press("ArrowRight")
            expect(self.item(name)).to_have_attribute("aria-expanded", "true")

    def show(self, name: str) -> None:
        """Show the details of a row."""
        self.item(name).click()
        expect(self.view.get_by_role("heading", name=name)).to_be_visible()

    def preview(self, file: str) -> Locator:
        """Click a file, and return its preview."""
        self.item(file).click()
        return self.view.get_by_role("region", name=f"Preview of {file}")

    def search(self, words: str, kind: str = "Data sets") -> Locator:
        """Search, and return the list of what is found."""
        self.view.get_by_role("combobox", name="Search in").select_option(kind)
        self.view.get_by_role("searchbox").fill(words)
        return self.view.get_by_role("list", name="Found")


def run_cell(panel: PanelPage, cell: Locator | None = None) -> None:
    """Run a cell; without one, the last one, which was inserted."""
    (cell or panel.page.locator(".jp-Notebook .jp-CodeCell").last).locator(".cm-content").click()
    panel.page.keyboard.press("Control+Enter")
