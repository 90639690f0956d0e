"""The Notebook tab: what the notebook in front has used, with the state of the copies on the disk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.downloads_page import DownloadsPage
from tests.e2e.front_end.panel_page import PanelPage

_FILE = "original/intensities.csv"


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def test_a_used_data_set_is_verified_found_damaged_and_downloaded_again(panel: PanelPage, folder: Path) -> None:
    downloads = DownloadsPage(panel, folder.name)
    downloads.download(sample.IMAGES)
    downloads.ended(sample.IMAGES)

    tab = panel.tab("Notebook")
    used = tab.get_by_role("list", name="Used").get_by_role("listitem").first
    expect(used).to_contain_text("On disk since")
    used.get_by_role("button", name="Verify").click()
    expect(used).to_contain_text("On disk, verified")
    assert serious_problems(panel.page) == []
    file = next(folder.rglob(_FILE))
    content = file.read_bytes()
    file.write_bytes(content[::-1])
    used.get_by_role("button", name="Verify").click()
    expect(used).to_contain_text("1 file differs")
    expect(used).to_contain_text(_FILE)

    file.unlink()
    panel.tab("Transfers")
    panel.tab("Notebook")
    expect(used).to_contain_text("1 file is missing")
    used.get_by_role("button", name="Download again…").click()
    form = panel.panel.get_by_role("region", name="Download")
    form.get_by_role("button", name="Download", exact=True).click()
    downloads.ended(sample.IMAGES)
    panel.tab("Notebook")
    expect(used).to_contain_text("On disk since")
    assert file.read_bytes() == content


def test_details_and_origins_of_a_used_data_set_are_one_click_away(panel: PanelPage, folder: Path) -> None:
    downloads = DownloadsPage(panel, folder.name)
    downloads.download(sample.REPORT)
    downloads.ended(sample.REPORT)
    used = panel.tab("Notebook").get_by_role("list", name="Used").get_by_role("listitem").first
    used.get_by_text("Derived from").click()
    expect(used.locator("details").first).to_contain_text(re.compile("RAW_DATA|MICROSCOPY|No parents"))
    used.get_by_title(sample.REPORT).first.click()
    expect(panel.panel.get_by_role("tab", name="Browse")).to_have_attribute("aria-selected", "true")
    expect(panel.panel.get_by_role("heading", level=3).first).to_be_visible()
