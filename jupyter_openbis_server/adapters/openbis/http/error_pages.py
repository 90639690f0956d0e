"""Error pages of openBIS's servlets. Where they do not set a status, only the text distinguishes them."""

from __future__ import annotations

import html
import re

_ERROR_PAGE = re.compile(r"<h1>\s*Error\s*</h1>(.*?)(?:</body>|\Z)", re.DOTALL | re.IGNORECASE)
_PLAIN_ERROR = re.compile(r"\AError:\s*(.*)", re.DOTALL)
_SKIPPED = re.compile(r"<(style|script|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
EXPIRED = "Download session expired"
_READ = 16 * 1024
"""Maximum number of characters of a page that are read: unclosed tags take quadratic time."""


def download_error(page: str) -> str | None:
    """Return the message of an error page of the download servlet.

    An installation without a path-info database shows an empty page for every error.

    Returns:
        The message, or None if the page is none of the download servlet's.
    """
    if EXPIRED in page:
        return EXPIRED
    if not page.strip():
        return "the data store gives no reason"
    found = _ERROR_PAGE.search(page[:_READ]) or _PLAIN_ERROR.search(page[:_READ])
    return text_of(found[1]) if found else None


def text_of(page: str) -> str:
    """Return what a reader sees of a page, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", _SKIPPED.sub(" ", page[:_READ]))).split())
