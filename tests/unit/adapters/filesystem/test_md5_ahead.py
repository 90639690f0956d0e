"""MD5 of a file, computed while it arrives."""

import hashlib
import os
from collections.abc import Iterator

import pytest

from jupyter_openbis_server.adapters.filesystem.downloads.md5_ahead import Md5Ahead
from jupyter_openbis_server.domain.errors import Cancelled
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

MIB = 1 << 20


class Disk:
    """A file whose reads are counted."""

    def __init__(self, size: int) -> None:
        self.content = bytearray(os.urandom(size))
        self.bytes_read = 0

    def blocks(self, start: int, end: int) -> Iterator[bytes]:
        for offset in range(start, end, MIB):
            block = bytes(self.content[offset : min(offset + MIB, end)])
            self.bytes_read += len(block)
            yield block

    @property
    def md5(self) -> str:
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()


def test_bytes_are_read_once_while_they_arrive() -> None:
    disk = Disk(21 * MIB + 5)
    ahead = Md5Ahead(disk.blocks)
    for end in range(0, 21 * MIB, 3 * MIB):
        ahead.allow(end)
        ahead.advance()
    assert disk.bytes_read == 18 * MIB
    assert ahead.complete(len(disk.content)) == disk.md5
    assert disk.bytes_read == len(disk.content)


def test_one_step_reads_a_limited_number_of_bytes() -> None:
    disk = Disk(40 * MIB)
    ahead = Md5Ahead(disk.blocks)
    ahead.allow(40 * MIB)
    ahead.advance()
    assert disk.bytes_read == 16 * MIB


@pytest.mark.parametrize("is_read", [True, False])
def test_bytes_that_are_written_again_make_it_begin_again(*, is_read: bool) -> None:
    disk = Disk(10 * MIB)
    ahead = Md5Ahead(disk.blocks)
    ahead.allow(8 * MIB)
    if is_read:
        ahead.advance()
    ahead.rewrite(5 * MIB)
    disk.content[5 * MIB] ^= 1
    ahead.allow(10 * MIB)
    ahead.advance()
    assert ahead.complete(10 * MIB) == disk.md5


def test_it_can_be_cancelled() -> None:
    disk, cancellation = Disk(10 * MIB), Cancellation()
    cancellation.cancel()
    with cancellation.as_current(), pytest.raises(Cancelled):
        Md5Ahead(disk.blocks).complete(10 * MIB)


def test_nothing_of_an_empty_file_is_read() -> None:
    assert Md5Ahead(Disk(0).blocks).complete(0) == hashlib.md5(b"", usedforsecurity=False).hexdigest()
