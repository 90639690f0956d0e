"""Detection of the encoding of a text from its first bytes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SINGLE_BYTE = ("latin-1", "cp1252")
"""Latin-1 first: without bytes from 0x80 to 0x9F both give the same text, and Latin-1 decodes any remaining bytes."""

ENCODINGS = ("utf-8", *dict.fromkeys(_MARKS.values()), "utf-16-le", "utf-16-be", *_SINGLE_BYTE)
"""All encodings that are detected, as names of Python codecs."""

_CONTROL = frozenset("\t\n\r\f\x1b")
"""Control characters that occur in texts: white space, and ESC in coloured output of programs."""

_UNPRINTABLE = {code for code in (*range(0x20), 0x7F) if chr(code) not in _CONTROL}
_UNPRINTABLE_OR_WRONG = _UNPRINTABLE | set(range(0x80, 0xA0))
"""Includes C1 control characters: in an ambiguous encoding, they indicate that it is the wrong one."""

_CERTAIN = frozenset({"utf-8", *_MARKS.values()})
"""Encodings in which other texts are rarely valid. C1 control characters in them come from a wrong conversion."""

_MIN_NUL_SHARE = 0.4
"""Minimum share of zero bytes among the high bytes of UTF-16 without a mark, as in European languages."""


@dataclass(frozen=True)
class DecodedText:
    """A decoded text.

    Attributes:
        encoding: Name of the Python codec that decodes the file.
    """

    text: str
    encoding: str


def decode(begin: bytes, *, is_whole: bool) -> DecodedText | None:
    """Return the beginning of a file as text; None if it is not a text.

    Texts are UTF-8, UTF-16 with or without a byte order mark, Latin-1 or Windows-1252.

    Args:
        begin: The first bytes.
        is_whole: Whether `begin` is the whole file; if not, an incomplete last character is omitted.
    """
    for encoding in _candidates(begin):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(begin, is_whole)
        except UnicodeDecodeError:
            continue
        refused = _UNPRINTABLE if encoding in _CERTAIN else _UNPRINTABLE_OR_WRONG
        if refused.isdisjoint(map(ord, set(text))):
            return DecodedText(text, encoding)
    return None


def _candidates(begin: bytes) -> tuple[str, ...]:
    marked = next((encoding for mark, encoding in _MARKS.items() if begin.startswith(mark)), None)
    if marked:
        return (marked,)
    if b"\0" not in begin:
        return ("utf-8", *_SINGLE_BYTE)
    little, big = (_nul_share(begin[offset::2]) for offset in (1, 0))
    if max(little, big) < _MIN_NUL_SHARE:
        return ()
    return ("utf-16-le",) if little > big else ("utf-16-be",)


def _nul_share(content: bytes) -> float:
    return content.count(0) / max(1, len(content))
