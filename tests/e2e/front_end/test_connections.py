"""Connections: add, edit and remove."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import PASSWORD, USER, Lab
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.panel_page import PanelPage
from tests.mounting import names_in
from tests.real_parts import need_fuse

NAME = "Yeast lab"


@pytest.fixture
def connections(panel: PanelPage) -> Iterator[ConnectionsPage]:
    """The view; all connections are removed after the test."""
    page = ConnectionsPage(panel)
    yield page
    if page.card(NAME).count():
        page.remove(NAME)


@pytest.fixture
def file(lab: Lab) -> Path:
    return lab.connection_file


def test_the_first_connection(connections: ConnectionsPage, openbis: FakeOpenbis, file: Path) -> None:
    form = connections.begin()
    url = form.get_by_role("textbox", name="URL")
    url.fill("https://127.0.0.1:1")
    url.press("Tab")
    expect(form.get_by_text("Compare the address")).to_be_visible()
    url.fill(openbis.url)
    url.press("Tab")
    expect(form.get_by_text("is not trusted").filter(has_text="“CA certificate file”")).to_be_visible()
    connections.trust(form, openbis)
    form.get_by_role("button", name="Check").click()
    expect(form.get_by_text("its certificate is trusted")).to_be_visible()
    form.get_by_role("textbox", name="Name").fill(NAME)
    form.get_by_role("textbox", name="User").fill(USER)
    form.get_by_label("Password or access token").fill("wrong")
    assert serious_problems(connections.page) == []
    form.get_by_role("button", name="Add and log in").click()

    login = connections.card(NAME).get_by_role("form", name=f"Log in to {NAME}")
    expect(login.get_by_text(f"Incorrect user name or password for {NAME}")).to_be_visible()
    password = login.get_by_label("Password or access token")
    expect(password).to_have_value("wrong")
    password.fill(PASSWORD)
    password.press("Enter")
    connections.logged_in(NAME)
    assert openbis.url in file.read_text()
    assert PASSWORD not in file.read_text()
    assert serious_problems(connections.page) == []


def test_edit_and_remove(connections: ConnectionsPage, openbis: FakeOpenbis, file: Path) -> None:
    connections.add(openbis, "Before")
    card = connections.card("Before")
    card.get_by_role("button", name="Edit").click()
    form = card.get_by_role("form", name="Edit Before")
    form.get_by_role("textbox", name="Name").fill(NAME)
    form.get_by_text("Mount as folder (SFTP)").click()
    form.get_by_role("textbox", name="SFTP port").fill("ssh")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("textbox", name="SFTP port")).to_be_focused()
    expect(form.get_by_role("textbox", name="SFTP port")).to_have_accessible_description(re.compile("nteger"))
    form.get_by_role("textbox", name="SFTP port").fill("2223")
    form.get_by_role("button", name="Save").click()
    connections.status(NAME, "connected")
    assert "2223" in file.read_text()

    connections.card(NAME).get_by_role("button", name="Log out").click()
    connections.status(NAME, "not connected")
    connections.remove(NAME)
    assert NAME not in file.read_text()


def test_mount_and_unmount(connections: ConnectionsPage, openbis: FakeOpenbis, tmp_path: Path) -> None:
    need_fuse()
    connections.add(openbis, NAME)
    card = connections.card(NAME)
    card.get_by_role("button", name="Edit").click()
    card.get_by_text("Mount as folder (SFTP)").click()
    card.get_by_role("textbox", name="SFTP port").fill(str(openbis.sftp.port))
    card.get_by_role("textbox", name="Mount point").fill(str(tmp_path / "mounted"))
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("form")).to_have_count(0)  # the settings are saved
    card.get_by_role("button", name="Mount", exact=True).click()
    expect(card.get_by_text(f"mounted at {tmp_path}")).to_be_visible()
    expect(card.get_by_text("SHA256:")).to_be_visible()
    file = next(path for path in (tmp_path / "mounted").rglob("*") if path.is_file())
    with file.open("rb"):
        card.get_by_role("button", name="Unmount").click()
        expect(card.get_by_text("Unmounting failed")).to_be_visible()
        card.get_by_role("button", name="Unmount anyway").click()
        expect(card.get_by_role("button", name="Mount", exact=True)).to_be_visible()
    assert names_in(tmp_path) == set()
