"""Pictures of images, by Pillow."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from jupyter_openbis_server.adapters.previews.remote_file import RemoteBytes
from jupyter_openbis_server.adapters.previews.tiff_page import MAX_PIXELS, extract_page
from jupyter_openbis_server.domain.previews.file_content import TIFF
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode
from jupyter_openbis_server.domain.previews.preview import RenderedImage

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", TIFF: "TIFF"}
_DARKEST, _BRIGHTEST = 0.1, 99.9
"""Percentiles of the values that become black and white."""
_ORIENTATION = 274


def render(content: RemoteBytes, media_type: str, page: int, side: int) -> RenderedImage:
    """Return a picture of a page. See `ImageRenderer.render`."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    if media_type == TIFF:
        extracted = extract_page(content, page, side)
        picture = _picture(extracted.content, media_type, side)
        return RenderedImage(
            picture, extracted.width, extracted.height, page, extracted.pages, more_pages=extracted.more_pages
        )
    if page:
        raise NoPreview(ReasonCode.NO_PAGE, page=page + 1)
    data = content.direct(0, content.size)
    with _opened(data, media_type) as image:
        width, height = image.size
    return RenderedImage(_picture(data, media_type, side), width, height)


def _opened(data: bytes, media_type: str) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=(_FORMATS[media_type],))
    if image.width * image.height > MAX_PIXELS:
        raise NoPreview(ReasonCode.LARGE_IMAGE, width=image.width, height=image.height)
    return image


def _picture(data: bytes, media_type: str, side: int) -> bytes:
    with _opened(data, media_type) as image:
        orientation = image.getexif().get(_ORIENTATION, 1) if media_type in ("image/jpeg", TIFF) else 1
        image.draft("RGB", (side, side))  # a JPEG is decoded at a smaller size
        scaled = _scaled(_in_known_mode(image), side)
    turned = _turned(_in_8_bits(scaled), orientation)
    out = io.BytesIO()
    if turned.mode == "RGB":
        turned.save(out, "JPEG", quality=88)
    else:
        turned.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _in_known_mode(image: Image.Image) -> Image.Image:
    """Return an image of grey values (L, F) or colours (RGB, RGBA)."""
    if image.mode in ("L", "RGB", "RGBA", "F"):
        image.load()
        return image
    if image.mode.startswith("I"):
        return image.convert("F")
    if image.mode == "1":
        return image.convert("L")
    has_alpha = image.mode in ("LA", "PA", "La") or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _scaled(image: Image.Image, side: int) -> Image.Image:
    """Return an image whose width and height are at most `side`."""
    largest = max(image.size)
    if largest <= side:
        return image
    factor = largest // (2 * side)
    if factor > 1:
        image = image.reduce(factor)
    width, height = (max(1, round(each * side / max(image.size))) for each in image.size)
    return image.resize((width, height), Image.Resampling.BILINEAR)


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Return an image with one byte for a value; other values are stretched to the contrast of the image."""
    if image.mode != "F":
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    darkest, brightest = np.percentile(values, (_DARKEST, _BRIGHTEST))
    if brightest <= darkest:
        darkest, brightest = float(values.min()), float(values.max())
    span = max(float(brightest - darkest), 1e-12)
    return Image.fromarray((np.clip((values - darkest) / span, 0, 1) * 255).astype(np.uint8))


def _turned(image: Image.Image, orientation: object) -> Image.Image:
    """Return an image the right way up (TIFF 6.0, tag Orientation)."""
    transposed = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    method = transposed.get(orientation) if isinstance(orientation, int) else None
    return image.transpose(method) if method is not None else image
