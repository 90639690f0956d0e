"""Release of memory while the server is idle."""

import gc
import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from types import FrameType

import pytest

from jupyter_openbis_server.entrypoints.jupyter.loop.memory import IdleMemory, free_in_steps


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def garbage() -> Iterator[weakref.ref[_Cycle]]:
    """A reference cycle that automatic garbage collection does not reach."""
    gc.collect()
    gc.disable()
    cycle = _Cycle()
    gc.collect(1)
    kept = weakref.ref(cycle)
    del cycle
    assert kept() is not None
    yield kept
    gc.enable()


def test_garbage_is_collected_while_the_server_is_idle(garbage: weakref.ref[_Cycle]) -> None:
    calls: list[bool] = []
    IdleMemory(lambda: True, lambda: calls.append(True)).tidy()
    assert garbage() is None
    assert calls == [True]


def test_busy_server_is_not_interrupted_for_garbage_collection(garbage: weakref.ref[_Cycle]) -> None:
    calls: list[bool] = []
    IdleMemory(lambda: False, lambda: calls.append(True)).tidy()
    assert garbage() is not None
    assert calls == [True]


@dataclass(frozen=True)
class _Plan:
    name: str
    parts: tuple["_Part", ...]


@dataclass(frozen=True)
class _Part:
    rows: tuple["_Row", ...]


class _Row:
    alive = 0

    def __init__(self) -> None:
        _Row.alive += 1

    def __del__(self) -> None:
        _Row.alive -= 1


def test_long_lists_are_freed_step_by_step() -> None:
    held: list[object] = [_Plan("a", (_Part(tuple(_Row() for _ in range(10_000))), _Part(())))]
    counts = [_Row.alive]

    def count(frame: FrameType, *_: object) -> Callable[..., object] | None:
        if frame.f_code is not free_in_steps.__code__:
            return None
        counts.append(_Row.alive)
        return count

    before = sys.gettrace()
    sys.settrace(count)
    free_in_steps(held)
    sys.settrace(before)
    assert not held
    assert _Row.alive == 0
    assert max(earlier - later for earlier, later in pairwise(counts)) == 2_000


def test_referenced_objects_are_kept() -> None:
    part = _Part(tuple(_Row() for _ in range(3)))
    free_in_steps([_Plan("a", (part,)), None, "text"])
    assert _Row.alive == len(part.rows) == 3
