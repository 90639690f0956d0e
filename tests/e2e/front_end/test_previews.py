"""Large views of files, and the height of the preview in the panel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Request, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab_data
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.support.image_files import hdf5, pdf, tiff

ALERT = "from the document"


@pytest.fixture(scope="module", autouse=True)
def files(lab: Lab, openbis: FakeOpenbis) -> Iterator[None]:
    """A stack of images and an HDF5 file beside the images of the laboratory."""
    folder = openbis.laboratory.folder / "store" / lab_data.IMAGES / "original"
    added = {
        "stack.tif": tiff((600, 400), (300, 200)),
        "run.h5": hdf5(),
        "paper.pdf": pdf(f"this.submitForm('https://example.org'); app.alert('{ALERT}')"),
        "page.pdf": b"%PDF-1.7\n<html><script>parent.document.title = 'changed'; alert(1)</script></html>",
    }
    for name, content in added.items():
        (folder / name).write_bytes(content)
    lab.log_in(openbis)
    yield
    for name in added:
        (folder / name).unlink()


@pytest.fixture
def browse(panel: PanelPage) -> BrowsePage:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.show("Wild type, 30 min at 42 °C")
    browse.open("original")
    return browse


def large(browse: BrowsePage, file: str) -> Locator:
    """Open a file by a double click, and return its large view."""
    browse.item(file).dblclick()
    view = browse.page.locator(".jp-openbis-viewer")
    expect(view.get_by_role("heading", name=file)).to_be_visible()
    return view


def test_images_of_a_folder_are_leafed_through(browse: BrowsePage) -> None:
    browse.open("images")
    view = large(browse, "field_01.png")
    expect(view.get_by_role("img", name="field_01.png")).to_be_visible()
    expect(view.get_by_text("1 of 4")).to_be_visible()
    view.get_by_role("group", name="Image", exact=True).press("ArrowRight")
    expect(view.get_by_role("img", name="field_02.png")).to_be_visible()
    expect(view.get_by_role("list", name="Images of the folder").get_by_role("button")).to_have_count(4)
    assert serious_problems(browse.page) == []
    keep_picture(browse.page, "large-image")


def test_pages_of_a_stack_are_shown(browse: BrowsePage) -> None:
    view = large(browse, "stack.tif")
    expect(view.get_by_text("Page 1 of 1")).to_have_count(0)
    expect(view.get_by_text(re.compile("600 . 400 pixels"))).to_be_visible()
    keep_picture(browse.page, "large-stack")


def test_items_of_an_hdf5_file_are_shown(browse: BrowsePage) -> None:
    view = large(browse, "run.h5")
    tree = view.get_by_role("tree", name="Contents of the file")
    tree.get_by_role("treeitem", name="entry").press("ArrowRight")
    tree.get_by_role("treeitem", name="stack, float64").click()
    expect(view.get_by_role("cell", name="0.5", exact=True)).to_be_visible()
    assert serious_problems(browse.page) == []
    keep_picture(browse.page, "large-hdf5")


@pytest.fixture
def happened(browse: BrowsePage) -> Iterator[list[str]]:
    """Dialogs of scripts, and requests to other hosts."""
    happened: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        happened.append(dialog.message)
        dialog.dismiss()

    def note_request(request: Request) -> None:
        if urlsplit(request.url).hostname == "example.org":
            happened.append(request.url)

    browse.page.on("dialog", note_dialog)
    browse.page.on("request", note_request)
    yield happened
    browse.page.remove_listener("dialog", note_dialog)
    browse.page.remove_listener("request", note_request)


@pytest.mark.parametrize("file", ["paper.pdf", "page.pdf"])
def test_pdf_document_is_shown_by_the_browser_and_executes_nothing_in_the_page(
    browse: BrowsePage, happened: list[str], file: str
) -> None:
    title = browse.page.title()
    view = large(browse, file)
    document = view.locator("object")
    expect(document).to_have_attribute("type", "application/pdf")
    address = document.get_attribute("data")
    assert address is not None
    assert address.startswith("blob:")
    # What the browser makes of the address does not depend on the content.
    media_type = browse.page.evaluate("url => fetch(url).then(answer => answer.headers.get('Content-Type'))", address)
    assert media_type == "application/pdf"
    # Pages in the document have no access to this one, which reads them as `null` across origins.
    assert document.evaluate("element => element.contentDocument === null || !element.contentDocument.scripts.length")
    assert serious_problems(browse.page) == []
    keep_picture(browse.page, f"large-{file}")
    assert browse.page.title() == title
    assert set(happened) <= {ALERT}, (
        "scripts of documents run in the browser's viewer, which lets them show dialogs only"
    )


@pytest.mark.parametrize("front_end", ["notebook"], indirect=True)
def test_large_view_is_a_dialog_in_notebook_7(browse: BrowsePage) -> None:
    row = browse.item("stack.tif")
    view = large(browse, "stack.tif")
    dialog = browse.page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile("600 . 400 pixels"))).to_be_visible()
    assert serious_problems(browse.page) == []
    keep_picture(browse.page, "large-dialog")
    box, window = dialog.locator(".jp-Dialog-content").bounding_box(), browse.page.viewport_size
    assert box is not None
    assert window is not None
    assert box["width"] > window["width"] * 0.7
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    browse.page.keyboard.press("Escape")
    expect(view).to_have_count(0)
    expect(row).to_be_focused()
    large(browse, "run.h5")
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(dialog).to_have_count(0)


def test_height_of_the_preview_is_kept(browse: BrowsePage) -> None:
    preview = browse.preview("intensities.csv")
    handle = preview.get_by_role("separator", name="Height of the preview")
    before = preview.bounding_box()
    handle.press("ArrowUp")
    after = preview.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] + 10
    browse.preview("metadata.json")
    expect(browse.view.get_by_role("separator", name="Height of the preview")).to_have_attribute("aria-valuenow", "45")
    keep_picture(browse.page, "preview-height")
