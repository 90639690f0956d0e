"""Generated, reproducible files of the sample laboratory."""

import functools
import json
import math
import operator
import random
import struct
import zlib
from pathlib import Path

SIDE = 96
"""Width and height of the images in pixels."""


@functools.cache
def png(seed: int) -> bytes:
    """Return a grey image of some glowing cells on a dark background."""
    chance = random.Random(seed)  # noqa: S311 -- a picture, no secret
    cells = [(chance.uniform(8, SIDE - 8), chance.uniform(8, SIDE - 8), chance.uniform(3, 9)) for _ in range(7)]
    across = [_glow(x, radius) for x, _, radius in cells]
    down = [_glow(y, radius) for _, y, radius in cells]
    rows = (_row([glow[y] for glow in down], across) for y in range(SIDE))
    pixels = b"".join(b"\0" + row for row in rows)  # each row begins with its filter: none
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    parts = (_png_part(b"IHDR", header), _png_part(b"IDAT", zlib.compress(pixels)), _png_part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def growth_curve(seed: int, lag: float = 2.0, rows: int = 48) -> bytes:
    """Return a CSV table of optical density against time in hours."""
    chance = random.Random(seed)  # noqa: S311 -- a curve, no secret
    lines = ["time_h,od600,temperature_c"]
    for step in range(rows):
        time = step / 2
        density = 0.05 + 1.6 / (1 + math.exp(lag * 2 - time / 1.5)) + chance.gauss(0, 0.01)
        lines.append(f"{time:.1f},{density:.4f},{30 + chance.gauss(0, 0.1):.2f}")
    return ("\n".join(lines) + "\n").encode()


@functools.cache
def noise(seed: int, length: int) -> bytes:
    """Incompressible bytes, like noise of a camera."""
    return random.Random(seed).randbytes(length)  # noqa: S311 -- noise, no secret


def document(**fields: object) -> bytes:
    """Return a small JSON document."""
    return (json.dumps(fields, indent=2, ensure_ascii=False) + "\n").encode()


def notebook(title: str, code: str) -> bytes:
    """Return a Jupyter notebook of two cells."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [f"# {title}"]},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": [code]},
    ]
    return document(cells=cells, metadata={}, nbformat=4, nbformat_minor=4)


def write(folder: Path, files: dict[str, bytes]) -> int:
    """Write files below a folder; a path that ends with ``/`` becomes an empty folder.

    Returns:
        The number of bytes written.
    """
    for path, content in files.items():
        target = folder / path
        if path.endswith("/"):
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return sum(map(len, files.values()))


def _glow(centre: float, radius: float) -> list[float]:
    """How bright a cell is along one axis; the product of both axes is its brightness at a pixel."""
    return [math.exp(-((place - centre) ** 2) / (2 * radius**2)) for place in range(SIDE)]


def _row(here: list[float], across: list[list[float]]) -> bytes:
    pixels = zip(*across, strict=True)
    return bytes(min(255, int(18 + 225 * sum(map(operator.mul, here, pixel)))) for pixel in pixels)


def _png_part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
