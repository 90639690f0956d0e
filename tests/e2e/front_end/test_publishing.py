"""Publishing a notebook from the panel: linked versions, each with an HTML page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.browse_page import run_cell
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture, opened_again
from tests.e2e.front_end.sending_page import SendingPage, files_of, made_of, metadata
from tests.support.waiting import until


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def test_two_versions_of_a_notebook_are_joined_by_its_history_id(
    folder: Path, panel: PanelPage, openbis: FakeOpenbis
) -> None:
    notebook = folder / "notebook.ipynb"
    form = SendingPage.publish(panel)
    form.field("Name").fill("Growth")
    form.field("Notes").fill("First try")
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    form.press("Review…")
    expect(form.confirmation).to_contain_text("Type: ANALYSIS_NOTEBOOK")
    first = form.send(openbis)

    history_id = metadata(notebook)["openbisHistoryId"]
    assert first.properties == {"$NAME": "Growth", "NOTES": "First try", "$HISTORY_ID": history_id}
    files = files_of(openbis, first.perm_id)
    environment = {"requirements.txt", "runtime.txt"}
    assert files.keys() == {"notebook.ipynb", "notebook.ipynb.html", "ro-crate-metadata.json", *environment}
    assert history_id.encode() in files["notebook.ipynb"]
    assert b"<html" in files["notebook.ipynb.html"]
    assert b"ipykernel==" in files["requirements.txt"]
    expect(form.form.get_by_text(f"Published as data set {first.perm_id}.")).to_be_visible()
    panel.page.context.route(f"{openbis.url}/**", lambda route: route.fulfill(body="The ELN"))
    with panel.page.expect_popup() as eln:
        form.press("Open in openBIS")
    eln.value.get_by_text("The ELN").wait_for()
    assert first.perm_id in eln.value.url
    eln.value.close()

    form.field("Notes").fill("Second try")
    form.press("Review…")
    second = form.send(openbis)
    assert second.properties == {"$NAME": "Growth", "NOTES": "Second try", "$HISTORY_ID": history_id}
    until(lambda: made_of(notebook) == [first.perm_id, second.perm_id])
    keep_picture(panel.page, "publish-second")


def test_a_new_version_begins_with_the_values_of_the_last_one_and_shows_all(
    panel: PanelPage, openbis: FakeOpenbis
) -> None:
    form = SendingPage.publish(panel)
    form.field("Name").fill("Growth")
    form.field("Notes").fill("First try")
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    form.press("Review…")
    first = form.send(openbis)
    panel.page.keyboard.press("Control+s")
    panel.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    with opened_again(panel) as other:
        later = SendingPage.publish(other)
        expect(later.form.get_by_text("Filled in from the last version.")).to_be_visible()
        expect(later.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
        expect(later.field("Notes")).to_have_value("First try")
        later.form.get_by_text("1 earlier version").click()
        keep_picture(other.page, "publish-versions")
        later.press("Review…")
        second = later.send(openbis)
        assert second.properties == first.properties
        later.form.get_by_text("2 earlier versions").click()
        later.form.get_by_role("list", name="Versions").get_by_role("button").last.click()
        expect(other.panel.get_by_role("heading", name="Growth")).to_be_visible()
        versions = other.panel.get_by_role("list", name="Versions")
        expect(versions.get_by_role("listitem")).to_have_count(2)
        expect(versions).to_contain_text("Growth (shown here)")
        keep_picture(other.page, "details-versions")


def test_a_busy_kernel_is_named_at_once(panel: PanelPage, openbis: FakeOpenbis) -> None:
    page = panel.page
    panel.settle()
    page.locator(".jp-Notebook:visible .jp-Cell").first.click()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("import time; time.sleep(300)")
    run_cell(panel)
    expect(page.get_by_text("| Busy")).to_be_visible()
    form = SendingPage.publish(panel)
    form.field("Sample or experiment").fill(sample.WILD_TYPE)
    form.press("Review…")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The kernel is busy")
    keep_picture(page, "publish-busy")
    dialog.get_by_role("button", name="Wait").click()
    expect(form.form.get_by_text("Waiting for the kernel, which is busy…")).to_be_visible()
    form.press("Cancel")
    expect(form.form.get_by_text("Cancelled; nothing was saved.")).to_be_visible()
    form.press("Review…")
    dialog.get_by_role("button", name="Publish without the package list").click()
    expect(form.confirmation).to_be_visible()
