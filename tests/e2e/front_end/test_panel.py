"""Presence of the panel in both front ends."""

from playwright.sync_api import expect

from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS
from tests.e2e.front_end.panel_page import PanelPage


@IN_BOTH_FRONT_ENDS
def test_the_button_of_a_notebook_shows_the_panel(panel: PanelPage) -> None:
    tabs = panel.panel.get_by_role("tab")
    expect(tabs).to_have_text(["Browse", "Transfers", "Connections"])
    expect(panel.panel.get_by_role("tab", name="Connections")).to_have_attribute("aria-selected", "true")
