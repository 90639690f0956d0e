"""Four users with their whole task each: a newcomer, an analyst, a user without a mouse, and one with 5,000 samples."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis, Fault, FaultKind
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_sample
from tests.e2e.browser import shared_page
from tests.e2e.front_end.axe import wcag_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.clicks import counted_clicks
from tests.e2e.front_end.conftest import PASSWORD, USER, Lab
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.keyboard_user import KeyboardUser
from tests.e2e.front_end.language_pack import LANGUAGE
from tests.e2e.front_end.panel_page import PanelPage, keep_picture, opened_again
from tests.e2e.front_end.sending_page import SendingPage, files_of
from tests.support.waiting import until

MAX_CLICKS = 8
SAMPLES = 5000
READINGS = 30
FILTER_TIMEOUT = 120_000
"""Milliseconds; the fake openBIS sorts all samples for each page."""
ZOOMED = {"width": 640, "height": 400}
"""1280 x 800 at a zoom of 200 %."""
DATA_SET = "Wild type, 30 min at 42 °C"
TABLE = "intensities.csv"
COLUMN = "od600"
_BIG_FILE = "stack.raw"


@pytest.fixture(autouse=True)
def nothing_left(lab: Lab, openbis: FakeOpenbis) -> Iterator[None]:
    """Each user begins without connections and with the usual settings."""
    yield
    openbis.faults.clear()
    lab.reset()


@pytest.fixture
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


@pytest.fixture
def german(lab: Lab, openbis: FakeOpenbis) -> None:
    """A German JupyterLab, and a connection that is not logged in."""
    lab.change_settings("@jupyterlab/translation-extension:plugin", {"locale": LANGUAGE})
    lab.add_connection(openbis)


def test_a_newcomer_reaches_a_data_frame_in_eight_clicks(
    browser: BrowserContext, lab: Lab, openbis: FakeOpenbis, folder: Path
) -> None:
    (folder / "notebook.ipynb").unlink()
    with shared_page(browser) as page:
        page.goto(lab.page(f"lab/workspaces/{uuid.uuid4().hex}/tree/{folder.name}"))
        with counted_clicks(page) as clicks:
            page.locator(".jp-LauncherCard", has_text="Python 3").first.click()
            panel = PanelPage(page)
            panel.settle()
            panel.show()
            user = KeyboardUser(panel)
            form = panel.panel.get_by_role("form", name="New connection")
            expect(form.get_by_role("textbox", name="URL")).to_be_focused()
            page.keyboard.type(openbis.url)
            user.tab_to(form.get_by_role("textbox", name="User"))
            page.keyboard.type(USER)
            user.tab_to(form.get_by_label("Password or access token"))
            page.keyboard.type(PASSWORD)
            form.get_by_role("button", name="Trust this certificate").click()
            form.get_by_role("button", name="Add and log in").click()
            expect(panel.panel.get_by_role("searchbox")).to_be_focused()
            keep_picture(page, "newcomer-browse")
            page.keyboard.type("30 min at 42")
            panel.panel.get_by_role("button", name=DATA_SET).click()
            panel.panel.get_by_role("treeitem", name=TABLE).click()
            preview = panel.panel.get_by_role("region", name=f"Preview of {TABLE}")
            preview.get_by_role("button", name="Insert code…").click()
            preview.get_by_role("button", name="Load as table").click()
            expect(preview.get_by_text("Inserted into")).to_be_visible()
            page.keyboard.press("Shift+Enter")
            expect(page.locator(".jp-OutputArea th", has_text=COLUMN)).to_be_visible()
            keep_picture(page, "newcomer-table")
        assert clicks() <= MAX_CLICKS


@pytest.mark.usefixtures("connection")
def test_an_analyst_publishes_a_second_version_without_typing_it_again(
    panel: PanelPage, openbis: FakeOpenbis, folder: Path
) -> None:
    downloads = DownloadsPage(panel, folder.name)
    downloads.download(sample.IMAGES)
    downloads.ended(sample.IMAGES)
    form = SendingPage.publish(panel)
    form.field("Name").fill("Growth at 42 °C")
    form.field("Notes").fill("First try")
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    form.press("Review…")
    first = form.send(openbis)
    assert first.parents == [sample.IMAGES]
    panel.page.keyboard.press("Control+s")
    until(lambda: first.perm_id in (folder / "notebook.ipynb").read_text())
    panel.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    with opened_again(panel) as later:
        form = SendingPage.publish(later)
        expect(form.form.get_by_text("Filled in from the last version.")).to_be_visible()
        expect(form.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
        expect(form.field("Name")).to_have_value("Growth at 42 °C")
        expect(form.field("Notes")).to_have_value("First try")
        expect(form.form.get_by_role("checkbox", name=sample.IMAGES)).to_be_checked()
        form.form.get_by_text("1 earlier version").click()
        expect(form.form.get_by_role("list", name="Versions").get_by_role("listitem")).to_have_count(1)
        keep_picture(later.page, "analyst-second")
        assert wcag_problems(later.page) == []
        form.press("Review…")
        second = form.send(openbis)
    assert (second.type, second.sample, second.parents) == (first.type, first.sample, first.parents)
    assert second.properties == first.properties


def test_a_keyboard_user_does_the_main_job_at_200_percent_zoom_in_german(
    german: None, panel: PanelPage, folder: Path
) -> None:
    panel.settle()
    panel.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    user = KeyboardUser(panel)
    log_in_by_keys(user, panel.panel)
    find_by_keys(user, panel.panel)
    preview = preview_by_keys(user, panel.panel)
    download_by_keys(user, panel.panel, preview, folder)
    insert_by_keys(user, preview)
    assert not user.hidden, "\n".join(user.hidden)


def log_in_by_keys(user: KeyboardUser, view: Locator) -> None:
    user.chord("c")
    user.check_page("1-connections")
    user.tab_to(view.get_by_label("Passwort oder Zugangstoken"))
    user.check_page("2-login")
    user.page.keyboard.type(PASSWORD)
    user.page.keyboard.press("Enter")
    expect(view.get_by_role("searchbox")).to_be_focused()


def find_by_keys(user: KeyboardUser, view: Locator) -> None:
    user.page.keyboard.type("30 min at 42")
    found = view.get_by_role("button", name=DATA_SET)
    expect(found).to_be_attached()
    user.check_page("3-found")
    user.tab_to(found)
    user.page.keyboard.press("Enter")
    expect(view.get_by_role("heading", name=DATA_SET)).to_be_focused()
    user.check_page("4-details")


def preview_by_keys(user: KeyboardUser, view: Locator) -> Locator:
    user.tab_to(view.get_by_role("treeitem").first)
    user.press_until("ArrowDown", view.get_by_role("treeitem", name=TABLE))
    user.page.keyboard.press("Enter")
    preview = view.get_by_role("region", name=f"Vorschau von {TABLE}")
    expect(preview.get_by_role("columnheader", name=COLUMN)).to_be_in_viewport()
    user.check_page("5-preview")
    return preview


def download_by_keys(user: KeyboardUser, view: Locator, preview: Locator, folder: Path) -> None:
    user.tab_to(preview.get_by_role("button", name="Herunterladen …"))
    user.page.keyboard.press("Enter")
    form = view.get_by_role("region", name="Download")
    expect(form.get_by_label("Herunterladen nach")).to_have_value(folder.name)
    user.check_page("6-download")
    user.tab_to(form.get_by_role("button", name="Herunterladen", exact=True))
    user.page.keyboard.press("Enter")
    expect(view.get_by_role("tab", name="Übertragungen")).to_have_attribute("aria-selected", "true")
    expect(view.get_by_role("img", name="Fertig").first).to_be_visible()
    until(lambda: any(folder.rglob(TABLE)))
    user.check_page("7-transfers")


def insert_by_keys(user: KeyboardUser, preview: Locator) -> None:
    page = user.page
    user.chord("b")
    user.tab_to(preview.get_by_role("button", name="Code einfügen …"))
    page.keyboard.press("Enter")
    user.tab_to(preview.get_by_role("button", name="Als Tabelle laden"))
    user.check_page("8-code")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Notebook .jp-CodeCell").last).to_contain_text("read_csv")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea th", has_text=COLUMN)).to_be_attached()
    keep_picture(page, "keyboard-9-table")


@pytest.mark.usefixtures("connection")
def test_a_power_user_works_with_thousands_of_samples(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> None:
    fill(openbis)
    page = panel.page
    browse = BrowsePage(panel)
    found = browse.search("plate 4711", "Samples")
    expect(found.get_by_role("listitem").first).to_contain_text("Plate 4711")
    browse.view.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Save this search…").click()
    browse.view.get_by_role("textbox", name="Name of the search").fill("My plate")
    page.keyboard.press("Enter")
    browse.view.get_by_role("searchbox").fill("")
    expect(browse.view.get_by_role("button", name="My plate", exact=True)).to_be_visible()

    browse.open("YEAST_LAB", "GROWTH")
    browse.item("GROWTH").press("/")
    field = browse.view.get_by_role("searchbox", name="Filter GROWTH")
    field.fill("plate 471")
    expect(browse.item("Plate 4711")).to_have_attribute("aria-setsize", "15", timeout=FILTER_TIMEOUT)
    browse.item("Plate 4711").click(button="right")
    page.get_by_role("menuitem", name="Add to favourites").click()
    field.fill("nothing meas")
    browse.open("Nothing measured yet")
    rows = browse.view.get_by_role("treeitem", name="Reading")
    rows.nth(1).get_by_role("checkbox").click()
    rows.nth(4).click(modifiers=["Shift"])
    expect(browse.view.get_by_text("4 data sets selected")).to_be_visible()
    assert wcag_problems(page) == []
    keep_picture(page, "power-selection")
    field.fill("")
    browse.view.get_by_text("Favourites", exact=True).click()
    expect(
        browse.view.get_by_role("list", name="Favourites").get_by_role("button", name="Plate 4711").first
    ).to_be_visible()
    browse.view.get_by_role("button", name="My plate", exact=True).click()
    expect(browse.view.get_by_role("list", name="Found").get_by_role("listitem").first).to_contain_text("Plate 4711")
    keep_picture(page, "power-saved-search")


@pytest.mark.usefixtures("connection")
def test_a_power_user_sees_an_interrupted_transfer_resume_by_itself(
    panel: PanelPage, openbis: FakeOpenbis, folder: Path
) -> None:
    page, downloads = panel.page, DownloadsPage(panel, folder.name)
    icon = page.locator(".jp-SideBar [data-id='jupyter-openbis-panel']")
    status = page.locator("#jp-main-statusbar").get_by_role("button", name=re.compile("^openBIS: alice"))
    openbis.faults.inject(Fault(FaultKind.STALL, file_suffix=_BIG_FILE, occurrence=2, times=None))
    expect(downloads.download(sample.BIG)).to_contain_text("1.0 MB of 2.6 MB")
    openbis.faults.inject(Fault(FaultKind.RESET, times=None))
    openbis.restart()  # closes the connection and all sessions
    expect(downloads.row(sample.BIG, "Running")).to_contain_text("next attempt")
    expect(icon).to_have_attribute("data-openbis-badge", "1")
    expect(status).to_have_text(re.compile("1 transfer"))
    assert wcag_problems(page) == []
    keep_picture(page, "power-interrupted")
    panel.tab("Browse")
    openbis.faults.clear()
    expect(icon).not_to_have_attribute("data-openbis-badge", re.compile("."))
    expect(status).to_have_text("openBIS: alice")
    panel.tab("Transfers")
    downloads.done(sample.BIG)
    arrived = {path.name: path.read_bytes() for path in folder_of(folder, sample.BIG).rglob("*") if path.is_file()}
    assert files_of(openbis, sample.BIG).items() <= arrived.items()


def fill(openbis: FakeOpenbis) -> None:
    """Add thousands of samples to a project, and data sets to one sample."""
    for number in range(SAMPLES):
        properties = {"$NAME": f"Plate {number:04d}"}
        add_sample(
            openbis.laboratory, f"PLATE{number:04d}", "STRAIN", project="/YEAST_LAB/GROWTH", properties=properties
        )
    for number in range(READINGS):
        properties = {"$NAME": f"Reading {number:02d}"}
        add_data_set(openbis.laboratory, "RAW_DATA", sample=sample.EMPTY_BENCH, properties=properties)
