"""Accessibility check of the panel with axe."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_PANEL = ".jp-openbis-panel"
_RUN = """async part => {
    const { violations } = await axe.run(part);
    return violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""
_RUN_WCAG = """async part => {
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run(part, { runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`));
}"""


def serious_problems(page: Page) -> list[str]:
    """Return a line for each serious accessibility problem of the current panel."""
    return _problems(page, _RUN)


def wcag_problems(page: Page, part: str = _PANEL) -> list[str]:
    """Return a line for each violation of WCAG 2.0 to 2.2, A and AA, in a part of the page: by default the panel."""
    return _problems(page, _RUN_WCAG, part)


def _problems(page: Page, run: str, part: str = _PANEL) -> list[str]:
    page.evaluate(_AXE.read_text())
    return [str(problem) for problem in page.evaluate(run, part)]
