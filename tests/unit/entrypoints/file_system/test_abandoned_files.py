"""Files that were not closed. Destructors run between any two steps of a thread, also where it holds a lock."""

import gc
import threading

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from jupyter_openbis_server.entrypoints.fsspec.opened_file import OpenbisFile

LOCK = threading.Lock()


class LockedSource:
    """A source whose `close` needs a lock."""

    def __init__(self) -> None:
        self.is_closed = False

    def read(self, start: int, end: int) -> bytes:
        return bytes(end - start)

    def check(self) -> None:
        pass

    def close(self) -> None:
        assert LOCK.acquire(timeout=20), "a deadlock"
        self.is_closed = True
        LOCK.release()


def opened(source: LockedSource) -> OpenbisFile:
    return OpenbisFile(MemoryFileSystem(), "file", source, size=1)


@pytest.mark.parametrize("how", ["open", "close"])
def test_a_file_that_is_collected_where_a_lock_is_held_is_closed_with_the_next_one(how: str):
    abandoned, other = LockedSource(), LockedSource()
    file, earlier = opened(abandoned), opened(other)
    with LOCK:
        del file
        gc.collect()
    assert not abandoned.is_closed
    if how == "open":
        later = opened(LockedSource())
        assert abandoned.is_closed
        later.close()
    earlier.close()
    assert abandoned.is_closed
    assert other.is_closed


def test_a_closed_file_is_not_closed_again():
    source = LockedSource()
    file = opened(source)
    file.close()
    source.is_closed = False
    del file
    gc.collect()
    opened(LockedSource()).close()
    assert not source.is_closed
