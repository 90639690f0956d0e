"""The panel in a small window: no element covers the content or the focused element."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from tests.e2e.front_end.axe import serious_problems
from tests.e2e.front_end.browse_page import BrowsePage
from tests.e2e.front_end.conftest import Lab
from tests.e2e.front_end.panel_page import PanelPage, keep_picture
from tests.e2e.front_end.sending_page import SendingPage

ZOOMED = {"width": 640, "height": 400}  # 1280 x 800 at a zoom of 200 %
USUAL = {"width": 1280, "height": 800}
_IS_SEEN = """element => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const panel = element.closest('.jp-openbis-panel').getBoundingClientRect();
    const middle = Math.min(left + 20, (left + right) / 2);
    const seen = y => element.contains(document.elementFromPoint(middle, y)) ||
        document.elementFromPoint(middle, y)?.contains(element);
    return top >= panel.top - 1 && bottom <= panel.bottom + 1 && seen(top + 3) && seen(bottom - 3);
}"""

_STOP = f"""() => {{
    const element = document.activeElement;
    const isInForm = element.closest('.jp-openbis-panel section') && !element.closest('.jp-openbis-footer');
    return [element.outerHTML.slice(0, 120), Boolean(isInForm), Boolean(isInForm) && ({_IS_SEEN})(element)];
}}"""


@pytest.fixture(scope="module", autouse=True)
def connection(lab: Lab, openbis: FakeOpenbis) -> None:
    lab.log_in(openbis)


def test_at_200_percent_zoom_files_and_focus_stay_visible(panel: PanelPage) -> None:
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.item("Wild type, 30 min at 42 °C").press("Space")
    chosen = browse.view.get_by_text("1 data set selected")
    expect(chosen).to_be_visible()
    browse.show("Wild type, 30 min at 42 °C")
    browse.open("original")
    panel.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    preview = browse.preview("intensities.csv")
    expect(preview.get_by_role("columnheader", name="od600")).to_be_visible()
    expect(chosen).to_be_hidden()  # while another element is at the lower edge
    keep_picture(panel.page, "zoomed-preview")
    browse.item("intensities.csv").press("ArrowUp")
    assert is_visible(browse.focused)
    browse.focused.press("ArrowDown")
    assert is_visible(browse.focused)
    assert serious_problems(panel.page) == []
    preview.get_by_role("button", name="Close the preview").click()
    expect(chosen).to_be_visible()


def test_the_preview_leaves_room_for_the_files(panel: PanelPage) -> None:
    panel.page.set_viewport_size(USUAL)  # type: ignore[arg-type]
    browse = BrowsePage(panel)
    browse.open("YEAST_LAB", "STRESS_RESPONSE", "Heat shock at 42", "Heat shock, wild type")
    browse.show("Wild type, 30 min at 42 °C")
    browse.open("original", "images")
    preview = browse.preview("field_01.png")
    expect(preview.get_by_role("img")).to_be_visible()
    keep_picture(panel.page, "usual-preview")
    assert height(preview) <= 0.4 * height(panel.page.locator(".jp-openbis-panel")) + 1
    for key in ("ArrowDown", "ArrowDown", "End", "Home"):
        browse.focused.press(key)
        assert is_visible(browse.focused)


def test_the_footer_of_an_upload_never_covers_the_focus(panel: PanelPage) -> None:
    upload = SendingPage.upload(panel)
    upload.choose("Data set type", "CHARACTERISATION")
    for size in (USUAL, ZOOMED):
        panel.page.set_viewport_size(size)  # type: ignore[arg-type]
        upload.press("Review…")
        expect(upload.form.get_by_text("Nothing was sent.")).to_be_visible()
        assert hidden_stops(panel) == []
        keep_picture(panel.page, f"upload-{size['width']}")


def hidden_stops(panel: PanelPage) -> list[str]:
    """Move through a form by Tab, and return the elements that had the focus and were not visible."""
    hidden = []
    panel.panel.get_by_role("button", name="Back").focus()
    while True:
        panel.page.keyboard.press("Tab")
        html, is_in_form, is_seen_now = panel.page.evaluate(_STOP)
        if not is_in_form:
            break
        if not is_seen_now:
            hidden.append(html)
    assert html.endswith(">Review…</button>"), "the focus left the form in another way"
    return hidden


def is_visible(element: Locator) -> bool:
    """Return whether an element is fully visible in the panel, without an element before it."""
    return bool(element.evaluate(_IS_SEEN))


def height(element: Locator) -> float:
    return float(element.evaluate("element => element.offsetHeight"))
