"""Translation of the panel, with a German JupyterLab."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.front_end.conftest import IN_BOTH_FRONT_ENDS, Lab, running_lab
from tests.e2e.front_end.panel_page import PanelPage
from tests.real_parts import missing

LANGUAGE = "de_DE"
SETTINGS = {"@jupyterlab/translation-extension:plugin": {"locale": LANGUAGE}}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if "jupyter_openbis_server" not in {each.name for each in entry_points(group="jupyterlab.locale")}:
        missing("the installed package does not say that it has catalogues; install it again: pip install -e .")
    packages = tmp_path_factory.mktemp("packages")
    _make_language_pack(packages)
    environ = {"PYTHONPATH": os.pathsep.join([str(packages), os.environ.get("PYTHONPATH", "")])}
    with running_lab(tmp_path_factory.mktemp("lab"), SETTINGS, environ) as lab:
        yield lab


@IN_BOTH_FRONT_ENDS
def test_the_panel_is_in_german(panel: PanelPage) -> None:
    expect(panel.panel.get_by_role("tab")).to_have_text(["Durchsuchen", "Übertragungen", "Verbindungen"])
    expect(panel.toolbar.get_by_role("button", name="Herunterladen")).to_be_visible()


def test_its_settings_are_in_german(panel: PanelPage) -> None:
    panel.page.get_by_role("menuitem", name="Settings").click()
    panel.page.get_by_role("menuitem", name="Settings Editor").click()
    panel.page.get_by_placeholder("Search settings").last.fill("openBIS")
    expect(panel.page.get_by_role("heading", name="Seitengröße")).to_be_visible()


def _make_language_pack(folder: Path) -> None:
    """Install a language pack without texts: JupyterLab loads other packages' catalogues only with a pack."""
    name = f"jupyterlab_language_pack_{LANGUAGE}"
    package, metadata = folder / name, folder / f"{name}-1.0.dist-info"
    for each in (package / "locale" / LANGUAGE / "LC_MESSAGES", metadata):
        each.mkdir(parents=True)
    (package / "__init__.py").touch()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[jupyterlab.languagepack]\n{LANGUAGE} = {name}\n")
