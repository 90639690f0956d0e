"""Files of samples in openBIS's file server (AFS): read, download, upload, publish, rename, delete and drag them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.sample_data.afs_files import OF_SAMPLE
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.e2e.front_end.sending_page import SendingPage, metadata
from tests.support.waiting import until

NAME = "Heat shock, wild type"


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=sample.USERS, settings=ServerSettings("3.7", afs="listed")) as openbis:
        yield openbis


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


@pytest.fixture
def stored(openbis: FakeOpenbis) -> Path:
    """The folder of the sample's files in openBIS."""
    return openbis.laboratory.afs_path(openbis.laboratory.samples.find("identifier", sample.WILD_TYPE)[0].perm_id)


@pytest.fixture
def browse(panel: PanelPage) -> BrowsePage:
    """The details of the sample."""
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42")
    browse.show(NAME)
    expect(browse.item("protocol.txt")).to_be_visible()
    return browse


def press(place: Locator, name: str) -> None:
    place.get_by_role("button", name=name, exact=True).click()


def test_files_of_a_sample_are_seen_previewed_and_downloaded(
    panel: PanelPage, browse: BrowsePage, folder: Path, stored: Path
) -> None:
    expect(browse.view.get_by_role("tree", name="Data sets")).to_be_visible()
    browse.open("images")
    keep_picture(panel.page, "object-files")
    picture = browse.preview("overview.png").get_by_role("img", name="overview.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(browse.preview("protocol.txt").get_by_text("Grow to an OD of 0.5.")).to_be_visible()
    assert serious_problems(panel.page) == []
    press(browse.view, "Close the preview")
    browse.item("images").press("Space")
    press(browse.view, "Download…")
    form = panel.panel.get_by_role("region", name="Download")
    expect(form.get_by_role("list", name="Files of")).to_contain_text(NAME)
    press(form, "Download")
    expect(DownloadsPage(panel, folder.name).done(stored.name)).to_contain_text("Done · 2 files")
    downloaded = folder_of(folder, stored.name)
    assert (downloaded / "images" / "overview.png").read_bytes() == OF_SAMPLE["images/overview.png"]
    assert not (downloaded / "protocol.txt").exists()


def test_files_are_uploaded_to_a_folder_and_replaced_after_a_dry_run(
    panel: PanelPage, browse: BrowsePage, folder: Path, stored: Path
) -> None:
    for name, text in {"new.csv": "a,b", "overview.png": "other", "same.txt": "same"}.items():
        (folder / name).write_text(text)
    (stored / "images" / "same.txt").write_text("same")
    browse.item("images").press("Space")
    press(browse.view, "Upload…")
    upload = SendingPage(panel, "Upload files")
    expect(upload.field("Folder in openBIS")).to_have_value("images")
    upload.add_files("Choose files…")
    for name in ("new.csv", "overview.png", "same.txt"):
        upload.form.get_by_role("checkbox", name=name).check()
    upload.press("Review…")
    for words in ("1 new", "1 unchanged", "1 file in openBIS has other content"):
        expect(upload.confirmation.get_by_text(words)).to_be_visible()
    keep_picture(panel.page, "object-files-review")
    assert serious_problems(panel.page) == []
    assert (stored / "images" / "overview.png").read_bytes() == OF_SAMPLE["images/overview.png"]
    press(upload.confirmation, "Upload and replace 1 file")
    rows = panel.panel.get_by_role("list", name="Finished").get_by_role("listitem", name=re.compile("^Upload "))
    row = DownloadsPage(panel, folder.name).unfolded(rows.first)
    expect(row).to_contain_text("Done")
    expect(row).to_contain_text(f"to {sample.WILD_TYPE}/images")
    assert (stored / "images" / "overview.png").read_text() == "other"
    panel.tab("Browse")
    browse.item("images").press("ArrowRight")
    expect(browse.item("new.csv")).to_be_visible()


def test_files_are_renamed_and_deleted_with_the_keyboard(panel: PanelPage, browse: BrowsePage, stored: Path) -> None:
    keys = panel.page.keyboard
    press(browse.view, "New folder…")
    keys.type("raw data")
    keys.press("Enter")
    expect(browse.item("raw data")).to_be_focused()
    keys.press("F2")
    keys.type("settings.json")
    keys.press("Enter")
    expect(browse.view.get_by_text("openBIS has a file or folder of that name")).to_be_visible()
    assert serious_problems(panel.page) == []
    keys.press("Control+A")
    keys.type("results")
    keys.press("Enter")
    expect(browse.item("results")).to_be_focused()
    assert (stored / "results").is_dir()
    assert not (stored / "raw data").exists()
    keys.press("Delete")
    dialog = panel.page.get_by_role("dialog")
    expect(dialog).to_contain_text("results with 0 files")
    press(dialog, "Delete")
    expect(browse.view.get_by_role("treeitem", name="results")).to_have_count(0)
    expect(browse.focused).to_have_attribute("role", "treeitem")
    until(lambda: not (stored / "results").exists())


def test_a_notebook_is_published_in_a_new_folder_which_is_shown(
    panel: PanelPage, browse: BrowsePage, folder: Path, stored: Path
) -> None:
    before = {each.name for each in stored.iterdir()}
    form = SendingPage.publish(panel)
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    form.field("Files of the sample or experiment").check()
    form.field("Include package list").uncheck()
    form.press("Review…")
    expect(form.confirmation).to_contain_text("In a new folder named by notebook and time (UTC): notebook 20")
    keep_picture(panel.page, "publication-in-files")
    assert serious_problems(panel.page) == []
    press(form.confirmation, "Publish")
    form.press("Show the files")
    (name,) = {each.name for each in stored.iterdir()} - before
    expect(browse.item(name)).to_be_focused()
    expect(browse.item(name)).to_be_in_viewport()
    assert {each.name for each in (stored / name).iterdir()} == {
        "notebook.ipynb",
        "notebook.ipynb.html",
        "publication.json",
        "ro-crate-metadata.json",
    }
    until(lambda: "openbis" in metadata(folder / "notebook.ipynb"))
    recorded = metadata(folder / "notebook.ipynb")
    assert recorded["openbis"] == {"files": {f"{stored.name}/{name}": f"Published in the files of {sample.WILD_TYPE}"}}
    assert recorded["openbisHistoryId"].encode() in (stored / name / "notebook.ipynb").read_bytes()


def test_files_of_the_file_browser_are_dropped_on_a_folder(
    panel: PanelPage, browse: BrowsePage, folder: Path, stored: Path
) -> None:
    (folder / "dropped.csv").write_text("1,2")
    panel.page.get_by_role("button", name="Refresh the file browser").click()
    panel.file("dropped.csv").hover()
    panel.page.mouse.down()
    panel.file("notebook.ipynb").hover()
    browse.item("Messungen vom März").hover(force=True)
    panel.page.mouse.up()
    upload = SendingPage(panel, "Upload files")
    expect(upload.field("Folder in openBIS")).to_have_value("Messungen vom März")
    press(upload.confirmation, "Upload")
    until((stored / "Messungen vom März" / "dropped.csv").is_file)
    expect(panel.panel.get_by_role("list", name="Running")).to_have_count(0)
