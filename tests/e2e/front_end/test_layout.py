"""Width and first row of the panel; pages from right to left, and colors that the system forces."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.axe import serious_problems, wcag_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture

START = 320
NARROW = 250
ROW = 33
"""Height of the first row with its border."""
_OUTSIDE = """panel => {
    const { left, right } = panel.getBoundingClientRect();
    const isCut = box => box.width > 0 && (box.left < left - 1 || box.right > right + 1);
    return [...panel.querySelectorAll('button, input, select, a, [role=treeitem], [role=tab]')]
        .filter(each => isCut(each.getBoundingClientRect()))
        .map(each => each.outerHTML.slice(0, 200));
}"""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


@IN_BOTH_FRONT_ENDS
def test_the_panel_opens_with_sufficient_width_and_the_data(panel: PanelPage, front_end: str) -> None:
    expect(BrowsePage(panel).item("YEAST_LAB")).to_be_visible()
    assert abs(panel.width() - START) <= 1
    keep_picture(panel.page, f"{front_end}-start")
    head = panel.panel.locator(".jp-openbis-head")
    assert head.evaluate("head => head.offsetHeight") <= ROW
    expect(panel.panel.get_by_role("button", name="Connection yeast (connected)")).to_be_visible()
    assert serious_problems(panel.page) == []


def test_the_width_that_the_user_has_chosen_stays(panel: PanelPage) -> None:
    expect(BrowsePage(panel).item("YEAST_LAB")).to_be_visible()
    make_narrow(panel)
    chosen = panel.width()
    assert chosen < START - 20
    keep_picture(panel.page, "narrow")
    panel.reload()
    expect(BrowsePage(panel).item("YEAST_LAB")).to_be_visible()
    assert abs(panel.width() - chosen) <= 2


def make_narrow(panel: PanelPage) -> None:
    """Drag the handle of the panel as far as JupyterLab lets it, and wait until the workspace is saved."""
    handle = panel.page.locator("#jp-main-split-panel > .lm-SplitPanel-handle:not(.lm-mod-hidden)").last
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    panel.page.mouse.move(x, y)
    panel.page.mouse.down()
    panel.page.mouse.move(x + 200, y, steps=5)
    with panel.page.expect_response(lambda response: "api/workspaces" in response.url):
        panel.page.mouse.up()


def test_nothing_is_cut_in_a_narrow_panel_and_a_page_from_right_to_left_is_mirrored(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    expect(browse.item("YEAST_LAB")).to_be_visible()
    make_narrow(panel)
    panel.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    assert panel.width() <= NARROW + 10
    row = browse.item("YEAST_LAB")
    row.press("ArrowLeft")
    expect(row).to_have_attribute("aria-expanded", "true")
    row.press("ArrowRight")
    expect(row).to_have_attribute("aria-expanded", "false")
    for direction in ("rtl", "ltr"):
        panel.page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        for tab in ("Browse", "Notebook", "Transfers", "Connections"):
            panel.tab(tab)
            keep_picture(panel.page, f"narrow-{direction}-{tab.lower()}")
            assert panel.panel.evaluate(_OUTSIDE) == [], (direction, tab)
            assert wcag_problems(panel.page) == [], (direction, tab)


def test_forced_colors_show_the_focus(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    row = browse.item("YEAST_LAB")
    expect(row).to_be_visible()
    panel.page.emulate_media(forced_colors="active")
    try:
        row.press("ArrowRight")
        panel.page.keyboard.press("ArrowDown")
        expect(browse.focused).to_have_css("outline-style", re.compile("auto|dashed|dotted|double|solid"))
        keep_picture(panel.page, "forced-colors")
        assert wcag_problems(panel.page) == []
    finally:
        panel.page.emulate_media(forced_colors="none")


def test_tabs_are_icons_with_words_for_screen_readers(panel: PanelPage) -> None:
    browse = panel.panel.get_by_role("tab", name="Browse", exact=True)
    browse.focus()
    panel.page.keyboard.press("ArrowRight")
    expect(panel.panel.get_by_role("tab", name="Notebook", exact=True)).to_be_focused()
    panel.page.keyboard.press("End")
    connections = panel.panel.get_by_role("tab", name="Connections", exact=True)
    expect(connections).to_have_attribute("aria-selected", "true")
    expect(connections).to_have_attribute("title", "Connections")
