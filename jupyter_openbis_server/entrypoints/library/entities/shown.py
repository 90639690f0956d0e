"""Texts of openBIS in terminals and in HTML."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Sequence

MAX_ROWS = 20
"""Maximum number of rows of a table in a notebook."""

_MAX_CELL = 200
_STYLE = "text-align: left; vertical-align: top"


def plain(text: str) -> str:
    """Return a text for a terminal: as it is, or in quotation marks with escapes if it could control the terminal."""
    return text if text.isprintable() and text else repr(text)


def escaped(value: object) -> str:
    """Return a value as the content of an HTML element."""
    text = "" if value is None else _text(value)
    text = text if len(text) <= _MAX_CELL else f"{text[:_MAX_CELL]}…"
    return f"<bdi>{html.escape(text)}</bdi>" if text else ""


def html_link(url: str, text: str) -> str:
    """Return a link; only `http` and `https` addresses are links."""
    if not url.startswith(("http://", "https://")):
        return escaped(text)
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{escaped(text)}</a>'


def html_table(headers: Sequence[str], rows: Iterable[Sequence[object]], remark: str = "") -> str:
    """Return a table; everything is escaped."""
    head = "".join(map(_heading, headers))
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    below = f"<p>{escaped(remark)}</p>" if remark else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def html_facts(title: str, facts: Iterable[tuple[str, str]]) -> str:
    """Return a heading and a table of names and values; values are HTML, all else is escaped."""
    rows = "".join(f"<tr>{_heading(name)}<td style='{_STYLE}'>{value}</td></tr>" for name, value in facts)
    return f"<div><strong>{escaped(title)}</strong><table><tbody>{rows}</tbody></table></div>"


def _heading(text: str) -> str:
    return f'<th style="{_STYLE}">{escaped(text)}</th>'


def _cell(value: object) -> str:
    return f'<td style="{_STYLE}">{escaped(value)}</td>'


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return str(value)
