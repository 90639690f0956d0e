"""A user without a mouse, who has to see where the focus is."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.front_end.axe import wcag_problems
from tests.e2e.front_end.panel_page import PanelPage, keep_picture

_MAX_KEYS = 80
_WHAT_HIDES_THE_FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) {
        return 'no element has the focus';
    }
    const name = node => node ? node.outerHTML.slice(0, 100) : 'nothing';
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const panel = element.closest('.jp-openbis-panel')?.getBoundingClientRect() ??
        { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    // JupyterLab's notifications are above everything for some seconds.
    const topmost = (x, y) => document.elementsFromPoint(x, y).find(each => !each.closest('.Toastify')) ?? null;
    const hitAt = (x, y) => {
        const hit = topmost(x, y);
        return hit && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.control === element);
    };
    const x = Math.min(left + 20, (left + right) / 2);
    const isTall = bottom - top > panel.bottom - panel.top;
    if (!isTall && (top < panel.top - 1 || bottom > panel.bottom + 1)) {
        return `${name(element)} reaches out of the panel: ${top}-${bottom}, ${panel.top}-${panel.bottom}`;
    }
    if (left < panel.left - 1 || right > panel.right + 1) {
        return `${name(element)} is wider than the panel: ${left}-${right}, ${panel.left}-${panel.right}`;
    }
    for (const y of isTall ? [(panel.top + panel.bottom) / 2] : [top + 3, (top + bottom) / 2, bottom - 3]) {
        if (!hitAt(x, y)) {
            return `${name(element)} is behind ${name(topmost(x, y))}`;
        }
    }
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return outlineStyle === 'none' && boxShadow === 'none' && !element.matches('input')
        ? `${name(element)} does not show the focus` : null;
}"""


class KeyboardUser:
    """Presses keys, and notes where the focus was not visible.

    Attributes:
        hidden: What was wrong with the focus, a line each.
    """

    def __init__(self, panel: PanelPage) -> None:
        self._panel = panel
        self.page = panel.page
        self.hidden: list[str] = []

    def chord(self, key: str) -> None:
        """Run a command of the panel by its keys."""
        self._panel.press_keys(key)
        expect(self._panel.panel.locator(":focus")).to_have_count(1)
        self._look()

    def tab_to(self, target: Locator) -> None:
        """Press Tab until an element has the focus."""
        self.press_until("Tab", target)

    def press_until(self, key: str, target: Locator) -> None:
        """Press a key until an element has the focus."""
        expect(target).to_be_attached()
        for _ in range(_MAX_KEYS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
            self._look()
        raise AssertionError(f"{key} does not lead to {target}")

    def check_page(self, name: str) -> None:
        """Check that the focus is visible, and that the panel is accessible; keep a picture of it."""
        self._look()
        keep_picture(self.page, f"keyboard-{name}")
        assert wcag_problems(self.page) == []

    def _look(self) -> None:
        # Scrolling follows the focus in the next frame.
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        problem = self.page.evaluate(_WHAT_HIDES_THE_FOCUS)
        if problem is not None:
            self.hidden.append(str(problem))
