"""Directories of TIFF and BigTIFF files: pages, and the sizes at which each is stored (TIFF 6.0, section 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode

SUBFILE_TYPE, WIDTH, HEIGHT, SAMPLES = 254, 256, 257, 277
STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS, SUB_DIRECTORIES = 273, 279, 324, 325, 330

MAX_PAGES = 1000
"""Pages that are counted."""
_MAX_ENTRIES = 512
_MAX_LEVELS = 32
_MAX_VALUES = 1 << 20
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
"""Format characters of `struct` by the number of a type of whole numbers."""
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of a value by the number of its type."""


@dataclass(frozen=True)
class Entry:
    """A field of a directory.

    Attributes:
        type: The number of its type.
        count: Number of values.
        data: The values, if they are short enough to be in the directory; else their offset in the file.
    """

    type: int
    count: int
    data: bytes | int


@dataclass(frozen=True)
class Directory:
    """A page, or a page at a smaller size."""

    entries: dict[int, Entry]
    next: int
    width: int
    height: int
    is_reduced: bool


@dataclass(frozen=True)
class Page:
    """A page, with the sizes at which it is stored, largest first."""

    levels: tuple[Directory, ...]


class TiffReader:
    """Reads directories and values of fields.

    Args:
        content: The file.

    Raises:
        NoPreview: it is damaged.
    """

    def __init__(self, content: RemoteBytes) -> None:
        self._content = content
        head = content.cached(0, 16)
        self.order = ">" if head[:2] == b"MM" else "<"
        try:
            (version,) = struct.unpack_from(f"{self.order}H", head, 2)
            self._is_big = version == 43  # noqa: PLR2004 - BigTIFF
            form, offset = ("Q", 8) if self._is_big else ("I", 4)
            (self.first,) = struct.unpack_from(f"{self.order}{form}", head, offset)
        except struct.error as error:
            raise NoPreview(ReasonCode.DAMAGED) from error

    def pages(self) -> Iterator[Page]:
        """Yield the pages. A cycle ends them. Raises NoPreview."""
        levels: list[Directory] = []
        for each in self._chain():
            if levels and _is_level_of(each, levels[0], levels[-1]):
                levels.append(each)
                continue
            if levels:
                yield Page(tuple(levels))
            levels = [each, *self._sub_directories(each)]
        if levels:
            yield Page(tuple(levels))

    def numbers(self, directory: Directory, tag: int) -> tuple[int, ...]:
        """Return the values of a field of whole numbers; empty if it is missing. Raises NoPreview."""
        entry = directory.entries.get(tag)
        if entry is None:
            return ()
        code = _CODES.get(entry.type)
        if code is None or entry.count > _MAX_VALUES:
            raise NoPreview(ReasonCode.DAMAGED)
        return self._unpacked(f"{entry.count}{code}", self.raw(entry))

    def raw(self, entry: Entry) -> bytes:
        """Return the bytes of the values of a field. Raises NoPreview."""
        length = entry.count * _BYTES[entry.type]
        if isinstance(entry.data, bytes):
            return entry.data[:length]
        if length > 8 * _MAX_VALUES:
            raise NoPreview(ReasonCode.DAMAGED)
        return self._content.cached(entry.data, entry.data + length)

    def _chain(self) -> Iterator[Directory]:
        seen, offset = set[int](), self.first
        while offset and offset not in seen and len(seen) < MAX_PAGES * 4:
            seen.add(offset)
            directory = self._directory(offset)
            yield directory
            offset = directory.next

    def _sub_directories(self, directory: Directory) -> Iterator[Directory]:
        if SUB_DIRECTORIES not in directory.entries:
            return
        smaller = [self._directory(each) for each in self.numbers(directory, SUB_DIRECTORIES)[:_MAX_LEVELS]]
        yield from sorted(
            (each for each in smaller if each.width <= directory.width), key=lambda each: each.width, reverse=True
        )

    def _directory(self, offset: int) -> Directory:
        head, size, inline = ("Q", 20, 8) if self._is_big else ("H", 12, 4)
        length = struct.calcsize(f"={head}")
        (count,) = self._unpacked(head, self._content.cached(offset, offset + length))
        if not 0 < count <= _MAX_ENTRIES:
            raise NoPreview(ReasonCode.DAMAGED)
        start = offset + length
        data = self._content.cached(start, start + count * size + inline)
        entries: dict[int, Entry] = {}
        for index in range(count):
            raw = data[index * size : (index + 1) * size]
            tag, kind, number = self._unpacked("HHQ" if self._is_big else "HHI", raw[: size - inline])
            if kind in _BYTES:
                value = raw[size - inline :]
                is_inline = number * _BYTES[kind] <= inline
                entries[tag] = Entry(
                    kind, number, value if is_inline else self._unpacked("Q" if self._is_big else "I", value)[0]
                )
        (following,) = self._unpacked("Q" if self._is_big else "I", data[count * size :])
        return self._described(entries, following)

    def _described(self, entries: dict[int, Entry], following: int) -> Directory:
        found = Directory(entries, following, 0, 0, is_reduced=False)
        width, height = self.numbers(found, WIDTH)[:1], self.numbers(found, HEIGHT)[:1]
        if not width or not height or min(width[0], height[0]) < 1:
            raise NoPreview(ReasonCode.DAMAGED)
        kinds = self.numbers(found, SUBFILE_TYPE)[:1] or (0,)
        return Directory(entries, following, width[0], height[0], is_reduced=bool(kinds[0] & 1))

    def _unpacked(self, form: str, data: bytes) -> tuple[int, ...]:
        try:
            return struct.unpack(f"{self.order}{form}", data)
        except struct.error as error:
            raise NoPreview(ReasonCode.DAMAGED) from error


def _is_level_of(directory: Directory, full: Directory, last: Directory) -> bool:
    """Return whether a directory is the page before it at a smaller size.

    It is if it is marked so (TIFF 6.0, tag NewSubfileType), or if width and height are those of the page, divided by
    the same power of two: pages of a stack may become smaller, too.
    """
    if directory.width >= last.width or directory.height > last.height:
        return False
    if directory.is_reduced:
        return True
    if directory.entries.get(SAMPLES) != full.entries.get(SAMPLES):
        return False
    return any(_is_divided(directory, full, 1 << power) for power in range(1, _MAX_LEVELS))


def _is_divided(directory: Directory, full: Directory, factor: int) -> bool:
    """Return whether a directory has the size of a page, divided and rounded up or down."""
    sizes = ((directory.width, full.width), (directory.height, full.height))
    return all(0 <= size - whole // factor <= (whole % factor > 0) for size, whole in sizes)
