"""Browsing openBIS, from the tree to a table in the notebook."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import (
    EMPTY_BENCH,
    HEAT_SHOCK,
    IMAGES,
    ODD_NAMES,
    WILD_TYPE,
)
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import growth_curve, write
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import CONNECTION, BrowsePage, insert_table, log_in, run_cell
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("connection")

MANY = 200
NASTY = 'it\'s "so": back\\slash [x] 😀::1.csv'


@pytest.fixture(scope="module")
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    for number in range(MANY):
        add_data_set(openbis.laboratory, "RAW_DATA", sample=EMPTY_BENCH, properties={"$NAME": f"Reading {number:03d}"})
    nasty = add_data_set(openbis.laboratory, "RAW_DATA", experiment=HEAT_SHOCK, properties={"$NAME": "Nasty"})
    write(openbis.laboratory.store_path(nasty.perm_id), {f"original/{NASTY}": growth_curve(3)})
    log_in(lab, openbis)


@IN_BOTH_FRONT_ENDS
def test_from_the_tree_to_a_table_in_the_notebook(panel: PanelPage, front_end: str) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.show("Wild type, 30 min at 42 °C")
    expect(browse.view.get_by_text("GFP", exact=True)).to_be_visible()
    browse.view.get_by_role("heading", name="Wild type, 30 min at 42 °C").press("Shift+F10")
    panel.page.locator(".lm-Menu:visible").get_by_text("Copy permId").click()
    assert panel.page.evaluate("navigator.clipboard.readText()") == IMAGES
    browse.open("original", "images")
    image = browse.preview("field_01.png").get_by_role("img", name="field_01.png")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    preview = browse.preview("intensities.csv")
    expect(preview.get_by_role("columnheader", name="od600")).to_be_visible()
    insert_table(preview)
    cell = panel.page.locator(".jp-Notebook .jp-CodeCell").last
    expect(cell).to_contain_text(f'pd.read_csv("openbis://{CONNECTION}/{IMAGES}/original/intensities.csv")')
    run_cell(panel)
    expect(cell.locator(".jp-OutputArea th", has_text="od600")).to_be_visible()
    keep_picture(panel.page, f"{front_end}-table")


def test_code_reads_files_with_any_name(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42")
    browse.show("Nasty")
    browse.open("original")
    browse.item("it's").click()
    preview = browse.view.get_by_role("region", name="Preview of")
    insert_table(preview)
    run_cell(panel)
    expect(panel.page.locator(".jp-OutputArea th", has_text="od600").first).to_be_visible()


def test_results_of_searches_and_the_selection_stay_consistent(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    found = browse.search("gfp wild")
    expect(found.get_by_role("listitem")).to_have_count(1)
    expect(found).to_contain_text("Wild type, 30 min at 42 °C")
    found.get_by_role("checkbox").check()
    found = browse.search(ODD_NAMES)
    expect(found).to_contain_text("Odd names")
    expect(found.get_by_role("listitem")).to_have_count(1)
    found.get_by_role("checkbox").check()
    expect(browse.view.get_by_text("2 data sets selected")).to_be_visible()
    samples = browse.search("wild type", "Samples")
    project, code = WILD_TYPE.rsplit("/", 1)
    expect(samples).to_contain_text(f"{code} · EXPERIMENTAL_STEP{project}")
    samples.get_by_role("button", name="Heat shock, wild type").click()
    expect(browse.item("Odd names")).to_have_attribute("aria-checked", "true")
    browse.view.get_by_role("button", name="Back").click()
    expect(browse.view.get_by_role("searchbox")).to_have_value("wild type")


def test_one_search_finds_all_kinds(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    found = browse.search("shock", "All")
    samples = found.get_by_role("list", name="Samples")
    expect(samples).to_contain_text("Heat shock, wild type")
    expect(found.get_by_role("list", name="Data sets")).to_contain_text("Figure 1")
    expect(found.get_by_role("list", name="Experiments")).to_contain_text("Heat shock at 42 °C")
    expect(browse.kinds.get_by_role("button", name=re.compile(r"Samples \d+"))).to_be_visible()
    keep_picture(panel.page, "search-all")
    assert serious_problems(panel.page) == []

    browse.search("heat shock, wild", "Projects")
    expect(browse.view.get_by_text("No projects found.")).to_be_visible()
    browse.view.get_by_role("button", name="of other kinds").click()
    expect(browse.view.get_by_role("list", name="Found")).to_contain_text(WILD_TYPE.rsplit("/", 1)[-1])
    browse.view.get_by_role("searchbox").fill("")
    expect(browse.item("YEAST_LAB")).to_be_visible()


def test_favourites_and_saved_searches_survive_the_browser(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.search("wild type", "Samples").get_by_role("button", name="Heat shock, wild type").click()
    browse.view.get_by_role("button", name="Add to favourites").click()
    expect(browse.view.get_by_role("button", name="Remove from favourites")).to_be_visible()
    browse.view.get_by_role("button", name="Back").click()
    browse.view.get_by_role("button", name="More").focus()
    panel.page.keyboard.press("Enter")
    expect(panel.page.get_by_role("menuitem", name="Save this search…")).to_be_visible()
    panel.page.keyboard.press("s")  # the only entry that begins with it
    panel.page.keyboard.press("Enter")
    name = browse.view.get_by_role("textbox", name="Name of the search")
    expect(name).to_be_focused()
    name.fill("Wild types")
    with panel.page.expect_response(
        lambda each: "Wild types" in (each.request.post_data or "")
    ):  # stored, not only shown
        name.press("Enter")
    browse.view.get_by_role("searchbox").fill("")
    expect(browse.view.get_by_role("button", name="Wild types", exact=True)).to_be_visible()

    with panel.page.expect_response(lambda response: "api/settings" in response.url):
        panel.reload()
    browse = BrowsePage(panel)
    browse.view.get_by_text("Favourites").click()
    favourites = browse.view.get_by_role("list", name="Favourites")
    expect(favourites.get_by_role("button", name="Heat shock, wild type").first).to_be_visible()
    browse.view.get_by_text("Recent").click()
    browse.view.get_by_text("Saved searches").click()
    keep_picture(panel.page, "places")
    assert serious_problems(panel.page) == []
    browse.view.get_by_role("button", name="Wild types", exact=True).click()
    expect(browse.view.get_by_role("searchbox")).to_have_value("wild type")
    expect(browse.kinds.get_by_role("button", name="Samples")).to_have_attribute("aria-pressed", "true")


def test_a_long_list_is_loaded_when_its_end_comes_into_view(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "GROWTH", "Nothing measured yet")
    expect(browse.item("Reading")).to_be_visible()
    browse.end()  # of long lists, only rows near the viewport are in the page
    expect(browse.view.get_by_role("treeitem", name="Reading").last).to_have_attribute("aria-posinset", str(MANY))
    expect(browse.item("Load more data sets")).to_have_count(0)
    browse.end()
    last = browse.view.get_by_role("treeitem", name="Reading").last
    expect(last).to_have_attribute("aria-posinset", str(MANY))
    expect(last).to_have_attribute("aria-setsize", str(MANY))
    assert browse.view.get_by_role("treeitem").count() < MANY
    assert serious_problems(panel.page) == []


def test_switching_tabs_keeps_scroll_position_and_open_rows(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "GROWTH", "Nothing measured yet")
    expect(browse.item("Reading")).to_be_visible()
    browse.end()
    last = browse.view.get_by_role("treeitem", name="Reading").last
    expect(last).to_have_attribute("aria-posinset", str(MANY))
    browse.end()
    expect(browse.focused).to_be_in_viewport(ratio=0.95)  # rows begin at fractions of a pixel
    assert browse.scrolled() > 0
    expect(panel.panel.get_by_role("tab", name="Transfers")).to_be_in_viewport(ratio=0.95)  # the tabs stay in sight
    left_at = browse.position_at_next_click()  # to click on a tab, Playwright may scroll a little itself
    panel.tab("Transfers")
    assert left_at() > 0
    panel.tab("Browse")
    until(lambda: abs(browse.scrolled() - left_at()) <= 1)
    browse.item("STRESS_RESPONSE").press("ArrowRight")
    expect(browse.item("Heat shock at 42")).to_be_in_viewport(ratio=0.95)  # opened at the lower edge
    browse.open("Heat shock at 42", "Heat shock, wild type")
    browse.show("Wild type, 30 min at 42 °C")
    browse.open("original")
    browse.item("original").dblclick()
    assert panel.page.evaluate("getSelection().toString()") == "", "a double click selects no text"
    panel.tab("Connections")
    panel.tab("Browse")
    expect(browse.item("original")).to_have_attribute("aria-expanded", "true")
