"""Path patterns, matched name by name in a time that grows only with the length of the path."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SPECIAL_CHARACTERS = "*?["
"""Characters with a meaning in patterns; in brackets, e.g. `[*]`, each matches itself only."""

_MAGIC = re.compile(f"[{re.escape(SPECIAL_CHARACTERS)}]")
_ESCAPED = re.compile(rf"\[([{re.escape(SPECIAL_CHARACTERS)}])\]")
_ANY_FOLDERS = "**"
_ANY_NAME = "*"
_ANYWHERE_NAMES = 2
_JOINED = 50


@dataclass(frozen=True)
class PathPattern:
    """A pattern that matches a file or folder, and with a folder everything in it.

    `*` and `?` match characters of one name, `[abc]` and `[!abc]` one character of a set, and a name `**` any number of
    folders. Each name is compared by `fnmatch`, whose expressions do not backtrack, and of several `**` only the last
    one is ever retried: the number of comparisons is at most names in the path times names in the pattern.

    Attributes:
        names: What each name must match: a text, an expression, or None for any number of folders.
    """

    names: tuple[str | re.Pattern[str] | None, ...]

    @classmethod
    def parse(cls, text: str) -> PathPattern:
        """Parse a pattern. Leading, trailing and repeated slashes are ignored."""
        parts: list[str | None] = []
        for name in names_of(text):
            if name != _ANY_FOLDERS:
                parts.append(name)
            elif not parts or parts[-1] is not None:
                parts.append(None)
        if parts and parts[-1] is None:  # the content of a folder, not the folder itself
            parts.append(_ANY_NAME)
        return cls(tuple(None if part is None else _compiled(part) for part in parts))

    def fits(self, path: Sequence[str]) -> bool:
        """Return whether the pattern matches a path, given as its names, or one of its parent folders."""
        wanted, position = 0, 0
        again: tuple[int, int] | None = None  # where to resume after the last `**`
        while wanted < len(self.names):
            if self.names[wanted] is None:
                wanted += 1
                again = (wanted, position)
            elif position < len(path) and _fits(self.names[wanted], path[position]):
                wanted, position = wanted + 1, position + 1
            elif again and again[1] < len(path):
                wanted, position = again[0], again[1] + 1
                again = (wanted, position)
            else:
                return False
        return True


class PathPatterns:
    """A set of patterns that matches if one of them matches.

    Patterns of the form `**/<name>` are compared together with each name, and each name once: there may be a thousand
    of them, and paths share the names of their folders.
    """

    def __init__(self, patterns: Iterable[PathPattern]) -> None:
        others, names = [], []
        for each in patterns:
            if len(each.names) == _ANYWHERE_NAMES and each.names[0] is None and each.names[1] is not None:
                names.append(each.names[1])
            else:
                others.append(each)
        self._others = tuple(others)
        self._texts = frozenset(each for each in names if isinstance(each, str))
        self._expressions = _joined([each for each in names if not isinstance(each, str)])
        self._known: dict[str, bool] = {}

    def fit(self, path: Sequence[str]) -> bool:
        """Return whether a pattern matches a path, given as its names, or one of its parent folders."""
        if (self._texts or self._expressions) and any(map(self._fits_anywhere, path)):
            return True
        return any(each.fits(path) for each in self._others)

    def _fits_anywhere(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = name in self._texts or any(each.match(name) for each in self._expressions)
            self._known[name] = known
        return known


def names_of(path: str) -> list[str]:
    """Return the names that a path or pattern consists of."""
    return [name for name in path.split("/") if name]


def literal(pattern: str) -> str | None:
    """Return the only path that a pattern can match, e.g. `a*` for `a[*]`; None if it can match several."""
    return None if _MAGIC.search(_ESCAPED.sub("", pattern)) else _ESCAPED.sub(r"\1", pattern)


def escaped(path: str) -> str:
    """Return the pattern that matches only this path, the inverse of `literal`."""
    return _MAGIC.sub(r"[\g<0>]", path)


def _joined(expressions: Sequence[re.Pattern[str]]) -> tuple[re.Pattern[str], ...]:
    """Join expressions, up to `_JOINED` in one; not all in one, so that other threads can run in between."""
    texts = [each.pattern for each in expressions]
    parts = (texts[begin : begin + _JOINED] for begin in range(0, len(texts), _JOINED))
    return tuple(re.compile("|".join(part)) for part in parts)


def _compiled(name: str) -> str | re.Pattern[str]:
    exact = literal(name)
    return re.compile(fnmatch.translate(name)) if exact is None else exact


def _fits(wanted: str | re.Pattern[str] | None, name: str) -> bool:
    return name == wanted if isinstance(wanted, str) else wanted is not None and wanted.match(name) is not None
