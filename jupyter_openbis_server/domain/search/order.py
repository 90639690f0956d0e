"""Orders of search results."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import InvalidSearch


class SortField(enum.Enum):
    """What results can be sorted by.

    There is no sorting by name: a name can be changed while pages are read, and openBIS before API 3.6 leaves out what
    has none (openbis-protocol.md, 3.2).
    """

    REGISTERED = "registered"
    MODIFIED = "modified"
    CODE = "code"


@dataclass(frozen=True)
class Order:
    """An order; what is equal in it is sorted by code, then by permId, in the same direction."""

    field: SortField = SortField.REGISTERED
    descending: bool = True

    @classmethod
    def parse(cls, text: str) -> Order:
        """Parse `registered`, `modified` or `code`; a minus before it reverses it, `-registered` is newest first.

        Raises:
            InvalidSearch: with the possible orders.
        """
        name = text.strip().lower()
        for field in SortField:
            if name.removeprefix("-") == field.value:
                return cls(field, name.startswith("-"))
        names = ", ".join(field.value for field in SortField)
        raise InvalidSearch("sort", f"{text!r} is none of {names}, with a minus before it for the reverse order")

    @property
    def is_stable(self) -> bool:
        """Whether nothing changes its place in it while pages are read: dates of modification change."""
        return self.field is not SortField.MODIFIED

    def __str__(self) -> str:
        return f"{'-' * self.descending}{self.field.value}"


NEWEST_FIRST = Order()
LATEST_MODIFIED = Order(SortField.MODIFIED)
