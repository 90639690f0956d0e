"""Limit of the work to read a document: many entities may refer to the same long list or text."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors import InvalidCrate
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

MAX_WORK = 256 << 20
_WORK_OF_VALUE = 8
_WORK_OF_CHARACTER = 3
"""Of long texts, which may be HTML."""
_CHECKED_AFTER = 1 << 20


class WorkLimit:
    """Counts what is read of a document.

    Args:
        name: Used in messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MAX_WORK
        self._unchecked = 0

    def count_values(self, number: int) -> None:
        """Count values of a list. Raises InvalidCrate: it is too much; Cancelled, by the current cancellation."""
        self._count(number * _WORK_OF_VALUE)

    def count_text(self, length: int) -> None:
        """Count the characters of a long text. Raises as `count_values`."""
        self._count(length * _WORK_OF_CHARACTER)

    def _count(self, work: int) -> None:
        self._left -= work
        self._unchecked += work
        if self._left < 0:
            raise InvalidCrate(self._name, "its entities repeat too many values; reading it takes too long")
        if self._unchecked > _CHECKED_AFTER:
            self._unchecked = 0
            Cancellation.current().check()
