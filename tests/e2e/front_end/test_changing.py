"""Edits, new objects, unarchiving and filters in the panel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


@pytest.fixture
def browse(panel: PanelPage) -> BrowsePage:
    return BrowsePage(panel)


def find(browse: BrowsePage, reference: str) -> None:
    """Show the details of the only result for a permId or identifier."""
    browse.view.get_by_role("searchbox").fill(reference)
    browse.view.get_by_role("list", name="Found").get_by_role("button").first.click()
    expect(browse.view.get_by_role("heading", level=3).first).to_be_visible()


def choose(form: Locator, field: str, option: str) -> None:
    """Choose from a combobox."""
    form.get_by_role("combobox", name=field).click()
    form.get_by_role("option", name=option).first.click()


def test_an_edit_is_reviewed_saved_and_refused_where_another_user_was_faster(
    browse: BrowsePage, panel: PanelPage, openbis: FakeOpenbis
) -> None:
    find(browse, sample.IMAGES)
    browse.view.get_by_role("button", name="Edit…").click()
    form = panel.panel.get_by_role("region", name="Edit")
    form.get_by_label("Magnification").fill("40")
    assert serious_problems(panel.page) == []
    form.get_by_role("button", name="Review…").click()
    expect(form.get_by_role("group", name="Changes")).to_contain_text("40")
    form.get_by_role("button", name="Save").click()
    expect(browse.view.get_by_text("40", exact=True)).to_be_visible()

    browse.view.get_by_role("button", name="Edit…").click()
    form.get_by_label("Magnification").fill("100")
    panel.reload()
    expect(form.get_by_label("Magnification")).to_have_value("100")
    data_set = openbis.laboratory.data_sets.get(sample.IMAGES)
    assert data_set is not None
    properties = {**data_set.properties, "MAGNIFICATION": "20"}
    modified = data_set.modification_date + 60_000
    openbis.laboratory.put(replace(data_set, properties=properties, modification_date=modified))
    form.get_by_role("button", name="Review…").click()
    expect(form.get_by_text("Magnification: 40 → 20")).to_be_visible()
    form.get_by_role("button", name="Reload, keep my changes").click()
    form.get_by_role("button", name="Review…").click()
    expect(form.get_by_role("group", name="Changes")).to_contain_text("100")
    form.get_by_role("button", name="Save").click()
    expect(browse.view.get_by_text("100", exact=True)).to_be_visible()


def test_a_new_object_is_shown_in_its_place(browse: BrowsePage, panel: PanelPage) -> None:
    browse.open("YEAST_LAB", "STRESS_RESPONSE")
    browse.show("Heat shock at 42")
    browse.view.get_by_role("button", name="New object…").click()
    form = panel.panel.get_by_role("region", name="New object")
    choose(form, "Type", "EXPERIMENTAL_STEP")
    form.get_by_label("Name").fill("Second shock")
    if form.get_by_text("Leave empty to have openBIS generate it.").count() == 0:
        form.get_by_label("Code").fill("SECOND_SHOCK")
    form.get_by_role("button", name="Review…").click()
    form.get_by_role("button", name="Create").click()
    expect(browse.view.get_by_role("heading", name="Second shock")).to_be_visible()
    browse.view.get_by_role("button", name="Back").click()
    expect(browse.view.get_by_role("treeitem", name="Second shock")).to_be_visible()


def test_an_archived_data_set_is_brought_back(browse: BrowsePage) -> None:
    find(browse, sample.ARCHIVED)
    browse.view.get_by_role("button", name="Unarchive").click()
    expect(browse.view.get_by_text("The files are back from the archive.")).to_be_visible()


def test_data_sets_are_found_by_their_properties(browse: BrowsePage, panel: PanelPage) -> None:
    view = browse.view
    view.get_by_role("button", name="Filters").click()
    browse.kinds.get_by_role("button", name="Data sets").click()
    choose(view, "Property", "Stain")
    choose(view, "Value", "GFP")
    view.get_by_role("button", name="Add condition").click()
    expect(view.get_by_role("list", name="Active filters")).to_contain_text("Stain = GFP")
    found = view.get_by_role("list", name="Found")
    expect(found).to_contain_text("Wild type, 30 min at 42 °C")
    assert serious_problems(panel.page) == []
    panel.tab("Transfers")
    panel.tab("Browse")
    expect(found).to_contain_text("Wild type, 30 min at 42 °C")
    view.get_by_role("button", name="Remove filter: Stain = GFP").click()
    expect(view.get_by_role("treeitem").first).to_be_visible()
