"""Translation of the panel, with a German JupyterLab."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
from playwright.sync_api import expect

from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab
from tests.e2e.front_end.language_pack import LANGUAGE
from tests.e2e.front_end.panel_page import PanelPage
from tests.real_parts import missing


@pytest.fixture(scope="module", autouse=True)
def german(lab: Lab) -> None:
    if "jupyter_openbis_server" not in {each.name for each in entry_points(group="jupyterlab.locale")}:
        missing("the installed package does not say that it has catalogues; install it again: pip install -e .")
    lab.change_settings("@jupyterlab/translation-extension:plugin", {"locale": LANGUAGE})


@IN_BOTH_FRONT_ENDS
def test_the_panel_and_its_settings_are_in_german(panel: PanelPage, front_end: str) -> None:
    expect(panel.panel.get_by_role("tab")).to_have_text(["Durchsuchen", "Notebook", "Übertragungen", "Verbindungen"])
    expect(panel.panel.get_by_role("button", name="Keine Verbindung")).to_be_visible()
    if front_end == "lab":
        settings = panel.open_settings()
        expect(settings.get_by_role("heading", name="Seitengröße")).to_be_visible()
