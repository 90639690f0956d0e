"""Ports of the readers of binary formats."""

from __future__ import annotations

from typing import Protocol

from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Item
from jupyter_openbis_server.domain.previews.preview import RenderedImage
from jupyter_openbis_server.domain.shared.cancellation import Cancellation


class FileBytes(Protocol):
    """The bytes of a file, read by ranges."""

    @property
    def size(self) -> int:
        """Number of bytes of the file."""

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to but excluding `end`, both within the file. Raises OpenbisError."""


class ImageRenderer(Protocol):
    """Renders images as pictures that browsers can show."""

    def render(
        self, source: FileBytes, media_type: str, page: int, side: int, cancellation: Cancellation
    ) -> RenderedImage:
        """Return a page of an image as PNG or JPEG.

        Values with more than 8 bits are stretched to the contrast of the page.

        Args:
            source: The file.
            media_type: Its format: that of `image_type`, or `image/tiff`.
            page: The page, from 0; formats other than TIFF have one.
            side: Maximum of width and height of the result, in pixels.
            cancellation: Cancels the work.

        Raises:
            NoPreview: it is damaged, exceeds a limit, has no such page, or a library is not installed.
            OpenbisError: from `source`.
            Cancelled: on request.
        """


class Hdf5Reader(Protocol):
    """Reads items of HDF5 files. Links to other files, and data that other files hold, are never followed."""

    def read(self, source: FileBytes, item: str, start: tuple[int, ...], cancellation: Cancellation) -> Hdf5Item:
        """Return a group with its members, or a dataset with a part of its values.

        Args:
            source: The file.
            item: Path of the item in the file, e.g. `/entry/data`; `/` is the root.
            start: Index of the first value in each dimension of a dataset; missing ones are 0. They are clamped.
            cancellation: Cancels the work.

        Raises:
            NoPreview: the file is damaged, exceeds a limit, has no such item, or a library is not installed.
            OpenbisError: from `source`.
            Cancelled: on request.
        """
