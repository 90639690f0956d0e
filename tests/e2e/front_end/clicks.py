"""Count of the clicks that a task takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

_COUNT = """() => {
    window.openbisClicks = 0;
    window.addEventListener('pointerdown', ({ isTrusted }) => { window.openbisClicks += isTrusted; }, true);
}"""


@contextmanager
def counted_clicks(page: Page) -> Iterator[Callable[[], int]]:
    """Count what the user clicks in a page until it is loaded again; return a function that returns the number."""
    page.evaluate(_COUNT)
    yield lambda: int(page.evaluate("window.openbisClicks"))
