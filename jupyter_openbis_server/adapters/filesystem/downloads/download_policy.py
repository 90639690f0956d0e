"""Policy for the folders of the host that may be written and read for users; all entrypoints use it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_openbis_server.domain.errors import InvalidPath


@dataclass(frozen=True)
class DownloadPolicy:
    """Allowed and closed folders; of nested ones, the innermost decides.

    Checks downloads, mountpoints, requirements and the sources of uploads, each with their own roots.

    Attributes:
        roots: Folders below which access is allowed.
        closed: Folders below which access is refused.
        allow_outside_roots: Whether access is also allowed outside all roots.
        hidden: Whether hidden folders are allowed. Only names below a root count, not those of the root itself.
        outside: Message for a path that is not below a root.
    """

    roots: tuple[Path, ...] = ()
    closed: tuple[Path, ...] = ()
    allow_outside_roots: bool = True
    hidden: bool = True
    outside: str = "downloads only go below {roots} on this server; choose a folder there"

    def check(self, real: Path, shown: str) -> None:
        """Validate that access to a folder is allowed.

        Args:
            real: The resolved path. It need not exist.
            shown: The path as the user gave it, for messages.

        Raises:
            InvalidPath: access is refused; the message names an allowed folder.
        """
        root, closed = _innermost(self.roots, real), _innermost(self.closed, real)
        if closed and (root is None or root in closed.parents):
            raise InvalidPath(shown, f"Jupyter keeps its own files in {closed}; choose another folder")
        if root is None and not self.allow_outside_roots:
            raise InvalidPath(shown, self.outside.format(roots=" or ".join(map(str, self.roots))))
        below = real.relative_to(root or real.anchor)
        if not self.hidden and any(part.startswith(".") for part in below.parts):
            raise InvalidPath(shown, "this is a hidden folder (a name in it begins with a dot); choose another one")

    def check_mountpoint(self, real: Path, shown: str, *, is_default: bool) -> None:
        """Validate a mountpoint: programs read what is mounted there, as they read a download.

        Args:
            real: The path with all links resolved except its last name.
            shown: The path as the user gave it, for messages.
            is_default: Whether the program chose it, in the user's home: it need not be below a root.

        Raises:
            InvalidPath: access is refused.
        """
        roots = (*self.roots, Path.home()) if is_default else self.roots
        outside = "data stores are only mounted below {roots} on this server; choose a folder there"
        replace(self, roots=roots, outside=outside).check(real, shown)

    def check_source(self, real: Path, named: Path, shown: str) -> None:
        """Validate a file or folder that is to be read.

        Args:
            real: The resolved path. Links into hidden folders are followed: git-annex and similar tools keep
                there the files that the user sees as links.
            named: The path below the root folder as given; no name in it may be hidden.
            shown: The path as the user gave it, for messages.

        Raises:
            InvalidPath: access is refused.
        """
        replace(self, hidden=True).check(real, shown)
        if not self.hidden and any(part.startswith(".") for part in named.parts):
            raise InvalidPath(shown, "this is hidden (a name in it begins with a dot); choose something else")


LINK_OUTSIDE = "a link leads outside the folder"

UNRESTRICTED = DownloadPolicy()
"""Any folder that the user may write."""


def _innermost(folders: Iterable[Path], path: Path) -> Path | None:
    """Return the innermost of several folders, resolved, that contains a path; None if none does."""
    around = [real for each in folders if path.is_relative_to(real := Path(os.path.realpath(each)))]
    return max(around, key=lambda each: len(each.parts), default=None)
