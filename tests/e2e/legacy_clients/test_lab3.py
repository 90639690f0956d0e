"""JupyterLab 3.6.8 with the published jupyterlab-openbis 0.3.0, unchanged, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.browser import BLANK
from tests.e2e.legacy_clients import sample
from tests.e2e.legacy_clients.environments import clients_environment
from tests.e2e.legacy_clients.jupyter import Jupyter, running_jupyter
from tests.e2e.legacy_clients.lab3_page import Lab3Page

pytestmark = pytest.mark.timeout(900)  # the first test may have to create the environment

# Without these, JupyterLab requests news and updates from the internet.
_QUIET = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
_CONNECTIONS = """\
connections:
  - name: With the authority
    url: {url}
    verify_certificates: true
    ca_bundle: {ca_file}
  - name: Without the authority
    url: {url}
    verify_certificates: true
"""


@pytest.fixture(scope="module")
def jupyter(
    browser: BrowserContext, openbis: FakeOpenbis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Jupyter]:
    environment = clients_environment()
    config = {"openbis-connections.yaml": _CONNECTIONS.format(url=openbis.url, ca_file=openbis.ca_file)}
    arguments = ("--OpenbisExtension.verify_certificates=False", *_QUIET)
    folder = tmp_path_factory.mktemp("lab3")
    with running_jupyter(environment / "bin" / "jupyter-lab", folder, arguments, config) as jupyter:
        yield jupyter


@pytest.fixture
def lab(jupyter: Jupyter, page: Page, folder: Path) -> Lab3Page:
    """The page of the module's notebook. A dialog of the test before may be open; the next one takes its place."""
    if page.url == BLANK:
        page.goto(jupyter.page(f"lab/tree/{folder.name}/notebook.ipynb"))
    return Lab3Page(page)


@pytest.fixture
def connected(lab: Lab3Page, openbis: FakeOpenbis, name: str) -> Lab3Page:
    """The page with a new connection, named after the test, chosen and connected."""
    lab.create_connection(name, openbis.url, sample.PASSWORD)
    expect(lab.status(name)).to_have_text("connected")
    return lab


def test_a_wrong_password_is_reported_and_the_right_one_connects(lab: Lab3Page, openbis: FakeOpenbis):
    lab.create_connection("Labor Zürich", openbis.url, "wrong password")
    expect(lab.status("Labor Zürich")).to_have_text("not connected")

    lab.connect("Labor Zürich", "still wrong")
    expect(lab.error("Labor Zürich")).to_have_text("Username / password incorrect")

    lab.connect("Labor Zürich", sample.PASSWORD)
    expect(lab.status("Labor Zürich")).to_have_text("connected")
    expect(lab.error("Labor Zürich")).to_be_hidden()


def test_a_connection_is_verified_with_the_authority_of_the_connection_file(lab: Lab3Page):
    lab.open_connections()

    lab.connect("Without the authority", sample.PASSWORD)
    expect(lab.error("Without the authority")).to_have_text("Connection error")

    lab.connect("With the authority", sample.PASSWORD)
    expect(lab.status("With the authority")).to_have_text("connected")


def test_a_deleted_connection_is_no_longer_listed(connected: Lab3Page, jupyter: Jupyter, name: str):
    connected.connection(name).get_by_role("button", name="Delete").click()

    expect(connected.connection(name)).to_be_hidden()
    assert name not in [each["name"] for each in jupyter.get("openbis/conns")["connections"]]


def test_the_data_sets_of_a_sample_are_listed_page_by_page(connected: Lab3Page, openbis: FakeOpenbis):
    connected.list_data_sets(sample.IDENTIFIER)
    expect(connected.position).to_have_text("1-5/7")
    first = connected.rows()

    connected.turn_page(">>")  # The client asks for the last five rows rather than for two.
    expect(connected.position).to_have_text("3-7/7")
    last = connected.rows()

    assert first[2:] == last[:3]
    assert {row[0] for row in first + last} == sample.data_sets_of(openbis.laboratory, sample.IDENTIFIER)
    assert {row[1] for row in first + last} == {f"Run {number}" for number in range(1, 8)}
    for _, name, data_set_type, date, status, size in first + last:
        assert (data_set_type, status) == ("RAW_DATA", "AVAILABLE")
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date)
        assert int(size) > 131072 * int(name.removeprefix("Run "))

    connected.turn_page("<<")
    expect(connected.position).to_have_text("1-5/7")


@pytest.mark.parametrize("identifier", [sample.EMPTY_IDENTIFIER, sample.UNKNOWN_IDENTIFIER])
def test_an_entity_without_data_sets_is_reported(connected: Lab3Page, identifier: str):
    connected.list_data_sets(identifier)

    expect(connected.dialog).to_contain_text("No datasets found")


def test_selected_data_sets_are_downloaded_as_they_are_in_openbis(
    connected: Lab3Page, openbis: FakeOpenbis, folder: Path
):
    connected.list_data_sets(sample.IDENTIFIER)
    expect(connected.position).to_have_text("1-5/7")
    perm_ids = [row[0] for row in connected.rows()[1:3]]

    connected.download(perm_ids, str(folder / "Größe 1"))

    expect(connected.dialog.get_by_role("button", name="Download selected")).to_be_enabled()
    for perm_id in perm_ids:
        stored = sample.files_below(openbis.laboratory.store_path(perm_id))
        assert sample.files_below(folder / "Größe 1" / perm_id) == stored
        assert len(stored) == 3


def test_a_data_set_is_downloaded_by_its_perm_id_and_a_missing_one_reported(connected: Lab3Page, folder: Path):
    connected.list_data_sets(sample.IDENTIFIER)
    expect(connected.position).to_have_text("1-5/7")
    perm_id = connected.rows()[0][0]

    connected.download_directly(sample.UNKNOWN_PERM_ID, str(folder))
    expect(connected.dialog).to_contain_text(f"Dataset {sample.UNKNOWN_PERM_ID} not found")

    connected.download_directly(perm_id, str(folder))
    expect(connected.dialog).to_contain_text(f"Download of {perm_id} complete")
    assert (folder / perm_id / "original" / "results.csv").is_file()


def test_an_upload_is_refused_for_a_bad_field_and_accepted_without(
    connected: Lab3Page, openbis: FakeOpenbis, folder: Path
):
    (folder / "Größe 1 & 2.csv").write_bytes(b"1,2\n")
    connected.list_data_sets(sample.IDENTIFIER)
    expect(connected.position).to_have_text("1-5/7")
    parent = connected.rows()[0][0]
    connected.download([parent], str(folder / "downloads"))
    before = sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER)

    connected.prepare_upload("QUALITY_REPORT", {"Name": "Bericht", "Operator": sample.USER}, sample.UPLOADS_IDENTIFIER)
    connected.open_folder(folder.name)
    connected.select("Größe 1 & 2.csv")
    connected.select(parent)
    connected.upload()
    expect(connected.upload_message).to_contain_text("prop.VERDICT: ")
    assert sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER) == before

    connected.fill_property("Verdict", "PASSED")
    connected.upload()
    expect(connected.upload_message).to_contain_text(re.compile(r"\d{17}-\d+"))
    (perm_id,) = sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER) - before
    data_set = openbis.laboratory.data_set(perm_id)
    assert perm_id in connected.upload_message.inner_text()
    assert (data_set.type, data_set.parents, data_set.registrator) == ("QUALITY_REPORT", [parent], sample.USER)
    assert data_set.properties == {"$NAME": "Bericht", "OPERATOR": sample.USER, "VERDICT": "PASSED"}
    stored = sample.files_below(openbis.laboratory.store_path(perm_id))
    assert stored == {"original/Größe 1 & 2.csv": b"1,2\n"}
