"""Downloads in the panel: what arrives, what the notebook remembers, and what happens when things go wrong."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis import sample_data as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage
from tests.e2e.front_end.panel_page import PanelPage
from tests.e2e.front_end.sending_page import metadata

_BIG_FILE = "stack.raw"
_SECONDS = 20
_QUICK = 8_000
"""Milliseconds that are too few for the slow pace of the list of transfers, and enough for a busy machine."""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    """A connection that is logged in; other tests are about how it comes to be so."""
    lab.log_in(openbis)


@pytest.fixture
def downloads(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> Iterator[DownloadsPage]:
    yield DownloadsPage(panel, folder.name)
    openbis.faults.clear()


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that are not ours, by path."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not Path(name).name.startswith(".openbis")}


def stored(openbis: FakeOpenbis, perm_id: str) -> dict[str, bytes]:
    """Return the files that openBIS has of a data set."""
    return files_below(openbis.laboratory.folder / "store" / perm_id)


def remembered(downloads: DownloadsPage, folder: Path, *perm_ids: str) -> dict[str, Any]:
    """Save the notebook until it knows of downloads, and return what the file says of them."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        downloads.save_notebook()
        noted = dict(metadata(folder / "notebook.ipynb").get("datasets", {}))
        if list(noted) == list(perm_ids):
            return noted
    raise AssertionError(noted)


def test_files_arrive_and_the_notebook_remembers_where_they_come_from(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path, lab: Lab, front_end: str
) -> None:
    form = downloads.choose([sample.IMAGES, sample.ODD_NAMES])
    expect(form.get_by_label("To the folder")).to_have_value(folder.name)
    expect(form.get_by_role("status")).to_contain_text("files")
    form.get_by_label("To the folder").fill(f"{folder.name}/raw")
    expect(form).to_contain_text("This folder is not there yet; it will be made.")
    form.get_by_role("button", name="Download", exact=True).click()

    row = downloads.ended("2 data sets")
    expect(row).to_contain_text("Done")
    for perm_id in (sample.IMAGES, sample.ODD_NAMES):
        assert files_below(folder / "raw" / perm_id) == stored(openbis, perm_id)
    noted = remembered(downloads, folder, sample.IMAGES, sample.ODD_NAMES)[sample.IMAGES]
    assert (noted["path"], noted["url"]) == (f"raw/{sample.IMAGES}", openbis.url)
    assert str(lab.root) not in (folder / "notebook.ipynb").read_text()
    files = downloads.page_with_files(row, front_end)
    expect(files.get_by_text(sample.ODD_NAMES, exact=True).first).to_be_visible()


def test_a_slow_download_can_be_cancelled_and_resumed(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    row = downloads.download(sample.BIG)
    expect(row).to_contain_text("1.0 MB of 2.6 MB")
    expect(row.get_by_role("progressbar", name=f"Download {sample.BIG}")).to_be_visible()
    assert serious_problems(downloads.page) == []
    row.get_by_role("button", name="Cancel").click()
    row = downloads.ended(sample.BIG)
    expect(row).to_contain_text("what has come stays")
    assert not (folder / sample.BIG / "original" / "default" / _BIG_FILE).exists()

    openbis.faults.clear()
    row.get_by_role("button", name="Resume").click()
    expect(downloads.ended(sample.BIG)).to_contain_text("Done")
    assert files_below(folder / sample.BIG) == stored(openbis, sample.BIG)
    assert remembered(downloads, folder, sample.BIG)


def test_a_transfer_is_followed_from_its_start_on(downloads: DownloadsPage, openbis: FakeOpenbis) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    row = downloads.download(sample.BIG)
    expect(row).to_contain_text("1.0 MB of 2.6 MB", timeout=_QUICK)
    openbis.faults.clear()
    expect(downloads.row(sample.BIG, "Ended")).to_contain_text("Done", timeout=_QUICK)


def test_an_openbis_that_goes_away_is_told_in_words_and_continued_when_it_is_back(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    openbis.faults.inject(Fault(FaultKind.RESET, times=None))
    openbis.restart()  # cuts the connection, and all sessions are gone
    row = downloads.ended(sample.BIG)
    expect(row).to_contain_text("Failed")
    expect(row).to_contain_text("could not be downloaded")
    expect(row).to_contain_text(openbis.url.removeprefix("https://"))

    openbis.faults.clear()
    row.get_by_role("button", name="Try again").click()
    expect(downloads.ended(sample.BIG)).to_contain_text("Done")
    assert files_below(folder / sample.BIG) == stored(openbis, sample.BIG)


def test_a_page_that_is_loaded_again_still_shows_and_remembers(
    downloads: DownloadsPage, openbis: FakeOpenbis, folder: Path
) -> None:
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    downloads.reload()
    row = downloads.row(sample.BIG, "Running")
    expect(row).to_contain_text("1.0 MB of 2.6 MB")
    openbis.faults.clear()
    expect(downloads.ended(sample.BIG)).to_contain_text("Done")
    assert remembered(downloads, folder, sample.BIG)


def test_archived_data_are_told_beforehand_and_left_out(
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
    expect(downloads.ended(sample.UNNAMED)).to_contain_text("Done")
    assert files_below(folder / sample.UNNAMED) == stored(openbis, sample.UNNAMED)
    assert not (folder / sample.ARCHIVED).exists()
