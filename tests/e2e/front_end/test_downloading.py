"""Downloads in the panel: the files, the metadata of the notebook, and failures."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.panel_page import PanelPage
from tests.e2e.front_end.sending_page import metadata

_BIG_FILE = "stack.raw"
_SECONDS = 20
_QUICK = 8_000
"""Milliseconds: less than the slow polling interval of the list of transfers, and enough for a busy machine."""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    """A connection that is logged in; other tests cover the login."""
    lab.log_in(openbis)


@pytest.fixture
def downloads(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> Iterator[DownloadsPage]:
    yield DownloadsPage(panel, folder.name)
    openbis.faults.clear()


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path, without manifests."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not Path(name).name.startswith(".openbis")}


def stored(openbis: FakeOpenbis, perm_id: str) -> dict[str, bytes]:
    """Return the files of a data set in openBIS."""
    return files_below(openbis.laboratory.folder / "store" / perm_id)


def recorded(downloads: DownloadsPage, folder: Path, *perm_ids: str) -> dict[str, Any]:
    """Save the notebook until its file has the downloads, and return its metadata of them."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        downloads.save_notebook()
        noted = dict(metadata(folder / "notebook.ipynb").get("datasets", {}))
        if list(noted) == list(perm_ids):
            return noted
    raise AssertionError(noted)


def test_files_are_downloaded_and_the_notebook_records_their_origin(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path, lab: Lab, front_end: str
) -> None:
    form = downloads.choose([sample.IMAGES, sample.ODD_NAMES])
    expect(form.get_by_label("Download to")).to_have_value(folder.name)
    expect(form.get_by_role("status")).to_contain_text("files")
    form.get_by_label("Download to").fill(f"{folder.name}/raw")
    expect(form).to_contain_text("The folder will be created.")
    form.get_by_role("button", name="Download", exact=True).click()

    row = downloads.done("2 data sets")
    for perm_id in (sample.IMAGES, sample.ODD_NAMES):
        assert files_below(folder_of(folder / "raw", perm_id)) == stored(openbis, perm_id)
    noted = recorded(downloads, folder, sample.IMAGES, sample.ODD_NAMES)[sample.IMAGES]
    assert (noted["path"], noted["url"]) == (f"raw/Wild type, 30 min at 42 °C ({sample.IMAGES})", openbis.url)
    assert str(lab.root) not in (folder / "notebook.ipynb").read_text()
    files = downloads.page_with_files(row, front_end)
    expect(files.get_by_text(folder_of(folder / "raw", sample.ODD_NAMES).name, exact=True).first).to_be_visible()


def test_a_slow_download_is_shown_from_its_start_on_and_can_be_cancelled_and_resumed(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    row = downloads.download(sample.BIG)
    expect(row).to_contain_text("1.0 MB of 2.6 MB", timeout=_QUICK)
    expect(row.get_by_role("progressbar", name="Download Raw camera stack")).to_be_visible()
    assert serious_problems(downloads.page) == []
    row.get_by_role("button", name="Cancel").click()
    row = downloads.ended(sample.BIG)
    expect(row).to_contain_text("finished files are kept")
    assert not list(folder.rglob(_BIG_FILE))

    openbis.faults.clear()
    row.get_by_role("button", name="Resume").click()
    downloads.done(sample.BIG, timeout=_QUICK)
    assert files_below(folder_of(folder, sample.BIG)) == stored(openbis, sample.BIG)
    assert recorded(downloads, folder, sample.BIG)


def test_a_download_resumes_by_itself_after_the_connection_was_lost(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    openbis.faults.inject(Fault(FaultKind.RESET, times=None))
    openbis.restart()  # closes the connection and all sessions
    row = downloads.row(sample.BIG, "Running")
    expect(row).to_contain_text("next attempt")
    expect(row).to_contain_text("could not be downloaded")
    expect(row).to_contain_text(openbis.url.removeprefix("https://"))
    assert serious_problems(downloads.page) == []

    openbis.faults.clear()
    downloads.done(sample.BIG)
    assert files_below(folder_of(folder, sample.BIG)) == stored(openbis, sample.BIG)


@IN_BOTH_FRONT_ENDS
def test_after_a_reload_transfers_are_shown_and_recorded(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    downloads.reload()
    row = downloads.row(sample.BIG, "Running")
    expect(row).to_contain_text("1.0 MB of 2.6 MB")
    openbis.faults.clear()
    downloads.done(sample.BIG)
    assert recorded(downloads, folder, sample.BIG)


def test_archived_data_are_reported_in_the_form_and_excluded(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    form = downloads.choose([sample.ARCHIVED])
    expect(form.get_by_role("status")).to_contain_text("archive")
    expect(form.get_by_role("button", name="Download", exact=True)).to_be_disabled()
    assert serious_problems(downloads.page) == []
    downloads.back()
    form = downloads.choose([sample.ARCHIVED, sample.UNNAMED])
    expect(form.get_by_role("status")).to_contain_text("archive")
    form.get_by_role("button", name="Download", exact=True).click()
    downloads.done(sample.UNNAMED)
    assert files_below(folder / sample.UNNAMED) == stored(openbis, sample.UNNAMED)
    assert not list(folder.glob(f"*{sample.ARCHIVED}*"))
