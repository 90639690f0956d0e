"""Reasons why a file, or a part of it, cannot be shown."""

from __future__ import annotations

import enum
import string
from collections.abc import Mapping
from dataclasses import dataclass, field


class ReasonCode(str, enum.Enum):
    """Kinds of reasons, for clients."""

    FOLDER = "folder"
    EMPTY_FILE = "empty-file"
    NOT_SHOWN = "not-shown"
    NO_PARTS = "no-parts"
    LARGE_DOCUMENT = "large-document"
    LARGE_IMAGE_FILE = "large-image-file"
    LARGE_IMAGE = "large-image"
    NO_PAGE = "no-page"
    NO_ITEM = "no-item"
    DEEP_ITEM = "deep-item"
    LINK = "link"
    NO_IMAGE_LIBRARY = "no-image-library"
    NO_HDF5_LIBRARY = "no-hdf5-library"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    TOO_MUCH_READ = "too-much-read"
    TOO_MUCH_MEMORY = "too-much-memory"
    TOO_SLOW = "too-slow"
    BUSY = "busy"
    LONG_VALUE = "long-value"
    EMPTY_DATASET = "empty-dataset"
    OTHER_FILES = "other-files"
    LARGE_BLOCKS = "large-blocks"
    LARGE_VALUES = "large-values"
    UNREADABLE_VALUES = "unreadable-values"


_INSTALL = "pip install 'jupyter-openbis-server[preview]' where Jupyter runs, then restart it"
_SENTENCES = {
    ReasonCode.FOLDER: "This is a folder",
    ReasonCode.EMPTY_FILE: "The file is empty",
    ReasonCode.NOT_SHOWN: (
        "Only texts, tables, PDF documents, HDF5 files and common images can be shown, and this is none of them"
    ),
    ReasonCode.NO_PARTS: "The file is larger than {mib} MiB, and this openBIS gives no parts of files",
    ReasonCode.LARGE_DOCUMENT: "The document is larger than {mib} MiB; download it",
    ReasonCode.LARGE_IMAGE_FILE: "The image is larger than {mib} MiB",
    ReasonCode.LARGE_IMAGE: "The image is too large to be shown: {width} x {height} pixels",
    ReasonCode.NO_PAGE: "The file has no page {page}",
    ReasonCode.NO_ITEM: "The file has no such item",
    ReasonCode.DEEP_ITEM: "The item is too deep in the file",
    ReasonCode.LINK: "This is a link, and links are not followed",
    ReasonCode.NO_IMAGE_LIBRARY: f"Showing this image needs Pillow and NumPy: {_INSTALL}",
    ReasonCode.NO_HDF5_LIBRARY: f"Showing HDF5 files needs h5py: {_INSTALL}",
    ReasonCode.DAMAGED: "The file is damaged, or of a kind that cannot be shown",
    ReasonCode.UNREADABLE: "The file cannot be read: it is damaged, or too large or complex to be shown",
    ReasonCode.TOO_MUCH_READ: "More of the file would have to be read than is allowed for a preview",
    ReasonCode.TOO_MUCH_MEMORY: "Showing this part of the file takes too much memory",
    ReasonCode.TOO_SLOW: "Reading the file takes longer than {seconds} seconds",
    ReasonCode.BUSY: "Too many previews are being made; try again later",
    ReasonCode.LONG_VALUE: "The value is too long to be shown",
    ReasonCode.EMPTY_DATASET: "The dataset is empty",
    ReasonCode.OTHER_FILES: "The values are in other files, which are not opened",
    ReasonCode.LARGE_BLOCKS: "The values are stored in blocks that are too large to be read",
    ReasonCode.LARGE_VALUES: "Each value is too large to be shown",
    ReasonCode.UNREADABLE_VALUES: (
        "The values cannot be read: they are damaged, or stored by a filter that is not installed"
    ),
}
"""In English; the names in braces are the parameters."""


@dataclass(frozen=True)
class Reason:
    """A reason with its numbers; as text, its sentence. Clients can translate it by `code` and `parameters`.

    Raises:
        ValueError: the parameters are not those of the code.
    """

    code: ReasonCode
    parameters: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.parameters.keys() != parameters_of(self.code):
            raise ValueError(f"{self.code.value} has other parameters")

    def __str__(self) -> str:
        return _SENTENCES[self.code].format_map(self.parameters)


def parameters_of(code: ReasonCode) -> frozenset[str]:
    """Return the names of the parameters of a reason."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(_SENTENCES[code]) if name)


class NoPreview(Exception):
    """A file cannot be shown, for `reason`. `PreviewFile` turns it into an empty preview.

    Raises:
        ValueError: the parameters are not those of the code.
    """

    def __init__(self, code: ReasonCode, /, **parameters: int) -> None:
        self.reason = Reason(code, parameters)
        super().__init__(str(self.reason))
