"""Where downloads may go."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.domain.errors import InvalidPath


@dataclass(frozen=True)
class DownloadPlaces:
    """Folders that are open for downloads, and folders that are closed. Of one in another, the inner one counts.

    Attributes:
        roots: Open folders: downloads go below them.
        closed: Folders below which nothing goes.
        elsewhere: Whether downloads also go where there is no root.
        hidden: Whether they go into hidden folders, too. What is hidden below a root counts, not the root's own name.
    """

    roots: tuple[Path, ...] = ()
    closed: tuple[Path, ...] = ()
    elsewhere: bool = True
    hidden: bool = True

    def check(self, real: Path, shown: str) -> None:
        """Say if a folder is not open.

        Args:
            real: Where it is, all links followed. It need not exist.
            shown: What the user knows it by.

        Raises:
            InvalidPath: it is not; the text says which one is.
        """
        root, closed = _innermost(self.roots, real), _innermost(self.closed, real)
        if closed and (root is None or root in closed.parents):
            raise InvalidPath(shown, f"Jupyter keeps its own files in {closed}; choose another folder")
        if root is None and not self.elsewhere:
            allowed = " or ".join(map(str, self.roots))
            raise InvalidPath(shown, f"downloads only go below {allowed} on this server; choose a folder there")
        below = real.relative_to(root or real.anchor)
        if not self.hidden and any(part.startswith(".") for part in below.parts):
            raise InvalidPath(shown, "this is a hidden folder (a name in it begins with a dot); choose another one")


ANYWHERE = DownloadPlaces()
"""Any folder that the user may write."""


def _innermost(folders: Iterable[Path], path: Path) -> Path | None:
    """Return the folder, of several, that is nearest around a path, all links followed; None if none is."""
    around = [real for each in folders if path.is_relative_to(real := Path(os.path.realpath(each)))]
    return max(around, key=lambda each: len(each.parts), default=None)
