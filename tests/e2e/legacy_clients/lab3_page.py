"""Page object of JupyterLab 3 with jupyterlab-openbis 0.3.0 and an open notebook."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.e2e.legacy_clients.sample import USER

_NEW_TARGET = "Sample or experiment identifier/permId to attach this dataset to"


class Lab3Page:
    """The toolbar buttons and dialogs of the client. Only one of its dialogs is open at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator(".jp-Dialog")

    def open_dialog(self, button: str) -> Locator:
        """Close the dialog that is open, if there is one, and open that of the toolbar button with this tooltip."""
        if self.dialog.is_visible():
            self.dialog.get_by_role("button", name="Close").click()
        self.page.locator(f"button[title='{button}']").click()
        return self.dialog

    def open_connections(self) -> Locator:
        """Open the dialog with the connections."""
        return self.open_dialog("Choose openBIS connection")

    def create_connection(self, name: str, url: str, password: str) -> None:
        """Fill in and send the form for a new connection of the user `USER`."""
        form = self.open_connections().locator(".openbis-connection-creation")
        form.get_by_placeholder("openBIS instance name").fill(name)
        form.get_by_placeholder("https://openbis.domain:port").fill(url)
        form.get_by_placeholder("username").fill(USER)
        form.get_by_placeholder("password").fill(password)
        form.get_by_role("button", name="Create").click()

    def connection(self, name: str) -> Locator:
        """Return the row of a connection."""
        return self.dialog.locator(".openbis-connection-list tbody tr", has_text=name)

    def status(self, name: str) -> Locator:
        """Return the badge that says whether a connection is connected."""
        return self.connection(name).locator("[class^=openbis-connection-status]")

    def error(self, name: str) -> Locator:
        """Return the message about a failed attempt to connect."""
        return self.connection(name).locator(".openbis-error")

    def connect(self, name: str, password: str) -> None:
        """Choose a connection and try to connect as `USER`."""
        row = self.connection(name)
        row.get_by_role("radio").check()
        row.get_by_placeholder("username").fill(USER)
        row.get_by_placeholder("password").fill(password)
        row.get_by_role("button", name="Connect").click()

    def list_data_sets(self, identifier: str) -> None:
        """Open the download dialog and ask for the data sets of an entity."""
        dialog = self.open_dialog("Download openBIS datasets")
        dialog.get_by_placeholder("Sample or experiment identifier / permId").fill(identifier)
        dialog.get_by_role("button", name="Show datasets").click()

    @property
    def position(self) -> Locator:
        """The text with the rows shown and their total number."""
        return self.dialog.locator(".footer .position:not(.link)")

    def turn_page(self, arrow: str) -> None:
        """Turn to the next (`>>`) or the previous (`<<`) page."""
        self.dialog.locator(".footer .link", has_text=arrow).click()

    def rows(self) -> list[list[str]]:
        """Return the texts of the rows shown: permId, name, type, registration date, status, size."""
        rows = self.dialog.locator(".browser tbody tr").all()
        return [row.locator("td").all_inner_texts()[1:] for row in rows]

    def download(self, perm_ids: list[str], target: str) -> None:
        """Select data sets of the page shown, and download them; return when openBIS has answered for the last."""
        self.dialog.locator(".row", has_text="Download data to path").locator("input").fill(target)
        for perm_id in perm_ids:
            self.dialog.locator(".browser tr", has_text=perm_id).get_by_role("checkbox").check()
        with self.page.expect_response(lambda response: f"/{perm_ids[-1]}/" in response.url):
            self.dialog.get_by_role("button", name="Download selected").click()

    def download_directly(self, perm_id: str, target: str) -> None:
        """Download a data set whose permId is typed in."""
        self.dialog.locator(".row", has_text="Download data to path").locator("input").fill(target)
        self.dialog.get_by_placeholder("Dataset permId").fill(perm_id)
        self.dialog.get_by_role("button", name="Download", exact=True).click()

    def prepare_upload(self, data_set_type: str, properties: dict[str, str], identifier: str) -> None:
        """Open the upload dialog and fill in everything but parents and files; properties go by their labels."""
        dialog = self.open_dialog("Upload openBIS datasets")
        dialog.locator("select").select_option(data_set_type)
        for label, value in properties.items():
            self.fill_property(label, value)
        dialog.get_by_placeholder(_NEW_TARGET).fill(identifier)

    def fill_property(self, label: str, value: str) -> None:
        """Fill in one property of the upload dialog."""
        row = self.dialog.locator(".row").filter(has=self.page.locator(".label").get_by_text(label, exact=True))
        row.locator("input").fill(value)

    def open_folder(self, name: str) -> None:
        """Show the files of a folder in the upload dialog."""
        self.dialog.locator(".pointer").get_by_text(name, exact=True).click()

    def select(self, text: str) -> None:
        """Select a parent or a file of the upload dialog."""
        row = self.dialog.locator(".upload-table tr").filter(has=self.page.get_by_text(text, exact=True))
        row.get_by_role("checkbox").check()

    def upload(self) -> None:
        """Press the button of the upload dialog."""
        self.dialog.get_by_role("button", name="Upload").click()

    @property
    def upload_message(self) -> Locator:
        """The message of the upload dialog about the upload."""
        return self.dialog.locator(".upload-message")
