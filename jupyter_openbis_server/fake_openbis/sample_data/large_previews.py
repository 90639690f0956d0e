"""A data set whose files are shown large: a 16-bit TIFF stack and an HDF5 file. The demo adds it to the laboratory."""

import math
import operator
import random
import struct
from pathlib import Path

from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.sample_data.laboratory_content import FIRST_DATE, WILD_TYPE
from jupyter_openbis_server.fake_openbis.sample_data.sample_files import write
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

FOCUS_STACK = "20230315112000014-1014"
PAGES = 5
"""Number of pages of the stack."""
SIDE = 160
"""Width and height of a page in pixels."""
_DARK, _BRIGHT = 100, 3900
"""Grey values of a camera with 12 bits: a viewer that takes 16 for granted shows a black image."""
_SHORT, _LONG = 3, 4
"""Types of TIFF fields: 16 and 32 bits."""


def add_large_previews(lab: Laboratory) -> None:
    """Add the data set to a laboratory that is filled with the sample data."""
    files = {
        "original/focus_stack.tif": tiff_stack(14),
        "original/bleaching.h5": Path(__file__).with_name("bleaching.h5").read_bytes(),
    }
    size = write(lab.store_path(FOCUS_STACK), files)
    people = {"registrator": "alice", "modifier": "alice", "registration_date": FIRST_DATE}
    add_data_set(
        lab,
        "RAW_DATA",
        perm_id=FOCUS_STACK,
        sample=WILD_TYPE,
        properties={"$NAME": "Focus stack and bleaching curves"},
        physical_data=e.PhysicalData(FOCUS_STACK, size=size),
        **people,
    )


def tiff_stack(seed: int) -> bytes:
    """Return a TIFF file (little-endian, uncompressed, 16 bits) with pages above, in and below the focus of cells."""
    chance = random.Random(seed)  # noqa: S311 -- a picture, no secret
    cells = [(chance.uniform(12, SIDE - 12), chance.uniform(12, SIDE - 12), chance.uniform(4, 10)) for _ in range(9)]
    content, link = bytearray(b"II*\0\0\0\0\0"), 4
    for number in range(PAGES):
        pixels = _page(cells, blur=1 + abs(number - PAGES // 2) / 2)
        start, directory = len(content), len(content) + len(pixels)
        content += pixels
        struct.pack_into("<I", content, link, directory)
        fields = _directory(start, len(pixels))
        content += fields
        link = directory + len(fields) - 4
    return bytes(content)


def _page(cells: list[tuple[float, float, float]], blur: float) -> bytes:
    across = [_glow(x, radius * blur) for x, _, radius in cells]
    down = [_glow(y, radius * blur) for _, y, radius in cells]
    columns = list(zip(*across, strict=True))
    values = [
        _grey(sum(map(operator.mul, row, column)) / blur**2) for row in zip(*down, strict=True) for column in columns
    ]
    return struct.pack(f"<{len(values)}H", *values)


def _grey(brightness: float) -> int:
    return _DARK + int((_BRIGHT - _DARK) * min(1.0, brightness))


def _glow(centre: float, radius: float) -> list[float]:
    """How bright a cell is along one axis; the product of both axes is its brightness at a pixel."""
    return [math.exp(-((place - centre) ** 2) / (2 * radius**2)) for place in range(SIDE)]


def _directory(start: int, length: int) -> bytes:
    """Return the fields of a page, in ascending order of their numbers, then 0: no further page so far."""
    fields = (
        (256, _LONG, SIDE),  # width
        (257, _LONG, SIDE),  # height
        (258, _SHORT, 16),  # bits per sample
        (259, _SHORT, 1),  # not compressed
        (262, _SHORT, 1),  # zero is black
        (273, _LONG, start),  # one strip
        (277, _SHORT, 1),  # samples per pixel
        (278, _LONG, SIDE),  # rows per strip
        (279, _LONG, length),
    )
    entries = b"".join(struct.pack("<HHII", number, kind, 1, value) for number, kind, value in fields)
    return struct.pack("<H", len(fields)) + entries + b"\0\0\0\0"
