"""Sorting long lists in short steps."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

_STEP = 5_000


def sorted_in_steps(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Return items in the order of their keys, as `sorted` does.

    `sorted` does all comparisons in one call, during which no other thread can run: a second for some hundred thousand
    items. Here a few thousand are sorted at a time and then merged. A list that is already sorted is only checked.
    """
    unsorted = list(items)
    if all(before <= after for before, after in pairwise(map(key, unsorted))):
        return unsorted
    parts = [sorted(unsorted[start : start + _STEP], key=key) for start in range(0, len(unsorted), _STEP)]
    return parts[0] if len(parts) == 1 else list(heapq.merge(*parts, key=key))
