"""Fuzzing of path patterns: comparison with a slow reference, and a limit for the work."""

from __future__ import annotations

import fnmatch
import random
import time
from collections.abc import Sequence

from jupyter_openbis_server.domain.shared.name_patterns import PathPattern, names_of

_LETTERS = "ab*?.[]!-x\n\\ä"
_MAX_SECONDS = 1.0
"""Maximum CPU seconds for one pattern and one path, which usually take microseconds."""


class CountedNames(Sequence[str]):
    """The names of a path, with a count of accesses."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.count = 0

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        self.count += 1
        return self._names[place]


def fits_slowly(pattern: str, path: tuple[str, ...]) -> bool:
    """Return the expected result of `PathPattern.fits` by exhaustive search; only for short paths."""
    wanted = names_of(pattern)
    if wanted and wanted[-1] == "**":
        wanted.append("*")
    return any(_is_whole(tuple(wanted), path[:length]) for length in range(len(path) + 1))


def _is_whole(wanted: tuple[str, ...], path: tuple[str, ...]) -> bool:
    if not wanted:
        return not path
    if wanted[0] == "**":
        return any(_is_whole(wanted[1:], path[skipped:]) for skipped in range(len(path) + 1))
    return bool(path) and fnmatch.fnmatchcase(path[0], wanted[0]) and _is_whole(wanted[1:], path[1:])


def attempt(seed: int) -> None:
    """Compare one pattern with the reference, then match a long path. Raise AssertionError with the seed on failure."""
    chance = random.Random(seed)
    pattern = "/".join(_name(chance) for _ in range(chance.randint(1, 6)))
    path = tuple(_name(chance, "abx.[]\nä") for _ in range(chance.randint(1, 6)))
    assert PathPattern.parse(pattern).fits(path) == fits_slowly(pattern, path), (seed, pattern, path)
    long_pattern = "/".join([pattern] * chance.randint(1, 20))
    begun = time.process_time()
    PathPattern.parse(long_pattern).fits(["ab" * chance.randint(1, 100)] * chance.randint(1, 300))
    assert time.process_time() - begun < _MAX_SECONDS, (seed, long_pattern)


def at_random(seconds: float, seed: int) -> int:
    """Run attempts from a first seed for the given seconds; return their number."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        attempt(seed + number)
        number += 1
    return number


def _name(chance: random.Random, letters: str = _LETTERS) -> str:
    if letters is _LETTERS and chance.random() < 0.3:
        return "**"
    return "".join(chance.choice(letters) for _ in range(chance.randint(1, 8)))
