"""Selection of files of a data set by paths and patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.data_set import ORIGINAL, DataSetFile
from jupyter_openbis_server.domain.errors import NoFilesMatch
from jupyter_openbis_server.domain.errors.base import shortened
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.name_patterns import PathPattern, PathPatterns, literal, names_of

MAX_PATTERNS = 1_000
"""Maximum number of patterns of a request: requests wait in memory."""

_HINTED_TEXTS = 3


@dataclass(frozen=True)
class Selection:
    """Paths and patterns; a file is selected if one of them fits, or if there are none.

    A text that is the path of a file or folder of the data set selects exactly that, with all its characters. All
    other texts are patterns, see `PathPattern`. A text that fits a folder selects all its contents. The leading
    `original/`, the top-level folder of openBIS, may be omitted.

    Attributes:
        patterns: What is selected; everything if empty.
        excluded: Paths and patterns of what is not selected nevertheless. A text without a slash fits names at any
            depth, as in the exclusion of uploads.
    """

    patterns: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def of(self, perm_id: str, entries: Iterable[DataSetFile]) -> tuple[DataSetFile, ...]:
        """Return the selected files and folders, and their parent folders.

        Raises:
            NoFilesMatch: with a hint if there is a similar path.
            Cancelled: by the current cancellation of the thread.
        """
        entries = tuple(entries)
        if not self.patterns and not self.excluded:
            return entries
        paths = [entry.path for entry in entries]
        wanted = _Wanted.of(self.patterns, paths).among(paths) if self.patterns else frozenset(paths)
        if not wanted and self.patterns:
            raise NoFilesMatch(perm_id, self.patterns, _hint(self.patterns, paths))
        if self.excluded:
            wanted -= _Wanted.of(map(_at_any_depth, self.excluded), paths).among(paths)
            if not any(entry.path in wanted for entry in entries if not entry.is_folder):
                raise NoFilesMatch(perm_id, self.patterns or ("**",), f"{shortened(self.excluded)} is excluded")
        above = {path[:index] for path in wanted for index, letter in enumerate(path) if letter == "/"}
        return tuple(entry for entry in entries if entry.path in wanted or entry.path in above)


EVERYTHING = Selection()


@dataclass(frozen=True)
class _Wanted:
    """The texts of a selection, resolved in one data set."""

    exact: frozenset[str]
    patterns: PathPatterns | None

    @classmethod
    def of(cls, texts: Iterable[str], paths: Iterable[str]) -> _Wanted:
        """Resolve texts in a data set with these paths."""
        present = set(paths)
        exact: set[str] = set()
        patterns = []
        for text in texts:
            path = "/".join(names_of(text))
            found = present & _candidates(path)
            only = literal(path)
            if found:
                exact |= found
            elif only:
                exact |= _candidates(only)
            else:
                patterns.append(PathPattern.parse(path))
        return cls(frozenset(exact), PathPatterns(patterns) if patterns else None)

    def among(self, paths: Sequence[str]) -> frozenset[str]:
        """Return the selected paths. Raises Cancelled."""
        cancellation = Cancellation.current()
        wanted = set()
        for path in paths:
            if self.patterns:
                cancellation.check()
            if self._is_exact(path) or (self.patterns and _fit(self.patterns, path)):
                wanted.add(path)
        return frozenset(wanted)

    def _is_exact(self, path: str) -> bool:
        if not self.exact:
            return False
        return path in self.exact or any(
            path[:index] in self.exact for index, letter in enumerate(path) if letter == "/"
        )


def _at_any_depth(text: str) -> str:
    return text if "/" in text.strip("/") else f"**/{text.strip('/')}"


def _fit(patterns: PathPatterns, path: str) -> bool:
    names = names_of(path)
    return patterns.fit(names) or (names[:1] == [ORIGINAL] and len(names) > 1 and patterns.fit(names[1:]))


def _candidates(path: str) -> set[str]:
    """Return the paths that a text can refer to: openBIS's top-level folder may be omitted."""
    return {path, f"{ORIGINAL}/{path}"}


def _hint(texts: Sequence[str], paths: Sequence[str]) -> str:
    """Return a suggestion for texts that fit no path; empty if there is no similar path."""
    for text in texts[:_HINTED_TEXTS]:
        path = "/".join(names_of(text))
        deeper = f"**/{path}"
        same_end = next((each for each in paths if each.endswith(f"/{path}")), None)
        if same_end:
            return f"there is {same_end}; try {deeper if literal(path) == path else same_end}"
        found = _first(deeper, paths)
        if found:
            return f"there is {found}; try {deeper}"
        found = _first(deeper.casefold(), paths, str.casefold)
        if found:
            return f"there is {found}: upper and lower case count"
    if any("{" in text for text in texts):
        return "braces have no meaning here; give several patterns instead"
    return ""


def _first(text: str, paths: Iterable[str], form: Callable[[str], str] = str) -> str | None:
    """Return the first path whose given form fits a pattern; None without any."""
    cancellation, pattern = Cancellation.current(), PathPattern.parse(text)
    for path in paths:
        cancellation.check()
        if pattern.fits(names_of(form(path))):
            return path
    return None
