"""What can be seen of a file without downloading it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class PreviewKind(str, enum.Enum):
    """How a file is shown."""

    IMAGE = "image"
    TEXT = "text"
    TABLE = "table"
    NONE = "none"


@dataclass(frozen=True)
class Preview:
    """What is shown of a file. Nothing in it is to be interpreted: a page stays its source text.

    Attributes:
        media_type: What the bytes are, as far as is known.
        content: The whole file, if it is an image.
        text: The beginning of a text.
        rows: The beginning of a table.
        truncated: Whether there is more than is shown.
        reason: Why nothing is shown, in words for the user.
        encoding: Name of the Python codec that reads the file, if it is a text or table.
        delimiter: Between the cells of a table.
        decimal: Decimal mark of the numbers in a table, `.` or `,`.
        skips_space: Whether a space follows each delimiter, which belongs to no cell.
        skip_lines: Number of lines above the header that are no part of a table, and not in `rows`.
        trailing_delimiter: Whether a delimiter ends each row but the header, behind which there is no cell.
        blank_lines: Whether some lines of a table hold nothing but spaces. They are no rows.
        literal_quotes: Whether cells contain `"` and none begins with it, so that it is a character like others.
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
        """Return that nothing is shown, and why."""
        return cls(PreviewKind.NONE, media_type, reason=reason)
