"""Fixtures for both published clients: a fake openBIS with https, and a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.browser import BLANK, no_script_errors, shared_page
from tests.e2e.legacy_clients import sample
from tests.e2e.legacy_clients.jupyter import Jupyter

_NOTEBOOK = {
    "cells": [],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="module")
def openbis() -> Iterator[FakeOpenbis]:
    with FakeOpenbis(tls=True, users={sample.USER: sample.PASSWORD}) as openbis:
        sample.add_samples(openbis.laboratory)
        yield openbis


@pytest.fixture(scope="module")
def folder(jupyter: Jupyter) -> Path:
    """A folder below Jupyter's root, with `notebook.ipynb`."""
    return folder_with_notebook(jupyter.root / "work")


def folder_with_notebook(folder: Path) -> Path:
    """Create a folder with `notebook.ipynb`."""
    folder.mkdir()
    (folder / "notebook.ipynb").write_text(json.dumps(_NOTEBOOK))
    return folder


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """The name of a connection that only this test uses."""
    return re.sub(r"\W", "-", request.node.name)


@pytest.fixture(scope="module")
def module_page(browser: BrowserContext) -> Iterator[Page]:
    with shared_page(browser) as page:
        yield page


@pytest.fixture
def page(request: pytest.FixtureRequest, module_page: Page) -> Iterator[Page]:
    """A page that the tests of a module share, since it takes longer to load than to test; blank after a failure."""
    failures = request.session.testsfailed
    try:
        with no_script_errors(module_page):
            yield module_page
    finally:
        if request.session.testsfailed > failures:
            module_page.goto(BLANK)
