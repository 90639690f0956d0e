"""Uploading and publishing as a user does it in the panel."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.entities import DataSet
from tests.e2e.front_end.panel_page import PanelPage

_MOST_TABS = 80
_SECONDS = 20
_PERM_ID = re.compile(r"\d{17}-\d+")


def metadata(notebook: Path) -> dict[str, Any]:
    """Return what a notebook on the disk says of itself, as soon as Jupyter has written all of it."""
    until(lambda: notebook.read_text().rstrip().endswith("}"))
    return dict(json.loads(notebook.read_text())["metadata"])


def made_of(notebook: Path) -> list[str]:
    """Return the permIds of the data sets that a notebook on the disk says were made of it."""
    return list(metadata(notebook).get("openbis", {}).get("permIds", {}))


class SendingPage:
    """The form that uploads and the one that publishes."""

    def __init__(self, panel: PanelPage, title: str) -> None:
        """Wait for the form with a title: `Upload` or `Publish`."""
        self._panel = panel
        self.page: Page = panel.page
        self.form: Locator = panel.panel.get_by_role("region", name=title, exact=True)
        expect(self.form).to_be_visible()

    @classmethod
    def upload(cls, panel: PanelPage) -> SendingPage:
        """Begin an upload by the notebook's button."""
        panel.toolbar.get_by_role("button", name="Upload", exact=True).click()
        return cls(panel, "Upload")

    @classmethod
    def publish(cls, panel: PanelPage) -> SendingPage:
        """Begin to publish by the link in the form of uploads."""
        cls.upload(panel).form.get_by_role("button", name="Publish the notebook").click()
        return cls(panel, "Publish")

    def field(self, label: str) -> Locator:
        """Return an input by the beginning of its label."""
        return self.form.get_by_label(label).first

    def choose(self, label: str, words: str) -> None:
        """Choose what is found by some words in a list."""
        box = self.form.get_by_role("combobox", name=label)
        box.fill(words)
        self.form.get_by_role("option").first.click()

    def press(self, name: str) -> None:
        self.form.get_by_role("button", name=name, exact=True).click()

    def go_to(self, target: Locator) -> None:
        """Press the tabulator until something has the focus."""
        for _ in range(_MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not lead to {target}")

    def send(self, openbis: FakeOpenbis, by: str | None = None) -> DataSet:
        """Confirm what will be sent, by a click or by a key, and return what openBIS has then."""
        known = {each.perm_id for each in openbis.laboratory.data_sets}
        if by is None:
            self.confirmation.get_by_role("button").first.click()
        else:
            self.page.keyboard.press(by)
        new = self._panel.panel.get_by_text(_PERM_ID).filter(has_not_text=re.compile("|".join(known)))
        expect(new.first).to_be_visible()
        (made,) = (each for each in openbis.laboratory.data_sets if each.perm_id not in known)
        return made

    @property
    def confirmation(self) -> Locator:
        return self.form.get_by_role("region", name="What will be sent")


def files_of(openbis: FakeOpenbis, perm_id: str) -> dict[str, bytes]:
    """Return the files of a data set by their names."""
    folder = openbis.laboratory.folder / "store" / perm_id
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that no page shows."""
    deadline = time.monotonic() + _SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
