"""Detection of the encoding of a text by its first bytes."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SINGLE_BYTE = ("latin-1", "cp1252")
"""Latin-1 first: where a text has no bytes from 0x80 to 0x9F, both read the same, and Latin-1 reads any rest of it."""

_CONTROL = frozenset("\t\n\r\f\x1b")
"""Control characters of texts: white space, and ESC, which colours the output of programs."""

_UNPRINTABLE = {code for code in (*range(0x20), 0x7F) if chr(code) not in _CONTROL}
_UNPRINTABLE_OR_WRONG = _UNPRINTABLE | set(range(0x80, 0xA0))
"""C1 control characters, too: where bytes may mean many things, they tell that the encoding is another one."""

_CERTAIN = frozenset({"utf-8", *_MARKS.values()})
"""Encodings that other texts are hardly ever valid in. C1 control characters are in them by a wrong conversion."""

_MIN_NUL_SHARE = 0.4
"""Least share of zero bytes among the high bytes of UTF-16 without a mark: letters of European languages have them."""


@dataclass(frozen=True)
class DecodedText:
    """A text.

    Attributes:
        encoding: Name of the Python codec that reads the file.
    """

    text: str
    encoding: str


def decode(begin: bytes, *, is_whole: bool) -> DecodedText | None:
    """Return the beginning of a file as text, or None if it is not a text.

    Texts are UTF-8, UTF-16 with or without a byte order mark, Latin-1 or Windows-1252.

    Args:
        begin: The first bytes.
        is_whole: Whether they are the whole file; if not, an incomplete last character is left out.
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
