"""How far a transfer has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """So many files, and so many bytes in them."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.files + other.files, self.bytes + other.bytes)


NOTHING = Amount()


@dataclass(frozen=True)
class ProgressReport:
    """How far a transfer has come.

    Attributes:
        done: What has been moved, or was there already.
        total: What there is to move; None until that is known.
        bytes_per_second: How fast it goes just now; None until that can be told.
        moved: How many bytes have been moved, also those that were no use and had to be moved again.
    """

    done: Amount = NOTHING
    total: Amount | None = None
    bytes_per_second: float | None = None
    moved: int = 0

    @property
    def seconds_left(self) -> float | None:
        """An estimate; None where none can be made."""
        if self.total is None or not self.bytes_per_second:
            return None
        return max(0, self.total.bytes - self.done.bytes) / self.bytes_per_second


NOT_BEGUN = ProgressReport()


class NoProgress:
    """Port `Progress` for those who do not want to know."""

    def begin(self, total: Amount, done: Amount = NOTHING) -> None:
        """See the port."""

    def moved(self, count: int) -> None:
        """See the port."""

    def completed(self, path: str) -> None:
        """See the port."""
