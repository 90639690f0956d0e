"""What the panel is measured with: a fake openBIS with long lists, JupyterLab, and Chromium."""

from __future__ import annotations

import json
import shutil
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from jupyter_openbis_server.entrypoints.demo.jupyter_process import Jupyter, jupyter_server
from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set, add_experiment, add_sample
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import EMPTY_BENCH, TIME_SERIES, USERS
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

BUILT = Path(__file__).parents[2] / "frontend" / "labextension"
"""The panel as `make frontend` builds it."""
EXPERIMENT, SAMPLE_NAME = "Wells of a screen", "Well"
DATA_SET, FILE_NAME = "Frames of a film", "frame"
OWNER = "Nothing measured yet"
"""Name of the sample that has the data set."""
_USER = "alice"
_NOTEBOOK = "notebook.ipynb"
_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
_TIMEOUT = 120_000
_HTTP_SECONDS = 60.0
_LAYER = 50


@dataclass(frozen=True)
class Sizes:
    """Lengths of the lists, and number of data sets that were made from the one with the files."""

    samples: int
    files: int
    nodes: int


def find_chromium() -> str | None:
    """Return the path of the installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, _EXECUTABLES)), None)


@dataclass(frozen=True)
class World:
    """Running servers and a browser."""

    jupyter: Jupyter
    browser: BrowserContext

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Open a notebook in a new page and a workspace of its own; the panel is not shown."""
        # What other pages have stored is not there.
        address = f"lab/workspaces/{uuid.uuid4().hex}/tree/{_NOTEBOOK}?token={self.jupyter.token}"
        with closing(self.browser.new_page()) as page:
            page.set_default_timeout(_TIMEOUT)
            page.add_init_script("sessionStorage.clear(); localStorage.clear();")
            page.goto(f"{self.jupyter.url}{address}")
            yield page


@contextmanager
def running_world(folder: Path, sizes: Sizes, executable: str) -> Iterator[World]:
    """Run everything until the end of the block.

    Args:
        folder: An empty folder.
        sizes: Lengths of the lists.
        executable: Path of Chromium.
    """
    root, config, extensions = folder / "notebooks", folder / "config", folder / "labextensions"
    for each in (root, config, extensions):
        each.mkdir()
    (extensions / "jupyter-openbis").symlink_to(BUILT)
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = {"cells": [], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (root / _NOTEBOOK).write_text(json.dumps(notebook))
    options = [f"--LabServerApp.extra_labextensions_path={extensions}"]
    with (
        FakeOpenbis(folder / "openbis", users=USERS) as openbis,
        jupyter_server(folder, root, config, options, module="jupyterlab") as jupyter,
        _chromium(folder / "profile", executable) as browser,
    ):
        _add_long_lists(openbis.laboratory, sizes)
        _log_in(jupyter, openbis.url)
        yield World(jupyter, browser)


@contextmanager
def _chromium(profile: Path, executable: str) -> Iterator[BrowserContext]:
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable, args=arguments, viewport={"width": 1280, "height": 800}
        )
        with closing(browser):
            yield browser


def _add_long_lists(laboratory: Laboratory, sizes: Sizes) -> None:
    experiment = add_experiment(
        laboratory, "/YEAST_LAB/GROWTH", "SCREEN", "DEFAULT_EXPERIMENT", properties={"$NAME": EXPERIMENT}
    )
    for number in range(1, sizes.samples + 1):
        name = {"$NAME": f"{SAMPLE_NAME} {number:05d}"}
        add_sample(laboratory, f"WELL{number:05d}", "STRAIN", experiment=experiment.perm_id, properties=name)
    data_set = add_data_set(laboratory, "RAW_DATA", sample=EMPTY_BENCH, properties={"$NAME": DATA_SET})
    folder = laboratory.store_path(data_set.perm_id) / "original"
    folder.mkdir(parents=True)
    for number in range(1, sizes.files + 1):
        (folder / f"{FILE_NAME}_{number:05d}.tif").write_bytes(b"II*\0")
    _add_lineage(laboratory, data_set.perm_id, sizes.nodes)


def _add_lineage(laboratory: Laboratory, start: str, count: int) -> None:
    """Add data sets that were made from another one: layers of 50, each with three parents in the layer before."""
    before = [start]
    for first in range(0, count, _LAYER):
        before = [
            add_data_set(
                laboratory,
                "RAW_DATA",
                sample=TIME_SERIES,
                properties={"$NAME": f"Track {number:05d}"},
                parents=list(dict.fromkeys(before[(number * 13 + step) % len(before)] for step in (0, 7, 31))),
            ).perm_id
            for number in range(first, min(first + _LAYER, count))
        ]


def _log_in(jupyter: Jupyter, url: str) -> None:
    body = {"name": "lab", "url": url, "username": _USER, "password": USERS[_USER], "http_only": True}
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{jupyter.url}openbis/conns",
        json.dumps(body).encode(),
        {"Authorization": f"token {jupyter.token}"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=_HTTP_SECONDS) as answer:  # noqa: S310
        answer.read()
