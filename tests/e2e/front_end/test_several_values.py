"""A property with several values in the panel: an input for each, and a list in openBIS."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as sample
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage
from tests.e2e.front_end.sending_page import SendingPage


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=sample.USERS, api_version="3.7") as openbis:
        yield openbis


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def test_several_values_are_added_by_keyboard_checked_one_by_one_and_shown_as_a_list(
    panel: PanelPage, openbis: FakeOpenbis
) -> None:
    upload = SendingPage.upload(panel)
    upload.choose("Data set type", "screen of several")
    upload.field("Sample or experiment").fill(sample.WILD_TYPE)
    upload.field("Name").fill("Screen 1")
    upload.field("Authors 1").fill("Müller, A.")
    upload.form.get_by_role("button", name="Add a value: Authors").press("Enter")
    expect(upload.field("Authors 2")).to_be_focused()
    upload.page.keyboard.type("Meier, B.")
    upload.choose("Stains 1", "dna")
    upload.field("Wavelengths [nm] 1").fill("405")
    upload.form.get_by_role("button", name="Add a value: Wavelengths [nm]").click()
    upload.field("Wavelengths [nm] 2").fill("blue")
    upload.press("Review…")

    wrong = upload.field("Wavelengths [nm] 2")
    expect(wrong).to_have_accessible_description(re.compile("Enter a whole number"))
    expect(wrong).to_be_focused()
    assert serious_problems(upload.page) == []
    upload.form.get_by_role("button", name="Remove Wavelengths [nm] 2").click()
    expect(upload.field("Wavelengths [nm] 1")).to_be_focused()
    upload.press("Review…")
    data_set = upload.send(openbis)

    assert data_set.properties == {
        "$NAME": "Screen 1",
        "AUTHORS": ["Müller, A.", "Meier, B."],
        "STAINS": ["DAPI"],
        "WAVELENGTHS": ["405"],
    }
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.show("Screen 1")
    authors = browse.view.get_by_role("list").filter(has_text="Müller, A.").get_by_role("listitem")
    expect(authors).to_have_text(["Müller, A.", "Meier, B."])
