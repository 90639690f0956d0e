"""Results for the entries of an archive, with what belongs to none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True)
class ArchiveResults(Sequence[T]):
    """A sequence with a result for each entry, in their order.

    Attributes:
        entries: The results.
        unused: Paths of files in the archive that belong to no entry; they are not imported.
        missing: Files that the archive lists outside of its entries, but does not contain.
    """

    entries: tuple[T, ...]
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """Return the result of an entry, or of several."""
        return self.entries[index]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)
