"""Accessibility of the panel: in the dark theme, and without a mouse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import IMAGES
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage, log_in
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.e2e.front_end.sending_page import SendingPage, files_of

_MAX_KEYS = 60


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    log_in(lab, openbis)


def test_the_dark_theme_has_no_accessibility_problem(panel: PanelPage, front_end: str) -> None:
    panel.page.get_by_role("menuitem", name="Settings").click()
    panel.page.locator(".lm-Menu-item", has_text=re.compile("^Theme")).click()
    panel.page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    expect(panel.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    background = panel.panel.evaluate("panel => getComputedStyle(panel).backgroundColor")
    assert max(map(int, background.strip("rgb()").split(","))) < 64
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    assert serious_problems(panel.page) == []
    browse.show("Wild type, 30 min at 42 °C")
    assert serious_problems(panel.page) == []
    keep_picture(panel.page, "dark")
    for tab in ("Notebook", "Transfers", "Connections"):
        panel.tab(tab)
        assert serious_problems(panel.page) == []
    SendingPage.upload(panel)
    assert serious_problems(panel.page) == []


def test_a_data_set_is_downloaded_without_a_mouse(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> None:
    keys = panel.page.keyboard
    keys.press("Control+Shift+O")
    keys.press("b")
    expect(panel.panel.get_by_role("tab", name="Browse")).to_be_focused()
    tab_to(panel, panel.panel.get_by_role("treeitem", name="ALICE"))
    for name in ("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type"):
        arrow_to(panel, name)
        keys.press("ArrowRight")
        expect(panel.panel.get_by_role("treeitem", name=name).first).to_have_attribute("aria-expanded", "true")
    arrow_to(panel, "Wild type, 30 min at 42 °C")
    keys.press("Space")
    tab_to(panel, panel.panel.get_by_role("button", name="Download…"))
    keys.press("Enter")
    tab_to(panel, panel.panel.get_by_role("button", name="Download", exact=True))
    keys.press("Enter")
    DownloadsPage(panel, folder.name).done(IMAGES)
    arrived = {path.name: path.read_bytes() for path in folder_of(folder, IMAGES).rglob("*") if path.is_file()}
    assert files_of(openbis, IMAGES).items() <= arrived.items()


def tab_to(panel: PanelPage, target: Locator) -> None:
    """Press Tab until an element has the focus."""
    press_until(panel.page, "Tab", target)


def arrow_to(panel: PanelPage, name: str) -> None:
    """Move down in the tree to a row."""
    press_until(panel.page, "ArrowDown", panel.panel.get_by_role("treeitem", name=name).first)


def press_until(page: Page, key: str, target: Locator) -> None:
    expect(target).to_be_visible()
    for _ in range(_MAX_KEYS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")
