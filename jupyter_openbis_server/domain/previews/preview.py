"""Preview of a file."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class PreviewKind(str, enum.Enum):
    """The form of a preview."""

    IMAGE = "image"
    TEXT = "text"
    TABLE = "table"
    NONE = "none"


@dataclass(frozen=True)
class Preview:
    """A preview of a file. Clients must not interpret its content: an HTML page is shown as source text.

    Attributes:
        media_type: The media type of the file, as far as it is known.
        content: The whole file, if it is an image.
        text: The beginning of a text.
        rows: The first rows of a table.
        truncated: Whether the file has more than is shown.
        reason: Message for the user why there is no preview.
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
    reason: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    skips_space: bool = False
    skip_lines: int = 0
    trailing_delimiter: bool = False
    blank_lines: bool = False
    literal_quotes: bool = False

    @classmethod
    def nothing(cls, reason: str, media_type: str = "application/octet-stream") -> Preview:
        """Return an empty preview with its reason."""
        return cls(PreviewKind.NONE, media_type, reason=reason)
