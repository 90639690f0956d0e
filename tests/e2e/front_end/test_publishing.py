"""Publishing a notebook from the panel: linked versions, each with an HTML page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage
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
    assert files.keys() == {"notebook.ipynb", "notebook.ipynb.html", "requirements.txt", "runtime.txt"}
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

    expect(form.field("Notes")).to_have_value("")
    form.press("Review…")
    second = form.send(openbis)
    assert second.properties == {"$NAME": "Growth", "$HISTORY_ID": history_id}
    until(lambda: made_of(notebook) == [first.perm_id, second.perm_id])
