"""Previews of images: JPEG with half quality, the longer side at most 1980 pixels (openbis-afs 4)."""

import importlib
import io
from pathlib import Path
from typing import Any

MAX_BYTES = 100 * 2**20
"""Larger files have no preview."""

_SUFFIXES = ("png", "jpeg", "jpg", "gif", "bmp", "tiff")
_MAX_SIDE = 1980
_QUALITY = 50


def preview_of(file: Path) -> bytes:
    """Return a JPEG of an image file; nothing for other files, broken images, and without Pillow.

    Pillow is no dependency of this package. A program that needs previews installs it.
    """
    if not file.name.endswith(_SUFFIXES) or file.stat().st_size >= MAX_BYTES:
        return b""
    images = _pillow()
    return b"" if images is None else _jpeg(images, file)


def _pillow() -> Any:  # noqa: ANN401 -- a module that type checkers need not find
    try:
        return importlib.import_module("PIL.Image")
    except ModuleNotFoundError:
        return None


def _jpeg(images: Any, file: Path) -> bytes:  # noqa: ANN401 -- as above
    written = io.BytesIO()
    try:
        with images.open(file) as image:
            scaled = image.convert("RGB")
            scaled.thumbnail((_MAX_SIDE, _MAX_SIDE))
            scaled.save(written, "JPEG", quality=_QUALITY)
    except (OSError, ValueError):  # Pillow's errors for broken files
        return b""
    return written.getvalue()
