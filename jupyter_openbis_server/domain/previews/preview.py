"""Preview of a file."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.previews.hdf5 import Hdf5Item
from jupyter_openbis_server.domain.previews.no_preview import Reason


class PreviewKind(str, enum.Enum):
    """The form of a preview."""

    IMAGE = "image"
    TEXT = "text"
    TABLE = "table"
    PDF = "pdf"
    HDF5 = "hdf5"
    NONE = "none"


@dataclass(frozen=True)
class PreviewRequest:
    """The part of a file to preview.

    Attributes:
        large: Whether a large view shows it: more rows and lines, and the content of a PDF file.
        offset: First byte of the part of a text or table, 0 or `Preview.next_offset`.
        page: Page of a TIFF file, from 0.
        side: Maximum of width and height of an image in pixels; a larger one is scaled. None: no limit for images
            that browsers can show, unless the file is too large.
        item: Path of an item in an HDF5 file.
        start: Index of the first value of an HDF5 dataset in each dimension.
    """

    large: bool = False
    offset: int = 0
    page: int = 0
    side: int | None = None
    item: str = "/"
    start: tuple[int, ...] = ()


@dataclass(frozen=True)
class RenderedImage:
    """An image that was read, scaled and encoded again.

    Attributes:
        content: The picture, as PNG or JPEG.
        width: Width of the original page in pixels, and `height` its height.
        page: The page, from 0.
        pages: Number of pages; only those that were counted, if `more_pages`.
    """

    content: bytes
    width: int
    height: int
    page: int = 0
    pages: int = 1
    more_pages: bool = False


@dataclass(frozen=True)
class Preview:
    """A preview of a file. Clients must not interpret its content: an HTML page is shown as source text.

    Attributes:
        media_type: The media type of the file, as far as it is known.
        content: The whole file, if it is an image or PDF document; of other images, a picture of a page.
        text: A part of a text.
        rows: Some rows of a table; the first part has the header.
        next_offset: First byte of the next part of a text or table; None at its end.
        image: What is known of an image that was rendered.
        hdf5: An item of an HDF5 file.
        truncated: Whether the file has more than is shown.
        reasons: Why there is no preview, for users: one reason, or several that belong together.
        encoding: Name of the Python codec that decodes the file, if it is a text or table.
        delimiter: Delimiter of the cells of a table.
        decimal: Decimal mark of the numbers in a table, `.` or `,`.
        skips_space: Whether a space follows each delimiter and is not part of the cell.
        skip_lines: Number of lines above the header of a table; they are not in `rows`.
        trailing_delimiter: Whether each row except the header ends with a delimiter that no cell follows.
        blank_lines: Whether some lines of a table contain only spaces; they are not rows.
        literal_quotes: Whether cells contain `"` and none begins with it; if so, it is an ordinary character.
    """

    kind: PreviewKind
    media_type: str
    content: bytes | None = None
    text: str | None = None
    rows: tuple[tuple[str, ...], ...] | None = None
    truncated: bool = False
    reasons: tuple[Reason, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    skips_space: bool = False
    skip_lines: int = 0
    trailing_delimiter: bool = False
    blank_lines: bool = False
    literal_quotes: bool = False
    next_offset: int | None = None
    image: RenderedImage | None = None
    hdf5: Hdf5Item | None = None

    @classmethod
    def nothing(cls, *reasons: Reason, media_type: str = "application/octet-stream") -> Preview:
        """Return an empty preview with its reasons."""
        return cls(PreviewKind.NONE, media_type, reasons=reasons)

    @property
    def reason(self) -> str | None:
        """The reasons as English text; None if there is a preview."""
        return ". ".join(map(str, self.reasons)) or None
