"""The main workflow of users: from an empty list of connections to a published notebook, without typed identifiers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.downloads_page import DownloadsPage, folder_of
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.e2e.front_end.sending_page import SendingPage, files_of, made_of
from tests.support.waiting import until

_CONNECTION = "Yeast lab"
_EXPERIMENT = "Heat shock at 42"
_SAMPLE = "Heat shock, wild type"
_DATA_SET = "Wild type, 30 min at 42 °C"


@IN_BOTH_FRONT_ENDS
def test_from_an_empty_list_to_a_published_notebook(
    panel: PanelPage, openbis: FakeOpenbis, folder: Path, front_end: str
) -> None:
    expect(panel.panel.get_by_role("tab")).to_have_text(["Browse", "Notebook", "Transfers", "Connections"])
    expect(panel.panel.get_by_role("tab", name="Connections")).to_have_attribute("aria-selected", "true")
    connections = ConnectionsPage(panel)
    connections.add(openbis, _CONNECTION)
    download(panel, openbis, folder, front_end)
    keep_picture(panel.page, f"{front_end}-downloaded")
    publish(panel, openbis, folder)
    keep_picture(panel.page, f"{front_end}-published")
    panel.panel.get_by_role("button", name="Back").click()
    ConnectionsPage(panel).remove(_CONNECTION)


def download(panel: PanelPage, openbis: FakeOpenbis, folder: Path, front_end: str) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", _EXPERIMENT, _SAMPLE)
    row = browse.item(_DATA_SET)
    row.get_by_role("checkbox").check()
    keep_picture(panel.page, f"{front_end}-browsing")
    assert serious_problems(panel.page) == []
    browse.view.get_by_role("button", name="Download").click()
    form = panel.panel.get_by_role("region", name="Download")
    expect(form.get_by_label("Download to")).to_have_value(folder.name)
    form.get_by_role("button", name="Download", exact=True).click()
    DownloadsPage(panel, folder.name).done(sample.IMAGES)
    arrived = {path.name: path.read_bytes() for path in folder_of(folder, sample.IMAGES).rglob("*") if path.is_file()}
    stored = files_of(openbis, sample.IMAGES)
    assert {name: arrived[name] for name in stored} == stored


def publish(panel: PanelPage, openbis: FakeOpenbis, folder: Path) -> None:
    form = SendingPage.publish(panel)
    form.press("Choose…")
    tree = form.form.get_by_role("tree")
    for name in ("YEAST_LAB", "STRESS_RESPONSE"):
        tree.get_by_role("treeitem", name=name).press("ArrowRight")
    experiment = tree.get_by_role("treeitem", name=_EXPERIMENT)
    experiment.click()
    assert parent_of(form.form).is_checked()
    form.press("Review…")
    published = form.send(openbis)
    assert published.type == "ANALYSIS_NOTEBOOK"
    assert published.parents == [sample.IMAGES]
    assert {"notebook.ipynb", "notebook.ipynb.html", "requirements.txt"} <= files_of(openbis, published.perm_id).keys()
    until(lambda: made_of(folder / "notebook.ipynb") == [published.perm_id])


def parent_of(form: Locator) -> Locator:
    """Return the box of the parent that is proposed: what the notebook has downloaded."""
    return form.get_by_role("checkbox", name=sample.IMAGES)
