"""Which files of a data set are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jupyter_openbis_server.domain.errors import NothingSelected
from jupyter_openbis_server.domain.model.data_set import ORIGINAL, DataSetFile

_PARTS = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)|\[(!?)([^\]]+)\]|(.)", re.DOTALL)


@dataclass(frozen=True)
class Selection:
    """Patterns of paths, of which one has to fit; without any, everything is wanted.

    `*` and `?` stand for letters of one name, `[abc]` for one of some, `**` for any folders. A pattern that fits a
    folder means all that is in it. The leading `original/`, which openBIS puts before everything, may be left out.
    """

    patterns: tuple[str, ...] = ()

    def picks(self, path: str) -> bool:
        """Whether a path inside the data set is wanted."""
        return not self.patterns or any(pattern.fullmatch(path) for pattern in self._compiled)

    def of(self, perm_id: str, entries: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return the files and folders that are wanted, and the folders that lead to them. Raises NothingSelected."""
        entries = tuple(entries)
        if not self.patterns:
            return entries
        wanted = {entry.path for entry in entries if self.picks(entry.path)}
        if not wanted:
            raise NothingSelected(perm_id, self.patterns)
        above = {path[:place] for path in wanted for place, letter in enumerate(path) if letter == "/"}
        return tuple(entry for entry in entries if entry.path in wanted or entry.path in above)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_compiled(pattern) for pattern in self.patterns)


EVERYTHING = Selection()


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the expression for a pattern, with whatever lies below what it fits."""
    translated = "".join(_translated(part) for part in _PARTS.finditer(pattern.strip("/")))
    return re.compile(f"(?:{ORIGINAL}/)?{translated}(?:/.*)?", re.DOTALL)


def _translated(part: re.Match[str]) -> str:
    folders, anything, letters, letter, negation, some, other = part.groups()
    if folders:
        return "(?:[^/]+/)*"
    if anything:
        return ".*"
    if letters:
        return "[^/]*"
    if letter:
        return "[^/]"
    if some:
        safe = re.sub(r"([\\\[\]^&~|])", r"\\\1", some)
        return f"(?!/)[{'^' if negation else ''}{safe}]"
    return re.escape(other)
