"""Internal links and pictures of the built site: each has an existing target. Others are Sphinx warnings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def setup(app: Any) -> dict[str, Any]:
    """Register the extension at Sphinx."""
    app.connect("build-finished", _check)
    return {"version": "1", "parallel_read_safe": True}


def _check(app: Any, problem: Exception | None) -> None:
    from sphinx.util import logging  # noqa: PLC0415 - the tests of this module have no Sphinx

    if problem is None and app.builder.name == "html":
        for page, link in broken_links(Path(app.outdir)):
            logging.getLogger(__name__).warning("%s: the target of the link %s does not exist", page, link)


def broken_links(site: Path) -> Iterator[tuple[str, str]]:
    """Yield page and link of each link without a target.

    Args:
        site: A folder with HTML files.
    """
    for page in sorted(site.rglob("*.html")):
        if "_static" not in page.relative_to(site).parts:
            for link in sorted(_content(page).links):
                if not _has_target(site, page, link):
                    yield page.relative_to(site).as_posix(), link


def _has_target(site: Path, page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    path = unquote(parts.path)
    target = page if not path else site / path[1:] if path.startswith("/") else (page.parent / path).resolve()
    if target.is_dir():
        target = target / "index.html"
    if not target.is_file():
        return False
    anchor = unquote(parts.fragment)
    return not anchor or target.suffix != ".html" or anchor in _content(target).anchors


class _Content(HTMLParser):
    """Links and anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = {"top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name == "id":
                self.anchors.add(value)
            elif value and ((tag, name) == ("a", "href") or name == "src") and value != "#":
                self.links.add(value)


@cache
def _content(page: Path) -> _Content:
    content = _Content()
    content.feed(page.read_text(encoding="utf-8"))
    return content
