"""TIFF, HDF5 and PDF files for tests."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import h5py
import numpy as np
from PIL import Image

_ORDERS = {"<": b"II", ">": b"MM"}
_SHORT = 3
_WORDS = {False: 4, True: 16}
"""Types of numbers of 4 bytes, and of 8 bytes in BigTIFF."""


@dataclass
class Bytes:
    """A file in memory; see `FileBytes`. `ranges` are those that were read."""

    content: bytes
    ranges: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.content)

    def read(self, start: int, end: int) -> bytes:
        self.ranges.append((start, end))
        return self.content[start:end]


def tiff(*sizes: tuple[int, int], mode: str = "I;16", compression: str | None = None) -> bytes:
    """A TIFF file with pages of these widths and heights: a gradient, a little brighter on each page."""
    pages = []
    for number, (width, height) in enumerate(sizes):
        grey = np.linspace(1000, 3000, width * height).reshape(height, width) + number
        if mode == "I;16":
            pages.append(Image.fromarray(grey.astype(np.uint16)))
        else:
            pages.append(Image.fromarray((grey / 16).astype(np.uint8)).convert(mode))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression=compression)
    return out.getvalue()


def tiff_of_levels(
    *pages: Sequence[tuple[int, int]], big: bool = False, order: str = "<", marked: bool = False
) -> bytes:
    """A TIFF file of grey pages that are stored at several sizes: the smaller ones in sub-directories.

    Args:
        pages: Widths and heights of each page, the largest first. The n-th size of a page, from 1, has the value n * 10
            in all pixels.
        big: Whether it is a BigTIFF file.
        order: The byte order, `<` or `>`.
        marked: Whether the smaller sizes follow their page and are marked as such, instead of sub-directories.
    """
    entry, word, count = ("HHQQ", "Q", "Q") if big else ("HHII", "I", "H")
    head = (
        struct.pack(f"{order}2sHHHQ", _ORDERS[order], 43, 8, 0, 0)
        if big
        else struct.pack(f"{order}2sHI", _ORDERS[order], 42, 0)
    )
    data = bytearray(head)

    def put(content: bytes) -> int:
        data.extend(bytes(-len(data) % 8))
        data.extend(content)
        return len(data) - len(content)

    def value(kind: int, number: int) -> int:
        """A short value is at the left of its field."""
        return number if kind != _SHORT or order == "<" else number << (8 * struct.calcsize(word) - 16)

    def directory(size: tuple[int, int], number: int, smaller: Sequence[int]) -> int:
        width, height = size
        pixels = put(bytes([number * 10]) * (width * height))
        numbers = {256: width, 257: height, 273: pixels, 278: height, 279: width * height}
        fields = {tag: (_WORDS[big], 1, each) for tag, each in numbers.items()}
        shorts = {258: 8, 259: 1, 262: 1, 277: 1} | ({254: 1} if marked and number > 1 else {})
        fields |= {tag: (_SHORT, 1, value(_SHORT, each)) for tag, each in shorts.items()}
        if smaller:
            at = smaller[0] if len(smaller) == 1 else put(struct.pack(f"{order}{len(smaller)}{word}", *smaller))
            fields[330] = (_WORDS[big], len(smaller), at)
        entries = b"".join(struct.pack(f"{order}{entry}", tag, *each) for tag, each in sorted(fields.items()))
        return put(struct.pack(f"{order}{count}", len(fields)) + entries + bytes(struct.calcsize(f"={word}")))

    def link(at: int, to: int) -> None:
        struct.pack_into(f"{order}{word}", data, at, to)

    last = len(head) - struct.calcsize(f"={word}")
    for page in pages:
        if marked:
            following = [directory(size, number, ()) for number, size in enumerate(page, 1)]
        else:
            smaller = [directory(size, number, ()) for number, size in enumerate(page[1:], 2)]
            following = [directory(page[0], 1, smaller)]
        for at in following:
            link(last, at)
            (fields,) = struct.unpack_from(f"{order}{count}", data, at)
            last = at + struct.calcsize(f"={count}") + fields * struct.calcsize(f"={entry}")
    return bytes(data)


def tiff_header(
    width: int, height: int, *, order: str = "<", following: int = 0, **tags: tuple[int, int, int]
) -> bytes:
    """A TIFF file of one directory whose fields are given as type, count and value, and no pixels."""
    fields = {256: (4, 1, width), 257: (4, 1, height), **{int(key[1:]): value for key, value in tags.items()}}
    entries = b"".join(struct.pack(f"{order}HHII", tag, *value) for tag, value in sorted(fields.items()))
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}IH", 8, len(fields)) + entries + struct.pack(f"{order}I", following)


def hdf5(*, user_block: int = 0) -> bytes:
    """An HDF5 file with a group `entry`, datasets and links of all kinds."""
    out = io.BytesIO()
    with h5py.File(out, "w", userblock_size=user_block) as file:
        entry = file.create_group("entry")
        entry.attrs["NX_class"] = "NXentry"
        stack = np.arange(3 * 100 * 70).reshape(3, 100, 70) * 0.5
        entry.create_dataset("stack", data=stack, compression="gzip", chunks=(1, 50, 70)).attrs["units"] = "mm"
        entry["soft"] = h5py.SoftLink("/entry/stack")
        entry["external"] = h5py.ExternalLink("/etc/passwd", "/x")
        entry["loop"] = entry
        file["names"] = np.array(["a", "ß"], dtype=h5py.string_dtype())
        file["table"] = np.array([(1, 2.5), (3, 4.5)], dtype=[("n", "i4"), ("v", "f8")])
        file["number"] = 3
        file["empty"] = h5py.Empty("f8")
    return out.getvalue()


def pdf(script: str) -> bytes:
    """A PDF document of one empty page that runs a script when it is opened."""
    escaped = script.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /S /JavaScript /JS ({escaped}) >>",
    )
    content, offsets = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n"
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{entries}"
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}{table}{trailer}".encode("latin-1")
