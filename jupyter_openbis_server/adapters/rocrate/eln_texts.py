"""Texts of entries: HTML as plain text, and as rich text of openBIS's ELN without anything that a browser executes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from jupyter_openbis_server.adapters.rocrate.html_tokens import Token, tokens_of
from jupyter_openbis_server.domain.eln_archives.entry import rich_text

_LINES = frozenset(("p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol"))
_CELLS = frozenset(("td", "th"))
_EMBEDDED = re.compile(r"""\b(src|href)\s*=\s*(["'])data:[^"'>]*\2""", re.IGNORECASE)
"""Pictures in base64, which may have many megabytes."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
_RICH = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "br", "hr", "pre", "code", "blockquote", "ul", "ol", "li", "a",
     "em", "strong", "b", "i", "u", "s", "sub", "sup", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
)  # fmt: skip
_WITHOUT_END = frozenset(("br", "hr"))
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_SPAN = re.compile(r"""\b(colspan|rowspan)\s*=\s*["']?(\d{1,3})\b""", re.IGNORECASE)
_MAX_DEPTH = 100
_MAX_TEXT = 1_000_000
_CUT = "\n[The rest was left out: the text has more than 1,000,000 characters]"


def is_html(text: str, media_type: str) -> bool:
    """Return whether a text is HTML, by its media type, or by its content if none is stated."""
    return "html" in media_type.lower() or (not media_type and _TAG.search(text) is not None)


def plain(html: str) -> str:
    """Return HTML as text: blocks become lines, cells are separated by spaces, markup and scripts are dropped."""
    whole = "".join(map(_as_text, tokens_of(_prepared(html))))
    lines = (" ".join(line.split()) for line in whole.split("\n"))
    return "\n".join(line for line in lines if line)


def rich(html: str) -> str:
    """Return HTML with elements of an allow-list only, well-formed; of attributes, addresses of links and spans stay.

    All texts are escaped, and tags are generated: nothing else of the given HTML is in the result.
    """
    return "".join(_allowed(tokens_of(_prepared(html))))


def unformatted(text: str) -> tuple[str, str]:
    """Return a text without markup, e.g. Markdown, as plain text and as rich text that shows it as it is."""
    shown = _cut(text.strip())
    return shown, rich_text(shown)


def _prepared(html: str) -> str:
    return _cut(_EMBEDDED.sub("", html))


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}{_CUT}"


def _as_text(token: Token) -> str:
    if not token.tag:
        return token.text
    return "\n" if token.tag in _LINES else " " if token.tag in _CELLS else ""


def _allowed(tokens: Iterator[Token]) -> Iterator[str]:
    opened: list[str] = []
    for each in tokens:
        if not each.tag:
            yield escape(each.text)
        elif each.tag in _WITHOUT_END:
            yield f"<{each.tag}>"
        elif each.tag in _RICH and not each.is_end and len(opened) < _MAX_DEPTH:
            opened.append(each.tag)
            yield f"<{each.tag}{_attributes(each)}>"
        elif each.is_end and each.tag in opened:
            yield from _ends(opened, each.tag)
    while opened:
        yield f"</{opened.pop()}>"


def _ends(opened: list[str], tag: str) -> Iterator[str]:
    """Yield the end of an element, and of all in it that have none."""
    while True:
        last = opened.pop()
        yield f"</{last}>"
        if last == tag:
            return


def _attributes(token: Token) -> str:
    if token.tag in _CELLS:
        return "".join(f' {name.lower()}="{number}"' for name, number in _SPAN.findall(token.attributes))
    found = _HREF.search(token.attributes) if token.tag == "a" else None
    address = unescape(found[1] or found[2] or "")[:2000].strip() if found else ""
    return f' href="{escape(address)}"' if _ADDRESS.fullmatch(address) else ""
