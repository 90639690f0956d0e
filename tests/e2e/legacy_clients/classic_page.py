"""Page object of the classic notebook with jupyter-openbis-extension 0.6.0."""

from __future__ import annotations

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.e2e.legacy_clients.sample import USER


class ClassicPage:
    """The toolbar buttons and dialogs of the client.

    Attributes:
        alerts: The texts of the browser's message boxes, in which the client reports most errors.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator(".modal-dialog")
        self.alerts: list[str] = []
        page.on("dialog", self._note)

    def tidy_up(self) -> None:
        """Close what is open, and leave message boxes to the next user of the browser's page."""
        self.page.remove_listener("dialog", self._note)
        while self.dialog.is_visible():
            self.dialog.locator(".modal-header .close").click()
            self.dialog.wait_for(state="detached")
        while self.feedback.count():
            self.feedback.first.locator(".close").click()

    def open_dialog(self, action: str) -> Locator:
        """Open the dialog of a toolbar button: `connections`, `dataset-download` or `dataset-upload`."""
        self.page.locator(f"button[data-jupyter-action='jupyter-openBIS:openbis-{action}']").click()
        return self.dialog

    def close_dialog(self, button: str) -> None:
        """Close the dialog by a button at its end; return when it is closed."""
        self.dialog.locator(".modal-footer").get_by_role("button", name=button).click()
        self.dialog.wait_for(state="detached")

    def create_connection(self, name: str, url: str, password: str) -> None:
        """Fill in and send the form for a new connection of the user `USER`."""
        dialog = self.open_dialog("connections")
        values = {"connection_name": name, "url": url, "username": USER, "password": password}
        for field, value in values.items():
            dialog.locator(f"input[form=new_connection][name={field}]").fill(value)
        dialog.get_by_role("button", name="create").click()

    def connection(self, name: str) -> Locator:
        """Return the row of a connection."""
        return self.dialog.locator("tbody tr", has_text=name)

    def status(self, name: str) -> Locator:
        """Return the badge that says whether a connection is connected."""
        return self.connection(name).locator(".label")

    def error(self, name: str) -> Locator:
        """Return the message about a failed attempt to connect."""
        return self.connection(name).locator("p")

    def connect(self, name: str, password: str) -> None:
        """Try to connect as `USER`."""
        row = self.connection(name)
        row.locator("input[name=username]").fill(USER)
        row.locator("input[name=password]").fill(password)
        row.get_by_role("button", name="connect").click()

    def choose_connection(self, name: str) -> None:
        """Choose a connection to work with, and close the dialog."""
        self.connection(name).get_by_role("radio").check()
        self.close_dialog("Choose connection")

    def list_data_sets(self, identifier: str) -> None:
        """Ask for the data sets of an entity, in the download dialog that is open."""
        self.dialog.locator("input[name=entityIdentifier]").fill(identifier)
        self.dialog.get_by_role("button", name="show datasets").click()

    def expect_rows(self, first: int, last: int, total: int) -> None:
        """Wait until rows `first` to `last` of `total` are shown."""
        position = self.dialog.locator("strong:has(+ a.fa-caret-right)")
        expect(position).to_have_text(f"{first}\N{EN DASH}{last}/{total}")

    def turn_page(self, direction: str) -> None:
        """Turn to the page `right` or `left` of this one."""
        self.dialog.locator(f"a.fa-caret-{direction}").click()

    def rows(self) -> list[list[str]]:
        """Return the texts of the rows shown: permId, name, type, registration date, status, size."""
        return [row.locator("td").all_inner_texts()[1:] for row in self.dialog.locator("tbody tr").all()]

    def download(self, perm_ids: list[str], target: str) -> None:
        """Select data sets of the page shown, and download them; return when the dialog is closed."""
        self.dialog.locator("input[name=downloadPath]").fill(target)
        for perm_id in perm_ids:
            self.dialog.locator("tbody tr", has_text=perm_id).get_by_role("checkbox").check()
        self.close_dialog("Download")

    def download_directly(self, perm_id: str, target: str) -> None:
        """Download a data set whose permId is typed in; return when the dialog is closed."""
        self.dialog.locator("input[name=downloadPath]").fill(target)
        self.dialog.locator("input[name=datasetPermId]").fill(perm_id)
        self.close_dialog("Download")

    @property
    def feedback(self) -> Locator:
        """The messages above the notebook about what succeeded."""
        return self.page.locator(".openbis-feedback.alert-success")

    def prepare_upload(self, data_set_type: str, properties: dict[str, str], identifier: str) -> None:
        """Open the upload dialog and fill in everything but parents and files; properties go by their codes."""
        dialog = self.open_dialog("dataset-upload")
        dialog.locator("#dataset_type").select_option(data_set_type)
        for code, value in properties.items():
            self.fill_property(code, value)
        dialog.locator("input[name=entityIdentifier]").fill(identifier)

    def fill_property(self, code: str, value: str) -> None:
        """Fill in one property of the upload dialog."""
        self.dialog.locator(f"#upload-input-fields input[name='{code}']").fill(value)

    def property_error(self, code: str) -> Locator:
        """Return the message beside a property of the upload dialog."""
        return self.dialog.locator(f"#upload-input-fields strong:has(+ input[name='{code}'])")

    @property
    def entity_error(self) -> Locator:
        """The message beside the identifier of the upload dialog."""
        return self.dialog.locator("strong:has(+ input[name=entityIdentifier])")

    def select(self, text: str) -> None:
        """Select a parent or a file of the upload dialog."""
        row = self.dialog.locator("tr").filter(has=self.page.get_by_text(text, exact=True))
        row.get_by_role("checkbox").check()

    def upload(self) -> None:
        """Press the button of the upload dialog."""
        self.dialog.get_by_role("button", name="Upload").click()

    def _note(self, alert: Dialog) -> None:
        self.alerts.append(alert.message)
        alert.accept()
