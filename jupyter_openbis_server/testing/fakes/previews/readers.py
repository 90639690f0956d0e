"""Fakes of the ports `ImageRenderer` and `Hdf5Reader`."""

from __future__ import annotations

from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Item
from jupyter_openbis_server.domain.previews.no_preview import NoPreview, ReasonCode
from jupyter_openbis_server.domain.previews.ports import FileBytes
from jupyter_openbis_server.domain.previews.preview import RenderedImage
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

PICTURE = b"\x89PNG\r\n\x1a\n"
"""Beginning of the pictures of `MemoryImageRenderer`."""


class MemoryImageRenderer:
    """`ImageRenderer` that knows images by their content. Its pictures are no images.

    Attributes:
        images: Width and height of each page, by the content of the file.
        is_installed: Whether there is a library for images.
    """

    def __init__(self) -> None:
        self.images: dict[bytes, tuple[tuple[int, int], ...]] = {}
        self.is_installed = True

    def render(
        self, source: FileBytes, media_type: str, page: int, side: int, cancellation: Cancellation
    ) -> RenderedImage:
        """See `ImageRenderer.render`."""
        cancellation.check()
        if not self.is_installed:
            raise NoPreview(ReasonCode.NO_IMAGE_LIBRARY)
        pages = self.images.get(source.read(0, source.size))
        if pages is None:
            raise NoPreview(ReasonCode.DAMAGED)
        if page >= len(pages):
            raise NoPreview(ReasonCode.NO_PAGE, page=page + 1)
        width, height = pages[page]
        picture = PICTURE + f"{media_type} {page} {side}".encode()
        return RenderedImage(picture, width, height, page, len(pages))


class MemoryHdf5Reader:
    """`Hdf5Reader` that knows items by the content of the file and their path.

    Attributes:
        files: The items of each file by path, by the content of the file.
    """

    def __init__(self) -> None:
        self.files: dict[bytes, dict[str, Hdf5Item]] = {}

    def read(
        self,
        source: FileBytes,
        item: str,
        start: tuple[int, ...],  # noqa: ARG002 - the port has it
        cancellation: Cancellation,
    ) -> Hdf5Item:
        """See `Hdf5Reader.read`; `start` is ignored."""
        cancellation.check()
        items = self.files.get(source.read(0, source.size))
        if items is None:
            raise NoPreview(ReasonCode.DAMAGED)
        if item not in items:
            raise NoPreview(ReasonCode.NO_ITEM)
        return items[item]
