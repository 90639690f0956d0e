"""Incremental JSON parsing for documents of unknown size: short steps, bounded memory.

`json.loads` parses a document in one C call, which holds the interpreter lock: 50 MiB stop all threads for half a
second, and malicious documents take 30 times their size in memory. Here each call of C code gets at most some hundred
kilobytes, so that other threads run in between, and parsing stops when the values would exceed the memory limit. The
values are those of `json.loads`.

A shared helper: it imports no adapter. docs/decisions/0015 compares the alternatives.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

SMALL_BYTES = 256 * 1024
"""A document up to this size is parsed at once, in a few milliseconds."""

PIECE_BYTES = 256 * 1024
"""Recommended size of the pieces of a large document."""

_WINDOW = 64 * 1024
"""Characters that are decoded before a value is parsed; a longer value is parsed in parts."""
_BATCH = 32 * 1024
"""Characters of array elements that are parsed together."""
_MAX_DEPTH = 64
"""Maximum nesting of values that are longer than a window. In openBIS's responses it is below 20."""
_MAX_ESCAPE = 12
"""Length of an escaped character outside the basic plane: two surrogates."""

_PER_DOCUMENT, _PER_LIST, _PER_OBJECT, _PER_ELEMENT, _PER_KEY, _PER_ROW = 64, 72, 200, 80, 60, 300
"""Bytes per value in CPython 3.10 to 3.13, rounded up, in addition to the characters."""

_SPACE = frozenset(" \t\n\r")
_SPACES = re.compile(r"[ \t\n\r]+")
_NUMBER = frozenset("-0123456789")
_BORDERS = {"{": "},{", "[": "],["}
"""The likely separator between elements that begin with this character."""

Path = tuple[str, ...]
Scan = Callable[[str, int], tuple[Any, int]]


class TooLarge(Exception):
    """The values of a document exceed the memory limit."""


def read_json(
    pieces: Iterable[bytes],
    max_memory: int,
    *,
    rows: Path = (),
    row: Callable[[Any], object] | None = None,
    parse_constant: Callable[[str], object] | None = None,
) -> Any:  # noqa: ANN401 - as `json.loads`
    """Return the value of a JSON document in UTF-8.

    Args:
        pieces: The document's bytes, in pieces of at most about `PIECE_BYTES`.
        max_memory: Memory limit of the values in bytes, as estimated from the text.
        rows: Keys that lead to an array whose elements are converted; empty for none.
        row: Converts an element of that array as soon as it is parsed; only its result is kept, and counted as 300
            bytes. Elements are passed in order, each once. An exception ends the parsing.
        parse_constant: As for `json.loads`: called for NaN and the infinities.

    Raises:
        ValueError: this is not JSON, or nested more deeply than Python can parse.
        TooLarge.
    """
    begun: list[bytes] = []
    size = 0
    source = iter(pieces)
    for piece in source:
        begun.append(piece)
        size += len(piece)
        if size > SMALL_BYTES:
            break
    else:
        return _with_rows(_parsed_at_once(b"".join(begun), parse_constant), rows, row)
    scan = json.JSONDecoder(parse_constant=parse_constant).raw_decode
    try:
        return _Parser(chain(begun, source), scan, max_memory, rows if row else (), row).document()
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _parsed_at_once(content: bytes, parse_constant: Callable[[str], object] | None) -> Any:  # noqa: ANN401
    text = content.decode("utf-8", "surrogatepass").removeprefix("\ufeff")  # `json.loads` would take UTF-16, too
    try:
        return json.loads(text, parse_constant=parse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _with_rows(value: Any, rows: Path, row: Callable[[Any], object] | None) -> Any:  # noqa: ANN401
    """Convert the rows of a document that was parsed at once."""
    if row is None:
        return value
    above = value
    for key in rows[:-1]:
        above = above.get(key) if isinstance(above, dict) else None
    found = above.get(rows[-1]) if isinstance(above, dict) else None
    if isinstance(found, list):
        above[rows[-1]] = [row(each) for each in found]
    return value


class _Parser:
    """Parses one large document. `_at` is where in `_text` the next token begins."""

    def __init__(
        self,
        pieces: Iterator[bytes],
        scan: Scan,
        max_memory: int,
        rows: Path,
        row: Callable[[Any], object] | None,
    ) -> None:
        self._pieces = pieces
        self._scan = scan
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
        self._text, self._at, self._is_read = "", 0, False
        self._room = max_memory - _PER_DOCUMENT
        self._rows, self._row = rows, row

    def document(self) -> Any:  # noqa: ANN401
        self._fill()
        if self._text.startswith("\ufeff"):
            self._at = 1
        value = self._value(0, self._rows or None)
        if self._token():
            raise ValueError("there is something behind the document")
        return value

    def _value(self, depth: int, path: Path | None) -> Any:  # noqa: ANN401
        """Parse a value; `path` are the keys that lead from here to the rows, None if none do."""
        first = self._token()
        if path is not None and first in _BORDERS:
            return self._container(first, depth, path)
        text, at = self._text, self._at
        try:
            value, end = self._scan(text, at)
        except ValueError:
            if self._is_read:
                raise ValueError("not JSON") from None
        else:
            if end == len(text) and first in _NUMBER and not self._is_read:
                raise ValueError("a number of too many digits")
            self._use(_estimate(text, at, end))
            self._at = end
            return value
        if first == '"':
            return self._long_string()
        return self._container(first, depth, None)

    def _container(self, first: str, depth: int, path: Path | None) -> Any:  # noqa: ANN401
        if depth >= _MAX_DEPTH:
            raise ValueError("nested too deeply")
        if first == "{":
            return self._object(depth, path)
        if first == "[":
            return self._array(depth, is_rows=path == ())
        raise ValueError("not JSON")

    def _object(self, depth: int, path: Path | None) -> dict[str, Any]:
        self._use(_PER_OBJECT)
        self._at += 1
        value: dict[str, Any] = {}
        if self._token() == "}":
            self._at += 1
            return value
        while True:
            if self._token() != '"':
                raise ValueError("a key is missing")
            key = self._value(depth, None)
            self._expect(":")
            value[key] = self._value(depth + 1, path[1:] if path and path[0] == key else None)
            self._use(_PER_ELEMENT)
            if not self._goes_on("}"):
                return value

    def _array(self, depth: int, *, is_rows: bool) -> list[Any]:
        self._use(_PER_LIST)
        self._at += 1
        row = self._row if is_rows else None
        values: list[Any] = []
        if self._token() == "]":
            self._at += 1
            return values
        no_batch_before = 0
        while True:
            room = self._room
            batch = self._batch() if self._at >= no_batch_before else None
            if batch is None:
                before, text = self._at, self._text
                batch = [self._value(depth + 1, None)]
                self._use(_PER_ELEMENT)
                is_same = text is self._text  # else `_at` counts from another beginning
                no_batch_before = max(no_batch_before, before + _BATCH) if is_same else 0
            if row:
                self._room = room
                self._use(_PER_ROW * len(batch))
                batch = [row(each) for each in batch]
            values += batch
            if not self._goes_on("]"):
                return values

    def _batch(self) -> list[Any] | None:
        """Parse some elements of an array together; None if the text does not show where they end.

        The text is cut at a comma that looks like one between elements. If the text before it, in brackets, is a valid
        array, the cut was right: from the start of an element, JSON can be parsed in only one way.
        """
        first = self._token()
        text, at = self._text, self._at
        if not first:
            return None  # the document ends behind a comma
        border = _BORDERS.get(first, ",")
        end = text.rfind(border, at, at + _BATCH) + border.index(",")
        if end <= at:
            return None
        elements = text[at:end]
        try:
            batch, length = self._scan(f"[{elements}]", 0)
        except ValueError:
            return None
        if length != len(elements) + 2:
            return None
        self._use(_estimate(elements, 0, len(elements)))
        self._at = end
        return batch  # type: ignore[no-any-return]

    def _goes_on(self, closing: str) -> bool:
        """Step over a comma, or over the end of a container; return whether it was a comma."""
        found = self._token()
        if found not in (",", closing):
            raise ValueError("a comma is missing")
        self._at += 1
        if found == ",":
            self._token()
        return found == ","

    def _expect(self, wanted: str) -> None:
        if self._token() != wanted:
            raise ValueError(f"{wanted} is missing")
        self._at += 1

    def _long_string(self) -> str:
        """Parse a string that is longer than a window, part by part."""
        parts: list[str] = []
        self._at += 1
        while True:
            self._fill()
            try:
                part, end = self._scan(f'"{self._text[self._at :]}', 0)
            except ValueError:
                if self._is_read:
                    raise ValueError("a string has no end") from None
                part, self._at = self._part_of_string()
                parts.append(part)
            else:
                self._at += end - 1
                return "".join((*parts, part))
            self._use(len(part))

    def _part_of_string(self) -> tuple[str, int]:
        """Parse the part of a string that is in the text; return it, and where it ends: within no escape."""
        for cut in range(len(self._text), len(self._text) - _MAX_ESCAPE, -1):
            content = self._text[self._at : cut]
            try:
                part, end = self._scan(f'"{content}"', 0)
            except ValueError:
                continue
            if end == len(content) + 2:
                is_half = "\ud800" <= part[-1] < "\udc00" and content[-1] != part[-1]
                return (part[:-1], cut - _MAX_ESCAPE // 2) if is_half else (part, cut)
        raise ValueError("a string with something else in it")

    def _token(self) -> str:
        """Step over white space and return the next character; empty at the end of the document."""
        while True:
            if len(self._text) - self._at < _WINDOW and not self._is_read:
                self._fill()
            first = self._text[self._at : self._at + 1]
            if first not in _SPACE:
                return first
            match = _SPACES.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                continue
            if self._is_read:
                return ""

    def _fill(self) -> None:
        """Decode pieces until there is a window of text."""
        parts = [self._text[self._at :]]
        length = len(parts[0])
        while length < _WINDOW and not self._is_read:
            piece = next(self._pieces, b"")
            self._is_read = not piece
            parts.append(self._decoder.decode(piece, final=self._is_read))
            length += len(parts[-1])
        self._text, self._at = "".join(parts), 0

    def _use(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise TooLarge


def _estimate(text: str, start: int, end: int) -> int:
    """Return how many bytes the values of a text take, at most."""
    return (
        end
        - start
        + _PER_ELEMENT * text.count(",", start, end)
        + _PER_KEY * text.count(":", start, end)
        + _PER_LIST * text.count("[", start, end)
        + _PER_OBJECT * text.count("{", start, end)
    )
