"""Rows of trees: their menu, dragging, ranges of selected rows, filters, and long lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH, IMAGES, WILD_TYPE
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import CONNECTION, IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.e2e.front_end.sending_page import SendingPage

SAMPLES = 5000
READINGS = 30
DATA_SET = "Wild type, 30 min at 42 °C"
SAMPLE = "Heat shock, wild type"
FILTER_TIMEOUT = 120_000
"""Milliseconds; the fake openBIS sorts all samples for each page."""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    for number in range(SAMPLES):
        properties = {"$NAME": f"Plate {number:04d}"}
        add_sample(
            openbis.laboratory, f"PLATE{number:04d}", "STRAIN", project="/YEAST_LAB/GROWTH", properties=properties
        )
    for number in range(READINGS):
        properties = {"$NAME": f"Reading {number:02d}"}
        add_data_set(openbis.laboratory, "RAW_DATA", sample=EMPTY_BENCH, properties=properties)
    lab.log_in(openbis)


def menu_of(page: Page) -> Locator:
    """Return the open menu."""
    return page.locator(".lm-Menu:visible").first


@IN_BOTH_FRONT_ENDS
def test_the_menu_of_a_row_opens_by_keyboard_and_returns_the_focus(panel: PanelPage, front_end: str) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", SAMPLE)
    row = browse.item(DATA_SET)
    row.press("Shift+F10")
    menu = menu_of(panel.page)
    expect(menu.get_by_text("Copy permId")).to_be_visible()
    for absent in ("Copy identifier", "Upload here…", "Rename…"):
        expect(menu.get_by_text(absent)).to_be_hidden()
    keep_picture(panel.page, f"{front_end}-row-menu")
    assert serious_problems(panel.page) == []
    panel.page.keyboard.press("Escape")
    expect(row).to_be_focused()
    row.click(button="right")
    menu_of(panel.page).get_by_text("Copy permId").click()
    assert panel.page.evaluate("navigator.clipboard.readText()") == IMAGES
    expect(row).to_be_focused()
    row.hover()
    row.get_by_role("button", name="Actions").click()
    panel.page.keyboard.press("ArrowDown")
    panel.page.keyboard.press("Enter")
    expect(browse.view.get_by_role("heading", name=DATA_SET)).to_be_focused()


def test_code_is_inserted_and_uploads_begin_from_the_menu(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", SAMPLE)
    browse.item(DATA_SET).click(button="right")
    menu_of(panel.page).get_by_text("Insert code").hover()
    panel.page.get_by_role("menuitem", name="List files").click()
    expect(panel.page.locator(".jp-Notebook .jp-CodeCell").last).to_contain_text(f"{CONNECTION}/{IMAGES}")
    browse.item(SAMPLE).click(button="right")
    menu = menu_of(panel.page)
    expect(menu.get_by_text("Insert code")).to_have_count(0)
    menu.get_by_text("Select all data sets in it").click()
    expect(browse.view.get_by_text(re.compile(r"^[2-9]\d* data sets selected"))).to_be_visible()
    browse.item(SAMPLE).click(button="right")
    menu_of(panel.page).get_by_text("Upload here…").click()
    upload = SendingPage(panel, "Upload")
    expect(upload.field("Sample or experiment")).to_have_value(WILD_TYPE)


def test_a_row_is_dragged_into_the_notebook_and_a_file_on_a_row(panel: PanelPage, folder: Path) -> None:
    (folder / "result.csv").write_text("a,b")
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", SAMPLE)
    cells = panel.page.locator(".jp-Notebook .jp-CodeCell")
    before = cells.count()
    drag(panel.page, browse.item(DATA_SET), cells.first)
    expect(cells).to_have_count(before + 1)
    expect(panel.page.locator(".jp-Notebook")).to_contain_text(f'connect("{CONNECTION}")')
    panel.page.get_by_role("button", name="Refresh the file browser").or_(
        panel.page.locator("[data-command='filebrowser:refresh']")
    ).first.click()
    drag(panel.page, panel.file("result.csv"), browse.item(SAMPLE))
    upload = SendingPage(panel, "Upload")
    expect(upload.field("Sample or experiment")).to_have_value(WILD_TYPE)
    expect(upload.form.get_by_text("result.csv").first).to_be_visible()


def drag(page: Page, source: Locator, target: Locator) -> None:
    """Drag the middle of an element to the middle of another one, as Lumino wants it: with steps."""
    start, end = source.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=15)
    page.mouse.up()


def test_ranges_of_rows_are_selected_by_shift(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "GROWTH")
    browse.item("GROWTH").press("/")
    browse.view.get_by_role("searchbox", name="Filter GROWTH").fill("nothing meas")
    browse.open("Nothing measured yet")
    rows = browse.view.get_by_role("treeitem", name="Reading")
    rows.first.press("Shift+ArrowDown")
    browse.focused.press("Shift+ArrowDown")
    expect(browse.view.get_by_text("3 data sets selected")).to_be_visible()
    browse.focused.press("Shift+ArrowUp")
    expect(browse.view.get_by_text("2 data sets selected")).to_be_visible()
    rows.nth(5).click(modifiers=["Shift"])
    expect(browse.view.get_by_text(re.compile("^[5-7] data sets selected"))).to_be_visible()
    browse.focused.press("Control+a")
    expect(browse.view.get_by_text(f"{READINGS} data sets selected")).to_be_visible()
    keep_picture(panel.page, "ranges")
    browse.focused.press("Control+a")
    expect(browse.view.get_by_text("data sets selected")).to_be_hidden()


def test_thousands_of_samples_are_scrolled_filtered_and_walked_through(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "GROWTH")
    browse.item("GROWTH").get_by_role("button", name="Filter GROWTH").click()
    field = browse.view.get_by_role("searchbox", name="Filter GROWTH")
    field.fill("plate 4711")
    expect(browse.view.get_by_role("treeitem", name="Plate")).to_have_count(1, timeout=FILTER_TIMEOUT)
    expect(browse.item("Plate 4711")).to_have_attribute("aria-setsize", "1")
    assert serious_problems(panel.page) == []
    keep_picture(panel.page, "filter")
    field.fill("")
    expect(browse.item("GROWTH")).to_be_visible()
    field.press("Escape")
    expect(field).to_have_count(0)
    browse.end()
    expect(browse.view.get_by_role("treeitem").last).to_be_in_viewport()
    position = browse.focused.get_attribute("aria-posinset")
    for key in ["ArrowUp"] * 20 + ["ArrowDown"] * 20:
        panel.page.keyboard.press(key)
    expect(browse.focused).to_have_attribute("aria-posinset", position or "")
    assert browse.view.get_by_role("treeitem").count() < SAMPLES / 10


def test_long_lists_are_loaded_by_scrolling(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "GROWTH")
    browse.item("Plate 0000").hover()
    panel.page.mouse.wheel(0, 5000)
    expect(browse.view.locator("[aria-level='3'][aria-posinset='60']")).to_be_attached()
    keep_picture(panel.page, "long-list")
