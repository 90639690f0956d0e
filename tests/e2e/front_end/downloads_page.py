"""Page object of downloads in the panel."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.front_end.panel_page import PanelPage


class DownloadsPage:
    """The download form, and the transfers to one folder: other tests have transfers as well."""

    def __init__(self, panel: PanelPage, folder: str) -> None:
        self._panel = panel
        self._folder = folder
        self.page = panel.page
        self.panel = panel.panel

    def choose(self, perm_ids: Iterable[str]) -> Locator:
        """Enter data sets by their permIds and return their form."""
        self._panel.tab("Transfers").get_by_role("button", name="Download by permId").click()
        form = self.panel.get_by_role("region", name="Download")
        form.get_by_label("PermIds of data sets").fill(" ".join(perm_ids))
        form.get_by_role("button", name="Next").click()
        return form

    def download(self, *perm_ids: str, folder: str | None = None) -> Locator:
        """Start a download into the notebook's folder or another one; return its row."""
        form = self.choose(perm_ids)
        if folder is not None:
            form.get_by_label("Download to").fill(folder)
        form.get_by_role("button", name="Download", exact=True).click()
        return self.row(perm_ids[0] if len(perm_ids) == 1 else f"{len(perm_ids)} data sets")

    def row(self, subject: str, group: str | None = None) -> Locator:
        """Return the newest transfer of a subject, among the running ones or those that have ended."""
        within = self.panel.get_by_role("list", name=group, exact=True) if group else self.panel
        rows = within.get_by_role("listitem", name=f"Download {subject}", exact=True)
        return rows.filter(has_text=f"to {self._folder}").first

    def ended(self, subject: str) -> Locator:
        """Wait until the newest transfer of a subject has ended, and return it."""
        row = self.row(subject, "Finished")
        expect(row).to_be_visible()
        return row

    def reload(self) -> None:
        """Load the page again and go to the transfers."""
        self.page.reload()
        self._panel.show()
        self._panel.tab("Transfers")

    def back(self) -> None:
        """Leave the form."""
        self.panel.get_by_role("button", name="Back").click()

    def save_notebook(self) -> None:
        """Save the notebook, as the user does."""
        self._panel.toolbar.get_by_role("button", name=re.compile("^Save")).click()

    def page_with_files(self, row: Locator, front_end: str) -> Page:
        """Show the files of a download, and return their page: in Notebook 7 it is another page."""
        button = row.get_by_role("button", name="Show files")
        if front_end == "lab":
            button.click()
            return self.page
        with self.page.context.expect_page() as opened:
            button.click()
        return opened.value
