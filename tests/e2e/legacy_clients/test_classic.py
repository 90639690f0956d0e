"""The classic notebook, nbclassic 1.3.3, with the published jupyter-openbis-extension 0.6.0, unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.browser import BLANK
from tests.e2e.legacy_clients import sample
from tests.e2e.legacy_clients.classic_page import ClassicPage
from tests.e2e.legacy_clients.conftest import folder_with_notebook
from tests.e2e.legacy_clients.environments import clients_environment
from tests.e2e.legacy_clients.jupyter import Jupyter, running_jupyter

pytestmark = pytest.mark.timeout(900)  # the first test may have to create the environment

_KERNEL_IS_THERE = "() => Jupyter.notebook?.kernel?.info_reply?.language_info"
_KERNEL_HAS_ANSWERED = """() => {
    const {requirements_list, runtime} = Jupyter.notebook.metadata.language_info;
    return requirements_list && runtime;
}"""


@pytest.fixture(scope="module")
def jupyter(
    browser: BrowserContext, openbis: FakeOpenbis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Jupyter]:
    environment = clients_environment()
    arguments = ("--OpenbisExtension.verify_certificates=False",)
    folder = tmp_path_factory.mktemp("classic")
    with running_jupyter(environment / "bin" / "jupyter-nbclassic", folder, arguments) as jupyter:
        yield jupyter


@pytest.fixture
def classic(jupyter: Jupyter, page: Page, folder: Path) -> Iterator[ClassicPage]:
    """The page of the module's notebook, without a dialog."""
    if page.url == BLANK:
        open_notebook(page, jupyter, folder)
    classic = ClassicPage(page)
    yield classic
    classic.tidy_up()


def open_notebook(page: Page, jupyter: Jupyter, folder: Path) -> None:
    page.goto(jupyter.page(f"notebooks/{folder.name}/notebook.ipynb"))
    page.wait_for_function(_KERNEL_IS_THERE)


@pytest.fixture
def new_notebook(jupyter: Jupyter, page: Page, name: str) -> Iterator[Path]:
    """The folder of a notebook that no other test changes, for tests of what the client records in it."""
    folder = folder_with_notebook(jupyter.root / name)
    open_notebook(page, jupyter, folder)
    yield folder
    page.goto(BLANK)


@pytest.fixture
def connected(classic: ClassicPage, openbis: FakeOpenbis, name: str) -> ClassicPage:
    """The page with a new connection, named after the test, connected and chosen."""
    classic.create_connection(name, openbis.url, sample.PASSWORD)
    expect(classic.status(name)).to_have_text("connected")
    classic.choose_connection(name)
    return classic


def test_a_wrong_password_is_reported_and_the_right_one_connects(classic: ClassicPage, openbis: FakeOpenbis):
    classic.create_connection("Labor Zürich", openbis.url, "wrong password")
    expect(classic.status("Labor Zürich")).to_have_text("not connected")

    classic.connect("Labor Zürich", "still wrong")
    expect(classic.error("Labor Zürich")).to_have_text("username/password incorrect")

    classic.connect("Labor Zürich", sample.PASSWORD)
    expect(classic.status("Labor Zürich")).to_have_text("connected")
    expect(classic.error("Labor Zürich")).to_be_hidden()


def test_an_openbis_that_does_not_answer_is_reported(classic: ClassicPage):
    classic.create_connection("Unreachable", "https://127.0.0.1:1", sample.PASSWORD)
    expect(classic.status("Unreachable")).to_have_text("not connected")

    classic.connect("Unreachable", sample.PASSWORD)
    expect(classic.error("Unreachable")).to_have_text("Connection error")


def test_the_working_directory_is_the_folder_of_the_notebook(classic: ClassicPage, folder: Path):
    dialog = classic.open_dialog("connections")

    expect(dialog.locator("input[name=working_dir]")).to_have_value(f"{folder}/")


def test_the_data_sets_of_a_sample_are_listed_page_by_page(connected: ClassicPage, openbis: FakeOpenbis):
    connected.open_dialog("dataset-download")
    connected.list_data_sets(sample.IDENTIFIER)
    connected.expect_rows(1, 5, total=7)
    first = connected.rows()

    connected.turn_page("right")
    connected.expect_rows(6, 7, total=7)
    last = connected.rows()

    assert [len(first), len(last)] == [5, 2]
    assert {row[0] for row in first + last} == sample.data_sets_of(openbis.laboratory, sample.IDENTIFIER)
    assert {row[1] for row in first + last} == {f"Run {number}" for number in range(1, 8)}
    for _, name, data_set_type, date, status, size in first + last:
        assert (data_set_type, status) == ("RAW_DATA", "AVAILABLE")
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date)
        assert int(size) > 131072 * int(name.removeprefix("Run "))

    connected.turn_page("left")
    connected.expect_rows(1, 5, total=7)


def test_an_entity_without_data_sets_has_an_empty_list(connected: ClassicPage):
    connected.open_dialog("dataset-download")
    connected.list_data_sets(sample.EMPTY_IDENTIFIER)

    connected.expect_rows(1, 0, total=0)  # The client shows an empty list like this.
    assert connected.alerts == []


def test_an_unknown_entity_is_reported_by_name(connected: ClassicPage):
    connected.open_dialog("dataset-download")
    with connected.page.expect_event("dialog"):
        connected.list_data_sets(sample.UNKNOWN_IDENTIFIER)

    (alert,) = connected.alerts
    assert sample.UNKNOWN_IDENTIFIER in alert


def test_selected_data_sets_are_downloaded_as_they_are_in_openbis(
    connected: ClassicPage, openbis: FakeOpenbis, folder: Path
):
    connected.open_dialog("dataset-download")
    connected.list_data_sets(sample.IDENTIFIER)
    connected.expect_rows(1, 5, total=7)
    perm_ids = [row[0] for row in connected.rows()[1:3]]

    connected.download(perm_ids, str(folder / "Größe 1"))

    for perm_id in perm_ids:
        expect(connected.feedback.filter(has_text=perm_id)).to_be_visible()
        stored = sample.files_below(openbis.laboratory.store_path(perm_id))
        assert sample.files_below(folder / "Größe 1" / perm_id) == stored
        assert len(stored) == 3


def test_a_download_is_recorded_in_the_notebook(new_notebook: Path, connected: ClassicPage, openbis: FakeOpenbis):
    perm_id = min(sample.data_sets_of(openbis.laboratory, sample.IDENTIFIER))
    connected.open_dialog("dataset-download")
    connected.download_directly(perm_id, str(new_notebook))

    expect(connected.feedback).to_contain_text(perm_id)
    noted = connected.page.evaluate("id => Jupyter.notebook.metadata.datasets[id]", perm_id)
    assert noted["permId"] == perm_id
    assert Path(noted["path"]).is_relative_to(new_notebook)
    assert noted["dataStore"] == "DSS1"
    assert len(noted["files"]) == 3
    assert perm_id in noted["status"]


def test_a_missing_data_set_is_reported_by_its_perm_id(connected: ClassicPage, folder: Path):
    connected.open_dialog("dataset-download")
    with connected.page.expect_event("dialog"):
        connected.download_directly(sample.UNKNOWN_PERM_ID, str(folder))

    (alert,) = connected.alerts
    assert sample.UNKNOWN_PERM_ID in alert


def test_an_upload_is_refused_for_bad_fields_and_accepted_without(
    new_notebook: Path, connected: ClassicPage, openbis: FakeOpenbis
):
    (new_notebook / "Größe 1 & 2.csv").write_bytes(b"1,2\n")
    parent = min(sample.data_sets_of(openbis.laboratory, sample.IDENTIFIER))
    connected.open_dialog("dataset-download")
    connected.download_directly(parent, str(new_notebook / "downloads"))
    expect(connected.feedback).to_contain_text(parent)
    before = sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER)

    properties = {"$NAME": "Bericht", "OPERATOR": sample.USER}
    connected.prepare_upload("QUALITY_REPORT", properties, sample.UNKNOWN_IDENTIFIER)
    connected.select("Größe 1 & 2.csv")
    connected.upload()
    expect(connected.property_error("VERDICT")).not_to_be_empty()
    expect(connected.entity_error).to_contain_text(sample.UNKNOWN_IDENTIFIER)
    expect(connected.property_error("OPERATOR")).to_be_empty()
    assert sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER) == before

    connected.fill_property("VERDICT", "PASSED")
    connected.dialog.locator("input[name=entityIdentifier]").fill(sample.UPLOADS_IDENTIFIER)
    connected.upload()
    connected.dialog.wait_for(state="detached")
    (perm_id,) = sample.data_sets_of(openbis.laboratory, sample.UPLOADS_IDENTIFIER) - before
    expect(connected.feedback.filter(has_text=perm_id)).to_be_visible()
    data_set = openbis.laboratory.data_set(perm_id)
    assert (data_set.type, data_set.parents, data_set.registrator) == ("QUALITY_REPORT", [parent], sample.USER)
    assert data_set.properties == {**properties, "VERDICT": "PASSED"}
    stored = sample.files_below(openbis.laboratory.store_path(perm_id))
    by_name = {Path(path).name: content for path, content in stored.items()}  # Their folder depends on the protocol.
    assert set(by_name) == {"Größe 1 & 2.csv", "notebook.ipynb"}  # The client always sends the notebook as well.
    assert by_name["Größe 1 & 2.csv"] == b"1,2\n"
    assert perm_id in connected.page.evaluate("() => Object.keys(Jupyter.notebook.metadata.openbis.permIds)")


def test_requirements_are_saved_beside_the_notebook(new_notebook: Path, connected: ClassicPage):
    with connected.page.expect_response(_is_requirements) as first:
        connected.open_dialog("dataset-upload")
    assert first.value.ok  # The kernel has not answered yet: there is nothing to save.
    assert not list(new_notebook.glob("*.txt"))
    connected.page.wait_for_function(_KERNEL_HAS_ANSWERED)
    connected.close_dialog("Cancel")

    with connected.page.expect_response(_is_requirements) as second:
        connected.open_dialog("dataset-upload")

    assert second.value.ok
    assert re.fullmatch(r"python-3\.\d+\n?", (new_notebook / "runtime.txt").read_text())
    assert "\nnbclassic==1.3.3\n" in "\n" + (new_notebook / "requirements.txt").read_text() + "\n"


def _is_requirements(response: Response) -> bool:
    return response.url.endswith("/requirements")
