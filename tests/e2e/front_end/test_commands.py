"""Commands that show the panel: the menu, keys, the palette, and the file browser's context menu."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import IMAGES
from tests.e2e.browser import shared_page
from tests.e2e.front_end.browse_page import log_in
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.panel_page import PanelPage


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    log_in(lab, openbis)


@IN_BOTH_FRONT_ENDS
def test_menu_keys_and_palette(panel: PanelPage) -> None:
    page = panel.page
    panel.settle()
    page.get_by_role("menuitem", name="openBIS", exact=True).click()
    page.get_by_role("menuitem", name="Publish Notebook to openBIS…").click()
    expect(panel.panel.get_by_role("textbox", name="Name")).to_have_value("notebook")
    panel.panel.get_by_role("button", name="Back").click()

    page.keyboard.press("Control+Shift+O")
    page.keyboard.press("t")
    expect(panel.panel.get_by_role("tab", name="Transfers")).to_be_focused()

    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input:visible").fill("browse openbis")
    found = page.locator(".lm-CommandPalette-item:visible").filter(has_text="Browse openBIS")
    expect(found).to_have_class(re.compile(r"\blm-mod-active\b"))
    page.keyboard.press("Enter")  # a click may hit an item that the palette is just redrawing
    expect(panel.panel.get_by_role("tab", name="Browse")).to_have_attribute("aria-selected", "true")


def test_files_are_uploaded_from_the_file_browser_of_notebook_7(
    browser: BrowserContext, lab: Lab, folder: Path
) -> None:
    (folder / "growth.csv").write_text("od600\n0.1\n")
    with shared_page(browser) as page:
        page.goto(lab.page(f"tree/{folder.name}"))
        _row(page, "growth.csv").click(button="right")
        page.get_by_role("menuitem", name="Upload to openBIS…").click()
        panel = page.get_by_role("region", name="openBIS", exact=True)
        expect(panel.get_by_text("growth.csv")).to_be_visible()


def _row(page: Page, file: str) -> Locator:
    return page.get_by_role("listitem", name=re.compile(f"Name: {re.escape(file)}"))


def test_a_link_from_openbis_shows_its_data_set_once(browser: BrowserContext, lab: Lab) -> None:
    with shared_page(browser) as page:
        page.goto(lab.page("api/status"))  # the token logs the browser in; links have none
        page.goto(f"{lab.jupyter.url}openbis/open?permId={IMAGES}")
        panel = page.get_by_role("region", name="openBIS", exact=True)
        expect(panel.get_by_role("heading", name="Wild type, 30 min at 42 °C")).to_be_visible()
        assert "openbis-" not in page.url
