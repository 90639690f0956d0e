"""What a download leaves beside the files."""

import datetime as dt
from dataclasses import replace

from jupyter_openbis_server.domain.model import DataSet, DataSetFile, Manifest

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
URL = "https://openbis.example.org"
A, B, C = (DataSetFile(f"original/{name}", 3, crc32) for name, crc32 in (("a", 1), ("b", 2), ("c", 3)))


def manifest(*files: DataSetFile, is_complete: bool = True, **changes: object) -> Manifest:
    data_set = DataSet("1-1", "RAW_DATA", sample="/LAB/S", experiment="/LAB/P/E", registered=NOON)
    made = Manifest.of(URL, data_set, files, is_complete=is_complete, written=NOON, program="test 1")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_it_says_where_the_files_come_from() -> None:
    made = manifest(A)
    assert (made.url, made.perm_id, made.type_code, made.registered) == (URL, "1-1", "RAW_DATA", NOON)
    assert made.is_about(URL, "1-1")
    assert not made.is_about("https://elsewhere.example.org", "1-1")
    assert not made.is_about(URL, "2-2")


def test_the_owner_is_the_sample_or_else_the_experiment() -> None:
    assert manifest().owner == "/LAB/S"
    of_experiment = Manifest.of(
        URL, DataSet("1-1", "T", experiment="/LAB/P/E"), (), is_complete=True, written=NOON, program="test 1"
    )
    assert of_experiment.owner == "/LAB/P/E"


def test_checksums_that_openbis_does_not_tell_are_those_of_the_earlier_download() -> None:
    unknown, longer, other = replace(A, crc32=None), replace(B, crc32=None, size=4), replace(C, crc32=9)
    assert manifest(A, B, C).with_checksums((unknown, longer, other)) == (A, longer, other)


def test_files_other_than_some_are_known_by_their_paths() -> None:
    assert manifest(A, B, C).files_beside((replace(B, crc32=7),)) == (A, C)


def test_when_and_by_whom_it_was_written_makes_no_difference() -> None:
    later = manifest(A, written=NOON + dt.timedelta(days=1), program="test 2")
    assert later.says_the_same_as(manifest(A))
    assert not later.says_the_same_as(manifest(B))
    assert not later.says_the_same_as(manifest(A, is_complete=False))
