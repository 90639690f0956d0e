"""Texts from openBIS and its files, before they reach an assistant: what is invisible becomes visible."""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\t\n"
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks without a glyph."""
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors: a sequence of them can hide any bytes after one visible character."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""Return a text in which everything that controls or hides text is an escape, e.g. `\x1b` or `\u202e`.

    These are control characters except tabs and line ends, bidirectional controls, zero-width and unassigned
    characters, tags, lone surrogates, variation selectors and letters without a glyph. A carriage return before a line
    end is dropped.

    >>> visible("red \x1b[31m, hidden \u200b, \u202etxt.exe")
    'red \\x1b[31m, hidden \\u200b, \\u202etxt.exe'
    """
    whole = text.replace("\r\n", "\n")
    if whole.isascii() and whole.replace("\n", " ").replace("\t", " ").isprintable():
        return whole
    return "".join(each if _is_visible(each) else _escaped(each) for each in whole)


def _is_visible(character: str) -> bool:
    if character in _KEPT:
        return True
    if character in _BLANK or _SELECTORS.match(character):
        return False
    return unicodedata.category(character) not in _INVISIBLE


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
