"""Connections: add, edit and remove."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.conftest import PASSWORD, USER, Lab
from tests.e2e.front_end.connections_page import ConnectionsPage
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.mounting import names_in
from tests.real_parts import need_fuse
from tests.support.certificates import fingerprint_in, self_signed

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
    expect(form.get_by_text("connection refused.")).to_be_visible()
    form.get_by_text("Details", exact=True).click()
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


def test_self_signed_certificates_are_trusted_by_fingerprint(
    connections: ConnectionsPage, file: Path, tmp_path: Path
) -> None:
    first, second = self_signed(tmp_path / "first"), self_signed(tmp_path / "second")
    with FakeOpenbis(tls=first, users=USERS) as openbis:
        port = urlsplit(openbis.url).port or 0
        form = connections.begin()
        form.get_by_role("textbox", name="URL").fill(openbis.url)
        form.get_by_role("textbox", name="Name").fill(NAME)
        certificate = form.get_by_role("region", name="Certificate of the server")
        expect(certificate).to_contain_text("itself (self-signed)")
        expect(certificate).to_contain_text(fingerprint_in(first)[:23])
        assert serious_problems(connections.page) == []
        keep_picture(connections.page, "certificate")
        certificate.get_by_role("button", name="Trust this certificate").click()
        expect(form.get_by_text("its certificate is trusted")).to_be_visible()
        form.get_by_role("textbox", name="User").fill(USER)
        form.get_by_label("Password or access token").fill(PASSWORD)
        form.get_by_role("button", name="Add and log in").click()
        connections.logged_in(NAME)
        assert fingerprint_in(first) in file.read_text()
        connections.card(NAME).get_by_role("button", name="Log out").click()
        connections.status(NAME, "not connected")

    with FakeOpenbis(tls=second, users=USERS, port=port) as openbis:
        login = connections.card(NAME).get_by_role("form", name=f"Log in to {NAME}")
        login.get_by_label("Password or access token").fill(PASSWORD)
        login.get_by_role("button", name="Log in").click()
        warning = login.get_by_role("region", name="The certificate has changed")
        expect(warning).to_contain_text(fingerprint_in(first)[:23])
        expect(warning).to_contain_text(fingerprint_in(second)[:23])
        assert not openbis.requests.counts()
        expect(warning.get_by_role("button", name="Trust the new certificate")).to_be_disabled()
        assert serious_problems(connections.page) == []
        keep_picture(connections.page, "certificate-changed")
        warning.get_by_role("checkbox").check()
        warning.get_by_role("button", name="Trust the new certificate").click()
        connections.logged_in(NAME)
        assert fingerprint_in(second) in file.read_text()
        assert fingerprint_in(first) not in file.read_text()
        connections.remove(NAME)


def test_edit_and_remove(connections: ConnectionsPage, openbis: FakeOpenbis, file: Path) -> None:
    connections.add(openbis, "Before")
    card = connections.card("Before")
    connections.choose("Before", "Edit…")
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
    connections.choose(NAME, "Edit…")
    card.get_by_text("Mount as folder (SFTP)").click()
    card.get_by_role("textbox", name="SFTP port").fill(str(openbis.sftp.port))
    card.get_by_role("textbox", name="Mount point").fill(str(tmp_path / "mounted"))
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("form")).to_have_count(0)  # the settings are saved
    connections.choose(NAME, "Mount as folder (SFTP)")
    expect(card.get_by_text(f"mounted at {tmp_path}")).to_be_visible()
    expect(card.get_by_text("SHA256:")).to_be_visible()
    file = next(path for path in (tmp_path / "mounted").rglob("*") if path.is_file())
    with file.open("rb"):
        connections.choose(NAME, "Unmount")
        expect(card.get_by_text("Unmounting failed")).to_be_visible()
        card.get_by_role("button", name="Unmount anyway").click()
        expect(card.get_by_text("mounted at")).to_have_count(0)
    assert names_in(tmp_path) == set()


def test_the_login_is_remembered_with_its_end_and_forgotten(connections: ConnectionsPage, openbis: FakeOpenbis) -> None:
    form = connections.fill(openbis, NAME)
    form.get_by_role("checkbox", name="Remember me on this computer").check()
    keep_picture(connections.page, "remember-me")
    assert serious_problems(connections.page) == []
    form.get_by_role("button", name="Add and log in").click()
    connections.logged_in(NAME)
    card = connections.card(NAME)
    expect(card.get_by_text(re.compile("remembered until "))).to_be_visible()
    (token,) = openbis.laboratory.personal_access_tokens
    assert token.session_name.startswith("Jupyter (")
    keep_picture(connections.page, "remembered")
    assert serious_problems(connections.page) == []
    card.get_by_role("button", name="Forget").click()
    question = card.get_by_role("form", name=f"Forget the login to {NAME}?")
    assert serious_problems(connections.page) == []
    question.get_by_role("button", name="Forget").click()
    expect(card.get_by_text(re.compile("remembered until "))).to_have_count(0)
    connections.status(NAME, "connected")
    assert list(openbis.laboratory.personal_access_tokens) == []
