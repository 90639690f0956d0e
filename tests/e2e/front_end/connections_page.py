"""Page object of the connections."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.conftest import PASSWORD, USER
from tests.e2e.front_end.panel_page import PanelPage


class ConnectionsPage:
    """The list of connections and its forms."""

    def __init__(self, panel: PanelPage) -> None:
        self.page = panel.page
        self._panel = panel
        self.view = self.show()

    def show(self) -> Locator:
        """Choose the tab of the connections; a login switches to the browse tab."""
        return self._panel.tab("Connections")

    def card(self, name: str) -> Locator:
        """Return the list item of a connection."""
        radio = self.page.get_by_role("radio", name=name, exact=True)
        return self.view.get_by_role("listitem").filter(has=radio)

    def status(self, name: str, words: str) -> None:
        """Wait until a connection has a status."""
        expect(self.card(name).get_by_text(words, exact=True)).to_be_visible()

    def begin(self) -> Locator:
        """Return the form of a new connection, which is open if there is no connection."""
        form = self.view.get_by_role("form", name="New connection")
        add = self.view.get_by_role("button", name="Add a connection")
        expect(form.or_(add)).to_be_visible()
        if add.is_visible():
            add.click()
        return form

    def fill(self, openbis: FakeOpenbis, name: str) -> Locator:
        """Fill the form of a new connection with valid credentials, and return it."""
        form = self.begin()
        form.get_by_role("textbox", name="URL").fill(openbis.url)
        form.get_by_role("textbox", name="Name").fill(name)
        form.get_by_role("textbox", name="User").fill(USER)
        form.get_by_label("Password or access token").fill(PASSWORD)
        self.trust(form, openbis)
        return form

    def add(self, openbis: FakeOpenbis, name: str) -> None:
        """Add a connection and log in."""
        self.fill(openbis, name).get_by_role("button", name="Add and log in").click()
        self.logged_in(name)

    def logged_in(self, name: str) -> None:
        """Wait until a login has shown the browse tab, and return to the connections."""
        expect(self._panel.panel.get_by_role("searchbox")).to_be_focused()
        expect(self._panel.panel.get_by_text(f"Logged in to {name}.")).to_be_attached()
        self.show()
        self.status(name, "connected")

    def trust(self, form: Locator, openbis: FakeOpenbis) -> None:
        """Enter the file of the CA certificate when the check of the URL requests it."""
        form.get_by_role("textbox", name="CA certificate file").fill(str(openbis.ca_file))

    def choose(self, name: str, action: str) -> None:
        """Choose an action in the menu of a connection."""
        self.card(name).get_by_role("button", name=f"More actions for {name}").click()
        self.page.get_by_role("menuitem", name=action, exact=True).click()

    def remove(self, name: str) -> None:
        """Remove a connection, also from the file."""
        self.choose(name, "Remove…")
        question = self.card(name).get_by_role("group", name=f"Remove {name}?")
        question.get_by_role("button", name="Remove").click()
        expect(self.card(name)).to_have_count(0)
