"""Folders that are kept in openBIS: the form, the list of kept folders, and the states of files in the file browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, ServerSettings
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.browser import shared_page
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import CONNECTION, NOTEBOOK, Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture

IN_OPENBIS = "In openBIS"
OWNER = "/YEAST_LAB/GROWTH/EMPTY_BENCH"


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
    return openbis.laboratory.afs_path(openbis.laboratory.samples.find("identifier", OWNER)[0].perm_id)


@pytest.fixture
def folder(lab: Lab, request: pytest.FixtureRequest) -> Path:
    """A folder with a name that pictures may show, with a notebook."""
    folder = lab.root / ("fermentation" if "kept" in request.node.name else "shared data")
    folder.mkdir()
    (folder / "notebook.ipynb").write_text(json.dumps(NOTEBOOK))
    return folder


@pytest.fixture
def data(folder: Path) -> Path:
    """A folder with measurements."""
    data = folder / "data"
    data.mkdir()
    (data / "curve.csv").write_text("time,od")
    return data


def test_a_folder_is_kept_in_openbis(data: Path, panel: PanelPage, stored: Path) -> None:
    shown = f"{data.parent.name}/data"
    panel.file("data").click(button="right")
    panel.page.get_by_role("menuitem", name="Keep in openBIS…").click()
    form = panel.panel.get_by_role("region", name="Keep a folder in openBIS")
    expect(form.get_by_label("Folder", exact=True)).to_have_value(shown)
    form.get_by_label("Sample or experiment").fill(OWNER)
    press(form, "Review…")
    review = form.get_by_role("region", name="What will be done")
    expect(review).to_contain_text("1 file is sent to openBIS")
    expect(review.get_by_role("button", name="Keep in openBIS")).to_be_focused()
    keep_picture(panel.page, "sync-review")
    assert serious_problems(panel.page) == []
    assert not (stored / "curve.csv").exists()
    press(review, "Keep in openBIS")
    row = panel.panel.get_by_role("list", name="Kept in openBIS").get_by_role("listitem", name=f"Folder {shown}")
    expect(row).to_contain_text("Synchronised")
    press(row, "Show files")
    expect(badge(panel, "curve.csv")).to_have_accessible_name(IN_OPENBIS)
    assert (stored / "curve.csv").read_text() == "time,od"
    (data / "new.csv").write_text("1,2")
    refresh(panel)
    expect(badge(panel, "new.csv")).to_have_accessible_name(re.compile("not yet in openBIS|Waiting"))
    press(row, "Synchronise now")
    expect(badge(panel, "new.csv")).to_have_accessible_name(IN_OPENBIS)
    assert (stored / "new.csv").read_text() == "1,2"

    (data / "curve.csv").write_text("time,od\n0,0.05")
    (stored / "curve.csv").write_text("time,od,by others")
    press(row, "Synchronise now")
    expect(row).to_contain_text("1 file was changed here and in openBIS")
    expect(badge(panel, "curve.csv")).to_have_accessible_name(re.compile("^Conflict"))
    refresh(panel)
    expect(badge(panel, "curve (openBIS).csv")).to_have_accessible_name(re.compile("^openBIS.s version"))
    expect(badge(panel, "new.csv")).to_have_accessible_name(IN_OPENBIS)
    notification = panel.page.get_by_role("button", name="Hide notification")  # of the conflict
    notification.click()
    expect(notification).to_have_count(0)
    panel.page.set_viewport_size({"width": 1280, "height": 800})
    keep_picture(panel.page, "sync")
    assert serious_problems(panel.page) == []

    panel.reload()
    expect(row).to_contain_text("1 file was changed here and in openBIS")
    panel.open_file("data")  # JupyterLab shows the notebook's folder again
    expect(badge(panel, "new.csv")).to_have_accessible_name(IN_OPENBIS)
    press(row, "Stop…")
    press(panel.page.get_by_role("dialog"), "Stop")
    expect(panel.panel.get_by_role("list", name="Kept in openBIS")).to_have_count(0)
    assert (data / "curve (openBIS).csv").read_text() == "time,od,by others"


def test_states_are_shown_in_the_file_browser_of_notebook(browser: BrowserContext, lab: Lab, data: Path) -> None:
    lab.keep_folder(CONNECTION, f"{data.parent.name}/data", sample.WILD_TYPE)
    with shared_page(browser) as page:
        page.goto(lab.page(f"tree/{quote(data.parent.name)}/data"))
        panel = PanelPage(page)
        expect(badge(panel, "curve.csv")).to_have_accessible_name(IN_OPENBIS)
        keep_picture(page, "synchronising-notebook")


def badge(panel: PanelPage, name: str) -> Locator:
    """Return the badge behind the name of a file; in older JupyterLab, the icon before it is an image, too."""
    return panel.file(name).get_by_role("img").last


def refresh(panel: PanelPage) -> None:
    panel.page.get_by_role("button", name="Refresh the file browser").click()


def press(place: Locator, name: str) -> None:
    place.get_by_role("button", name=name, exact=True).click()
