"""Transfers outside their list: badge in the side bar, status bar, notifications; and clearing the list."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage
from tests.e2e.front_end.panel_page import PanelPage

_BIG_FILE = "stack.raw"
NAME = "Raw camera stack"


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    """A connection that is logged in; other tests cover the login."""
    lab.log_in(openbis)


@pytest.fixture
def downloads(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> Iterator[DownloadsPage]:
    yield DownloadsPage(panel, folder.name)
    openbis.faults.clear()


def test_badge_status_bar_and_notification_follow_a_transfer(
    downloads: DownloadsPage, openbis: FakeOpenbis, panel: PanelPage
) -> None:
    page = downloads.page
    icon = page.locator(".jp-SideBar [data-id='jupyter-openbis-panel']")
    status = page.locator("#jp-main-statusbar").get_by_role("button", name=re.compile("^openBIS: alice"))
    expect(status).to_be_visible()
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    expect(icon).to_have_attribute("data-openbis-badge", "1")
    expect(icon).to_have_accessible_name(re.compile(r"^openBIS \(1 transfer"))
    expect(status).to_have_text(re.compile(r"^openBIS: alice · 1 transfer \d+%$"))
    panel.tab("Browse")
    status.click()
    expect(downloads.panel.get_by_role("tab", name="Transfers")).to_have_attribute("aria-selected", "true")
    expect(downloads.row(NAME, "Running")).to_be_visible()

    openbis.faults.clear()
    notification = page.get_by_role("alert").filter(has_text=re.compile(f"Downloaded .{NAME}. .[0-9]+ files, 2.6 MB"))
    expect(notification).to_be_visible()
    expect(notification.get_by_role("button", name="Show", exact=True)).to_be_visible()
    expect(icon).not_to_have_attribute("data-openbis-badge", re.compile("."))
    expect(status).to_have_text(re.compile("^openBIS: alice$"))


def test_finished_transfers_are_cleared_and_stay_so(downloads: DownloadsPage, openbis: FakeOpenbis) -> None:
    downloads.download(sample.UNNAMED)
    row = downloads.done(sample.UNNAMED)
    assert serious_problems(downloads.page) == []
    row.hover()
    expect(row.get_by_role("button", name="Show files")).to_be_visible()
    downloads.panel.get_by_role("button", name="Clear finished").click()
    expect(downloads.panel.get_by_role("listitem", name=re.compile("^Download "))).to_have_count(0)
    downloads.reload()
    expect(downloads.panel.get_by_text("No transfers since Jupyter started.")).to_be_visible()
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_be_visible()


def waiting(downloads: DownloadsPage, openbis: FakeOpenbis) -> Locator:
    """Start a download whose data store fails after the form has shown what will be downloaded; return its row."""
    openbis.faults.clear()
    start = downloads.choose([sample.UNNAMED]).get_by_role("button", name="Download", exact=True)
    expect(start).to_be_enabled()
    openbis.faults.inject(Fault(FaultKind.STATUS, "/datastore_server", status=503, times=None))
    start.click()
    row = downloads.row(sample.UNNAMED, "Running")
    expect(row).to_contain_text("next attempt")
    return row


def test_a_waiting_transfer_is_tried_again_now_or_cancelled(downloads: DownloadsPage, openbis: FakeOpenbis) -> None:
    row = waiting(downloads, openbis)
    row.hover()
    row.get_by_role("button", name="Cancel").click()
    expect(downloads.ended(sample.UNNAMED)).to_contain_text("Cancelled")
    row = waiting(downloads, openbis)
    openbis.faults.clear()
    row.hover()
    row.get_by_role("button", name="Retry now").click()
    downloads.done(sample.UNNAMED)
