"""Lineages beside the panel: the picture, its keys, the list, and what leaves it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from tests.e2e.front_end.axe import wcag_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, NOTEBOOK, Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture

_VIEW = ".jp-openbis-viewer"
_MAX_DRAWN = 1000
_MAX_SHIFT = 10
"""Pixels by which a corner five pixels from the pointer may move; without an anchor, it would move by a hundred."""


@pytest.fixture(scope="module")
def counts(lab: Lab, openbis: FakeOpenbis) -> str:
    """PermId of a data set with sources and results at some distance."""

    def add(name: str, type_code: str, *parents: str) -> str:
        names = {"$NAME": name}
        return add_data_set(
            openbis.laboratory, type_code, sample=sample.WILD_TYPE, properties=names, parents=list(parents)
        ).perm_id

    lab.log_in(openbis)
    cells = add("Segmented cells", "RAW_DATA", sample.BIG)
    counts = add("Cell counts", "CHARACTERISATION", cells, sample.IMAGES)
    for name in ("Figure 2", "Figure 3"):
        add(name, "ATTACHMENT", counts)
    return counts


@pytest.fixture
def folder(folder: Path, openbis: FakeOpenbis, counts: str) -> Path:
    """A folder whose notebook has used the images, and produced the counts."""
    used = {each: {"url": openbis.url} for each in (sample.IMAGES, sample.UNNAMED)}
    metadata = {**NOTEBOOK["metadata"], "datasets": used, "openbis": {"permIds": {counts: ""}}}
    (folder / "notebook.ipynb").write_text(json.dumps({**NOTEBOOK, "metadata": metadata}))
    return folder


@pytest.fixture
def browse(panel: PanelPage) -> BrowsePage:
    browse = BrowsePage(panel)
    browse.search("Cell counts").get_by_role("button", name="Cell counts").click()
    return browse


def shown(browse: BrowsePage) -> Locator:
    """Open the lineage of the shown data set, and return its view."""
    browse.view.get_by_role("button", name="Show lineage").click()
    view = browse.page.get_by_role("region", name="Lineage", exact=True)
    expect(view.get_by_role("heading", name="Lineage of Cell counts")).to_be_visible()
    expect(node(view, "Cell counts")).to_be_visible()
    return view


def node(view: Locator, name: str) -> Locator:
    return view.get_by_role("button", name=re.compile(f"^{re.escape(name)}, "))


@IN_BOTH_FRONT_ENDS
def test_a_lineage_is_followed_by_keys_and_its_nodes_open_in_the_panel(browse: BrowsePage, front_end: str) -> None:
    view = shown(browse)
    expect(view.get_by_text("5 sources and results")).to_be_visible()
    start = node(view, "Cell counts")
    expect(start).to_have_attribute("aria-current", "true")
    assert wcag_problems(browse.page, _VIEW) == []
    keep_picture(browse.page, f"{front_end}-lineage")
    start.focus()
    start.press("ArrowLeft")
    expect(browse.focused).to_have_accessible_name(re.compile("results: .*Cell counts"))
    browse.focused.press("Home")
    browse.focused.press("ArrowRight")
    expect(browse.focused).to_have_accessible_name(re.compile("^Figure ., data set, ATTACHMENT; sources: Cell counts"))
    browse.focused.press("Enter")
    expect(browse.view.get_by_role("heading", name=re.compile("^Figure"))).to_be_visible()


def test_the_same_is_shown_as_a_tree(browse: BrowsePage) -> None:
    view = shown(browse)
    view.get_by_role("button", name="List").click()
    tree = view.get_by_role("tree", name="Sources and results")
    tree.get_by_role("treeitem", name="Segmented cells").press("ArrowRight")
    expect(tree.get_by_role("treeitem", name="Raw camera stack")).to_be_visible()
    assert wcag_problems(browse.page, _VIEW) == []
    keep_picture(browse.page, "lineage-list")
    tree.get_by_role("treeitem", name="Raw camera stack").press("Enter")
    expect(browse.view.get_by_role("heading", name="Raw camera stack")).to_be_visible()


def test_the_wheel_zooms_with_ctrl_around_the_pointer(browse: BrowsePage) -> None:
    view = shown(browse)
    view.get_by_role("button", name="100 %").click()
    start = node(view, "Cell counts")
    before = start.bounding_box()
    assert before is not None
    browse.page.mouse.move(before["x"] + 5, before["y"] + 5)
    browse.page.keyboard.down("Control")
    browse.page.mouse.wheel(0, -100)
    browse.page.keyboard.up("Control")
    expect(view.get_by_text("125 %")).to_be_visible()
    after = start.bounding_box()
    assert after is not None
    assert abs(after["x"] - before["x"]) < _MAX_SHIFT
    view.get_by_role("button", name="Fit").click()
    expect(view.get_by_text("125 %")).to_have_count(0)
    for name in ("Figure 2", "Figure 3", "Raw camera stack", "Wild type, 30 min at 42 °C"):
        expect(node(view, name)).to_be_in_viewport(ratio=0.99)


def test_the_picture_of_the_server_is_saved_and_the_text_copied(browse: BrowsePage, folder: Path) -> None:
    view = shown(browse)
    view.get_by_role("button", name="Save picture").click()
    file = folder / "lineage Cell counts.svg"
    expect(browse.page.get_by_text(f"Saved as {file.name}")).to_be_visible()
    texts = {each.text for each in ET.parse(file).iter("{http://www.w3.org/2000/svg}text")}
    assert {"Cell counts", "Figure 2", "Raw camera stack"} <= texts
    view.get_by_role("button", name="Save picture").click()
    expect(browse.page.get_by_text("Saved as lineage Cell counts (2).svg")).to_be_visible()
    view.get_by_role("button", name="Copy as Mermaid").click()
    expect(browse.page.get_by_text("Copied.")).to_be_visible()
    assert str(browse.page.evaluate("navigator.clipboard.readText()")).startswith("flowchart TD")


def test_the_lineage_of_the_notebook_survives_a_reload(panel: PanelPage) -> None:
    panel.settle()
    panel.hide_files()
    panel.tab("Notebook").get_by_role("button", name="Show lineage").click()
    view = panel.page.get_by_role("region", name="Lineage", exact=True)
    start = node(view, "notebook.ipynb")
    expect(start).to_have_accessible_name(re.compile("results: Cell counts"))
    expect(node(view, "Figure 2")).to_be_visible()
    keep_picture(panel.page, "lineage")
    start.press("Enter")
    expect(panel.page.get_by_role("tab", name="notebook.ipynb", exact=True)).to_have_attribute("aria-selected", "true")
    panel.page.get_by_role("tab", name="Lineage of notebook.ipynb").click()
    panel.page.reload()
    panel.page.get_by_role("tab", name="Lineage of notebook.ipynb").click()
    expect(node(view, "Figure 2")).to_be_visible()


@pytest.fixture
def mirrored(browse: BrowsePage) -> Iterator[Page]:
    """The page from right to left, with the colours of the system."""
    browse.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    browse.page.emulate_media(forced_colors="active")
    yield browse.page
    browse.page.emulate_media(forced_colors="none")


def test_pages_from_right_to_left_and_forced_colors(browse: BrowsePage, mirrored: Page) -> None:
    view = shown(browse)
    start, result = node(view, "Cell counts"), node(view, "Figure 2")
    boxes = start.bounding_box(), result.bounding_box()
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["x"] < boxes[0]["x"]
    start.press("ArrowLeft")
    expect(browse.focused).to_have_accessible_name(re.compile("^Figure"))
    expect(browse.focused).to_have_css("outline-style", "solid")
    assert wcag_problems(mirrored, _VIEW) == []
    keep_picture(mirrored, "lineage-rtl-forced-colors")


def test_a_thousand_nodes_are_drawn_and_followed_by_keys(browse: BrowsePage) -> None:
    """How long this takes is measured by `benchmarks.panel`."""

    def answer(route: Route) -> None:
        route.fulfill(json=_large(_MAX_DRAWN))

    browse.page.route("**/openbis/lineage/**", answer)
    browse.view.get_by_role("button", name="Show lineage").click()
    buttons = browse.page.locator(".jp-openbis-lineage button")
    expect(buttons).to_have_count(_MAX_DRAWN)
    buttons.first.press("ArrowRight")
    expect(browse.focused).to_have_accessible_name(re.compile("sources: "))
    keep_picture(browse.page, "lineage-1000")


def _large(count: int) -> dict[str, Any]:
    """Return a lineage of layers of 50 nodes, each with three sources."""
    nodes = [{"key": f"n{number}", "kind": "data set", "name": None, "type": "RAW_DATA"} for number in range(count)]
    edges = [
        {"source": f"n{(number // 50 - 1) * 50 + (number * 13 + step) % 50}", "result": f"n{number}"}
        for number in range(50, count)
        for step in (0, 7, 31)
    ]
    return {"start": "n0", "nodes": nodes, "edges": edges, "isComplete": True, "drawing": None}
