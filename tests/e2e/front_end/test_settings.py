"""Settings of the settings editor, which apply immediately."""

from __future__ import annotations

from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.panel_page import PanelPage

MANY = 12


def test_page_size_and_default_connection(panel: PanelPage, openbis: FakeOpenbis) -> None:
    for number in range(MANY):
        add_data_set(openbis.laboratory, "RAW_DATA", sample=EMPTY_BENCH, properties={"$NAME": f"Reading {number}"})
    connections = ConnectionsPage(panel)
    connections.add(openbis, "first")
    connections.add(openbis, "second")
    panel.page.reload()
    panel.settle()
    panel.toolbar.get_by_role("button", name="openBIS", exact=True).click()
    browse = panel.tab("Browse")
    picker = panel.panel.get_by_role("combobox", name="Connection")
    expect(picker).to_have_value("first")

    editor = panel.open_settings()  # its fields have no labels
    editor.get_by_role("textbox").first.fill("second")
    editor.get_by_role("spinbutton").fill("10")
    expect(picker).to_have_value("second")
    BrowsePage(panel).search("Reading")
    expect(browse.get_by_role("button", name=f"Load more (10 of {MANY})")).to_be_visible()
