"""Code that the panel inserts, run by real kernels on a European Excel export, from openBIS and from the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import HEAT_SHOCK
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from tests.e2e.front_end.browse_page import BrowsePage, log_in, run_cell
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.panel_page import PanelPage
from tests.real_parts import missing

FILE = "Größe.csv"
TABLE = "Preis in €;Größe\n1,5;7\n2,25;8\n".encode("cp1252")
NAME = "Excel export"


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    log_in(lab, openbis)


@pytest.fixture
def perm_id(openbis: FakeOpenbis) -> str:
    """A new data set with the table."""
    added = add_data_set(openbis.laboratory, "RAW_DATA", experiment=HEAT_SHOCK, properties={"$NAME": NAME})
    write(openbis.laboratory.store_path(added.perm_id), {f"original/{FILE}": TABLE})
    return added.perm_id


@pytest.fixture(params=["python3"])
def folder(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The test's folder, with a notebook for a kernel."""
    if request.param not in KernelSpecManager().find_kernel_specs():
        missing(f"there is no kernel {request.param}")
    content = json.loads((folder / "notebook.ipynb").read_text())
    language = {"python3": "python", "ir": "R"}[request.param]
    content["metadata"]["kernelspec"] = {"name": request.param, "display_name": language, "language": language}
    content["metadata"]["language_info"] = {"name": language}
    (folder / "notebook.ipynb").write_text(json.dumps(content))
    return folder


def insert(panel: PanelPage, perm_id: str, *, is_local: bool) -> Locator:
    """Insert code that loads the table, from a local copy or from openBIS; return its cell, which has been run."""
    browse = BrowsePage(panel)
    cells = panel.page.locator(".jp-Notebook .jp-CodeCell")
    before = cells.count()
    search, back = browse.view.get_by_role("searchbox"), browse.view.get_by_role("button", name="Back")
    expect(search.or_(back)).to_be_visible()
    if search.is_visible():
        browse.search(perm_id).get_by_role("button", name=NAME).click()
    browse.open("original")
    preview = browse.preview(FILE)
    expect(preview.get_by_role("columnheader", name="Größe")).to_be_visible()
    preview.get_by_role("button", name="Insert code…").click()
    expect(preview.get_by_role("button", name="Load as table")).to_be_visible()
    expect(preview.get_by_text("Reads the downloaded copy")).to_have_count(int(is_local))
    preview.get_by_role("button", name="Load as table").click()
    expect(cells).to_have_count(before + 1)
    cell = panel.page.locator(".jp-Notebook .jp-CodeCell.jp-mod-active")
    run_cell(panel, cell)
    return cell


def test_python_loads_the_table_that_the_preview_shows_and_lists_downloaded_files(
    panel: PanelPage, folder: Path, perm_id: str
) -> None:
    form = 'sep=";", decimal=",", encoding="cp1252"'
    cell = insert(panel, perm_id, is_local=False)
    expect(cell).to_contain_text(f'{perm_id}/original/{FILE}", {form})')
    expect(cell.locator(".jp-OutputArea td", has_text="2.25")).to_be_visible()

    downloads = DownloadsPage(panel, folder.name)
    downloads.download(perm_id)
    row = downloads.done(perm_id)
    row.get_by_role("button", name="Insert code…").click()
    row.get_by_role("button", name="List files").click()
    expect(row.get_by_text("Inserted into")).to_be_visible()
    cell = panel.page.locator(".jp-Notebook .jp-CodeCell.jp-mod-active")
    run_cell(panel, cell)
    copy = f"{folder_of(folder, perm_id).name}/original/{FILE}"
    expect(cell.locator(".jp-OutputArea")).to_contain_text(copy)

    cell = insert(panel, perm_id, is_local=True)
    expect(cell).to_contain_text(f'pd.read_csv("{copy}", {form})')
    expect(cell.locator(".jp-OutputArea td", has_text="2.25")).to_be_visible()


@pytest.mark.parametrize("folder", ["ir"], indirect=True)
def test_r_downloads_the_table_and_then_loads_the_copy(panel: PanelPage, folder: Path, perm_id: str) -> None:
    cell = insert(panel, perm_id, is_local=False)
    expect(cell).to_contain_text('sep = ";", dec = ",", fileEncoding = "CP1252")')
    expect(cell.locator(".jp-OutputArea").get_by_text("2.25")).to_be_visible()
    assert (folder / "data" / perm_id / "original" / FILE).read_bytes() == TABLE

    cell = insert(panel, perm_id, is_local=True)
    expect(cell).to_contain_text(f'read.csv("data/{perm_id}/original/{FILE}"')
    expect(cell.locator(".jp-OutputArea").get_by_text("2.25")).to_be_visible()
