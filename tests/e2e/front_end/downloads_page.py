"""Page object of downloads in the panel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.front_end.panel_page import PanelPage


def folder_of(folder: Path, perm_id: str) -> Path:
    """Return the folder of a data set, which the panel calls by name and permId."""
    (found,) = folder.glob(f"*({perm_id})")
    return found


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
        """Return the newest transfer of a subject, among the running ones or those that have ended.

        Args:
            subject: Name or permId of the data set, or the number of data sets: all are in the tooltip of the row.
            group: Title of the group.
        """
        within = self.panel.get_by_role("list", name=group, exact=True) if group else self.panel
        rows = within.get_by_role("listitem", name=re.compile("^Download "))
        for words in (subject, f"to {self._folder}"):
            rows = rows.filter(has=self.page.locator(f'button[title*="{words}"]'))
        return rows.first

    def ended(self, subject: str) -> Locator:
        """Wait until the newest transfer of a subject has ended; return it, with its details."""
        row = self.row(subject, "Finished")
        expect(row).to_be_visible()
        return self.unfolded(row)

    def done(self, subject: str, timeout: float | None = None) -> Locator:
        """Wait, at most this many ms, until the newest transfer of a subject is done; return it, with its details.

        After a resume, the cancelled transfer has ended, too, until the list is read again.
        """
        row = self.row(subject, "Finished")
        expect(row).to_have_attribute("data-state", "done", timeout=timeout)
        row = self.unfolded(row)
        expect(row).to_contain_text("Done")
        return row

    def unfolded(self, row: Locator) -> Locator:
        """Show the details of a transfer."""
        toggle = row.get_by_role("button").first
        if toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
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
