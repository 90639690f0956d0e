"""Test data: trees of files with known checksums."""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

KIB = 1024
MIB = 1024 * KIB


class ContentMismatch(Exception):
    """Transferred files differ from the source; the text names a file."""


@dataclass(frozen=True)
class Case:
    """A data set to transfer.

    Attributes:
        name: How it is called on the command line and in results.
        title: How it is called in tables.
        sizes: Bytes of each file by its path.
    """

    name: str
    title: str
    sizes: Mapping[str, int]

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())


@dataclass(frozen=True)
class Content:
    """The files of a case in the data store."""

    case: Case
    folder: Path

    @cached_property
    def checksums(self) -> dict[str, tuple[int, int]]:
        """Size and CRC32 of each file by its path; reading them all also warms the page cache."""
        return {path: _size_and_checksum(self.folder / path) for path in self.case.sizes}

    def compare(self, folder: Path) -> None:
        """Check that a folder holds these files byte for byte, under the same paths.

        Raises:
            ContentMismatch: a file is missing or differs.
        """
        for path, expected in self.checksums.items():
            _compare(folder / path, expected)

    def compare_by_name(self, folder: Path) -> None:
        """Check that a folder contains these files byte for byte, at any depth.

        Raises:
            ContentMismatch: a file is missing or differs.
        """
        found = {each.name: each for each in folder.rglob("*") if each.is_file()}
        for path, expected in self.checksums.items():
            name = path.rpartition("/")[2]
            _compare(found.get(name, folder / name), expected)


def all_cases(*, quick: bool) -> tuple[Case, ...]:
    """Return the cases in the order in which they are measured.

    Args:
        quick: Smaller ones, for a fast check of the benchmark.
    """
    big, small, tiny = (64 * MIB, 100, 200) if quick else (1024 * MIB, 1000, 10_000)
    return (
        Case("big", f"one file of {_amount(big)}", {"original/big.raw": big}),
        Case("small", f"{small:,} files of 10 KiB", _alike(small, 10 * KIB)),
        Case("tiny", f"{tiny:,} files of 1 KiB", _alike(tiny, KIB)),
        _mixed_tree(32 * MIB if quick else 500 * MIB),
    )


def write_content(case: Case, folder: Path) -> Content:
    """Write the files of a case: bytes that cannot be compressed, the same ones each time."""
    source = random.Random(case.name)  # noqa: S311 - noise, not a secret
    for path, size in case.sizes.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for length in _blocks(size):
                file.write(source.randbytes(length))
    return Content(case, folder)


def _alike(count: int, size: int) -> dict[str, int]:
    return {f"original/run/part-{number:05}.dat": size for number in range(count)}


def _mixed_tree(total: int) -> Case:
    """Half of the bytes in two files, a third in images of about 2 MiB, the rest in many small ones, in 40 folders."""
    sizes = {f"original/raw/detector-{number}.h5": total // 4 for number in range(2)}
    left = total - sum(sizes.values())
    chance = random.Random(total)  # noqa: S311 - the same sizes each time
    for number in range(10_000):
        size = min(left, chance.randint(MIB, 3 * MIB) if left > total // 6 else chance.randint(KIB, 200 * KIB))
        folder = f"original/scan-{number % 8}/frame-{number % 5}"
        sizes[f"{folder}/item-{number:05}.dat"] = size
        left -= size
        if not left:
            break
    return Case("tree", f"a tree of {_amount(total)}, {len(sizes)} files", sizes)


def _amount(size: int) -> str:
    return f"{size // (1024 * MIB)} GiB" if size % (1024 * MIB) == 0 else f"{size // MIB} MiB"


def _blocks(size: int) -> Iterator[int]:
    for start in range(0, size, MIB):
        yield min(MIB, size - start)


def _compare(file: Path, expected: tuple[int, int]) -> None:
    if not file.is_file():
        raise ContentMismatch(f"{file} is missing")
    if os.stat(file).st_size != expected[0] or _size_and_checksum(file) != expected:  # noqa: PTH116 - of thousands
        raise ContentMismatch(f"{file} has another content than the data store's")


def _size_and_checksum(file: Path) -> tuple[int, int]:
    size = checksum = 0
    with file.open("rb", buffering=0) as content:
        while block := content.read(MIB):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return size, checksum
