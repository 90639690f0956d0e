"""Parts of long texts and tables that end at a line."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TWO_BYTES = ("utf-16", "utf-16-le", "utf-16-be")


@dataclass(frozen=True)
class TextPart:
    """A part of a text.

    Attributes:
        length: Number of bytes of the part in the file.
    """

    text: str
    length: int


def first_part(text: str, encoding: str, *, is_whole: bool, max_lines: int, quotes: bool) -> TextPart:
    """Return the beginning of a text up to the end of a line, or all of it if no line ends.

    Args:
        text: The decoded text.
        encoding: Its encoding; wrong bytes of texts with one byte per character were decoded by `surrogateescape`.
        is_whole: Whether the file ends here, so that the last line is complete.
        max_lines: Maximum number of lines.
        quotes: Whether a line end between two `"` is part of a cell and does not end a line.
    """
    ends = list(itertools.islice(_line_ends(text, quotes=quotes), max_lines + 1))
    is_all = not ends or (is_whole and len(ends) <= max_lines)
    part = text if is_all else text[: ends[:max_lines][-1]]
    return TextPart(part, len(part.encode(encoding, _errors(encoding))))


def decode_part(content: bytes, encoding: str, begin: bytes) -> tuple[str, str]:
    """Return a part that is not the beginning of a text, decoded, and the encoding of this part.

    Args:
        content: The bytes; those that are wrong, e.g. an incomplete last character, are kept: see `first_part`.
        encoding: The encoding of the file, as `decode` names it.
        begin: The first bytes of the file, which have the byte order.
    """
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-be" if begin.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"}
    actual = plain.get(encoding, encoding)
    if actual in _TWO_BYTES:
        content = content[: len(content) // 2 * 2]
    return content.decode(actual, _errors(actual)), actual


def printable(text: str) -> str:
    """Return a text in which bytes that could not be decoded are replaced."""
    return re.sub("[\udc80-\udcff]", "\ufffd", text)


def _errors(encoding: str) -> str:
    return "replace" if encoding in _TWO_BYTES else "surrogateescape"


def _line_ends(text: str, *, quotes: bool) -> Iterator[int]:
    """Yield the positions after line ends."""
    start = 0
    for number, piece in enumerate(text.split('"') if quotes else (text,)):
        if number % 2 == 0:
            yield from (start + found.end() for found in re.finditer("\n", piece))
        start += len(piece) + 1
