"""What is done in the panel, and measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from benchmarks.panel.figures import KEY_GOAL, Figures
from benchmarks.panel.world import DATA_SET, EXPERIMENT, FILE_NAME, OWNER, SAMPLE_NAME, Sizes

SHOWN, FIRST_ROWS, SEARCHED = "panel shown", "panel with its first rows", "search: from the input to rows"
_PANEL = ".jp-openbis-panel"
_LINEAGE = ".jp-openbis-lineage"
FIRST_NODES = 200
"""Nodes of a lineage that the panel loads first."""
_ROW = f"{_PANEL} [role=treeitem]"
_SCRIPT = Path(__file__).with_name("watch.js")
_WHEELS, _WHEEL_PIXELS = 60, 240
_TIMEOUT = 120_000
"""Milliseconds; the fake openBIS sorts all samples for each page."""


class Steps:
    """Measures the panel in a page whose panel is not shown yet.

    Args:
        page: Shows a notebook in JupyterLab.
        figures: Receives what is measured.
        sizes: Lengths of the lists.
        keys: How many keys are pressed in each list.
    """

    def __init__(self, page: Page, figures: Figures, sizes: Sizes, keys: int) -> None:
        self._page, self._figures, self._sizes, self._keys = page, figures, sizes, keys
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})  # not the time of other processes
        page.add_script_tag(content=_SCRIPT.read_text())

    def run(self) -> None:
        """Measure everything."""
        self._show()
        self._search()
        samples, files = f"{self._sizes.samples:,} samples", f"{self._sizes.files:,} files"
        self._open("YEAST_LAB", "GROWTH")
        self._measure_opening(f"experiment with {samples}: first rows", EXPERIMENT, f"{_ROW}[aria-level='4']")
        self._use_list(samples, EXPERIMENT, f"{SAMPLE_NAME} ", self._sizes.samples)
        self._row(EXPERIMENT).press("ArrowLeft")
        self._open(OWNER)
        self._measure_files(f"data set with {files}: first rows")
        self._use_list(files, "original", f"{FILE_NAME}_", self._sizes.files)
        self._use_lineage(self._sizes.nodes + 1)

    def _show(self) -> None:
        button = self._page.locator(".jp-NotebookPanel:visible .jp-Toolbar").get_by_role(
            "button", name="openBIS", exact=True
        )
        expect(button).to_be_visible(timeout=_TIMEOUT)
        self._page.evaluate("() => openbisBenchmark.startAt('click')")
        button.evaluate("button => button.click()")
        shown = self._until(f"{_PANEL} [role=tab]", is_start_kept=True)
        rows = self._until(_ROW)
        self._figures.add(SHOWN, shown)
        self._figures.add(FIRST_ROWS, rows)

    def _search(self) -> None:
        field = self._page.locator(_PANEL).get_by_role("searchbox")
        field.focus()
        self._page.evaluate("() => openbisBenchmark.startAt('input')")
        self._page.keyboard.insert_text("heat")
        self._figures.add(SEARCHED, self._until(f"{_PANEL} .jp-openbis-results [data-result]"))
        field.fill("")
        expect(self._page.locator(_ROW).first).to_be_visible()

    def _measure_opening(self, what: str, name: str, rows: str) -> None:
        row = self._row(name)
        row.focus()
        self._page.evaluate("() => openbisBenchmark.startAt('keydown')")
        self._page.keyboard.press("ArrowRight")
        self._figures.add(what, self._until(rows))

    def _measure_files(self, what: str) -> None:
        row = self._row(DATA_SET)
        expect(row).to_be_visible()
        self._page.evaluate("() => openbisBenchmark.startAt('click')")
        row.click()
        self._figures.add(what, self._until(f"{_PANEL} [role=treeitem][data-openbis-row='file']"))

    def _use_list(self, what: str, parent: str, prefix: str, count: int) -> None:
        """Load all rows by a filter, then measure keys and scrolling among all of them."""
        self._row(parent).press("/")
        field = self._page.locator(_PANEL).get_by_role("searchbox", name=f"Filter {parent}")
        last = f"{prefix}{count:05d}"
        self._page.evaluate("() => openbisBenchmark.startAt('input')")
        field.fill(last)
        row = self._page.locator(_PANEL).get_by_role("treeitem", name=last)
        expect(row).to_have_attribute("aria-setsize", "1", timeout=_TIMEOUT)
        self._figures.add(f"{what}: all of them filtered", self._until(_ROW))
        field.fill("")
        field.press("Escape")
        expect(self._row(f"{prefix}{1:05d}")).to_have_attribute("aria-setsize", str(count))
        self._press_keys(what, prefix)
        self._scroll(what, prefix)

    def _use_lineage(self, count: int) -> None:
        """Draw a lineage, with all its nodes, and measure keys among them."""
        nodes, what = f"{_LINEAGE} button", f"{count:,} nodes"
        self._page.evaluate("() => openbisBenchmark.startAt('click')")
        self._page.locator(_PANEL).get_by_role("button", name="Show lineage").click()
        first = min(count, FIRST_NODES)
        self._figures.add(f"lineage: first {first:,} nodes", self._until(nodes, first))
        if count > first:
            self._page.evaluate("() => openbisBenchmark.startAt('click')")
            self._page.get_by_role("region", name="Lineage").get_by_role("button", name="Load more").click()
            self._figures.add(f"lineage: {what}", self._until(nodes, count))
        self._page.locator(nodes).first.focus()
        arrows = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowDown"] * max(1, self._keys // 4)
        self._time_keys(f"arrow key among {what}", arrows)

    def _press_keys(self, what: str, prefix: str) -> None:
        self._row(f"{prefix}0").focus()
        self._time_keys(f"key without effect among {what}", ["Shift"] * (self._keys // 4))
        arrows = ["ArrowDown"] * (self._keys // 2) + ["ArrowUp"] * (self._keys - self._keys // 2)
        self._time_keys(f"arrow key among {what}", arrows)

    def _time_keys(self, what: str, keys: Sequence[str]) -> None:
        self._page.evaluate("() => openbisBenchmark.watchKeys()")
        before = self._cpu_seconds()
        for key in keys:
            self._page.keyboard.press(key)
            self._page.evaluate("() => openbisBenchmark.frame()")
        spent = self._cpu_seconds() - before
        times: list[float] = self._page.evaluate("() => openbisBenchmark.keys")
        self._figures.add(f"{what}: to the next frame", *times)
        self._figures.add(f"{what}: CPU of the page, on average", spent * 1000 / len(keys))

    def _cpu_seconds(self) -> float:
        """Return the CPU time of the page's main thread: scripts, styles, layout and painting."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    def _scroll(self, what: str, prefix: str) -> None:
        self._row(f"{prefix}0").hover()
        self._page.evaluate("() => openbisBenchmark.watchFrames()")
        for _ in range(_WHEELS):
            self._page.mouse.wheel(0, _WHEEL_PIXELS)
            self._page.evaluate("() => openbisBenchmark.frame()")
        self._figures.add(f"scrolling among {what}: between frames", *self._stopped_frames())
        self._page.locator(_PANEL).evaluate("panel => panel.scrollTo(0, 0)")

    def _stopped_frames(self) -> list[float]:
        frames: list[float] = self._page.evaluate("() => openbisBenchmark.stopFrames()")
        return frames

    def _open(self, *names: str) -> None:
        for name in names:
            self._row(name).press("ArrowRight")
            expect(self._row(name)).to_have_attribute("aria-expanded", "true")

    def _row(self, name: str) -> Locator:
        return self._page.locator(_PANEL).get_by_role("treeitem", name=name).first

    def _until(self, selector: str, count: int = 1, *, is_start_kept: bool = False) -> float:
        """Return the milliseconds from the start until the frame that shows enough elements."""
        script = """async ([selector, count, isKept]) => {
            const { start } = openbisBenchmark;
            const passed = await openbisBenchmark.until(selector, count);
            openbisBenchmark.start = isKept ? start : undefined;
            return passed;
        }"""
        passed: Any = self._page.evaluate(script, [selector, count, is_start_kept])
        return float(passed)


def keys_among(what: str) -> str:
    """Return how the figure of arrow keys in a list is called."""
    return f"arrow key among {what}: to the next frame"


def goals(sizes: Sizes) -> dict[str, float]:
    """Return the goals by what they are about."""
    return {keys_among(what): KEY_GOAL for what in (f"{sizes.samples:,} samples", f"{sizes.files:,} files")}
