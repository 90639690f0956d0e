"""Fixtures: the servers, a browser, and a folder with a notebook for each test."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import USERS
from tests.e2e.browser import need_browser
from tests.e2e.front_end.language_pack import LANGUAGE, make_language_pack
from tests.e2e.front_end.panel_page import PanelPage, opened
from tests.forked_kernel import forked_kernels
from tests.real_parts import NO_FRONT_END, missing

_BUILT = Path(__file__).parents[3] / "frontend" / "labextension"
NOTEBOOK = {
    "cells": [],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
_UNUSED = (
    "apputils-extension:announcements",
    "apputils-extension:splash",
    "cell-toolbar-extension",
    "celltags-extension",
    "completer-extension",
    "console-extension",
    "csvviewer-extension",
    "debugger-extension",
    "documentsearch-extension",
    "extensionmanager-extension",
    "filebrowser-extension:share-file",
    "fileeditor-extension:language-server",
    "help-extension",
    "htmlviewer-extension",
    "hub-extension",
    "imageviewer-extension",
    "inspector-extension",
    "javascript-extension",
    "json-extension",
    "logconsole-extension",
    "lsp-extension",
    "markdownviewer-extension",
    "mathjax-extension",
    "mermaid-extension",
    "metadataform-extension",
    "notebook-extension:export",
    "notebook-extension:language-server",
    "notebook-extension:log-output",
    "pdf-extension",
    "pluginmanager-extension",
    "running-extension",
    "terminal-extension",
    "toc-extension",
    "tooltip-extension",
    "vega5-extension",
    "workspaces-extension",
)
"""Parts of JupyterLab that the panel has nothing to do with; without them, a page is loaded in two thirds of the time.
The tests of the demo, the wheel and the published clients use all of JupyterLab."""
CONNECTION = "yeast"
USER = "alice"
PASSWORD = USERS[USER]


@dataclass(frozen=True)
class Lab:
    """JupyterLab and Notebook 7, served by one server.

    Attributes:
        root: Its root folder.
        config: Its configuration folder, in which JupyterLab keeps changed settings.
    """

    jupyter: Jupyter
    root: Path
    config: Path

    def page(self, path: str) -> str:
        """Return the URL of a page, with the token that logs a browser in."""
        return f"{self.jupyter.url}{path}?token={self.jupyter.token}"

    @property
    def connection_file(self) -> Path:
        """The user's own connection file."""
        return self.config / "openbis-connections.yaml"

    def log_in(self, openbis: FakeOpenbis) -> None:
        """Create the connection `yeast`, which is logged in; other tests cover the login by users."""
        self._request("POST", "openbis/conns", {**_definition(openbis), "username": USER, "password": PASSWORD})

    def add_connection(self, openbis: FakeOpenbis) -> None:
        """Create the connection `yeast`, which is not logged in."""
        self._request("POST", "openbis/conns", {**_definition(openbis), "username": USER})

    def keep_folder(self, connection: str, folder: str, owner: str) -> None:
        """Keep a folder below the root folder in openBIS, and synchronise it at once."""
        request = {"connection": connection, "folder": folder, "owner": owner}
        self._request("PUT", "openbis/sync", request)
        self._request("POST", f"openbis/sync/now?folder={quote(folder)}")

    def change_settings(self, plugin: str, settings: Mapping[str, object]) -> None:
        """Change settings of a plugin of JupyterLab, e.g. `@jupyterlab/translation-extension:plugin`, as users can."""
        package, _, name = plugin.partition(":")
        file = self.config / "lab" / "user-settings" / package / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(dict(settings)))

    def reset(self) -> None:
        """Remove all kept folders, connections, kernels and changed settings."""
        for kept in self._request("GET", "openbis/sync")["folders"]:
            self._request("DELETE", f"openbis/sync?folder={quote(kept['folder'])}")
        self.connection_file.unlink(missing_ok=True)
        for connection in self._request("GET", "openbis/conns")["connections"]:
            self._request("DELETE", f"openbis/conn/{quote(connection['name'], safe='')}")
        sessions = [f"api/sessions/{each['id']}" for each in self._request("GET", "api/sessions")]
        with ThreadPoolExecutor() as threads:  # each kernel takes half a second to end
            list(threads.map(partial(self._request, "DELETE"), sessions))
        shutil.rmtree(self.config / "lab" / "user-settings", ignore_errors=True)

    def _request(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.jupyter.url}{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"token {self.jupyter.token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"null")


def _definition(openbis: FakeOpenbis) -> dict[str, str]:
    return {"name": CONNECTION, "url": openbis.url, "ca_bundle": str(openbis.ca_file)}


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users=USERS, sftp=True) as openbis:
        yield openbis


@pytest.fixture(scope="session")
def shared_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    need_browser()
    if not (_BUILT / "package.json").is_file():
        missing(NO_FRONT_END)
    packages = tmp_path_factory.mktemp("packages")
    make_language_pack(packages, LANGUAGE)
    environ = {
        "JUPYTER_OPENBIS_COMMAND": str(
            Path(sys.executable).with_name("jupyter-openbis")
        ),  # for R, which finds it by PATH
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(packages), os.environ.get("PYTHONPATH")])),
    }
    with (
        forked_kernels(tmp_path_factory.mktemp("kernels"), environ) as environ_of_lab,
        running_lab(tmp_path_factory.mktemp("lab"), environ_of_lab) as lab,
    ):
        yield lab


@pytest.fixture(scope="module")
def lab(shared_lab: Lab) -> Iterator[Lab]:
    """One server for all modules; each begins without kept folders, connections, kernels and changed settings."""
    yield shared_lab
    shared_lab.reset()


@contextmanager
def running_lab(folder: Path, environ: Mapping[str, str]) -> Iterator[Lab]:
    """Serve both front ends.

    Args:
        folder: An empty folder for all files of the server.
        environ: Additional environment variables of the server.
    """
    root, config, extensions = folder / "notebooks", folder / "config", folder / "labextensions"
    for each in (root, config, config / "labconfig", extensions):
        each.mkdir()
    (extensions / "jupyter-openbis").symlink_to(_BUILT)
    disabled = {f"@jupyterlab/{each}": True for each in _UNUSED}
    # Without "buildAvailable", each page would have the server start Node, to ask whether JupyterLab is to be built.
    page_config = {"disabledExtensions": disabled, "buildAvailable": False}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(page_config))
    options = [
        f"--LabServerApp.extra_labextensions_path={extensions}",
        f"--JupyterNotebookApp.extra_labextensions_path={extensions}",
    ]
    with jupyter_server(folder, root, config, options, environ, module="jupyterlab") as jupyter:
        yield Lab(jupyter, root, config)


@pytest.fixture
def folder(request: pytest.FixtureRequest, lab: Lab) -> Path:
    """A folder of the test's own below Jupyter's root, with `notebook.ipynb`."""
    folder = lab.root / re.sub(r"\W+", "-", request.node.name).strip("-")
    folder.mkdir()
    (folder / "notebook.ipynb").write_text(json.dumps(NOTEBOOK))
    return folder


IN_BOTH_FRONT_ENDS = pytest.mark.parametrize("front_end", ["lab", "notebook"], indirect=True)
"""For tests of what depends on the program around the panel: its menus, keys, files, and the notebook."""


@pytest.fixture
def front_end(request: pytest.FixtureRequest) -> str:
    """JupyterLab 4 (`lab`) or Notebook 7 (`notebook`)."""
    return str(getattr(request, "param", "lab"))


@pytest.fixture
def panel(browser: BrowserContext, lab: Lab, folder: Path, front_end: str) -> Iterator[PanelPage]:
    """The front end with the test's notebook and the panel open."""
    with opened(browser, lab.page, front_end, f"{folder.name}/notebook.ipynb") as panel:
        yield panel
