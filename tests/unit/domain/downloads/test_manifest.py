"""Download manifests."""

import datetime as dt
from dataclasses import replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, DataSetFile
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.downloads.manifest import LocalDownload, Manifest
from jupyter_openbis_server.domain.files.selection import EVERYTHING, MAX_PATTERNS, Selection

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
URL = "https://openbis.example.org"
A, B, C = (DataSetFile(f"original/{name}", 3, crc32) for name, crc32 in (("a", 1), ("b", 2), ("c", 3)))


def manifest(*files: DataSetFile, is_complete: bool = True, **changes: object) -> Manifest:
    data_set = DataSet("1-1", "RAW_DATA", sample="/LAB/S", experiment="/LAB/P/E", registered=NOON)
    made = Manifest.of(URL, data_set, files, is_complete=is_complete, written=NOON, program="test 1")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_manifest_has_the_origin_of_the_files() -> None:
    made = manifest(A)
    assert (made.url, made.perm_id, made.type_code, made.registered) == (URL, "1-1", "RAW_DATA", NOON)
    assert made.is_about(URL, "1-1")
    assert not made.is_about("https://other.example.org", "1-1")
    assert not made.is_about(URL, "2-2")


def test_the_owner_is_the_sample_or_else_the_experiment() -> None:
    assert manifest().owner == "/LAB/S"
    of_experiment = Manifest.of(
        URL, DataSet("1-1", "T", experiment="/LAB/P/E"), (), is_complete=True, written=NOON, program="test 1"
    )
    assert of_experiment.owner == "/LAB/P/E"


def test_unknown_checksums_are_taken_from_the_earlier_download() -> None:
    unknown, longer, other = replace(A, crc32=None), replace(B, crc32=None, size=4), replace(C, crc32=9)
    assert manifest(A, B, C).with_checksums((unknown, longer, other)) == (A, longer, other)


def test_a_file_is_copied_only_for_another_checksum() -> None:
    assert A.with_checksum(A.crc32) is A
    assert A.with_checksum(None) == replace(A, crc32=None)


def test_remaining_files_are_selected_by_path() -> None:
    assert manifest(A, B, C).files_beside((replace(B, crc32=7),)) == (A, C)


def test_time_and_program_of_the_writer_are_not_compared() -> None:
    later = manifest(A, written=NOON + dt.timedelta(days=1), program="test 2")
    assert later.says_the_same_as(manifest(A))
    assert not later.says_the_same_as(manifest(B))
    assert not later.says_the_same_as(manifest(A, is_complete=False))


def test_an_interrupted_download_is_resumed_with_the_files_of_its_manifest() -> None:
    special = DataSetFile("original/[b]*.txt")
    request = LocalDownload("/data/1-1", manifest(A, special)).resume_request
    wanted = Selection(("original/a", "original/[[]b][*].txt"))
    assert request == DownloadRequest(("1-1",), "/data", wanted, flat=False, overwrite=False)
    assert {each.path for each in wanted.of("1-1", (A, B, special))} == {A.path, special.path}


def test_a_download_without_the_folder_original_is_resumed_without_it() -> None:
    assert LocalDownload("/data/1-1", manifest(DataSetFile("original/a", renamed="a"))).resume_request.flat
    assert not LocalDownload("/data/1-1", manifest()).resume_request.flat


def test_a_download_with_too_many_files_for_one_request_is_resumed_as_a_whole() -> None:
    files = [DataSetFile(f"original/{number}") for number in range(MAX_PATTERNS + 1)]
    assert len(LocalDownload("/1-1", manifest(*files[1:])).resume_request.selection.patterns) == MAX_PATTERNS
    assert LocalDownload("/1-1", manifest(*files)).resume_request.selection == EVERYTHING


def test_a_download_in_the_root_folder_is_resumed_there() -> None:
    assert LocalDownload("/1-1", manifest(A)).resume_request.folder == "/"
