"""A page of a TIFF file as a TIFF file of its own, in memory.

Pillow reads all of a compressed file, and follows all offsets in it. So it gets a file with one page, at the smallest
size that is large enough, with the fields that describe its pixels only.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes
from jupyter_openbis_server.adapters.previews.tiff_directories import (
    MAX_PAGES,
    STRIP_LENGTHS,
    STRIP_OFFSETS,
    TILE_LENGTHS,
    TILE_OFFSETS,
    Directory,
    Entry,
    Page,
    TiffReader,
)
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode

MAX_PIXELS = 100_000_000
MAX_STORED_BYTES = 128 << 20
_MAX_GAP = 64 << 10
_COPIED = (256, 257, 258, 259, 262, 266, 274, 277, 278, 284, 317, 320, 322, 323, 338, 339, 347, 529, 530, 531, 532)
"""Fields that describe pixels: sizes, bits, compression, colours, orientation, tiles."""
_LONG = 4
_TO_LONG = (13, 16, 18)


@dataclass(frozen=True)
class ExtractedPage:
    """A page as a file.

    Attributes:
        content: The file.
        width, height: Size of the page at its largest, in pixels.
        pages: Number of pages; only those that were counted, if `more_pages`.
    """

    content: bytes
    width: int
    height: int
    pages: int
    more_pages: bool


def extract_page(content: RemoteBytes, number: int, side: int) -> ExtractedPage:
    """Return a page of a TIFF file.

    Args:
        content: The file.
        number: The page, from 0.
        side: Maximum of width and height of the result that is needed.

    Raises:
        NoPreview: there is no such page, it is damaged, or too large at all sizes.
        TooMuchRead: the limit of `content`.
    """
    reader = TiffReader(content)
    found, count, more = None, 0, False
    for index, page in enumerate(reader.pages()):
        if index == number:
            found = page
        if index >= max(MAX_PAGES, number + 1):
            more = True
            break
        count = index + 1
    if found is None:
        raise NoPreview(ReasonCode.NO_PAGE, page=number + 1)
    full = found.levels[0]
    return ExtractedPage(_file_of(reader, content, _level(reader, found, side)), full.width, full.height, count, more)


def _level(reader: TiffReader, page: Page, side: int) -> Directory:
    """Return the smallest size that is large enough, else the largest that can be read."""
    readable = [each for each in page.levels if each.width * each.height <= MAX_PIXELS]
    readable = [each for each in readable if sum(_lengths(reader, each)) <= MAX_STORED_BYTES]
    if not readable:
        full = page.levels[0]
        raise NoPreview(ReasonCode.LARGE_IMAGE, width=full.width, height=full.height)
    enough = [each for each in readable if max(each.width, each.height) >= side]
    return min(enough, key=_pixels) if enough else max(readable, key=_pixels)


def _pixels(directory: Directory) -> int:
    return directory.width * directory.height


def _lengths(reader: TiffReader, directory: Directory) -> tuple[int, ...]:
    return reader.numbers(directory, TILE_LENGTHS) or reader.numbers(directory, STRIP_LENGTHS)


def _file_of(reader: TiffReader, content: RemoteBytes, directory: Directory) -> bytes:
    tiled = TILE_OFFSETS in directory.entries
    offsets = reader.numbers(directory, TILE_OFFSETS if tiled else STRIP_OFFSETS)
    lengths = _lengths(reader, directory)
    if not offsets or len(offsets) != len(lengths):
        raise NoPreview(ReasonCode.DAMAGED)
    pieces = _pieces(content, list(zip(offsets, lengths, strict=True)))
    fields: dict[int, tuple[int, int, bytes]] = {}
    for tag in _COPIED:
        if tag in directory.entries:
            fields[tag] = _copied(reader, directory, tag, directory.entries[tag])
    count = len(pieces)
    tags = (TILE_OFFSETS, TILE_LENGTHS) if tiled else (STRIP_OFFSETS, STRIP_LENGTHS)
    fields[tags[1]] = (_LONG, count, struct.pack(f"{reader.order}{count}I", *map(len, pieces)))
    fields[tags[0]] = (_LONG, count, bytes(4 * count))
    start = len(_directory_of(reader.order, fields))
    positions, position = [], start
    for piece in pieces:
        positions.append(position)
        position += len(piece)
    fields[tags[0]] = (_LONG, count, struct.pack(f"{reader.order}{count}I", *positions))
    return _directory_of(reader.order, fields) + b"".join(pieces)


def _copied(reader: TiffReader, directory: Directory, tag: int, entry: Entry) -> tuple[int, int, bytes]:
    if entry.type not in _TO_LONG:
        return entry.type, entry.count, reader.raw(entry)
    numbers = reader.numbers(directory, tag)
    try:
        return _LONG, len(numbers), struct.pack(f"{reader.order}{len(numbers)}I", *numbers)
    except struct.error as error:
        raise NoPreview(ReasonCode.DAMAGED) from error


def _directory_of(order: str, fields: dict[int, tuple[int, int, bytes]]) -> bytes:
    """Return header, directory and values of a TIFF file with one page."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entries, values = b"", b""
    base = 8 + 2 + 12 * len(fields) + 4
    for tag, (kind, count, data) in sorted(fields.items()):
        if len(data) <= 4:  # noqa: PLR2004 - fits into the entry
            value = data.ljust(4, b"\0")
        else:
            value = struct.pack(f"{order}I", base + len(values))
            values += data + b"\0" * (len(data) % 2)
        entries += struct.pack(f"{order}HHI", tag, kind, count) + value
    head = mark + struct.pack(f"{order}IH", 8, len(fields))
    return head + entries + bytes(4) + values


def _pieces(content: RemoteBytes, ranges: list[tuple[int, int]]) -> list[bytes]:
    """Return byte ranges of a file; those that are close to each other are read together."""
    pieces = [b""] * len(ranges)
    group: list[int] = []
    end = 0
    for index in sorted(range(len(ranges)), key=lambda each: ranges[each]):
        start, length = ranges[index]
        if not length:
            continue
        if group and start - end > _MAX_GAP:
            _read_group(content, ranges, group, pieces)
            group = []
        group.append(index)
        end = max(end, start + length) if len(group) > 1 else start + length
    _read_group(content, ranges, group, pieces)
    return pieces


def _read_group(content: RemoteBytes, ranges: list[tuple[int, int]], group: list[int], pieces: list[bytes]) -> None:
    if not group:
        return
    first = ranges[group[0]][0]
    data = memoryview(content.direct(first, max(sum(ranges[index]) for index in group)))
    for index in group:
        start, length = ranges[index]
        pieces[index] = bytes(data[start - first : start - first + length])
