"""Cached listings of the folders of a data set."""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass

from jupyter_openbis_server.adapters.filesystem.downloads.partials.partial_names import PartialName
from jupyter_openbis_server.adapters.filesystem.folders.folder_tree import Parts
from jupyter_openbis_server.adapters.filesystem.folders.open_folder import OpenFolder

_MAX_LISTINGS = 32


@dataclass(frozen=True)
class Listing:
    """The names in a folder.

    Attributes:
        names: All names.
        unfinished: Names of partial files and their sidecars.
    """

    names: frozenset[str]
    unfinished: tuple[str, ...]

    @classmethod
    def of(cls, folder: OpenFolder) -> Listing:
        """List a folder. Raises OSError."""
        names = [each.name for each in folder.entries()]
        return cls(frozenset(map(_normalised, names)), tuple(name for name in names if PartialName.read(name)))


class Listings:
    """Cached listings of folders. They may be out of date: if a name is missing, the folder is listed again."""

    def __init__(self) -> None:
        self._listings: OrderedDict[Parts, Listing] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, parts: Parts, folder: OpenFolder) -> Listing:
        """Return the listing of a folder, cached if there is one. Raises OSError."""
        with self._lock:
            listing = self._listings.get(parts)
        return listing or self._fresh(parts, folder)

    def forget(self, parts: Parts) -> None:
        """Remove the listing of a folder from the cache."""
        with self._lock:
            self._listings.pop(parts, None)

    def has_exact_name(self, name: str, parts: Parts, folder: OpenFolder) -> bool:
        """Return whether the folder contains exactly this name. Raises OSError.

        Some file systems treat `a.txt` and `A.txt`, or two Unicode forms of an umlaut, as the same name.
        """
        name = _normalised(name)
        return name in self.of(parts, folder).names or name in self._fresh(parts, folder).names

    def _fresh(self, parts: Parts, folder: OpenFolder) -> Listing:
        listing = Listing.of(folder)
        with self._lock:
            self._listings[parts] = listing
            while len(self._listings) > _MAX_LISTINGS:
                self._listings.popitem(last=False)
        return listing


def _normalised(name: str) -> str:
    # HFS+ stores names in NFD: on macOS a different Unicode form does not mean a different file.
    return unicodedata.normalize("NFD", name) if sys.platform == "darwin" else name
