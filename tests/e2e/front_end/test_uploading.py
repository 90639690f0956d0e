"""Uploads in the panel: problems are shown at their fields, and valid data sets are registered in openBIS."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage
from tests.e2e.front_end.sending_page import SendingPage, files_of, made_of
from tests.real_parts import missing
from tests.support.waiting import until


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def test_problems_are_shown_at_their_fields_and_a_valid_upload_is_registered(
    folder: Path, panel: PanelPage, openbis: FakeOpenbis
) -> None:
    (folder / "data.csv").write_text("a,b\n1,2\n")
    upload = SendingPage.upload(panel)
    upload.add_files("Choose files…")
    upload.form.get_by_role("checkbox", name="data.csv").check()
    upload.choose("Data set type", "images microscope")
    upload.field("Sample or experiment").fill("/YEAST_LAB/NOWHERE")
    upload.field("Magnification").fill("much")
    upload.press("Review…")

    magnification = upload.field("Magnification")
    expect(magnification).to_have_attribute("aria-invalid", "true")
    expect(magnification).to_have_accessible_description(re.compile("Enter a whole number"))
    expect(upload.field("Sample or experiment")).to_be_focused()

    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    magnification.fill("63")
    upload.choose("Stain", "dna")
    upload.field("Acquired at").fill("2024-05-17T14:30:00")
    upload.field("Time lapse").select_option("no")
    upload.field("Name").fill("Fresh images")
    upload.press("Review…")
    expect(upload.confirmation).to_contain_text("2 files")
    data_set = upload.send(openbis)

    assert files_of(openbis, data_set.perm_id).keys() == {"notebook.ipynb", "data.csv"}
    assert data_set.type == "MICROSCOPY"
    properties = data_set.properties
    assert properties["$NAME"] == "Fresh images"
    assert (properties["MAGNIFICATION"], properties["STAIN"], properties["TIME_LAPSE"]) == ("63", "DAPI", "false")
    assert str(properties["ACQUIRED"]).startswith("2024-05-17 14:30:00")
    again = SendingPage.upload(panel)
    again.form.get_by_role("button", name=sample.WILD_TYPE).click()  # Last used: …
    expect(again.field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
    again.press("Clear form")
    expect(again.field("Sample or experiment")).to_have_value("")


def test_an_upload_works_with_the_keyboard_only(panel: PanelPage, openbis: FakeOpenbis) -> None:
    keys = panel.page.keyboard
    panel.press_keys("u")
    upload = SendingPage(panel, "Upload")
    upload.go_to(upload.form.get_by_role("combobox", name="Data set type"))
    keys.type("quality")
    keys.press("Enter")
    upload.go_to(upload.field("Sample or experiment"))
    keys.type(sample.HEAT_SHOCK)
    upload.go_to(upload.field("Name"))
    keys.type("By hand")
    keys.press("Enter")
    expect(upload.field("Operator")).to_be_focused()
    keys.type("Bob")
    upload.go_to(upload.form.get_by_role("combobox", name="Verdict"))
    keys.type("open")
    keys.press("Enter")
    upload.go_to(upload.field("Add parent data set"))
    keys.type(sample.REPORT)
    keys.press("Enter")
    upload.go_to(upload.form.get_by_role("button", name="Review…"))
    keys.press("Enter")
    expect(upload.form.get_by_role("button", name="Upload", exact=True)).to_be_focused()
    data_set = upload.send(openbis, by="Enter")

    assert data_set.properties == {"$NAME": "By hand", "OPERATOR": "Bob", "VERDICT": "PENDING"}
    assert data_set.parents == [sample.REPORT]


@pytest.fixture
def two_notebooks(folder: Path) -> list[Path]:
    """Two notebooks that have downloaded different data sets."""
    paths = [folder / "notebook.ipynb", folder / "other.ipynb"]
    for path, perm_id in zip(paths, (sample.IMAGES, sample.BIG), strict=True):
        content = json.loads((folder / "notebook.ipynb").read_text())
        content["metadata"]["datasets"] = {perm_id: {"permId": perm_id}}
        path.write_text(json.dumps(content))
    return paths


def test_each_notebook_has_a_draft_and_parents_of_its_own(
    two_notebooks: list[Path], panel: PanelPage, openbis: FakeOpenbis
) -> None:
    first = SendingPage.upload(panel)
    expect(first.form.get_by_role("checkbox", name=sample.IMAGES)).to_be_checked()
    first.field("Sample or experiment").fill(sample.WILD_TYPE)
    panel.open_file(two_notebooks[1].name)
    expect(first.form.get_by_role("checkbox", name=sample.BIG)).to_be_checked()
    expect(first.field("Sample or experiment")).to_have_value("")
    # The start of a kernel changes its notebook, which the user has to save.
    expect(panel.page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible()
    first.choose("Data set type", "anything else")
    first.field("Sample or experiment").fill(sample.HEAT_SHOCK)
    first.press("Review…")
    data_set = first.send(openbis)

    assert (data_set.parents, files_of(openbis, data_set.perm_id).keys()) == ([sample.BIG], {"other.ipynb"})
    panel.page.get_by_role("tab", name=two_notebooks[0].name).click()
    expect(SendingPage.upload(panel).field("Sample or experiment")).to_have_value(sample.WILD_TYPE)
    until(lambda: [made_of(path) for path in two_notebooks] == [[], [data_set.perm_id]])


def test_the_context_menu_of_a_file_begins_an_upload_of_it(
    folder: Path, panel: PanelPage, openbis: FakeOpenbis
) -> None:
    (folder / "data.csv").write_text("a,b\n1,2\n")
    panel.file("data.csv").click(button="right")
    panel.page.get_by_role("menuitem", name="Upload to openBIS…").click()
    upload = SendingPage(panel, "Upload")
    expect(upload.form.get_by_role("checkbox", name="The notebook")).not_to_be_checked()
    upload.choose("Data set type", "attachment")
    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    upload.press("Review…")
    assert files_of(openbis, upload.send(openbis).perm_id) == {"data.csv": b"a,b\n1,2\n"}


@pytest.fixture(params=["python3", "ir"])
def kernel(request: pytest.FixtureRequest, folder: Path) -> str:
    """The kernel of the test's notebook: Python, then R."""
    names = KernelSpecManager().find_kernel_specs()
    if request.param not in names:
        missing(f"there is no kernel {request.param}")
    content = json.loads((folder / "notebook.ipynb").read_text())
    language = {"python3": "python", "ir": "R"}[request.param]
    content["metadata"]["kernelspec"] = {"name": request.param, "display_name": language, "language": language}
    content["metadata"]["language_info"] = {"name": language}
    (folder / "notebook.ipynb").write_text(json.dumps(content))
    return str(request.param)


def test_requirements_are_those_that_the_command_line_writes(kernel: str, folder: Path, panel: PanelPage) -> None:
    upload = SendingPage.upload(panel)
    upload.add_files("Package list")
    expect(upload.form.get_by_text(re.compile(r"^Saved .*: \d+ packages?\."))).to_be_visible()
    expect(upload.form.get_by_role("list", name="Files")).to_contain_text("requirements.txt")
    names = ("requirements.txt", "runtime.txt")
    saved = [(folder / name).read_text() for name in names]
    command = [sys.executable, "-m", "jupyter_openbis_server.entrypoints.cli.main", "requirements"]
    subprocess.run([*command, str(folder / "notebook.ipynb")], check=True, capture_output=True)
    assert saved == [(folder / name).read_text() for name in names]
