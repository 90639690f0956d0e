"""How files are verified."""

import pytest

from jupyter_openbis_server.adapters.openbis.transfer.afs.verification import (
    MAX_FILES_READ_TWICE,
    MAX_READ_TWICE,
    MAX_SAMPLES,
    MIN_BYTES,
    Verification,
    verifications,
)
from jupyter_openbis_server.domain.catalogue.data_set import DataSetFile


def files(count: int, size: int) -> list[DataSetFile]:
    return [DataSetFile(f"{size}/{number}", size) for number in range(count)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, Verification.NONE),
        (1, Verification.READ_TWICE),
        (MAX_READ_TWICE, Verification.READ_TWICE),
        (MIN_BYTES, Verification.ASKED),
    ],
)
def test_all_files_of_these_sizes_are_verified_alike(size: int, expected: Verification) -> None:
    assert set(verifications(files(500, size)).values()) == {expected}


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (50, 50), (51, 26), (1000, 50), (12345, 50)])
@pytest.mark.parametrize("size", [MAX_READ_TWICE + 1, MIN_BYTES - 1])
def test_few_files_of_the_sizes_between_are_verified(size: int, count: int, expected: int) -> None:
    found = [each for each in verifications(files(count, size)).values() if each is Verification.ASKED]
    assert len(found) == expected <= MAX_SAMPLES


def test_of_very_many_small_files_a_sample_is_verified() -> None:
    found = list(verifications(files(MAX_FILES_READ_TWICE + 1, 5)).values())
    assert found.count(Verification.READ_TWICE) == 0
    assert 0 < found.count(Verification.ASKED) <= MAX_SAMPLES


def test_samples_are_from_all_over_the_transfer() -> None:
    found = verifications([*files(1000, MAX_READ_TWICE + 1), *files(10, 5)])
    numbers = sorted(int(each.path.partition("/")[2]) for each in found if found[each] is Verification.ASKED)
    assert numbers == list(range(0, 1000, 20))
