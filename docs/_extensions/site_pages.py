"""Pages of the site that are made of other files of the repository, and links to such files.

A page with the comment `<!-- page: FILE -->` shows that file, e.g. CHANGELOG.md; one with `<!-- openapi: FILE -->`
shows an OpenAPI document, under the title of the page. FILE is relative to the page. Relative links to files outside
`docs` lead to the page that shows the file, else to the repository.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from openapi_page import openapi_page

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
REPOSITORY = "https://sissource.ethz.ch/sispub/jupyter-openbis-server/-"
PAGE = re.compile(r"^<!-- (page|openapi): (\S+) -->$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```[^\S\n]*$|``.*?``|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)")


def setup(app: Any) -> dict[str, Any]:
    """Register the extension at Sphinx."""
    app.connect("source-read", _read)
    return {"version": "1", "parallel_read_safe": True}


def _read(_: Any, name: str, content: list[str]) -> None:
    content[0] = page_source(DOCS / f"{name}.md", content[0])


def page_source(page: Path, text: str) -> str:
    """Return the Markdown of a page of the site.

    Args:
        page: Its file in `docs`.
        text: The text of that file.
    """
    found = PAGE.search(text)
    if not found:
        return with_site_links(text, page, page)
    file = (page.parent / found[2]).resolve()
    if found[1] == "openapi":
        return text.replace(found[0], openapi_page(json.loads(file.read_text(encoding="utf-8"))))
    title = text.partition("\n")[0]
    return with_site_links(re.sub(r"\A# .*", lambda _: title, file.read_text(encoding="utf-8")), file, page)


def with_site_links(text: str, source: Path, page: Path) -> str:
    """Return a text with links that work on the site.

    Args:
        text: Markdown.
        source: The file that it is from, to which its links are relative.
        page: The page that shows it.
    """

    def replaced(link: re.Match[str]) -> str:
        return f"]({site_target((source.parent / link[1]).resolve(), page)}{link[2] or ''})"

    return _outside_code(text, lambda part: LINK.sub(replaced, part))


def site_target(target: Path, page: Path) -> str:
    """Return the link from a page to a file or folder of the repository."""
    if not target.exists():
        target = target.with_name(f"{target.name}.md")  # decisions are also named without the suffix
    if target.is_dir() and (target / "index.md").exists():
        target = target / "index.md"
    target = _shown_files().get(target, target)
    if DOCS in target.parents and target.is_file():
        return Path(os.path.relpath(target, page.parent)).as_posix()
    return f"{REPOSITORY}/{'tree' if target.is_dir() else 'blob'}/master/{target.relative_to(ROOT).as_posix()}"


@cache
def _shown_files() -> dict[Path, Path]:
    """Return the page that shows a file, by the file."""
    pages = {}
    for page in DOCS.rglob("*.md"):
        found = PAGE.search(page.read_text(encoding="utf-8"))
        if found and found[1] == "page":
            pages[(page.parent / found[2]).resolve()] = page
    return pages


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts, end = [], 0
    for code in CODE.finditer(text):
        parts += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, change(text[end:])])
