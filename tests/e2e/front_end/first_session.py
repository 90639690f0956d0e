"""The README's first 60 seconds in a browser, up to a table in the notebook."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.browse_page import BrowsePage, insert_table
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.panel_page import PanelPage

WORD = "shock"
"""A word of the name of the sample; the name of the data set does not contain it."""
DATA_SET = "Wild type, 30 min at 42 °C"
TABLE = "intensities.csv"
COLUMN = "od600"


def add_connection(panel: PanelPage, openbis: FakeOpenbis, name: str, *, saved: bool) -> None:
    """Add a connection with user and password, as a new user does."""
    connections = ConnectionsPage(panel)
    form = connections.fill(openbis, name)
    form.get_by_role("checkbox", name="Remember this connection").set_checked(saved)
    form.get_by_role("button", name="Add and log in").click()


def insert_table_code(panel: PanelPage) -> None:
    """Find a data set by a word of its sample's name, preview its table, and insert the code that reads it."""
    browse = BrowsePage(panel)
    found = browse.search(WORD)
    found.get_by_role("button", name=DATA_SET).click()
    expect(browse.view.get_by_role("heading", name=DATA_SET)).to_be_visible()
    browse.open("original")
    preview = browse.preview(TABLE)
    expect(preview.get_by_role("columnheader", name=COLUMN)).to_be_visible()
    insert_table(preview)


def run_last_cell(panel: PanelPage, number: int) -> Locator:
    """Run the last cell, and return its output after the kernel's execution of that number."""
    cell = panel.page.locator(".jp-Notebook:visible .jp-CodeCell").last
    cell.locator(".cm-content").click()
    panel.page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(f"[{number}]:", timeout=60_000)
    return cell.locator(".jp-OutputArea")


def restart_kernel(panel: PanelPage) -> None:
    """Restart the kernel of the notebook by its toolbar. The execution numbers restart."""
    panel.toolbar.get_by_role("button", name="Restart the kernel", exact=True).click()
    panel.page.locator(".jp-Dialog .jp-mod-accept").click()
