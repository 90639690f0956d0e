"""Progress of transfers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Amount:
    """A file count and a byte count."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.files + other.files, self.bytes + other.bytes)


ZERO = Amount()


@dataclass(frozen=True)
class ProgressReport:
    """The progress of a transfer at one time.

    Attributes:
        done: Files and bytes that were transferred or existed before.
        total: All files and bytes of the transfer; None until known.
        bytes_per_second: Current speed; None until known.
        moved: Bytes transferred, including those that were discarded and transferred again.
        file: A file that is being transferred; None if none is, or it is unknown.

    >>> report = ProgressReport(bytes_per_second=200.0)
    >>> report.seconds_left is None  # the total is not known yet
    True
    """

    done: Amount = ZERO
    total: Amount | None = None
    bytes_per_second: float | None = None
    moved: int = 0
    file: str | None = None

    @property
    def seconds_left(self) -> float | None:
        """Estimated remaining time; None if there is no estimate."""
        if self.total is None or not self.bytes_per_second:
            return None
        return max(0, self.total.bytes - self.done.bytes) / self.bytes_per_second


NO_PROGRESS = ProgressReport()


class ProgressDefaults:
    """The methods of `Progress` that most implementations ignore."""

    def identified(self, names: Mapping[str, str | None]) -> None:
        """See the port."""

    def began(self, path: str) -> None:
        """See the port."""


class NoProgress(ProgressDefaults):
    """Port `Progress` that ignores all calls."""

    def begin(self, total: Amount, done: Amount = ZERO) -> None:
        """See the port."""

    def moved(self, count: int) -> None:
        """See the port."""

    def completed(self, path: str) -> None:
        """See the port."""


class Progress(Protocol):
    """Receives the progress of a transfer. Called from several threads; must be quick and must not raise."""

    def begin(self, total: Amount, done: Amount = ...) -> None:
        """Set the total amount, and the part of it that exists already. Restarts counting."""

    def identified(self, names: Mapping[str, str | None]) -> None:
        """Set the names of the data sets that the transfer is about, by permId; None for one without a name."""

    def began(self, path: str) -> None:
        """Note that the transfer of a file has begun; it ends with `completed`, or is begun again."""

    def moved(self, count: int) -> None:
        """Count transferred bytes; negative for bytes that must be transferred again."""

    def completed(self, path: str) -> None:
        """Count a completed file."""
