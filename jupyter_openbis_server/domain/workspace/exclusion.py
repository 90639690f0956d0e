"""Exclusion of files from an upload of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from jupyter_openbis_server.domain.shared.name_patterns import PathPattern, PathPatterns, names_of

_JUNK = frozenset({"__pycache__", "__macosx", "thumbs.db", "desktop.ini"})
"""Files and folders that Python and operating systems create, in lower case; others begin with a dot."""


@dataclass(frozen=True)
class Exclusion:
    """Rules that exclude files from uploaded folders. A path that the user names is always sent.

    The reason: a data set cannot be changed, and Jupyter's file browser does not show hidden files to users.

    Attributes:
        hidden: Also send hidden files and folders (`.env`, `.git`), manifests of downloads (`.openbis-dataset.json`),
            and junk of other programs (`.DS_Store`, `._*`, `.ipynb_checkpoints`, `__pycache__`, `__MACOSX`,
            `Thumbs.db`, `desktop.ini`).
        patterns: Exclude what fits one of these, as in a `Selection`: without a slash, names at any depth; with a
            slash, paths below the folder that the user names.
    """

    hidden: bool = False
    patterns: tuple[str, ...] = ()

    def leaves_out(self, path: str) -> bool:
        """Return whether a file, or a folder with its contents, is excluded; `path` is relative to the named folder."""
        name = path.rpartition("/")[2]
        if not self.hidden and (name.startswith(".") or name.lower() in _JUNK):
            return True
        if not self.patterns:
            return False
        return path in self._texts or name in self._texts or self._compiled.fit(names_of(path))

    @cached_property
    def _texts(self) -> frozenset[str]:
        """The patterns as literal names and paths, with all their characters."""
        return frozenset(pattern.strip("/") for pattern in self.patterns)

    @cached_property
    def _compiled(self) -> PathPatterns:
        wanted = filter(None, self._texts)
        return PathPatterns(PathPattern.parse(each if "/" in each else f"**/{each}") for each in wanted)


DEFAULT_EXCLUSION = Exclusion()
NO_EXCLUSION = Exclusion(hidden=True)
