"""Selection of the files whose MD5 is compared."""

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.afs.verification import (
    MAX_SMALL_FILES,
    MIN_BYTES,
    files_to_verify,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile


def files(count: int, size: int) -> list[DataSetFile]:
    return [DataSetFile(f"{size}/{number}", size) for number in range(count)]


def test_all_large_files_are_verified() -> None:
    large = files(500, MIN_BYTES)
    assert files_to_verify(large) == frozenset(large)


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (50, 50), (51, 26), (1000, 50), (12345, 50)])
def test_few_small_files_are_verified(count: int, expected: int) -> None:
    found = files_to_verify(files(count, MIN_BYTES - 1))
    assert len(found) == expected <= MAX_SMALL_FILES


def test_verified_small_files_are_from_all_over_the_transfer() -> None:
    numbers = sorted(int(each.path.partition("/")[2]) for each in files_to_verify(files(1000, 5)))
    assert numbers == list(range(0, 1000, 20))


def test_empty_files_have_nothing_to_verify() -> None:
    assert files_to_verify(files(3, 0)) == frozenset()
