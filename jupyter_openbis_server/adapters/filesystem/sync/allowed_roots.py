"""Check of the folders that may be synchronised."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jupyter_openbis_server.adapters.filesystem.downloads.download_policy import UNRESTRICTED, DownloadPolicy
from jupyter_openbis_server.adapters.filesystem.folders.names import check_nameable
from jupyter_openbis_server.domain.errors import InvalidPath


@dataclass(frozen=True)
class AllowedRoots:
    """The folders of the host that the policy allows."""

    places: DownloadPolicy = UNRESTRICTED

    def root(self, folder: str) -> Path:
        """Return the resolved path of a folder. Raises InvalidPath: it is not absolute, or must not be used."""
        check_nameable(folder)
        if not Path(folder).is_absolute():
            raise InvalidPath(folder, "give the absolute path of a folder")
        root = Path(os.path.realpath(folder))
        self.places.check(root, folder)
        return root

    def closed_in(self, root: Path) -> frozenset[Path]:
        """Return the resolved paths of folders in a folder that must not be read."""
        closed = (Path(os.path.realpath(each)) for each in self.places.closed)
        return frozenset(each for each in closed if each.is_relative_to(root))
