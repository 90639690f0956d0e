"""What lies in the folders of a data set, remembered for as long as it is likely to be asked for."""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.folder_tree import Parts
from jupyter_openbis_server.adapters.filesystem.open_folder import OpenFolder
from jupyter_openbis_server.adapters.filesystem.partial_names import PartialName

_KEPT = 32


@dataclass(frozen=True)
class Listing:
    """What lies in a folder.

    Attributes:
        names: All names.
        unfinished: Those of unfinished files, and of notes about them.
    """

    names: frozenset[str]
    unfinished: tuple[str, ...]

    @classmethod
    def of(cls, folder: OpenFolder) -> Listing:
        """Look at a folder. Raises OSError."""
        names = [each.name for each in folder.entries()]
        return cls(frozenset(map(_spelled, names)), tuple(name for name in names if PartialName.read(name)))


class Listings:
    """Listings of folders. They may be out of date: whoever misses a name has it looked up afresh."""

    def __init__(self) -> None:
        self._listings: OrderedDict[Parts, Listing] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, parts: Parts, folder: OpenFolder) -> Listing:
        """Return what lies in a folder, or lay there when it was asked for last. Raises OSError."""
        with self._lock:
            listing = self._listings.get(parts)
        return listing or self._fresh(parts, folder)

    def forget(self, parts: Parts) -> None:
        """Look a folder up again when it is asked for next."""
        with self._lock:
            self._listings.pop(parts, None)

    def has_just(self, name: str, parts: Parts, folder: OpenFolder) -> bool:
        """Whether something lies there that is called just so, and not only alike. Raises OSError.

        Some file systems do not tell `a.txt` from `A.txt`, or two spellings of an umlaut, and find one by the other.
        """
        name = _spelled(name)
        return name in self.of(parts, folder).names or name in self._fresh(parts, folder).names

    def _fresh(self, parts: Parts, folder: OpenFolder) -> Listing:
        listing = Listing.of(folder)
        with self._lock:
            self._listings[parts] = listing
            while len(self._listings) > _KEPT:
                self._listings.popitem(last=False)
        return listing


def _spelled(name: str) -> str:
    # Old disks of macOS spell umlauts in their own way: there that is no sign of another file.
    return unicodedata.normalize("NFD", name) if sys.platform == "darwin" else name
