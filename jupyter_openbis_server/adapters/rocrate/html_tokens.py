"""Texts and tags of HTML of anybody, found in a time that grows only with its length.

Python's own parser takes minutes for 100,000 characters of unfinished comments. Tags are not validated here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NO_TEXT = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "head", "template")}
"""Ends of elements whose content is no text for readers."""


@dataclass(frozen=True)
class Token:
    """A text or a tag.

    Attributes:
        text: The text, without character references; empty for a tag.
        tag: Name of the element in lower case; empty for a text.
        attributes: As they are written; not validated.
        is_end: Whether a tag ends the element.
    """

    text: str = ""
    tag: str = ""
    attributes: str = ""
    is_end: bool = False


def tokens_of(html: str) -> Iterator[Token]:
    """Yield the texts and tags of HTML; comments, declarations, scripts and style sheets are left out."""
    position = 0
    while (start := html.find("<", position)) >= 0:
        yield Token(_decoded(html[position:start]))
        tag = _NAME.match(html, start + 1)
        if not tag and html[start + 1 : start + 2] not in ("!", "?", "/"):
            position = start + 1
            yield Token("<")
            continue
        position = _end(html, start)
        if position < 0:  # it is not finished, so that what follows is text
            position = start
            break
        if tag:
            name, attributes = tag[2].lower(), html[tag.end() : position].rstrip("/>")
            yield Token(tag=name, attributes=attributes, is_end=bool(tag[1]))
            if name in _NO_TEXT and not tag[1]:
                end = _NO_TEXT[name].search(html, position)
                position = end.start() if end else len(html)
    yield Token(_decoded(html[position:]))


def _end(html: str, start: int) -> int:
    """Return the position after the tag, comment or declaration at a position; negative if it is not finished."""
    mark = "-->" if html.startswith("<!--", start) else ">"
    found = html.find(mark, start)
    return found + len(mark) if found >= 0 else found


def _decoded(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:  # the number of a character has thousands of digits
        return text
