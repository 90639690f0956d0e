"""`make demo`: it opens JupyterLab with the panel, and leads to the first data set."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import shared_page
from tests.e2e.front_end.browse_page import BrowsePage, insert_table
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.real_parts import NO_FRONT_END, missing

_EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The URL that the demo prints."""
    if not (_EXTENSIONS / "jupyter-openbis" / "package.json").is_file():
        missing(NO_FRONT_END)
    command = [Path(sys.executable).with_name("jupyter-openbis"), "demo"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    assert process.stdout is not None
    try:
        page = next(filter(None, (re.search(r"http://\S+/lab/workspaces/\S+", line) for line in process.stdout)))
        yield page[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        process.wait(30)


def test_the_demo_shows_the_panel_and_leads_to_a_table(browser: BrowserContext, address: str) -> None:
    with shared_page(browser) as page:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(address)
        preview_table(page)


def preview_table(page: Page) -> None:
    panel = PanelPage(page)
    expect(panel.panel).to_be_visible()
    widen(page)
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.show("Wild type, 30 min at 42 °C")
    browse.open("original")
    preview = browse.preview("intensities.csv")
    insert_table(preview)
    page.locator(".jp-Notebook .jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-OutputArea th", has_text="od600")).to_be_visible()
    keep_picture(page, "demo")


def widen(page: Page) -> None:
    """Make the panel wider, by its handle."""
    handle = page.locator(".lm-SplitPanel-handle:visible").last.bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 300)
    page.mouse.down()
    page.mouse.move(handle["x"] - 70, handle["y"] + 300, steps=5)
    page.mouse.up()
