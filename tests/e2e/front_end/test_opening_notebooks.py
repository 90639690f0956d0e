"""A link from openBIS to a published notebook, which is opened with its data."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import ARCHIVED, IMAGES, WILD_TYPE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from tests.e2e.browser import shared_page
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import log_in, run_cell
from tests.e2e.front_end.conftest import NOTEBOOK, Lab
from tests.e2e.front_end.first_session import COLUMN
from tests.e2e.front_end.panel_page import PanelPage, keep_picture

CODE = f'import pandas as pd\npd.read_csv("data/{IMAGES}/original/intensities.csv")'
"""What the panel inserts for a file with a local copy."""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    log_in(lab, openbis)


@pytest.fixture
def perm_id(openbis: FakeOpenbis) -> str:
    """A notebook that another user has published; it has read a local copy of a data set."""
    entry = {"url": openbis.url, "path": f"data/{IMAGES}", "files": ["original/intensities.csv"]}
    cell = {"cell_type": "code", "id": "a", "execution_count": None, "metadata": {}, "outputs": [], "source": CODE}
    metadata = {**NOTEBOOK["metadata"], "datasets": {IMAGES: entry}}
    notebook = json.dumps({**NOTEBOOK, "cells": [cell], "metadata": metadata}).encode()
    added = add_data_set(
        openbis.laboratory,
        "ANALYSIS_NOTEBOOK",
        sample=WILD_TYPE,
        parents=[IMAGES, ARCHIVED],
        properties={"$NAME": "Growth again", "$HISTORY_ID": "9a1d"},
    )
    files = {"original/growth.ipynb": notebook, "original/growth.ipynb.html": b"<html></html>"}
    write(openbis.laboratory.store_path(added.perm_id), files)
    return added.perm_id


def test_a_link_opens_a_published_notebook_whose_code_finds_its_data(
    browser: BrowserContext, lab: Lab, perm_id: str
) -> None:
    with shared_page(browser) as page:
        page.goto(lab.page("api/status"))  # the token logs the browser in; links have none
        page.goto(f"{lab.jupyter.url}openbis/open?permId={perm_id}&kind=dataSet")
        panel = page.get_by_role("region", name="openBIS", exact=True)
        panel.get_by_role("button", name="Open notebook with its data…").click()
        form = panel.get_by_role("region", name="Open notebook")
        form.get_by_label("Download to").fill("again")
        expect(form.get_by_text("again/Growth again")).to_be_visible()
        expect(form.get_by_text("Cannot be downloaded now:")).to_be_visible()
        keep_picture(page, "open-notebook")
        assert serious_problems(page) == []
        assert not (lab.root / "again").exists()

        form.get_by_role("button", name="Download and open").click()
        cell = page.locator(".jp-Notebook:visible .jp-CodeCell")
        expect(cell).to_contain_text("read_csv")
        run_cell(PanelPage(page), cell)
        expect(cell.locator(".jp-OutputArea")).to_contain_text(COLUMN)
        keep_picture(page, "opened-notebook")
    (folder,) = (lab.root / "again").iterdir()
    assert sorted(each.name for each in folder.iterdir() if not each.name.startswith(".")) == [
        "data",
        "growth.ipynb",
        "growth.ipynb.html",
    ]
