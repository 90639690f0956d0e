"""The servers, a browser, and a folder with a notebook for each test."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import USERS
from tests.e2e.browser import launched_browser
from tests.e2e.front_end.panel_page import PanelPage, opened
from tests.real_parts import missing

_BUILT = Path(__file__).parents[3] / "frontend" / "labextension"
_NOTEBOOK = {
    "cells": [],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
CONNECTION = "yeast"
USER = "alice"
PASSWORD = USERS[USER]


@dataclass(frozen=True)
class Lab:
    """JupyterLab and Notebook 7, served by one server.

    Attributes:
        root: Its root folder.
    """

    jupyter: Jupyter
    root: Path

    def page(self, path: str) -> str:
        """Return the URL of a page, with the token that logs a browser in."""
        return f"{self.jupyter.url}{path}?token={self.jupyter.token}"

    def log_in(self, openbis: FakeOpenbis) -> None:
        """Make the connection `yeast`, which is logged in; other tests are about how users do that."""
        body = {"name": CONNECTION, "url": openbis.url, "ca_bundle": str(openbis.ca_file)}
        request = urllib.request.Request(
            f"{self.jupyter.url}openbis/conns",
            json.dumps({**body, "username": USER, "password": PASSWORD}).encode(),
            {"Authorization": f"token {self.jupyter.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS, sftp=True) as openbis:
        yield openbis


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@contextmanager
def running_lab(
    folder: Path, settings: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[Lab]:
    """Serve both front ends.

    Args:
        folder: An empty one, for all that the server reads and writes.
        settings: Settings of JupyterLab's plugins.
        environ: More of the server's environment.
    """
    if not (_BUILT / "package.json").is_file():
        missing("the front end is not built; make frontend does it, with Node 20 or newer")
    root, config, extensions = folder / "notebooks", folder / "config", folder / "labextensions"
    for each in (root, config, config / "labconfig", extensions):
        each.mkdir()
    (extensions / "jupyter-openbis").symlink_to(_BUILT)
    overrides = config / "labconfig" / "default_setting_overrides.json"
    overrides.write_text(json.dumps(dict(settings or {})))
    options = [
        f"--LabServerApp.extra_labextensions_path={extensions}",
        f"--JupyterNotebookApp.extra_labextensions_path={extensions}",
    ]
    with jupyter_server(folder, root, config, options, environ, module="jupyterlab") as jupyter:
        yield Lab(jupyter, root)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)
    with launched_browser() as browser:
        yield browser


@pytest.fixture
def folder(request: pytest.FixtureRequest, lab: Lab) -> Path:
    """A folder of the test's own below Jupyter's root, with `notebook.ipynb`."""
    folder = lab.root / re.sub(r"\W+", "-", request.node.name).strip("-")
    folder.mkdir()
    (folder / "notebook.ipynb").write_text(json.dumps(_NOTEBOOK))
    return folder


@pytest.fixture(params=["lab", "notebook"])
def front_end(request: pytest.FixtureRequest) -> str:
    """JupyterLab 4, then Notebook 7."""
    return str(request.param)


@pytest.fixture
def panel(browser: Browser, lab: Lab, folder: Path, front_end: str) -> Iterator[PanelPage]:
    """The front end with the test's notebook open, and the panel in sight."""
    with opened(browser, lab.page, front_end, f"{folder.name}/notebook.ipynb") as panel:
        yield panel
