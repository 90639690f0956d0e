"""The pictures of the documentation: `PICTURES=<folder>` keeps them, `pictures.py` puts them into docs/images."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.sample_data.large_previews import FOCUS_STACK, add_large_previews
from tests.e2e.front_end.browse_page import BrowsePage, insert_table
from tests.e2e.front_end.conftest import NOTEBOOK, Lab
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.downloads_page import DownloadsPage
from tests.e2e.front_end.first_session import COLUMN, DATA_SET, TABLE, WORD, run_last_cell
from tests.e2e.front_end.panel_page import PanelPage, keep_picture, opened
from tests.e2e.front_end.sending_page import SendingPage

_NAME = "Yeast lab"
_STACK = "Focus stack and bleaching curves"


@pytest.fixture(scope="module")
def openbis(openbis: FakeOpenbis) -> FakeOpenbis:
    """With the files of the demo that are shown large."""
    add_large_previews(openbis.laboratory)
    return openbis


@pytest.fixture
def folder(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder with a name that pictures may show; afterwards there is no connection."""
    folder = lab.root / ("growth" if "frame" in request.node.name else "heat shock")
    folder.mkdir()
    (folder / "analysis.ipynb").write_text(json.dumps(NOTEBOOK))
    yield folder
    lab.reset()


@pytest.fixture
def panel(browser: BrowserContext, lab: Lab, folder: Path) -> Iterator[PanelPage]:
    """In a window of the size of the pictures, without the file browser."""
    with opened(browser, lab.page, "lab", f"{quote(folder.name)}/analysis.ipynb") as panel:
        panel.page.set_viewport_size({"width": 1280, "height": 800})
        panel.settle()
        panel.hide_files()
        yield panel


def hide_notifications(page: Page) -> None:
    """Close the notifications, which would cover the panel."""
    notes = page.locator(".Toastify__toast")
    while notes.count():
        left = notes.count() - 1
        notes.first.get_by_role("button", name="Hide notification").click()
        expect(notes).to_have_count(left)


def test_from_the_login_to_a_data_frame(panel: PanelPage, openbis: FakeOpenbis) -> None:
    page = panel.page
    form = ConnectionsPage(panel).fill(openbis, _NAME)
    expect(form.get_by_role("button", name="Add and log in")).to_be_enabled()
    form.get_by_role("textbox", name="URL").scroll_into_view_if_needed()
    keep_picture(page, "story-1-log-in")
    form.get_by_role("button", name="Add and log in").click()
    browse = BrowsePage(panel)
    expect(browse.item("YEAST_LAB")).to_be_visible()
    keep_picture(page, "story-2-logged-in")
    browse.view.get_by_role("searchbox").fill(WORD)
    expect(browse.kinds).to_be_visible()
    expect(browse.view.get_by_role("list", name="Experiments")).to_be_visible()
    keep_picture(page, "search")
    found = browse.search(WORD).get_by_role("button", name=DATA_SET)
    found.click()
    browse.view.get_by_role("button", name="Add to favourites").click()
    expect(browse.view.get_by_role("button", name="Remove from favourites")).to_be_visible()
    browse.open("original")
    expect(browse.item(TABLE)).to_be_visible()
    keep_picture(page, "story-4-details")
    preview = browse.preview(TABLE)
    expect(preview.get_by_role("columnheader", name=COLUMN)).to_be_visible()
    keep_picture(page, "story-5-preview")
    insert_table(preview)
    page.locator(".jp-openbis-panel").evaluate("panel => panel.scrollTo(0, 0)")
    keep_picture(page, "story-6-code")
    output = run_last_cell(panel, 1)
    expect(output.get_by_role("columnheader", name=COLUMN)).to_be_visible()
    keep_picture(page, "panel")


def test_first_screen_transfers_forms_and_large_views(
    panel: PanelPage, lab: Lab, openbis: FakeOpenbis, folder: Path
) -> None:
    page = panel.page
    lab.log_in(openbis)
    panel.reload()
    panel.settle()
    panel.hide_files()
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.item(DATA_SET).hover()
    keep_picture(page, "first-screen")
    browse.show(_STACK)
    browse.open("original")
    browse.item("focus_stack.tif").dblclick()
    view = page.locator(".jp-openbis-viewer")
    expect(view.get_by_role("img", name="focus_stack.tif")).to_be_visible()
    keep_picture(page, "large-preview")
    downloads = DownloadsPage(panel, folder.name)
    downloads.download(sample.IMAGES)
    downloads.download(FOCUS_STACK)
    downloads.done(sample.IMAGES)
    downloads.done(FOCUS_STACK)
    hide_notifications(page)
    keep_picture(page, "transfers")
    page.get_by_role("tab", name="analysis.ipynb").click()
    form = SendingPage.publish(panel)
    form.field("Name").fill("Intensities of heat-shocked cells")
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    keep_picture(page, "publish")
