"""Page object of uploads and publications in the panel."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.state.entities import DataSet
from tests.e2e.front_end.panel_page import PanelPage
from tests.support.waiting import until

_MAX_TABS = 80
_SECONDS = 20


def metadata(notebook: Path) -> dict[str, Any]:
    """Return the metadata of a notebook on the disk, as soon as Jupyter has written it completely."""
    read: list[dict[str, Any]] = []

    def is_complete() -> bool:
        with suppress(ValueError):
            read.append(json.loads(notebook.read_text())["metadata"])
        return bool(read)

    until(is_complete)
    return read[0]


def made_of(notebook: Path) -> list[str]:
    """Return the permIds of the data sets made of a notebook, from its metadata on the disk."""
    return list(metadata(notebook).get("openbis", {}).get("permIds", {}))


class SendingPage:
    """The forms for uploads and publications."""

    def __init__(self, panel: PanelPage, title: str) -> None:
        """Wait for the form with a title: `Upload` or `Publish`."""
        self._panel = panel
        self.page: Page = panel.page
        self.form: Locator = panel.panel.get_by_role("region", name=title, exact=True)
        expect(self.form).to_be_visible()

    @classmethod
    def upload(cls, panel: PanelPage) -> SendingPage:
        """Open the upload form by its keys."""
        panel.press_keys("u")
        return cls(panel, "Upload")

    @classmethod
    def publish(cls, panel: PanelPage) -> SendingPage:
        """Open the publication form by the link in the upload form."""
        cls.upload(panel).form.get_by_role("button", name="Publish the notebook").click()
        return cls(panel, "Publish")

    def add_files(self, entry: str) -> None:
        """Choose an entry of the menu that adds files."""
        self.press("Add files…")
        self.page.get_by_role("menuitem", name=entry).click()

    def field(self, label: str) -> Locator:
        """Return an input by the beginning of its label."""
        return self.form.get_by_label(label).first

    def choose(self, label: str, words: str) -> None:
        """Search a list for words, and choose the result."""
        box = self.form.get_by_role("combobox", name=label)
        box.fill(words)
        self.form.get_by_role("option").first.click()

    def press(self, name: str) -> None:
        self.form.get_by_role("button", name=name, exact=True).click()

    def go_to(self, target: Locator) -> None:
        """Press Tab until an element has the focus."""
        for _ in range(_MAX_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not lead to {target}")

    def send(self, openbis: FakeOpenbis, by: str | None = None) -> DataSet:
        """Confirm the plan, by a click or by a key, and return the new data set in openBIS."""
        known = {each.perm_id for each in openbis.laboratory.data_sets}
        if by is None:
            self.confirmation.get_by_role("button").first.click()
        else:
            self.page.keyboard.press(by)
        until(lambda: len(list(openbis.laboratory.data_sets)) > len(known))
        (new,) = (each for each in openbis.laboratory.data_sets if each.perm_id not in known)
        panel = self._panel.panel
        # A publication shows the permId; an upload, the tooltip of its transfer.
        shown = panel.get_by_text(new.perm_id).or_(panel.locator(f'button[title*="{new.perm_id}"]'))
        expect(shown.first).to_be_visible()
        return new

    @property
    def confirmation(self) -> Locator:
        return self.form.get_by_role("region", name="What will be sent")


def files_of(openbis: FakeOpenbis, perm_id: str) -> dict[str, bytes]:
    """Return the files of a data set by their names."""
    folder = openbis.laboratory.folder / "store" / perm_id
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
