"""Persistence of forms and transfers over a rename of the notebook and a reload of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.downloads_page import DownloadsPage
from tests.e2e.front_end.panel_page import PanelPage, opened_again
from tests.e2e.front_end.sending_page import SendingPage, metadata
from tests.support.waiting import until


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def rename(panel: PanelPage, before: str, after: str) -> None:
    """Rename a file in the file browser."""
    panel.file(before).click()
    panel.page.keyboard.press("F2")
    editor = panel.page.locator("input.jp-DirListing-editor")
    editor.fill(after)
    editor.press("Enter")
    expect(panel.file(after)).to_be_visible()


def datasets_of(notebook: Path) -> list[str]:
    """Return the permIds of the downloaded data sets in the metadata of a notebook on the disk."""
    return list(metadata(notebook).get("datasets", {}))


def test_a_renamed_notebook_records_the_download_that_it_has_started(
    panel: PanelPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix="stack.raw", occurrence=2, times=None))
    downloads = DownloadsPage(panel, folder.name)
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    rename(panel, "notebook.ipynb", "renamed.ipynb")
    openbis.faults.clear()
    downloads.done(sample.BIG)
    downloads.save_notebook()
    until(lambda: datasets_of(folder / "renamed.ipynb") == [sample.BIG])
    assert not (folder / "notebook.ipynb").exists()


def test_a_filled_form_is_kept_when_the_notebook_is_renamed(panel: PanelPage, folder: Path) -> None:
    (folder / "data.csv").write_text("a,b\n1,2\n")
    form = SendingPage.publish(panel)
    form.field("Notes").fill("First try")
    upload = SendingPage.upload(panel)
    upload.add_files("Choose files…")
    upload.form.get_by_role("checkbox", name="data.csv").check()
    upload.choose("Data set type", "images microscope")
    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    upload.field("Magnification").fill("63")
    rename(panel, "notebook.ipynb", "renamed.ipynb")
    rename(panel, "data.csv", "table.csv")
    expect(upload.form.get_by_role("checkbox", name="The notebook renamed.ipynb")).to_be_checked()
    expect(upload.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
    expect(upload.field("Magnification")).to_have_value("63")
    expect(upload.form.get_by_role("list", name="Files").first).to_contain_text("table.csv")
    expect(SendingPage.publish(panel).field("Notes")).to_have_value("First try")


@IN_BOTH_FRONT_ENDS
def test_a_filled_form_is_kept_when_the_page_is_reloaded(panel: PanelPage) -> None:
    upload = SendingPage.upload(panel)
    upload.choose("Data set type", "images microscope")
    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    upload.field("Magnification").fill("63")
    panel.reload()
    upload = SendingPage(panel, "Upload")
    expect(upload.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
    expect(upload.field("Magnification")).to_have_value("63")
    panel.panel.get_by_role("button", name="Back").click()
    panel.tab("Transfers")
    panel.reload()
    expect(panel.panel.get_by_role("tab", name="Transfers")).to_have_attribute("aria-selected", "true")


def test_a_filled_form_is_there_in_a_new_tab_as_after_a_restart(panel: PanelPage) -> None:
    upload = SendingPage.upload(panel)
    upload.choose("Data set type", "images microscope")
    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    upload.field("Magnification").fill("63")
    with opened_again(panel) as other:
        later = SendingPage.upload(other)
        expect(later.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
        expect(later.field("Magnification")).to_have_value("63")
        later.press("Clear form")
        expect(later.field("Sample or experiment")).to_have_value("")
    expect(upload.field("Magnification")).to_have_value("63")
